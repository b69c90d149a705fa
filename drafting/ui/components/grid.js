// The official table, typed in place.
//
// The page sends the table's cells, formulas, relations, wording and values as data; no label, rule or sentence is
// written here. The browser keeps every change until the server has acknowledged it, so nothing typed is lost when
// the page runs again. Values are decimal text throughout and are added up exactly, never as floats.

import { element, show } from "./dom.js";
import { added, block, figure, parse, spaced, total } from "./figures.js";
import { Pasting, labelled } from "./grid_paste.js";
import { COMMIT_PAUSE, Outbox } from "./outbox.js";

const TYPING_PAUSE = 800;  // milliseconds before a change is sent
const LISTED = 3;          // problems spelled out below the table
const MAX_STEPS = 200;    // undo steps kept

const grids = new WeakMap();  // shadow root -> the Grid mounted in it
const kept = new Map();       // component key -> texts that were not saved when the table was taken off the page

class Grid {
  constructor(root, data) {
    Object.assign(this, { root, data, done: [], undone: [], saved: false, notice: "", told: "" });
    this.cells = new Map();    // key -> cell: its data, input, text as shown, value (decimal text), refusal (sentence)
    this.places = new Map();   // "row,col" -> cell
    this.stated = new Map();   // computed key -> figure a file printed instead of the sum
    this.build();
    this.listen();
  }

  build() {
    const { data } = this;
    const host = this.root.querySelector(".official-grid");
    this.name = element("b");
    this.last = element("span", { className: "last" });
    this.status = element("span", { className: "status" });
    this.hint = element("div", { className: "hint" });
    this.below = element("div", { className: "below", role: "status", ariaLive: "polite" });
    this.pasting = new Pasting(this);
    this.table = element("table");
    this.table.setAttribute("aria-label", data.label);
    this.table.dataset.table = data.table;
    const widths = data.widths.map((width) => element("col", { style: `width:${width}` }));
    const rows = Array.from({ length: data.rows }, () => element("tr"));
    for (const spec of data.cells) rows[spec.row].append(spec.key ? this.number(spec) : this.label(spec));
    const head = rows.splice(0, data.header_rows);
    this.table.append(element("colgroup", {}, ...widths), element("thead", {}, ...head), element("tbody", {}, ...rows));
    const line = element("div", { className: "name" }, this.name, this.last, this.status);
    host.replaceChildren(element("div", { className: "above" }, line, this.hint, this.pasting.box), this.table, this.below);
    for (const [key, parts] of data.formulas) {
      const cell = this.cells.get(this.key(key));
      cell.parts = parts.map((part) => this.cells.get(this.key(part)));
      cell.rests = new Set(cell.parts.flatMap((part) => [...part.rests]));
    }
  }

  key(place) { return this.data.cells[place].key; }

  label({ text, rowspan, colspan, scope }) {
    const th = element("th", { rowSpan: rowspan, colSpan: colspan, ...(scope && { scope }) }, element("span", {}, text));
    if (rowspan > 10) th.className = "tall";
    return th;
  }

  number(spec) {
    const input = element("input", {
      type: "text", inputMode: spec.kind === "count" ? "numeric" : "decimal", autocomplete: "off", spellcheck: false,
      readOnly: spec.computed, tabIndex: spec.computed ? -1 : 0,
    });
    input.dataset.key = spec.key;
    const name = this.data.lines[spec.line] + spec.column;
    input.setAttribute("aria-label", name);
    const last = element("small", { ariaHidden: "true" });
    const td = element("td", { rowSpan: spec.rowspan, colSpan: spec.colspan }, input, last);
    if (spec.computed) td.className = "computed";
    const cell = { ...spec, name, input, td, last, text: "", value: "", refusal: "" };
    cell.rests = new Set(spec.computed ? [] : [cell]);  // the input cells it rests on
    this.cells.set(spec.key, cell);
    for (let r = 0; r < spec.rowspan; r++)
      for (let c = 0; c < spec.colspan; c++) this.places.set(`${spec.row + r},${spec.col + c}`, cell);
    return td;
  }

