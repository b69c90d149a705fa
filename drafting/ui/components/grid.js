// The official table, typed in place: the page's nodes (grid_view.js) under a clerk's hand (grid_state.js).
//
// The page sends the table's cells, formulas, relations, wording and values as data; no label, rule or sentence is
// written here. The browser keeps every change until the server has acknowledged it, so nothing typed is lost when
// the page runs again. Values are decimal text throughout and are added up exactly, never as floats.

import { element, leaving, show } from "./dom.js";
import { parse, reckoned } from "./figures.js";
import { Asks } from "./grid_asks.js";
import { stayClear } from "./grid_clear.js";
import { History } from "./grid_history.js";
import { Pasting, copy, labelled, outcome, seen } from "./grid_paste.js";
import { problems, sum } from "./grid_problems.js";
import { Hand } from "./grid_state.js";
import { View } from "./grid_view.js";
import { COMMIT_PAUSE, Outbox } from "./outbox.js";

const TYPING_PAUSE = 800;  // milliseconds before a change is sent
const LISTED = 3;          // problems spelled out below the table

const grids = new WeakMap();  // shadow root -> the Grid mounted in it
const kept = new Map();       // component key -> texts that were not saved when the table was taken off the page
const shapes = new Map();     // mark of a description -> the description, which the server sends once

class Grid {
  constructor(root, data, shape) {
    Object.assign(this, { root, data, shape, words: shape.words, saved: false, met: false, focused: false, notice: "", told: "" });
    this.view = new View(shape);
    ({ cells: this.cells, table: this.table, field: this.field } = this.view);
    this.stated = new Map();   // computed key -> figure a file printed instead of the sum
    for (const cell of this.cells.values())  // was: what the server may hold, as this browser knows
      Object.assign(cell, { value: "", refusal: "", rests: new Set(cell.computed ? [] : [cell]), was: [""] });
    const named = (places) => places.map((place) => this.cells.get(shape.cells[place].key));
    for (const [place, parts] of shape.formulas) {
      const [cell] = named([place]);
      cell.parts = named(parts);
      cell.rests = new Set(cell.parts.flatMap((part) => [...part.rests]));
    }
    this.relations = shape.relations.map(([left, right, sentence]) => [named(left), named(right), sentence]);
    this.hand = new Hand([...this.cells.values()], {
      tidy: (cell, text) => this.read(cell, text).value ?? text,
      changed: (cell, text, typing) => this.took(cell, text, typing),
    });
    this.build();
    this.listen();
  }

  build() {
    const { words } = this;
    this.name = element("b");
    [this.last, this.status] = ["last", "status"].map((className) => element("span", { className }));
    this.hint = element("div", { className: "hint" });
    this.lines = element("div", { className: "lines", role: "status", ariaLive: "polite" });
    [this.asks, this.pasting] = [new Asks(this), new Pasting(this)];
    this.past = new History(words, {
      ask: (key) => this.trigger("history", { key, id: Date.now() }),
      restore: (cell, text) => { this.hand.select(cell); this.did(this.hand.act([[cell, text]])); },
      back: () => this.field.focus({ preventScroll: true }),
    });
    this.button = element("button", { type: "button", className: "past", title: words.history_key }, words.history);
    const line = element("div", { className: "name" }, this.name, this.last, this.button, this.status);
    const over = element("div", { className: "over" }, this.pasting.box, this.past.box);
    const above = element("div", { className: "above" }, line, this.hint, over);
    const below = element("div", { className: "below" }, element("div", { className: "words" }, this.asks.box, this.lines));
    this.root.querySelector(".official-grid").replaceChildren(above, this.view.frame, below);
  }

