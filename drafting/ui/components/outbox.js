// What was typed and is not yet acknowledged by the server. Shared by grid.js and editor.js.
//
// Every message carries a rising number; the page runs again with the highest number it has saved. Whatever was sent
// with that number or a lower one, and was not changed since, is done; everything else is kept and sent again.
//
//   put(name, content)   waits to be sent          drop(name)        waits no longer
//   hold(name, content)  cannot be sent as it is, but is not to be lost
//   schedule(pause)      send soon                 flush()           send now what has not been sent
//   acknowledge(ack, session)                      with every render: what the server has saved, and who says so
//   has(name), size, unsent, away, retrying        what to show
//   close()              the field leaves the page
//
// Whatever waits or is held also stands in the browser's own store (unsaved.js) until it is acknowledged. What an earlier
// page left there for this field is handed to `owner.recover(name, content)` once the field is shown; it answers
// "kept" (it was put here, and is sent), "done" (the server has it), "clash" (something else stands there now: offers.js
// then shows it, and sets `forced` when it is to be taken all the same) or nothing (not now). `owner` also gives `key`,
// what the field is called for good; `label(name)`, what a person calls it; `about(name, before)`, what the content was
// made from, where `before` is the content kept so far.
//
// A server that was started anew, or that dropped its session after an absence, knows neither the fields nor the
// messages of before: Streamlit answers nothing to a message for a part of the page it has not drawn yet. So nothing is
// sent while the connection is gone, connection.js has the page drawn when it is back, and everything that waits is
// sent once more as soon as `session` (see components.session_token) tells that this has happened.

import { connected, follow } from "./link.js";
import { DOCUMENT, forget, keep, orphans } from "./unsaved.js";

export const COMMIT_PAUSE = 300;  // milliseconds before a change that was left is sent
const FIRST_RETRY = 4000, LAST_RETRY = 30000;  // milliseconds before an unacknowledged change is sent again
const DRAWING = 12000;  // milliseconds at most in which the page is drawn anew after the connection came back
const DRAWN = 200;  // milliseconds from this field to the end of the page: a message before that breaks the drawing off

export class Outbox {
  // post(seq, contents) sends; contents is a Map of everything that waits. owner: see above; owner.refresh() is called
  // when the connection went or came back. signal ends the listening.
  constructor(post, signal, owner) {
    Object.assign(this, { post, owner, signal });
    this.waiting = new Map();  // name -> { content, seq }; seq is 0 until it is sent
    this.ack = this.seq = 0;
    this.retryAfter = FIRST_RETRY;
    this.kept = new Map();     // name -> its entry in the browser's store
    this.halted = false;       // while true, nothing is sent a second time
    this.drawing = false;      // while true, the page is being drawn anew
    this.away = !connected();
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.flush(); }, { signal });
    window.addEventListener("pagehide", () => this.flush(), { signal });
    follow((there) => this.look(there), signal);
    document.addEventListener("nianbao-recover", () => this.recover(), { signal });
  }

  get size() { return this.waiting.size; }
  get retrying() { return this.retryAfter > FIRST_RETRY; }
  get unsent() { return [...this.waiting.values()].some(({ seq }) => !seq); }
  has(name) { return this.waiting.has(name); }

  put(name, content) {
    this.waiting.set(name, { content, seq: 0 });
    this.remember(name, content);
  }

  hold(name, content) {
    this.waiting.delete(name);
    this.remember(name, content);
  }

  drop(name) {
    this.waiting.delete(name);
    this.kept.delete(name);
    forget(this.id(name));
  }

  id(name) { return `${DOCUMENT}|${this.owner.key}|${name}`; }

  remember(name, value) {
    const { owner } = this;
    const entry = {
      id: this.id(name), document: DOCUMENT, report: new URLSearchParams(location.search).get("report"),
      field: owner.key, name, label: owner.label(name),
      content: { value, ...owner.about(name, this.kept.get(name)?.content) }, at: Date.now(),
    };
    this.kept.set(name, entry);
    keep(entry);
  }

  // Takes over what an earlier page left in the browser for this field.
  async recover() {
    for (const entry of await orphans()) {
      if (this.signal.aborted) return;
      if (entry.field !== this.owner.key || entry.clash) continue;
      const became = this.owner.recover(entry.name, entry.content);
      if (became === "clash") await keep({ ...entry, document: "", clash: true });
      else if (became && !(became === "kept" && entry.id === this.id(entry.name))) await forget(entry.id);
      if (became === "clash") document.dispatchEvent(new Event("nianbao-offer"));
    }
  }

  // Takes the server's number; true when something was saved by it.
  acknowledge(ack, session) {
    const first = this.session === undefined, anew = !first && session !== this.session;
    this.ack = ack;
    this.session = session;
    const done = [...this.waiting].filter(([, { seq }]) => seq && seq <= ack);
    for (const [name] of done) this.drop(name);
    if (done.length) this.retryAfter = FIRST_RETRY;
    if (!this.size) clearTimeout(this.retry);
    if (anew) this.again(DRAWN);
    if (first) this.recover();
    return done.length > 0;
  }

  schedule(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  // Sends at once what has not been sent.
  flush() {
    clearTimeout(this.timer);
    if (this.unsent && connected() && !this.drawing) this.send();
  }

  // Sends everything once more: nobody is left who would answer what was sent before.
  again(pause) {
    clearTimeout(this.drawn);
    this.drawing = false;
    for (const entry of this.waiting.values()) entry.seq = 0;
    this.schedule(pause);
  }

  // The connection went or came back.
  look(there) {
    this.away = !there;
    clearTimeout(this.retry);
    this.retryAfter = FIRST_RETRY;
    clearTimeout(this.drawn);
    this.drawing = there;
    if (there) this.drawn = setTimeout(() => this.again(0), DRAWING);
    this.owner.refresh();
  }

  // The number follows the clock, so that no acknowledgement of an earlier mount is taken for one of this mount's.
  send() {
    this.seq = Math.max(Date.now(), this.seq + 1, this.ack + 1);
    for (const entry of this.waiting.values()) entry.seq = this.seq;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      if (this.halted || !connected()) return;
      this.retryAfter = Math.min(this.retryAfter * 2, LAST_RETRY);
      this.send();
    }, this.retryAfter);
    this.post(this.seq, new Map([...this.waiting].map(([name, { content }]) => [name, content])));
  }

  // Stops the clocks; what still waits stays in `waiting`, and any page may take it over.
  close() {
    this.flush();
    for (const entry of this.kept.values()) keep({ ...entry, document: "" });
    if (this.kept.size) document.dispatchEvent(new Event("nianbao-offer"));
    clearTimeout(this.retry);
    clearTimeout(this.drawn);
  }
}