  listen() {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    const on = (target, type, act) => target.addEventListener(type, act, { signal });
    on(window, "beforeunload", (event) => { if (this.outbox.size) { this.outbox.flush(); event.preventDefault(); } });
    this.outbox = new Outbox((seq, texts) => {
      this.send("cells", { seq, changes: Object.fromEntries(texts) });
      this.refresh();
    }, signal, {
      key: this.data.key,
      label: (name) => this.cells.get(name).name,
      about: (name, before) => ({ bases: before ? [...before.bases, before.value] : [this.data.values[name] ?? ""] }),
      recover: (name, content) => this.recover(this.cells.get(name), content),
      refresh: () => this.refresh(),
    });
    const inCell = (act) => (event) => {
      const cell = this.cells.get(event.target.dataset?.key);
      if (cell) act(cell, event);
    };
    on(this.table, "mousedown", inCell((cell, event) => {
      if (this.focused === cell) return;
      event.preventDefault();  // else the click would put the caret into the selected text
      cell.input.focus();
    }));
    on(this.table, "focusin", inCell((cell) => this.enter(cell)));
    on(this.table, "focusout", inCell((cell, event) => this.leave(cell, !this.table.contains(event.relatedTarget))));
    on(this.table, "input", inCell((cell, event) => { if (!event.isComposing) this.typed(cell); }));
    on(this.table, "compositionend", inCell((cell) => this.typed(cell)));
    on(this.table, "keydown", inCell((cell, event) => { if (!event.isComposing) this.pressed(cell, event); }));
    on(this.table, "paste", inCell((cell, event) => this.pasted(cell, event)));
  }

  // --- from the server

  render(data, send, trigger) {
    const reload = this.rev !== data.rev;
    this.data = data;
    this.send = send;
    this.trigger = trigger;
    this.rev = data.rev;
    if (this.outbox.acknowledge(data.ack, data.session)) this.saved = true;
    if (reload) this.load();
    this.table.classList.toggle("with-last-year", data.last_year !== null);
    for (const cell of this.cells.values()) show(cell.last, data.last_year?.[cell.key] ?? "");
    this.pasting.take(data.pasted);
    this.refresh();
    if (data.focus !== this.wanted) {
      this.wanted = data.focus;
      this.cells.get(data.focus)?.input.focus();
    }
  }

  load() {
    const first = !this.loaded;
    this.loaded = true;
    this.stated = new Map(Object.entries(this.data.stated));
    for (const cell of this.cells.values()) {
      if (cell.computed) continue;
      const editing = cell === this.focused && cell.text !== this.before;
      if (editing) this.hold(cell);
      if (editing || cell.refusal || this.outbox.has(cell.key)) this.unstate(cell);
      else if (!first && this.data.refused[cell.key]) continue;
      else this.put(cell, this.data.values[cell.key] ?? "");
    }
    for (const [key, { text, seq }] of first ? kept.get(this.data.key) ?? [] : [])
      if (seq && seq <= this.data.ack) this.outbox.drop(key);
      else this.change(this.cells.get(key), text);
    kept.delete(this.data.key);
    if (this.outbox.unsent) this.outbox.schedule(COMMIT_PAUSE);
  }

  // Goes on with a text that an earlier page left unsaved, if what it was typed over still stands.
  recover(cell, { value, bases, forced }) {
    if (!cell || cell.computed) return "";
    const stands = this.data.values[cell.key] ?? "";
    if (value === stands) return "done";
    if (this.outbox.has(cell.key) || cell.refusal || (cell === this.focused && cell.text !== this.before)) return "";
    if (!forced && !bases.includes(stands)) return "clash";
    this.change(cell, value);
    this.outbox.schedule(COMMIT_PAUSE);
    this.refresh();
    return "kept";
  }

  // Shows a text that the server knows.
  put(cell, text) {
    Object.assign(cell, { text, value: text, refusal: "" });
    if (cell.input.value === text) return;
    cell.input.value = text;
    if (cell === this.focused) { this.before = text; cell.input.select(); }
  }

  // --- from the keyboard

  typed(cell) {
    if (cell.computed) return;
    this.notice = this.told = "";
    this.take(cell, cell.input.value);
    this.outbox.schedule(TYPING_PAUSE);
    this.refresh();
  }

  // Takes a text as the cell's new content, without tidying what is shown.
  take(cell, text) {
    const { value, refusal = "" } = parse(text, cell.kind, this.data.limits);
    Object.assign(cell, { text, value: value ?? "", refusal });
    this.hold(cell);
    this.unstate(cell);
  }

  hold(cell) {
    if (cell.refusal) this.outbox.hold(cell.key, cell.text);
    else this.outbox.put(cell.key, cell.value);
  }

  // A total that a file stated no longer holds once something it rests on is changed.
  unstate(cell) {
    for (const key of this.stated.keys()) if (this.cells.get(key).rests.has(cell)) this.stated.delete(key);
  }

  // Changes a cell as if it had been typed and left.
  change(cell, text) {
    this.take(cell, text);
    this.tidy(cell);
    if (cell === this.focused) this.before = cell.text;
  }

  tidy(cell) {
    if (!cell.refusal) cell.text = cell.value;
    if (cell.input.value !== cell.text) cell.input.value = cell.text;
  }

