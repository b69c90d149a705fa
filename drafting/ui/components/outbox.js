// What was typed and is not yet acknowledged by the server. Shared by grid.js and editor.js.
//
// Every message carries a rising number; the page runs again with the highest number it has saved. Whatever was sent
// with that number or a lower one, and was not changed since, is done; everything else is kept and sent again.

export const COMMIT_PAUSE = 300;  // milliseconds before a change that was left is sent
const FIRST_RETRY = 5000, LAST_RETRY = 60000;  // milliseconds before an unacknowledged change is sent again

export class Outbox {
  // post(seq, contents) sends; contents is a Map of everything that waits. signal ends the listening.
  constructor(post, signal) {
    this.post = post;
    this.waiting = new Map();  // name -> { content, seq }; seq is 0 until it is sent
    this.ack = this.seq = 0;
    this.retryAfter = FIRST_RETRY;
    this.halted = false;       // while true, nothing is sent a second time
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.flush(); }, { signal });
    window.addEventListener("pagehide", () => this.flush(), { signal });
  }

  get size() { return this.waiting.size; }
  get retrying() { return this.retryAfter > FIRST_RETRY; }
  get unsent() { return [...this.waiting.values()].some(({ seq }) => !seq); }
  has(name) { return this.waiting.has(name); }
  put(name, content) { this.waiting.set(name, { content, seq: 0 }); }
  drop(name) { this.waiting.delete(name); }

  // Takes the server's number; true when something was saved by it.
  acknowledge(ack) {
    this.ack = ack;
    const done = [...this.waiting].filter(([, { seq }]) => seq && seq <= ack);
    for (const [name] of done) this.waiting.delete(name);
    if (done.length) this.retryAfter = FIRST_RETRY;
    if (!this.size) clearTimeout(this.retry);
    return done.length > 0;
  }

  schedule(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  // Sends at once what has not been sent.
  flush() {
    clearTimeout(this.timer);
    if (this.unsent) this.send();
  }

  // The number follows the clock, so that no acknowledgement of an earlier mount is taken for one of this mount's.
  send() {
    this.seq = Math.max(Date.now(), this.seq + 1, this.ack + 1);
    for (const entry of this.waiting.values()) entry.seq = this.seq;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      if (this.halted) return;
      this.retryAfter = Math.min(this.retryAfter * 2, LAST_RETRY);
      this.send();
    }, this.retryAfter);
    this.post(this.seq, new Map([...this.waiting].map(([name, { content }]) => [name, content])));
  }

  // Stops the clocks; what still waits stays in `waiting`.
  close() {
    this.flush();
    clearTimeout(this.retry);
  }
}
