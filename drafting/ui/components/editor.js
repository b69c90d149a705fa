// A text field that saves while one types. The server's answer is a number, never text: what stands in the field is
// replaced only when `rev` changes, and then only when nothing typed here is still unsaved.

const TYPING_PAUSE = 700;  // milliseconds before the text is sent

const editors = new WeakMap();  // shadow root -> the Editor mounted in it
const kept = new Map();         // component key -> text that was not saved when the field was taken off the page

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;  // all but tab and line break
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const clean = (text) => text.replace(CONTROL, "").replace(LONE, "\ufffd");
const length = (text) => [...text].length;
const same = (one, other) => one.replace(/\s/g, "") === other.replace(/\s/g, "");

const show = (node, text) => { if (node.textContent !== text) node.textContent = text; };

class Editor {
  constructor(root, data) {
    this.data = data;
    this.box = root.querySelector(".text-editor");
    [this.area, this.moved, this.trouble, this.count, this.status] =
      ["textarea", ".moved", ".trouble", ".count", ".status"].map((place) => this.box.querySelector(place));
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.outbox = new Outbox((seq, contents) => {
      this.sent = contents.get("text");
      this.send("text", { seq, ...this.sent });
      this.refresh();
    }, signal);
    const on = (target, type, act) => target.addEventListener(type, act, { signal });
    on(this.area, "input", (event) => { if (!event.isComposing) this.typed(); });
    on(this.area, "compositionend", () => this.typed());
    on(this.area, "blur", () => this.outbox.flush());
    on(window, "beforeunload", (event) => { if (this.busy) { this.outbox.flush(); event.preventDefault(); } });
    this.width = new ResizeObserver(() => this.fit());
    this.width.observe(this.box);
  }

  render(data, send) {
    const first = !this.send;
    Object.assign(this, { data, send });
    const saved = this.outbox.acknowledge(data.ack);
    const ours = saved && same(data.text, this.sent.value);
    if (first) this.open();
    else if (data.rev !== this.rev && (ours || !this.busy)) this.replace(ours);
    this.outbox.halted = data.rev !== this.rev;  // a conflict: sending the same again would not help
    this.refresh();
  }

  // Whether something typed here is not saved.
  get busy() { return this.outbox.size > 0 || this.excess > 0; }

  get excess() { return length(clean(this.area.value)) - this.data.max_chars; }

  open() {
    this.replace(false);
    const left = kept.get(this.data.key);
    kept.delete(this.data.key);
    if (!left || (left.seq && left.seq <= this.data.ack)) return;
    this.area.value = left.value;
    this.rev = left.rev;
    this.typed();
  }

  replace(ours) {
    this.rev = this.data.rev;
    if (!ours && this.area.value !== this.data.text) this.area.value = this.data.text;
  }

  typed() {
    if (this.excess > 0) this.outbox.drop("text");
    else {
      this.outbox.put("text", { rev: this.rev, value: clean(this.area.value) });
      this.outbox.schedule(TYPING_PAUSE);
    }
    this.refresh();
  }

  remove() {
    this.leaving.abort();
    this.width.disconnect();
    this.outbox.close();
    const seq = this.outbox.has("text") ? this.outbox.seq : 0;
    if (this.busy) kept.set(this.data.key, { value: this.area.value, rev: this.rev, seq });
  }

  refresh() {
    const { data, area, outbox } = this, { words } = data, excess = this.excess;
    if (area.getAttribute("aria-label") !== data.label) area.setAttribute("aria-label", data.label);
    if (area.placeholder !== data.placeholder) area.placeholder = data.placeholder;
    area.rows = data.min_rows;
    area.classList.toggle("serif", data.serif);
    const over = excess > 0 ? words.over.replace("{max}", data.max_chars).replace("{excess}", excess) : "";
    show(this.moved, outbox.halted ? words.moved : "");
    show(this.trouble, over || data.error);
    show(this.count, words.count.replace("{n}", length(area.value.replace(/\s/g, ""))));
    area.setAttribute("aria-invalid", excess > 0);
    show(this.status, over || data.error || outbox.unsent ? words.unsaved
      : outbox.size ? (outbox.retrying ? words.retrying : words.saving)
      : data.saved_at ? words.saved.replace("{time}", data.saved_at) : "");
    this.fit();
  }

  // As tall as its text; the page keeps its place while the height is measured.
  fit() {
    const { area } = this;
    if (!area.offsetParent || (area.value === this.fitted && area.offsetWidth === this.fittedWidth)) return;
    this.fitted = area.value;
    this.fittedWidth = area.offsetWidth;
    this.box.style.minHeight = `${this.box.offsetHeight}px`;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
    this.box.style.minHeight = "";
  }
}

export default function mount({ parentElement: root, data, setStateValue }) {
  let editor = editors.get(root);
  if (!editor?.area.isConnected) {
    editor?.remove();
    editor = new Editor(root, data);
    editors.set(root, editor);
  }
  editor.render(data, setStateValue);
  return () => { editor.remove(); editors.delete(root); };
}
