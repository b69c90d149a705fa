// A text field that saves while one types, with marks on its text. The server's answer is a number, never text: what
// stands in the field is replaced only when `rev` changes, and then only when nothing typed here is still unsaved. A text
// goes with those that were sent before it and may have been saved: whichever server it reaches can tell by them that
// the version that stands is this field's own.

import { leaving, show } from "./dom.js";
import { Sheet } from "./marks.js";
import { Next } from "./next.js";
import { Outbox } from "./outbox.js";
import { change, clean, length, lineAt, places, same, tidied } from "./prose.js";
import { Reading } from "./reading.js";
import { Selection } from "./selection.js";

const TYPING_PAUSE = 700;  // milliseconds before the text is sent
const MAX_EARLIER = 8;     // texts sent before, and texts pasted, that go with a message

const editors = new WeakMap();  // shadow root -> the Editor mounted in it
const left = new Map();         // component key -> text that was not saved when the field was taken off the page

class Editor {
  constructor(root, data) {
    this.data = data;
    this.box = root.querySelector(".text-editor");
    [this.area, this.moved, this.trouble, this.count, this.status] =
      ["textarea", ".moved", ".trouble", ".count", ".status"].map((place) => this.box.querySelector(place));
    this.sheet = new Sheet(this.box.querySelector(".backdrop"), data.words);
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.pasted = [];  // { text, seq }: what came from the clipboard; seq is 0 until it is sent
    this.flying = [];  // { seq, value }: texts sent that may have been saved unbeknown to this field
    this.outbox = new Outbox((seq, contents) => this.post(seq, contents.get("text")), signal, this);
    this.selection = new Selection(this.box, this.area, this.sheet, {
      ask: (name, message) => this.ask(name, message),
      settled: () => !this.outbox.halted && this.excess <= 0,
      signal,
    });
    this.next = new Next(this.box, this.area, {
      ask: (token, blank) => this.trigger("next", { token, blank }),
      changed: () => this.changed(),
      signal,
    });
    this.reading = new Reading(this.box, this.area, this.sheet, signal);
    const on = (target, type, act) => target.addEventListener(type, act, { signal });
    on(this.area, "beforeinput", (event) => this.guard(event));
    on(this.area, "keydown", (event) => this.step(event));
    for (const type of ["keydown", "paste"]) on(this.area, type, (event) => this.tell(event));
    on(this.area, "paste", (event) => this.paste(event));
    on(this.area, "drop", ({ dataTransfer }) => this.brought(dataTransfer?.getData("text/plain") ?? ""));
    on(this.area, "input", ({ isComposing }) => (isComposing ? this.sheet.follow(this.area.value) : this.typed()));
    on(this.area, "compositionend", () => this.typed());
    on(this.area, "blur", () => this.outbox.flush());
    on(window, "beforeunload", (event) => { if (this.busy || this.next.busy) { this.outbox.flush(); event.preventDefault(); } });
  }

  render(data, send, trigger) {
    const first = !this.send;
    Object.assign(this, { data, send, trigger });
    this.outbox.acknowledge(data.ack, data.session);
    this.pasted = this.pasted.filter(({ seq }) => !seq || seq > data.ack);
    const ours = this.flying.findLast(({ value }) => same(data.text, value));
    this.selection.offer(data);
    if (first) this.open();
    else if (data.rev !== this.rev && (ours || !this.busy)) this.replace(ours);
    this.flying = this.flying.filter(({ seq }) => seq > Math.max(data.ack, ours?.seq ?? 0));
    this.outbox.halted = data.rev !== this.rev;  // a conflict: sending the same again would not help
    this.mark();
    this.answer();
    this.refresh();
    this.box.classList.add("ready");  // before the focus comes: what is not seen does not take it
    this.box.getRootNode().host?.setAttribute("data-ready", "");
    this.next.offer(data);
    this.choose(data.select);
  }

