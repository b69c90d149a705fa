// Words that are not saved yet, kept in this browser (IndexedDB) until they are, so that a reload, a closed tab or a
// crash loses none. Nothing but a person's own words goes there. See docs/decisions/0011-unsaved-words.md.
//
// An entry is { id, document, report, field, name, label, content, at } and belongs to one document (an open page) until
// that lets it go. Those whose document is gone are orphans, and whoever shows their field takes them over. Where the
// browser keeps nothing (private mode), everything here does nothing.

const DAYS = 60, DAY = 86_400_000;  // an entry that was offered once and is older is not kept
const ANSWER = 300;                 // milliseconds in which other documents say that they are there

globalThis.nianbaoDocument ??= `${Date.now()}-${Math.random()}`;  // several scripts, one page
export const DOCUMENT = globalThis.nianbaoDocument;

const alive = new Set([DOCUMENT]);
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("nianbao-unsaved") : null;
channel?.addEventListener("message", ({ data }) => {
  if (data.here) alive.add(data.here);
  else if (data.ask !== DOCUMENT) channel.postMessage({ here: DOCUMENT });
});

let opening;
const database = () => (opening ??= new Promise((resolve) => {
  try {
    const request = indexedDB.open("nianbao", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("unsaved", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  } catch { resolve(null); }
}));

async function act(mode, ask) {
  const opened = await database();
  if (!opened) return undefined;
  return new Promise((resolve) => {
    try {
      const transaction = opened.transaction("unsaved", mode), request = ask(transaction.objectStore("unsaved"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => resolve(undefined);
      transaction.commit();
    } catch { resolve(undefined); }
  });
}

export const keep = (entry) => act("readwrite", (store) => store.put(entry));
export const forget = (id) => act("readwrite", (store) => store.delete(id));

// The entries that no open page holds, the oldest first.
export const orphans = async () => {
  const found = (await act("readonly", (store) => store.getAll())) ?? [];
  if (channel && found.some(({ document }) => document && !alive.has(document))) {
    channel.postMessage({ ask: DOCUMENT });
    await new Promise((done) => setTimeout(done, ANSWER));
  }
  const left = found.filter(({ document }) => !document || !alive.has(document));
  const old = left.filter(({ at, offered }) => offered && at < Date.now() - DAYS * DAY);
  for (const { id } of old) forget(id);
  return left.filter((entry) => !old.includes(entry)).sort((one, other) => one.at - other.at);
};