  enter(cell) {
    this.focused = cell;
    this.before = cell.text;
    cell.input.select();
    this.refresh();
  }

  leave(cell, outside) {
    this.settle(cell);
    this.focused = null;
    if (outside) this.outbox.flush();
    this.refresh();
  }

  // Ends the typing in a cell: one undo step, shown in plain digits.
  settle(cell) {
    if (cell.computed) return;
    this.tidy(cell);
    if (cell.text === this.before) return;
    this.record([{ cell, before: this.before, after: cell.text }]);
    this.before = cell.text;
    this.outbox.schedule(COMMIT_PAUSE);
  }

  record(step) {
    this.done.push(step);
    if (this.done.length > MAX_STEPS) this.done.shift();
    this.undone = [];
  }

  // Undoes (or, with the stacks exchanged, redoes) the latest step; a cell changed elsewhere since is left alone.
  back(from, to, was, is) {
    this.notice = this.told = "";
    while (from.length) {
      const step = from.pop().filter((part) => part.cell.text === part[is]);
      if (!step.length) continue;
      for (const part of step) this.change(part.cell, part[was]);
      to.push(step);
      step[0].cell.input.focus();
      step[0].cell.input.select();
      this.outbox.schedule(COMMIT_PAUSE);
      break;
    }
    this.refresh();
  }

  pressed(cell, event) {
    const { input } = cell, key = event.key.toLowerCase();
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const go = (down, right) => { event.preventDefault(); this.move(cell, down, right); };
    if ((event.ctrlKey || event.metaKey) && !event.altKey && (key === "z" || key === "y")) {
      event.preventDefault();
      this.settle(cell);
      if (key === "y" || event.shiftKey) this.back(this.undone, this.done, "after", "before");
      else this.back(this.done, this.undone, "before", "after");
    } else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (key === "enter") { this.settle(cell); go(event.shiftKey ? -1 : 1, 0); this.refresh(); }
    else if (key === "arrowdown") go(1, 0);
    else if (key === "arrowup") go(-1, 0);
    else if (event.shiftKey) return;
    else if (key === "arrowright" && (whole || input.selectionStart === input.value.length)) go(0, 1);
    else if (key === "arrowleft" && (whole || input.selectionEnd === 0)) go(0, -1);
    else if (key === "escape" && cell.text !== this.before) {
      this.change(cell, this.before);
      input.select();
      this.outbox.schedule(COMMIT_PAUSE);
      this.refresh();
    }
  }

  // Focuses the next input cell in one direction; at the edge the cell stays.
  move(cell, down, right) {
    for (let { row, col } = cell; ;) {
      row += down;
      col += right;
      if (row < 0 || col < 0 || row >= this.data.rows || col >= this.data.cols) return cell.input.select();
      const next = this.places.get(`${row},${col}`);
      if (next && next !== cell && !next.computed) return next.input.focus();
    }
  }

  pasted(cell, event) {
    const whole = labelled(event.clipboardData, this.data.labels);
    if (whole) {
      event.preventDefault();
      this.settle(cell);
      return this.pasting.begin(cell, whole);
    }
    const rows = block(event.clipboardData.getData("text/plain"));
    if (rows.length === 1 && rows[0].length === 1) return;  // one item goes into the text like anywhere else
    event.preventDefault();
    this.settle(cell);
    const step = [];
    let outside = 0, refused = 0;
    rows.forEach((items, down) => items.forEach((item, right) => {
      const row = cell.row + down, col = cell.col + right, at = this.places.get(`${row},${col}`);
      if (!at || at.row !== row || at.col !== col) { if (item.trim()) outside++; return; }
      if (at.computed) return;
      const before = at.text;
      this.change(at, item);
      if (at.text !== before) step.push({ cell: at, before, after: at.text });
      if (at.refusal) refused++;
    }));
    if (step.length) this.record(step);
    const { words } = this.data;
    this.told = "";
    this.notice = [outside && words.outside.replace("{n}", outside), refused && words.refused.replace("{n}", refused)]
      .filter(Boolean).join("");
    cell.input.select();
    this.outbox.schedule(COMMIT_PAUSE);
    this.refresh();
  }

  // Says a sentence that is no complaint, until the next keystroke.
  tell(sentence) {
    this.notice = "";
    this.told = sentence;
    this.refresh();
  }

  // Taken off the page: what the server may not have is kept for the next time this table is shown.
  remove() {
    this.leaving.abort();
    this.pasting.end();
    this.outbox.close();
    const left = [...this.outbox.waiting].map(([key, { content, seq }]) => [key, { text: content, seq }]);
    for (const cell of this.cells.values()) if (cell.refusal) left.push([cell.key, { text: cell.text, seq: 0 }]);
    if (left.length) kept.set(this.data.key, left);
  }