  // Selects words of the server's text and brings them into view, once for every token.
  choose(select) {
    if (!select || select.token === this.chosen) return;
    this.chosen = select.token;
    const { area, data } = this, exact = places(data.text), [from, to] = [exact(select.start), exact(select.end)];
    const start = area.value === data.text ? from : area.value.indexOf(data.text.slice(from, to));
    if (start < 0) return;
    requestAnimationFrame(() => {
      area.focus({ preventScroll: true });
      area.setSelectionRange(start, start + to - from);
      this.sheet.lines[lineAt(this.sheet.lines, start).at].node.scrollIntoView({ block: "center" });
    });
  }

  post(seq, value) {
    const earlier = [...new Set(this.flying.map((sent) => sent.value))].filter((sent) => sent !== value);
    this.flying.push({ seq, value });
    for (const piece of this.pasted) piece.seq = seq;
    const pasted = this.pasted.map(({ text }) => text);
    this.send("text", { seq, value, rev: this.rev, earlier: earlier.slice(-MAX_EARLIER), pasted });
    this.refresh();
  }

  // Whether something typed here is not saved.
  get busy() { return this.outbox.size > 0 || this.excess > 0; }

  get excess() { return length(clean(this.area.value)) - this.data.max_chars; }

  open() {
    this.replace(false);
    const waits = left.get(this.data.key);
    left.delete(this.data.key);
    if (!waits) return;
    if (waits.seq && waits.seq <= this.data.ack) this.outbox.drop("text");
    else this.bring(waits);
  }

  // Goes on with words that were typed here before.
  bring({ value, rev, flying, pasted = [] }) {
    this.mark();
    this.area.value = value;
    Object.assign(this, { rev, flying, pasted });
    this.changed();
  }

  // What outbox.js asks of a field.
  get key() { return this.data.key; }
  label() { return this.data.label; }
  about() { return { rev: this.rev, flying: this.flying, pasted: this.pasted }; }
  recover(_name, content) {
    if (same(content.value, this.data.text)) return "done";
    if (this.busy || this.data.read_only) return "";
    this.bring(content);
    this.found = true;
    this.refresh();
    return "kept";
  }

  replace(ours) {
    const { area, data } = this;
    this.rev = data.rev;
    this.marked = null;
    if (ours || area.value === data.text) return;
    const { start, wasEnd, isEnd } = change(area.value, data.text), caret = area.selectionStart;
    area.value = data.text;
    const place = caret <= start ? caret : caret >= wasEnd ? caret + isEnd - wasEnd : isEnd;
    area.setSelectionRange(place, place);
  }

  // Lays the server's marks on what stands here, once for every change of them.
  mark() {
    const { text, marks, locked, edited } = this.data, marked = JSON.stringify([text, marks, locked, edited]);
    if (marked === this.marked) return;
    this.marked = marked;
    this.sheet.place(this.data, this.area.value);
    this.selection.renew();
  }

  // Stops an edit of a locked paragraph where the browser lets it be stopped; `typed` undoes the others.
  guard(event) {
    const { area } = this, { inputType: type } = event;
    if (event.isComposing || !event.cancelable || type.startsWith("history")) return;
    let { selectionStart: start, selectionEnd: end } = area;
    if (type.startsWith("delete") && start === end) {
      if (type.endsWith("Forward")) end++;
      else start = Math.max(0, start - 1);
    }
    const added = /^insert(LineBreak|Paragraph)$/.test(type) ? "\n"
      : type.startsWith("insert") ? event.data ?? event.dataTransfer?.getData("text/plain") ?? "" : "";
    if (!this.sheet.breaks(area.value.slice(0, start) + added + area.value.slice(end))) return;
    event.preventDefault();
    this.selection.refuse(end);
  }

  // Keeps what was not typed here: its figures are nobody's until a person answers for them.
  brought(text) {
    if (text.trim() && !this.data.read_only) this.pasted = [...this.pasted, { text: clean(tidied(text)), seq: 0 }].slice(-MAX_EARLIER);
  }