  listen() {
    this.leaving = new AbortController();
    const { signal } = this.leaving, { field, hand, view } = this;
    const on = (target, type, act) => target.addEventListener(type, act, { signal });
    this.outbox = new Outbox((seq, texts) => this.post(seq, texts), signal, {
      key: this.data.key,
      label: (name) => this.cells.get(name).name,
      about: (name) => ({ bases: [...this.cells.get(name).was] }),
      recover: (name, content) => this.recover(this.cells.get(name), content),
      refresh: () => this.show(),
    });
    this.clear = stayClear(this, signal);
    on(window, "beforeunload", (event) => { if (this.outbox.size) { this.outbox.flush(); event.preventDefault(); } });
    for (const type of ["dragstart", "dragover", "drop"]) on(this.root, type, (event) => event.preventDefault());
    on(this.table, "mousedown", (event) => this.pressedOn(view.cell(event.target), event));
    on(this.table, "mouseover", (event) => {
      const cell = this.dragging && view.cell(event.target);
      if (cell) { hand.drag(cell); this.show(); }
    });
    on(window, "mouseup", () => { this.dragging = false; });
    on(field, "mousedown", (event) => { if (hand.edit && event.button === 0) hand.click(hand.edit.cell); });
    on(field, "focus", () => { this.focused = this.met = true; this.show(); });
    on(field, "blur", ({ relatedTarget }) => {
      this.focused = false;
      hand.settle();
      if (!this.view.frame.contains(relatedTarget)) this.outbox.flush();
      this.show();
    });
    on(field, "compositionstart", () => { if (!hand.edit && hand.begin(false)) { this.attended = hand.edit; this.show(); } });
    on(field, "compositionend", () => {
      if (field.value === "" && hand.edit && !hand.edit.typed) hand.cancel();  // given up: nothing was typed
      else if (hand.edit) this.typed();
      this.show();
    });
    on(field, "input", ({ isComposing }) => { if (!isComposing) this.typed(); });
    on(field, "keydown", (event) => { if (!event.isComposing) this.pressed(event); });
    for (const type of ["copy", "cut"]) on(field, type, (event) => this.copied(event));
    on(field, "paste", (event) => this.pasted(event));
    on(this.button, "mousedown", (event) => event.preventDefault());
    on(this.button, "click", () => { if (this.met) this.past.open(hand.anchor); });
  }

  // --- from the server

  render(data, send, trigger) {
    const reload = this.rev !== data.rev;
    Object.assign(this, { data, send, trigger, rev: data.rev });
    this.hand.sealed = Boolean(data.read_only);
    const waited = [...this.cells.values()].filter((cell) => this.outbox.has(cell.key));
    if (this.outbox.acknowledge(data.ack, data.session)) this.saved = true;
    for (const cell of waited) if (!this.outbox.has(cell.key)) this.acknowledged(cell);
    if (reload) this.load();
    const { last_year: last } = data;
    this.view.under(data.under);
    this.table.classList.toggle("with-last-year", last !== null);
    [...this.cells.values()].forEach((cell, at) => { cell.before = last?.[at] ?? ""; show(cell.last, cell.before); });
    this.pasting.take(data.pasted);
    this.past.take(data.history, !data.read_only);
    if (data.focus !== this.wanted) {
      this.wanted = data.focus;
      const cell = this.cells.get(data.focus);
      if (cell) { this.hand.select(cell); this.field.focus(); }
    }
    this.show();
  }

  // The server has a cell as it was sent, unless it was changed elsewhere meanwhile: then both are shown.
  acknowledged(cell) {
    if (this.data.refused[cell.key]) return;
    const theirs = this.data.conflicts[cell.key];
    if (theirs === undefined) { cell.was = [cell.value]; return; }
    this.outbox.hold(cell.key, cell.value);  // made from what stood before
    cell.was = [theirs];
    cell.apart = true;
    this.asks.apart(cell, theirs);
  }

  load() {
    const first = !this.loaded;
    this.loaded = true;
    this.stated = new Map(Object.entries(this.data.stated));
    [...this.cells.values()].forEach((cell, at) => {
      if (cell.computed) return;
      const typing = this.hand.edit?.typed && this.hand.edit.cell === cell;
      if (typing && !cell.refusal) this.outbox.put(cell.key, cell.value);
      if (typing || cell.refusal || cell.apart || this.outbox.has(cell.key)) this.unstate(cell);
      else if (first || !this.data.refused[cell.key]) this.put(cell, this.data.values[at]);
    });
    for (const [key, { text, seq, was }] of first ? kept.get(this.data.key) ?? [] : []) {
      if (seq && seq <= this.data.ack) { this.outbox.drop(key); continue; }
      const cell = this.cells.get(key);
      cell.was = was;
      this.set(cell, text);
    }
    kept.delete(this.data.key);
    if (this.outbox.unsent) this.outbox.schedule(COMMIT_PAUSE);
  }

  // Goes on with a text that an earlier page left unsaved, if what it was typed over still stands.
  recover(cell, { value, bases, forced }) {
    if (!cell || cell.computed) return "";
    const [stands] = cell.was, { hand } = this;
    if (value === stands && !this.outbox.has(cell.key)) return "done";
    if (this.outbox.has(cell.key) || cell.refusal || cell.apart || hand.edit?.cell === cell) return "";
    if (!forced && !bases.includes(stands)) return "clash";
    this.set(cell, value);
    this.show();
    return "kept";
  }

