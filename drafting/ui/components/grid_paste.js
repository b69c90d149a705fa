// The clipboard. A table pasted whole, with its labels: Python reads it, and the cells it names are filled as one step. Where other
// figures stand already, both are shown and the person chooses once.

import { element, show } from "./dom.js";
import { block } from "./figures.js";

const ASK_AGAIN = 5000, TRIES = 4;  // milliseconds until an unanswered paste is sent again, and how often it is sent

const bare = (text) => text.normalize("NFKC").replace(/[^\p{Script=Han}]+/gu, "");

// What was copied, when it holds labels of the form as well as figures; else null.
export const labelled = (clipboard, labels) => {
  const html = clipboard.getData("text/html"), text = clipboard.getData("text/plain");
  const drawn = new DOMParser().parseFromString(html, "text/html").querySelectorAll("td, th");
  const items = [...block(text).flat(), ...[...drawn].map((cell) => cell.textContent)];
  if (items.length < 3 || !items.some((item) => /[\d\uff10-\uff19]/.test(item))) return null;
  const whole = new Set(labels), long = labels.filter((label) => label.length > 3);
  const named = (words) => whole.has(words) || long.some((label) => words.includes(label));
  return items.some((item) => named(bare(item))) ? { html, text } : null;
};

const hides = (row) => row.style.display === "none";

// The rows of a copied block without those that the spreadsheet hides: they are in its text, and in its HTML marked so.
// Excel ends that with a hidden row more, which only gives the widths.
export const seen = (clipboard) => {
  const rows = block(clipboard.getData("text/plain"));
  const drawn = [...new DOMParser().parseFromString(clipboard.getData("text/html"), "text/html").querySelectorAll("tr")];
  while (drawn.length > rows.length && hides(drawn.at(-1))) drawn.pop();
  if (drawn.length !== rows.length) return rows;
  const placed = spread(rows, drawn);
  return drawn.every(hides) ? placed : placed.filter((_, at) => !hides(drawn[at]));
};

// Each item at the column where it is drawn. Excel and WPS write the places that a merged cell covers as blanks; browsers and
// Word leave them out of the text: such a row has as many items as drawn cells.
function spread(rows, drawn) {
  const covered = [];  // column -> rows below into which a merged cell reaches
  return rows.map((items, at) => {
    const columns = [], placed = [];
    let col = 0;
    for (const { colSpan, rowSpan } of drawn[at].cells) {
      while (covered[col] > 0) covered[col++]--;
      columns.push(col);
      for (const end = col + colSpan; col < end; col++) covered[col] = rowSpan - 1;
    }
    for (; col < covered.length; col++) if (covered[col] > 0) covered[col]--;
    if (items.length !== columns.length) return items;
    items.forEach((item, nth) => { placed[columns[nth]] = item; });
    return Array.from(placed, (item) => item ?? "");
  });
}

// What a pasted block came to, as { told, notice }: what was filled, and what of it was not.
export const outcome = (words, { step, outside }, selected) => {
  const refused = step.filter(({ cell }) => cell.refusal).length, count = (name, n) => (n ? words[name].replace("{n}", n) : "");
  const told = step.length ? words.pasted.replace("{from}", selected[0].name).replace("{to}", selected.at(-1).name)
    .replace("{n}", step.length) : "";
  return { told, notice: count("outside", outside) + count("refused", refused) };
};

// Puts rows of texts on the clipboard: as a block for spreadsheets, as a table for Word.
export const copy = (clipboard, rows) => {
  const lines = rows.map((row) => element("tr", {}, ...row.map((text) => element("td", {}, text))));
  clipboard.setData("text/plain", rows.map((row) => row.join("\t")).join("\r\n"));
  clipboard.setData("text/html", element("table", { border: "1" }, ...lines).outerHTML);
};