  // Puts in what fits into prose; as typed, so that the browser's undo takes it back.
  paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "", fitting = tidied(text);
    this.brought(text);
    if (this.data.read_only || fitting === text) return;
    event.preventDefault();
    document.execCommand("insertText", false, fitting);
  }

  // Says why nothing can be changed here, when somebody tries to.
  tell(event) {
    if (!this.data.read_only || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.type === "keydown" && event.key.length > 1 && !/^(Enter|Backspace|Delete)$/.test(event.key)) return;
    this.selection.refuse(this.area.selectionEnd, this.data.read_only);
  }

  typed() {
    const { area, sheet } = this;
    if (!sheet.breaks(area.value)) return this.changed();
    const { value } = area;
    area.value = sheet.restore();
    const { start } = change(area.value, value);
    area.setSelectionRange(start, start);
    this.selection.refuse(start);
  }

  changed() {
    this.sheet.follow(this.area.value);
    this.sheet.accept();
    this.found = false;
    if (this.excess > 0) this.outbox.hold("text", this.area.value);
    else {
      this.outbox.put("text", clean(this.area.value));
      this.outbox.schedule(TYPING_PAUSE);
    }
    this.refresh();
  }

  // Ctrl+Enter begins the next text, Alt with an arrow up or down moves this one, where the page takes that.
  step(event) {
    const { data } = this, { key } = event, turn = { ArrowUp: true, ArrowDown: false }[key];
    if (event.isComposing || data.read_only) return;
    const next = data.can_next && key === "Enter" && (event.ctrlKey || event.metaKey);
    const move = data.can_move && event.altKey && turn !== undefined;
    if (!next && !move) return;
    event.preventDefault();
    this.outbox.flush();
    if (next) this.next.begin();
    else this.ask("move", { up: turn });
  }

  // Sends a message about the text that stands here, once the server has that text.
  ask(name, message) {
    this.outbox.flush();
    this.asked = { name, message, seq: this.outbox.size ? this.outbox.seq : 0 };
    this.answer();
  }

  answer() {
    const { asked, data } = this;
    if (asked && (this.outbox.halted || data.error)) this.asked = null;
    else if (asked && asked.seq <= data.ack) {
      this.asked = null;
      this.trigger(asked.name, asked.message);
    }
  }

  remove() {
    this.leaving.abort();
    this.outbox.close();
    const seq = this.outbox.has("text") ? this.outbox.seq : 0;
    if (this.busy) left.set(this.data.key, { value: this.area.value, rev: this.rev, seq, ...this.about() });
  }

  refresh() {
    const { data, area, outbox } = this, { words } = data, excess = this.excess;
    if (area.getAttribute("aria-label") !== data.label) area.setAttribute("aria-label", data.label);
    if (area.placeholder !== data.placeholder) area.placeholder = data.placeholder;
    area.rows = data.min_rows;
    area.closest(".sheet").classList.toggle("serif", data.serif);
    area.closest(".sheet").classList.toggle("read-only", Boolean(data.read_only));
    area.readOnly = Boolean(data.read_only);
    const over = excess > 0 ? words.over.replace("{max}", data.max_chars).replace("{excess}", excess) : "";
    show(this.moved, outbox.halted ? words.moved : this.found ? words.found : "");
    show(this.trouble, over || data.error);
    const written = length(area.value.replace(/\s/g, ""));
    show(this.count, written ? words.count.replace("{n}", written) : "");
    area.setAttribute("aria-invalid", excess > 0);
    show(this.status, over || data.error ? words.unsaved
      : outbox.size && outbox.away ? words.away
      : outbox.unsent ? words.unsaved
      : outbox.size ? (outbox.retrying ? words.retrying : words.saving)
      : data.saved_at ? words.saved.replace("{time}", data.saved_at) : "");
  }
}

export default function mount({ parentElement: root, data, setStateValue, setTriggerValue }) {
  let editor = editors.get(root);
  if (!editor?.area.isConnected) {
    editor?.remove();
    editor = new Editor(root, data);
    editors.set(root, editor);
  }
  editor.render(data, setStateValue, setTriggerValue);
  return leaving(root, () => { editor.remove(); editors.delete(root); });
}