  // --- what is shown

  refresh() {
    for (const cell of this.cells.values()) {
      if (!cell.parts) continue;
      cell.sum = total(cell.parts.map((part) => (part.parts ? part.sum : part.value)));
      cell.value = this.stated.get(cell.key) ?? cell.sum;
      if (cell.input.value !== cell.value) cell.input.value = cell.value;
    }
    const problems = this.problems();
    for (const cell of this.cells.values()) this.mark(cell, problems.get(cell) ?? []);
    this.pasting.update();
    this.describe(problems);
  }

  // Why the server refused the value that stands in a cell; nothing once another value is on its way.
  declined(cell) { return !this.outbox.has(cell.key) && this.data.refused[cell.key]; }

  // cell -> the sentences that stand against it.
  problems() {
    const found = new Map(), said = new Map();
    const add = (cell, sentence) => {
      const bare = sentence.replaceAll(",", "");  // a check's own sentence may group its digits otherwise
      if (!said.has(bare)) said.set(bare, sentence);
      const list = found.get(cell) ?? found.set(cell, []).get(cell);
      if (!list.includes(said.get(bare))) list.push(said.get(bare));
    };
    for (const cell of this.cells.values()) {
      const why = cell.refusal || this.declined(cell);
      if (why) add(cell, why);
    }
    for (const [left, right, sentence] of this.data.relations) {
      const sides = [left, right].map((side) => side.map((place) => this.cells.get(this.key(place))));
      const all = sides.flat();
      if (sides.some((side) => side.every((cell) => !cell.value)) || all.some((cell) => cell.refusal)) continue;  // unknown yet
      const [a, b] = sides.map((side) => added(side.map((cell) => cell.value)));
      if (a === b) continue;
      const said = { left: a, right: b, difference: a > b ? a - b : b - a };
      const filled = sentence.replace(/\{(left|right|difference)\}/g, (_, side) => spaced(figure(said[side])));
      for (const cell of all) add(cell, filled);
    }
    const unsettled = (cell) => this.outbox.has(cell.key) || cell.refusal;
    for (const [key, sentence] of Object.entries(this.data.findings)) {
      const cell = this.cells.get(key);
      if (cell && ![...cell.rests].some(unsettled)) add(cell, sentence);
    }
    return found;
  }

  mark(cell, sentences) {
    const why = sentences.join("\n");
    if (cell.why === why) return;
    cell.why = why;
    cell.td.classList.toggle("wrong", Boolean(why));
    cell.input.title = why;
    cell.input.setAttribute("aria-invalid", Boolean(why));
    cell.input.setAttribute("aria-description", why);
  }

  describe(problems) {
    const { words } = this.data, cell = this.focused;
    show(this.name, cell?.name ?? words.idle);
    this.name.className = cell ? "" : "idle";
    const last = this.data.last_year?.[cell?.key];
    show(this.last, last === undefined ? "" : words.last_year.replace("{value}", last || words.blank));
    show(this.hint, cell ? words.hint.replace("{text}", cell.hints.map((at) => this.data.hints[at]).join("")) : "");
    const sentences = [...new Set([...(problems.get(cell) ?? []), ...[...problems.values()].flat()])];
    const lines = [this.notice, ...sentences.slice(0, LISTED)].filter(Boolean);
    if (sentences.length > LISTED) lines.push(words.more.replace("{n}", sentences.length));
    const said = [this.told, ...lines].join("\n");
    if (this.said !== said) {  // only then, for a screen reader speaks what is put here
      this.said = said;
      const told = this.told ? [element("p", { className: "told" }, this.told)] : [];
      this.below.replaceChildren(...told, ...lines.map((line) => element("p", {}, line)));
    }
    const refused = [...this.cells.values()].some((each) => each.refusal || this.declined(each));
    const waiting = this.outbox.away ? "away" : this.outbox.retrying ? "retrying" : "saving";
    const state = refused ? "unsaved" : this.outbox.size ? waiting : this.saved ? "saved" : "";
    show(this.status, state && words[state]);
    this.status.className = `status ${state}`;
  }
}

export default function mount({ parentElement: root, data, setStateValue, setTriggerValue }) {
  let grid = grids.get(root);
  if (!grid?.table.isConnected) {
    grid?.remove();
    grid = new Grid(root, data);
    grids.set(root, grid);
  }
  grid.render(data, setStateValue, setTriggerValue);
  if (data.behind) setTriggerValue("follow", true);  // only now, with the answer to the edit on the screen
  return () => { grid.remove(); grids.delete(root); };
}
