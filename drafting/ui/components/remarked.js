// The whole report to read, with the remarks of reviewers in the margin beside the words they are about.
import { element, leaving } from "./dom.js";
import { find, of, placed, selected, wrap } from "./passages.js";

const GAP = 8;  // pixels between two remarks in the margin
const instances = new WeakMap();

class Reading {
  constructor(root) {
    this.box = root.querySelector(".reading");
    [this.sheet, this.margin, this.list, this.none, this.write] =
      [".sheet", ".margin", "ol", ".none", ".write"].map((place) => this.box.querySelector(place));
    this.ending = new AbortController();
    this.seq = 0;
    const { signal } = this.ending;
    const on = (target, type, act) => target.addEventListener(type, act, { signal });
    on(document, "selectionchange", () => this.attend());
    on(this.sheet, "pointerdown", () => { this.held = true; this.offer(null); });
    for (const type of ["pointerup", "pointercancel"]) on(window, type, () => { this.held = false; this.attend(); });
    on(this.sheet, "click", (event) => this.clicked(event));
    on(this.sheet, "keydown", (event) => this.pressed(event));
    on(this.write, "mousedown", (event) => event.preventDefault());
    on(this.write, "click", () => this.begin(this.offered.place));
    this.sizes = new ResizeObserver(() => this.arrange());
    this.sizes.observe(this.sheet);
    this.sizes.observe(this.margin);
  }

  close() {
    this.ending.abort();
    this.sizes.disconnect();
  }

  draw(data, send) {
    const before = this.drawn, now = JSON.stringify([data.html, data.remarks, data.names, data.may]);
    Object.assign(this, { data, send, words: data.words, drawn: now });
    if (this.sent && data.ack >= this.sent.seq) this.answered(data.error);
    if (before === now) return;
    const { words } = data;
    this.may = new Set(data.may);
    this.box.classList.toggle("may-write", this.may.has("remark"));
    this.sheet.setAttribute("aria-label", words.sheet);
    this.list.setAttribute("aria-label", words.margin);
    this.write.textContent = words.write;
    this.sheet.innerHTML = data.html;  // written and escaped by the server, from the publication alone
    for (const each of this.sheet.querySelectorAll("[data-section]")) each.tabIndex = 0;
    const form = this.form;
    this.show();
    if (form && this.may.has(form.verb)) this.reopen(form);
  }

  // Draws the remarks in the order of their places.
  show() {
    const placed = this.data.remarks.map((remark) => ({ remark, ...find(this.sheet, remark) }));
    const order = ({ node: one }, { node: other }) => !one || !other ? Number(Boolean(one)) - Number(Boolean(other))
      : one === other ? 0 : one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
    placed.sort((one, other) => order(one, other) || (one.start ?? 0) - (other.start ?? 0));
    this.items = placed.map((each, at) => this.item(each, at + 1));
    this.none.textContent = this.items.length ? "" : this.words.empty;
    this.list.replaceChildren(...this.items.map(({ node }) => node));
    this.arrange();
  }

  item({ remark, node: anchor, start, end }, n) {
    const { words } = this, state = remark.open ? "open" : "closed";
    const paragraph = (className, text) => element("p", { className, textContent: text });
    const tools = element("div", { className: "row" });
    const node = element("li", { className: state, tabIndex: -1 }, paragraph("quiet",
      [`${n}`, remark.place, remark.moved ? words.moved : "", remark.open ? words.open : words.closed].filter(Boolean).join("　")));
    if (remark.quote) node.append(paragraph("quiet quote", `“${remark.quote}”`));
    node.append(paragraph("text", remark.text), paragraph("quiet", remark.by));
    if (!remark.open) node.append(paragraph("answer", remark.answer), paragraph("quiet", remark.answered_by));
    const button = (textContent, onclick) => tools.append(element("button", { type: "button", textContent, onclick }));
    for (const verb of remark.open ? ["answer", "take_back"] : []) {
      if (this.may.has(verb)) button(words[verb], () => this.ask({ verb, about: { remark: remark.id }, anchor, item: node }));
    }
    if (remark.section || remark.cell) button(words.go, () => this.send("went", { remark: remark.id }));
    node.append(tools);
    const marks = end ? wrap({ node: anchor, start, end }, () => element("mark", { className: state }))
      : anchor?.dataset.cell ? [anchor] : [];
    for (const mark of marks) {
      if (mark === anchor) mark.classList.add("marked", state);
      mark.addEventListener("click", () => this.hold(node, marks));
    }
    if (marks.length) marks[marks.length - 1].dataset.n = n;
    node.addEventListener("focusin", () => this.hold(node, marks, false));
    node.addEventListener("click", (event) => { if (!event.target.closest("button, textarea, input")) this.hold(node, marks, false); });
    return { node, anchor: marks[0] ?? anchor, remark: remark.id };
  }

  // Shows which words a remark is about.
  hold(node, marks, focus = true) {
    for (const each of this.box.querySelectorAll(".in-hand")) each.classList.remove("in-hand");
    for (const each of [node, ...marks]) each.classList.add("in-hand");
    if (focus) node.focus({ preventScroll: true });
  }