  // Shows a text that the server knows.
  put(cell, text) {
    Object.assign(cell, { value: text, refusal: "", was: [text] });
    if (this.hand.text(cell) === text) return;
    this.hand.load(cell, text);
    if (cell === this.hand.anchor) this.attended = undefined;
  }

  // --- to the server

  post(seq, texts) {
    const was = {};
    for (const [key, text] of texts) {
      const cell = this.cells.get(key);
      was[key] = [...cell.was];
      if (cell.was.at(-1) !== text) cell.was.push(text);
    }
    this.send("cells", { seq, changes: Object.fromEntries(texts), was, have: [...shapes.keys()] });
    this.describe();
  }

  // What a text comes to as the content of a cell: { value } or { refusal }.
  read(cell, text) {
    const { limits } = this.shape;
    if (!/^\s*[=\uff1d]/.test(text)) return parse(text, cell.kind, limits);
    const amount = reckoned(text.trim());
    if (amount && amount !== "inexact") return parse(amount, cell.kind, limits);
    return { refusal: this.words[amount ?? "no_sum"].replace("{text}", () => text.trim().slice(0, 20)) };
  }

  // The hand has put another text into a cell.
  took(cell, text, typing) {
    const { value, refusal } = this.read(cell, text);
    if (typing && refusal && /^\s*[=\uff1d]/.test(text)) return;  // a sum that is still being written
    Object.assign(cell, { value: value ?? "", refusal: refusal ?? "", apart: false });
    this.notice = this.told = "";
    this.asks.drop(cell);
    if (refusal) this.outbox.hold(cell.key, text);
    else this.outbox.put(cell.key, cell.value);
    this.outbox.schedule(typing ? TYPING_PAUSE : COMMIT_PAUSE);
    this.unstate(cell);
    if (!typing) this.asks.question(cell, text);
  }

  // Sets one cell as an act of its own, or sends it again where it stands so already.
  set(cell, text) {
    if (this.hand.text(cell) === text) this.took(cell, text, false);
    else this.hand.act([[cell, text]]);
  }

  // A total that a file stated no longer holds once something it rests on is changed.
  unstate(cell) {
    for (const key of this.stated.keys()) if (this.cells.get(key).rests.has(cell)) this.stated.delete(key);
  }

  // --- from the hand

  typed() {
    if (this.hand.type(this.field.value)) this.attended = this.hand.edit;
    this.show();
  }

  pressedOn(cell, event) {
    if (!cell || event.button !== 0) return;
    event.preventDefault();
    this.told = "";
    if (event.detail === 2) this.hand.doubleClick(cell);
    else this.hand.click(cell, event.shiftKey);
    this.dragging = !this.hand.edit;
    this.attend();
    this.field.focus({ preventScroll: true });
    this.show();
  }

  pressed(event) {
    const { hand } = this, { key, shiftKey: shift, altKey: alt } = event, ctrl = event.ctrlKey || event.metaKey;
    const before = hand.head;
    if (alt) {
      if (event.code === "KeyH") this.past.open(hand.anchor);
      else if (key !== "Enter") return;
      else { hand.settle(); this.asks.agree(hand.anchor); }
    } else if (!hand.press(key, { shift, ctrl })) {
      if (!ctrl && key.length === 1 && !hand.can(hand.anchor)) this.tell(this.data.read_only || this.words.computed);
      return;
    } else if (hand.sealed && /^(Delete|Backspace)$/.test(key)) this.told = this.data.read_only;
    event.preventDefault();
    this.attend();
    if (hand.head !== before) this.view.reveal(hand.head);
    this.show();
  }

  copied(event) {
    const { hand } = this;
    if (hand.edit) return;
    event.preventDefault();
    copy(event.clipboardData, hand.copied());
    if (event.type === "cut") this.did(hand.clear());
  }

  pasted(event) {
    const { hand, words } = this, text = event.clipboardData.getData("text/plain"), rows = seen(event.clipboardData);
    const whole = labelled(event.clipboardData, this.shape.labels);
    if (hand.edit && !whole && rows.length === 1 && rows[0].length === 1) return;  // into the text, like anywhere else
    event.preventDefault();
    hand.settle();
    if (hand.sealed) return this.tell(this.data.read_only);
    if (whole) return this.pasting.begin(whole);
    if (text.length > this.shape.limits.most) return this.tell(words.too_large);
    const done = hand.paste(rows), { told, notice } = outcome(words, done, hand.selected);
    this.did(done.step, told);
    this.notice = notice;
    this.show();
  }

