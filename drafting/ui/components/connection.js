// Watches the connection with the program: says when it is gone, and has the page drawn anew when it is back. Streamlit
// by itself says so in English, and draws nothing after most absences; a session that was dropped meanwhile would then
// know none of the fields on the page.

import { leaving } from "./dom.js";
import { connected, follow } from "./link.js";
import { Offers } from "./offers.js";

const PATIENCE = 3000;  // milliseconds without a connection before it is said

const watches = new WeakMap();  // shadow root -> the Watch mounted in it

const tellsOfTheLoss = (dialog) => dialog.textContent.includes("Connection error");

class Watch {
  constructor(root, data) {
    this.box = root.querySelector(".connection");
    this.box.textContent = data.words.away;
    this.leaving = new AbortController();
    this.dialogs = new MutationObserver(() => this.dismiss());
    document.addEventListener("focusin", (event) => {
      const dialog = event.target.closest("[role=dialog]");
      if (!dialog) this.typing = event.composedPath()[0];
      else if (tellsOfTheLoss(dialog)) this.goOn(dialog);
    }, { signal: this.leaving.signal, capture: true });
    follow((there) => (there ? this.came() : this.went()), this.leaving.signal);
    if (!connected()) this.went();
    this.offers = new Offers(root.querySelector(".offers"), data.words, {
      ask: (words) => this.send("found", { seq: Date.now(), words }),
      anew: ({ id }) => this.trigger("anew", id),
      signal: this.leaving.signal,
    });
  }

  went() {
    this.timer = setTimeout(() => { this.box.hidden = false; }, PATIENCE);
    this.dialogs.observe(document.body, { childList: true, subtree: true });
  }

  came() {
    this.quiet();
    this.trigger("back", true);
  }

  // Streamlit's own dialog is closed as it comes.
  dismiss() {
    [...document.querySelectorAll("[role=dialog]")].find(tellsOfTheLoss)?.querySelector("button")?.click();
  }

  // Whoever is typing when that dialog takes the keyboard has it back before the next key; what is inert cannot take it.
  goOn(dialog) {
    const { typing } = this, { selectionStart: from, selectionEnd: to } = typing ?? {};
    dialog.inert = true;
    typing?.focus({ preventScroll: true });
    if (typeof from === "number") typing.setSelectionRange(from, to);
  }

  quiet() {
    clearTimeout(this.timer);
    this.dialogs.disconnect();
    this.box.hidden = true;
  }

  remove() {
    this.quiet();
    this.leaving.abort();
  }
}

export default function mount({ parentElement: root, data, setStateValue, setTriggerValue }) {
  if (!watches.has(root)) watches.set(root, new Watch(root, data));
  const watch = watches.get(root);
  Object.assign(watch, { send: setStateValue, trigger: setTriggerValue });
  watch.offers.take(data.answers, data.page);
  return leaving(root, () => { watch.remove(); watches.delete(root); });
}