  // Puts each remark beside its words, under the one before where there is no room.
  arrange() {
    const top = this.margin.getBoundingClientRect().top;
    let free = this.none.textContent ? this.none.offsetHeight : 0;
    const rows = [...(this.items ?? [])];
    if (this.form?.own) {
      const wanted = (row) => row.anchor?.getBoundingClientRect().top ?? top;
      const own = { node: this.form.node, anchor: this.form.anchor };
      const at = rows.findIndex((row) => wanted(row) > wanted(own));
      rows.splice(at < 0 ? rows.length : at, 0, own);
    }
    for (const { node, anchor } of rows) {
      const beside = anchor ? anchor.getBoundingClientRect().top - top : 0;
      const place = Math.max(beside, free);
      node.style.top = `${place}px`;
      free = place + node.offsetHeight + GAP;
    }
    this.margin.style.minHeight = `${free}px`;
  }

  // Offers to write about what is selected.
  attend() {
    if (this.held || !this.may?.has("remark")) return;
    const found = selected(this.sheet, this.data.longest_quote);
    if (found || !this.offered?.place.cell) this.offer(found);
  }

  offer(found) {
    this.offered = found;
    this.write.hidden = !found;
    if (!found) return;
    const box = this.box.getBoundingClientRect(), room = box.width - this.write.offsetWidth - GAP;
    this.write.style.left = `${Math.max(GAP, Math.min(found.rect.right - box.left, room))}px`;
    this.write.style.top = `${found.rect.bottom - box.top + 3}px`;
  }

  clicked(event) {
    const node = placed(event.target);
    if (this.may.has("remark") && node?.dataset.cell && !event.target.closest("mark")) this.offer(of(node));
  }

  pressed(event) {
    if (event.key !== "Enter" || event.isComposing || !this.may.has("remark")) return;
    const found = placed(event.target) && of(placed(event.target), this.data.longest_quote);
    if (found) this.begin(found.place);
  }

  begin(place) {
    this.offer(null);
    const found = find(this.sheet, { start: 0, ...place });
    this.ask({ verb: "remark", about: place, anchor: found.node, quote: place.quote ?? "", found });
  }

  // Opens the small form in which an act is written and signed: beside its words, or in the remark it is about.
  ask({ verb, about, anchor, item, quote, found }) {
    this.dismiss();
    const { words, data } = this;
    const text = element("textarea", { maxLength: data.longest, hidden: verb === "take_back" });
    const person = element("input", { type: "text", maxLength: data.longest_name, autocomplete: "off", value: data.signer });
    const trouble = element("p", { className: "trouble" });
    trouble.setAttribute("role", "alert");
    const names = element("div", { className: "row" }, ...data.names.map((name) => element("button", {
      type: "button", textContent: name, onclick: () => { person.value = name; save.focus(); } })));
    names.setAttribute("role", "group");
    names.setAttribute("aria-label", words.names);
    const label = { remark: words.save, answer: words.save_answer, take_back: words.take_back }[verb];
    const save = element("button", { type: "button", className: "main", textContent: label, onclick: () => this.save() });
    const cancel = element("button", { type: "button", textContent: words.cancel, onclick: () => this.dismiss() });
    const node = element(item ? "div" : "li", { className: "form" },
      element("p", { className: "quiet quote", textContent: quote ? `“${quote}”` : "" }),
      element("label", { textContent: verb === "answer" ? words.answer : words.text, hidden: verb === "take_back" }, text),
      element("label", { textContent: words.person, hidden: Boolean(data.signer) }, person), names, trouble,
      element("div", { className: "row" }, save, cancel));
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.dismiss();
      if (event.key === "Enter" && event.target === person && !event.isComposing) this.save();
    });
    const marks = found?.end ? wrap(found, () => element("mark", { className: "pending" })) : [];
    this.form = { verb, about, quote, node, text, person, trouble, save, marks, item, own: !item, anchor: marks[0] ?? anchor };
    (item ?? this.list).append(node);
    this.arrange();
    (verb !== "take_back" ? text : data.signer ? save : person).focus();
  }

  // Draws the form in hand again where its place is now.
  reopen({ verb, about, quote, text, person, trouble }) {
    const item = this.items.find(({ remark }) => remark === about.remark)?.node;
    if (about.remark && !item) return;
    if (item) this.ask({ verb, about, item });
    else {
      const found = find(this.sheet, { start: 0, ...about });
      this.ask({ verb, about, quote, anchor: found.node, found });
    }
    this.form.text.value = text.value;
    this.form.person.value = person.value;
    this.form.trouble.textContent = trouble.textContent;
    this.form.save.disabled = Boolean(this.sent);
  }

  save() {
    const { verb, about, text, person, trouble, save } = this.form, { words } = this;
    const missing = verb !== "take_back" && !text.value.trim() ? words.no_text : person.value.trim() ? "" : words.no_person;
    trouble.textContent = missing;
    if (missing) return (missing === words.no_text ? text : person).focus();
    trouble.textContent = words.saving;
    save.disabled = true;
    this.seq = Math.max(this.seq, this.data.ack) + 1;
    this.sent = { seq: this.seq };
    this.send("act", { seq: this.seq, verb, person: person.value.trim(), text: text.value.trim(), ...about });
  }

  // What became of the act that was sent: the form goes, or says why it was refused.
  answered(error) {
    this.sent = null;
    if (!this.form) return;
    if (!error) return this.dismiss();
    this.form.trouble.textContent = error;
    this.form.save.disabled = false;
    this.arrange();
  }

  dismiss() {
    if (!this.form) return;
    for (const mark of this.form.marks) mark.replaceWith(...mark.childNodes);
    this.form.node.remove();
    this.form = null;
    this.arrange();
  }
}

export default function mount({ parentElement: root, data, setTriggerValue }) {
  const reading = instances.get(root) ?? new Reading(root);
  instances.set(root, reading);
  reading.draw(data, setTriggerValue);
  return leaving(root, () => {
    reading.close();
    instances.delete(root);
  });
}