  // Shows an act that is done, with a sentence where it needs one.
  did(step, said = "") {
    this.told = step.length ? said : "";
    this.attend();
    this.show();
  }

  // Lets the field hold what the cell in hand holds, unless it is being typed in.
  attend() {
    const { hand, field } = this, { edit } = hand;
    if (edit && edit === this.attended) return;
    this.attended = edit;
    const text = hand.text(hand.anchor);
    if (field.value !== text) field.value = text;
    if (edit?.caret) field.setSelectionRange(text.length, text.length);
    else field.select();
  }

  // Says a sentence that is no complaint, until the next keystroke.
  tell(sentence) {
    this.notice = "";
    this.told = sentence;
    this.show();
  }

  // Taken off the page: what the server may not have is kept for the next time this table is shown.
  remove() {
    this.hand.settle();
    this.leaving.abort();
    this.pasting.end();
    this.view.remove();
    this.outbox.close();
    const left = [...this.outbox.waiting].map(([key, { content, seq }]) => [key, { text: content, seq }]);
    for (const cell of this.cells.values()) if (cell.refusal || cell.apart) left.push([cell.key, { text: this.hand.text(cell), seq: 0 }]);
    for (const [key, entry] of left) entry.was = this.cells.get(key).was;
    if (left.length) kept.set(this.data.key, left);
  }

  // --- what is shown

  show() {
    const { cells, hand, view, outbox } = this;
    sum(cells, this.stated);
    for (const cell of cells.values()) {
      if (cell.computed) hand.texts.set(cell.key, cell.value);
      view.show(cell, hand.text(cell));
    }
    this.found = problems(cells, this.relations, this.data.findings, (cell) => this.declined(cell),
      (cell) => outbox.has(cell.key) || cell.refusal);
    for (const cell of cells.values()) {
      const why = (this.found.get(cell) ?? []).join("\n");
      if (cell.why !== why) view.mark(cell, why);
    }
    if (!hand.edit && this.attended !== null) this.attend();
    view.draw(hand, this.met);
    this.pasting.update();
    this.describe();
  }

  // Why the server refused the value that stands in a cell; nothing once another value is on its way.
  declined(cell) { return !this.outbox.has(cell.key) && this.data.refused[cell.key]; }

  describe() {
    const { words, found, outbox } = this, cell = this.focused ? this.hand.anchor : null;
    show(this.name, cell?.name ?? words.idle);
    this.name.className = cell ? "" : "idle";
    this.button.hidden = !cell;
    show(this.last, cell && this.data.last_year ? words.last_year.replace("{value}", cell.before || words.blank) : "");
    show(this.hint, cell ? words.hint.replace("{text}", cell.hints.map((at) => this.shape.hints[at]).join("")) : "");
    this.hint.title = this.hint.textContent;
    this.asks.draw(cell);
    const sentences = [...new Set([...(found.get(cell) ?? []), ...[...found.values()].flat()])];
    const lines = [this.notice, ...sentences.slice(0, LISTED)].filter(Boolean);
    if (sentences.length > LISTED) lines.push(words.more.replace("{n}", sentences.length));
    const said = [this.told, ...lines].join("\n");
    if (this.said !== said) {  // only then, for a screen reader speaks what is put here
      this.said = said;
      const told = this.told ? [element("p", { className: "told" }, this.told)] : [];
      this.lines.replaceChildren(...told, ...lines.map((line) => element("p", {}, line)));
    }
    const unsaved = [...this.cells.values()].some((each) => each.refusal || each.apart || this.declined(each));
    const waiting = outbox.away ? "away" : outbox.retrying ? "retrying" : "saving";
    const state = unsaved ? "unsaved" : outbox.size ? waiting : this.saved ? "saved" : "";
    show(this.status, this.data.read_only || (state && words[state]));
    this.status.className = `status ${state}`;
    this.clear();
  }
}

export default function mount({ parentElement: root, data, setStateValue, setTriggerValue }) {
  if (data.shape) shapes.set(data.mark, data.shape);
  const shape = shapes.get(data.mark);
  if (!shape) {  // the server takes this browser for one that has it
    setTriggerValue("lacking", data.mark);
    return () => {};
  }
  let grid = grids.get(root);
  if (!grid?.table.isConnected) {
    grid?.remove();
    grid = new Grid(root, data, shape);
    grids.set(root, grid);
  }
  grid.render(data, setStateValue, setTriggerValue);
  if (data.behind) setTriggerValue("follow", true);  // only now, with the answer to the edit on the screen
  return leaving(root, () => { grid.remove(); grids.delete(root); });
}