export class Pasting {
  // grid: the Grid pasted into; box: where the choice is shown.
  constructor(grid) {
    this.grid = grid;
    this.id = 0;
    this.question = element("p");
    this.list = element("ul");
    this.question.id = `differ-${grid.shape.table}`;
    const choice = (name, act) => {
      const button = element("button", { type: "button", onclick: act }, grid.words[name]);
      button.dataset.choice = name;
      return button;
    };
    this.box = element("div", { className: "panel ask", hidden: true, tabIndex: -1, role: "alertdialog" }, this.question,
      this.list, element("div", { className: "choices" }, choice("replace", () => this.fill(true)),
        choice("blanks", () => this.fill(false)), choice("cancel", () => this.cancel())));
    this.box.setAttribute("aria-labelledby", this.question.id);
    this.box.addEventListener("keydown", (event) => { if (event.key === "Escape") this.cancel(); });
  }

  get words() { return this.grid.words; }

  // Sends what was copied to be read.
  begin({ html, text }) {
    const { most } = this.grid.shape.limits;
    this.end();
    if (html.length + text.length > most) html = "";
    if (text.length > most || !(html || text)) return this.grid.tell(this.words.too_large);
    Object.assign(this, { id: Math.max(Date.now(), this.id + 1), waiting: true });
    this.grid.tell(this.words.reading);
    this.send({ id: this.id, html, text }, TRIES);
  }

  send(message, tries) {
    if (!tries) return this.leave(this.words.unanswered);
    this.grid.trigger("paste", message);
    this.timer = setTimeout(() => this.send(message, tries - 1), ASK_AGAIN);
  }

  // Takes Python's answer to the paste that waits.
  take(answer) {
    if (!this.waiting || answer?.id !== this.id) return;
    this.end();
    const { cells } = this.grid;
    this.found = Object.entries(answer.values).map(([key, text]) => ({ cell: cells.get(key), text }))
      .filter(({ cell }) => cell && !cell.computed);
    this.said = answer.said;
    if (this.differing.length) this.ask();
    else this.fill(false);
  }

  get differing() {
    return this.found.filter(({ cell, text }) => this.held(cell) && (cell.refusal || cell.value !== text));
  }

  held(cell) { return this.grid.hand.text(cell); }

  ask() {
    this.open = true;
    this.box.hidden = false;
    this.update();
    this.grid.tell("");
    this.box.focus();  // not a button: a key meant for the table must not choose
  }

  // Shows the cells that differ as they are now: the table can be typed in while the choice is open.
  update() {
    if (!this.open) return;
    const lines = this.differing.map(({ cell, text }) => this.words.both.replace(
      /\{(name|old|new)\}/g, (_, part) => ({ name: cell.name, old: this.held(cell), new: text })[part]));
    show(this.question, this.words.differ.replace("{n}", lines.length));
    if (this.shown === lines.join("\n")) return;
    this.shown = lines.join("\n");
    this.list.replaceChildren(...lines.map((line) => element("li", {}, line)));
  }

  // Fills what was read as one step; over: also where another figure stands.
  fill(over) {
    const { grid, words } = this;
    grid.hand.settle();
    const differing = this.differing, same = this.found.filter(({ cell, text }) => !cell.refusal && cell.value === text);
    const wanted = this.found.filter(({ cell, text }) => !this.held(cell) || (over && (cell.refusal || cell.value !== text)));
    const step = grid.hand.act(wanted.map(({ cell, text }) => [cell, text]));
    grid.hand.choose(step.map(({ cell }) => cell));
    const counted = (name, count) => (count ? words[name].replace("{n}", count) : "");
    const said = [counted("filled", step.length), counted("same", same.length), counted("kept", over ? 0 : differing.length),
      this.said].join("");
    this.leave(said);
  }

  cancel() { this.leave(this.words.cancelled); }

  // Closes the choice and says what was done.
  leave(said) {
    const inside = this.open && this.box.contains(this.grid.root.activeElement);
    this.end();
    if (inside) this.grid.field.focus({ preventScroll: true });
    this.grid.attend();
    this.grid.tell(said);
  }

  end() {
    clearTimeout(this.timer);
    this.waiting = this.open = false;
    this.shown = null;
    this.box.hidden = true;
  }
}
