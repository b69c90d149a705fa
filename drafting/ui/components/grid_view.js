// The table as it is drawn: the printed cells, what is selected, and the one field that is typed in.
//
// No cell is a field of its own: the field lies over the cell in hand, unseen and out of the mouse's way until the cell
// is in edit. It has the focus all the time, with the cell's whole text chosen, so that the first key or the first
// letter of a composition replaces the text.

import { element, show } from "./dom.js";

const WHOLE = 7, WIDTH = 84;  // digits that a narrow cell shows at full size; pixels that a longer figure may take

export class View {
  // shape: the description of the table from grid.py.
  constructor(shape) {
    this.narrow = shape.cols > 4;
    this.cells = new Map();  // key -> cell: its description, name, nodes
    this.field = element("input", { type: "text", className: "field", autocomplete: "off", spellcheck: false });
    this.table = element("table");
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-label", shape.label);
    this.table.setAttribute("aria-multiselectable", "true");
    this.table.dataset.table = shape.table;
    const widths = shape.widths.map((width) => element("col", { style: `width:${width}` }));
    const rows = Array.from({ length: shape.rows }, () => element("tr"));
    for (const spec of shape.cells) rows[spec.row].append(spec.key ? this.number(spec, shape) : label(spec));
    const head = rows.splice(0, shape.header_rows);
    this.table.append(element("colgroup", {}, ...widths), element("thead", {}, ...head), element("tbody", {}, ...rows));
    this.frame = element("div", { className: "frame" }, this.table, this.field);
    this.sized = new ResizeObserver(() => this.place());
    this.sized.observe(this.table);
  }

  number(spec, shape) {
    const figure = element("span", { className: "figure" }), last = element("small", { ariaHidden: "true" });
    const td = element("td", { rowSpan: spec.rowspan, colSpan: spec.colspan }, figure, last);
    td.dataset.key = spec.key;
    if (spec.computed) {
      td.className = "computed";
      td.setAttribute("aria-readonly", "true");
    }
    const name = shape.lines[spec.line] + spec.column;
    td.setAttribute("aria-label", name);
    this.cells.set(spec.key, { ...spec, name, td, figure, last });
    return td;
  }

  // The cell under a place of the page.
  cell(node) { return this.cells.get(node.closest?.("td")?.dataset.key); }

  // Shows the text of a cell.
  show(cell, text) {
    if (cell.figure.textContent === text) return;
    show(cell.figure, text);
    cell.figure.style.fontSize = this.narrow && text.length > WHOLE ? `${WIDTH / text.length}px` : "";
    cell.td.setAttribute("aria-label", text ? `${cell.name} ${text}` : cell.name);
  }

  // Shows why a cell is wrong, or that it is not.
  mark(cell, why) {
    cell.why = why;
    cell.td.classList.toggle("wrong", Boolean(why));
    cell.td.title = why;
    cell.td.setAttribute("aria-invalid", Boolean(why));
    cell.td.setAttribute("aria-description", why);
  }

  // Draws what is selected and in edit, and lays the field over the cell in hand.
  draw(hand, met) {
    const selected = new Set(met ? hand.selected : []), { anchor: cell, edit } = hand;
    for (const each of this.cells.values()) {
      const { classList } = each.td, chosen = selected.has(each);
      classList.toggle("hand", met && each === cell);
      if (classList.toggle("chosen", chosen && selected.size > 1) || each.td.ariaSelected) each.td.setAttribute("aria-selected", chosen);
    }
    const { field } = this;
    this.frame.classList.toggle("editing", Boolean(edit));
    field.readOnly = !hand.can(cell);
    field.inputMode = cell.kind === "count" ? "numeric" : "decimal";
    field.setAttribute("aria-label", cell.name);
    field.setAttribute("aria-invalid", Boolean(cell.why));
    field.setAttribute("aria-description", cell.why ?? "");
    if (this.over !== cell) {
      this.over = cell;
      this.place();
    }
  }

  place() {
    if (!this.over) return;
    const frame = this.frame.getBoundingClientRect(), { left, top, width, height } = this.over.td.getBoundingClientRect();
    Object.assign(this.field.style, {
      left: `${left - frame.left}px`, top: `${top - frame.top}px`, width: `${width}px`, height: `${height}px` });
  }

  // Brings a cell into the part of the page that nothing lies over.
  reveal(cell) { cell.td.scrollIntoView({ block: "nearest", inline: "nearest" }); }

  // Keeps what stays in sight below the page's own line that does, which `selector` finds.
  under(selector) {
    const line = selector ? document.querySelector(selector) : null;
    if (line === this.line) return;
    this.line = line;
    this.above?.disconnect();
    this.above = new ResizeObserver(() => this.table.closest(".official-grid").style.setProperty("--sky", `${line?.offsetHeight ?? 0}px`));
    if (line) this.above.observe(line);
  }

  remove() {
    this.sized.disconnect();
    this.above?.disconnect();
  }
}

function label({ text, rowspan, colspan, scope }) {
  const th = element("th", { rowSpan: rowspan, colSpan: colspan, ...(scope && { scope }) }, element("span", {}, text));
  if (rowspan > 10) th.className = "tall";
  return th;
}
