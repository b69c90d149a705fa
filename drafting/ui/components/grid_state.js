// The table under a clerk's hand, without a page: which cells are selected, which one is in edit, what they hold, and
// the acts that can be taken back. The keys are those of the ARIA grid pattern and of spreadsheets; the drawing of the
// states stands in docs/decisions/0010-table.md.
//
// Only a cell that is selected or in edit at that moment is changed, by whatever key or click; an undo or redo changes
// the cells of its act and selects them. A cell is { key, row, col, rowspan, colspan, computed }.

const MOST_STEPS = 200;  // acts that can be undone

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const input = (cell) => !cell.computed;

export class Hand {
  // cells in reading order. tidy(cell, text): a text as it stands once it is left. changed(cell, text, typing): a cell
  // holds another text; while typing is true it may not be whole.
  constructor(cells, { tidy = (_cell, text) => text, changed = () => {} } = {}) {
    Object.assign(this, { cells, tidy, changed, sealed: false, all: false, edit: null, clicked: null, done: [], undone: [] });
    this.texts = new Map(cells.map(({ key }) => [key, ""]));
    this.places = new Map();
    for (const cell of cells)
      for (let r = 0; r < cell.rowspan; r++)
        for (let c = 0; c < cell.colspan; c++) this.places.set(`${cell.row + r},${cell.col + c}`, cell);
    this.rows = Math.max(...cells.map(({ row, rowspan }) => row + rowspan));
    this.cols = Math.max(...cells.map(({ col, colspan }) => col + colspan));
    this.anchor = this.head = cells.find(input) ?? cells[0];
  }

  text(cell) { return this.texts.get(cell.key); }
  can(cell) { return !this.sealed && !cell.computed; }

  // --- what is selected

  // The rectangle around anchor and head, widened until it cuts no cell: first and last rows and columns.
  get range() {
    let box = around(this.all ? this.cells : [this.anchor, this.head]);
    for (;;) {
      const wider = around(this.cells.filter((cell) => meets(cell, box)));
      if (Object.entries(wider).every(([side, at]) => box[side] === at)) return box;
      box = wider;
    }
  }

  get selected() {
    const { range } = this;
    return this.cells.filter((cell) => meets(cell, range));
  }

  // Takes a cell in hand, or widens the selection to it; a text in edit is left first.
  select(cell, extend = false) {
    this.settle();
    this.all = false;
    this.clicked = null;
    this.head = cell;
    if (!extend) this.anchor = cell;
  }

  click(cell, extend = false) {
    if (this.edit?.cell === cell) { this.edit.caret = true; return; }
    const again = this.clicked === cell && !extend;
    this.select(cell, extend);
    if (again) this.begin(null);
    else if (!extend) this.clicked = cell;
  }

  doubleClick(cell) {
    if (this.edit?.cell !== cell) this.select(cell);
    if (this.edit) this.edit.caret = true;
    else this.begin(true);
  }

  drag(cell) {
    if (this.edit || this.head === cell) return;
    this.all = false;
    this.head = cell;
    this.clicked = null;
  }

  // --- one cell in edit

  // caret: true, the arrows move within the text; false, they leave the cell; null, the whole text is chosen: typing
  // replaces it, an arrow goes into it.
  begin(caret) {
    if (!this.can(this.anchor)) return false;
    this.head = this.anchor;
    this.all = false;
    this.clicked = null;
    this.edit = { cell: this.anchor, before: this.text(this.anchor), caret, typed: false };
    return true;
  }

  // The cell in hand holds `text` by typing; false when it cannot be changed.
  type(text) {
    if (!this.edit && !this.begin(false)) return false;
    this.edit.caret ??= false;
    this.edit.typed = true;
    this.write(this.edit.cell, text, true);
    return true;
  }

  // Leaves the text in edit: one act, shown in plain digits.
  settle() {
    const { edit } = this;
    this.edit = null;
    if (!edit?.typed) return;
    const after = this.tidy(edit.cell, this.text(edit.cell));
    this.write(edit.cell, after, false);
    if (after !== edit.before) this.record([{ cell: edit.cell, before: edit.before, after }]);
  }

  cancel() {
    const { cell, before, typed } = this.edit;
    this.edit = null;
    if (typed) this.write(cell, before, false);
  }

  // --- acts on what is selected

  clear() { return this.act(this.selected.map((cell) => [cell, ""])); }

  // Fills from the range's corner with a block of texts, or the whole range with one text. Selects what was filled.
  // { step, outside }: the changes, and how many items fell on no cell.
  paste(rows) {
    this.settle();
    if (this.sealed) return { step: [], outside: 0 };
    const one = rows.length === 1 && rows[0].length === 1, { selected } = this;
    if (one && selected.length > 1) return { step: this.act(selected.map((cell) => [cell, rows[0][0]])), outside: 0 };
    const { row, col } = selected.find((cell) => cell.row === this.range.top && cell.col === this.range.left) ?? this.anchor;
    const pairs = [];
    let outside = 0;
    for (const [down, items] of rows.entries())
      for (const [right, item] of items.entries()) {
        const at = [row + down, col + right], cell = this.places.get(at.join());
        if (cell?.row === at[0] && cell.col === at[1]) pairs.push([cell, item]);
        else if (item.trim()) outside++;
      }
    const step = this.act(pairs);
    this.choose(pairs.map(([cell]) => cell));
    return { step, outside };
  }

  // The texts of the range, row by row; a place that is no cell's own is blank.
  copied() {
    const { top, left, bottom, right } = this.range, rows = [];
    for (let row = top; row <= bottom; row++) {
      const line = [];
      for (let col = left; col <= right; col++) {
        const cell = this.places.get(`${row},${col}`);
        line.push(cell?.row === row && cell.col === col ? this.text(cell) : "");
      }
      rows.push(line);
    }
    return rows;
  }

  // Copies the first row of the range down (or its first column right); of a single one, the cell before it.
  fill(down) {
    const lines = new Map();
    for (const cell of this.selected) {
      const line = down ? cell.col : cell.row;
      lines.set(line, [...(lines.get(line) ?? []), cell]);
    }
    return this.act([...lines.values()].flatMap((line) => {
      const [source, ...rest] = line.length > 1 ? line : [this.next(line[0], ...(down ? [-1, 0] : [0, -1])), line[0]];
      return rest.map((cell) => [cell, this.text(source)]);
    }));
  }

  undo() { return this.back("done", "undone", "before", "after"); }
  redo() { return this.back("undone", "done", "after", "before"); }

  // Sets cells as one act; what it changed.
  act(pairs) {
    const step = [];
    for (const [cell, text] of pairs) {
      if (!this.can(cell)) continue;
      const before = this.text(cell), after = this.tidy(cell, text);
      if (before === after) continue;
      this.write(cell, after, false);
      step.push({ cell, before, after });
    }
    if (step.length) this.record(step);
    return step;
  }

  record(step) {
    this.done.push(step);
    if (this.done.length > MOST_STEPS) this.done.shift();
    this.undone = [];
  }

  // Takes back the latest act (or, with the stacks exchanged, does it again); a cell changed since is left alone.
  back(from, to, was, is) {
    this.settle();
    while (this[from].length && !this.sealed) {
      const step = this[from].pop().filter((part) => this.text(part.cell) === part[is]);
      if (!step.length) continue;
      for (const { cell, [was]: text } of step) this.write(cell, text, false);
      this[to].push(step);
      this.choose(step.map(({ cell }) => cell));
      return step;
    }
    return [];
  }

  write(cell, text, typing) {
    this.texts.set(cell.key, text);
    this.changed(cell, text, typing);
  }

  // What somebody else put into a cell: shown, and no act of this hand.
  load(cell, text) {
    this.texts.set(cell.key, text);
    if (this.edit?.cell === cell) Object.assign(this.edit, { before: text, typed: false });
  }

  choose(cells) {
    if (cells.length) Object.assign(this, { anchor: cells[0], head: cells.at(-1), all: false, clicked: null });
  }

  // --- keys

  // Whether the table took the key; else it is the browser's.
  press(key, { shift = false, ctrl = false } = {}) {
    this.clicked = null;
    const name = key.length === 1 ? key.toLowerCase() : key;
    if (ctrl && (name === "z" || name === "y")) {
      if (name === "y" || shift) this.redo();
      else this.undo();
      return true;
    }
    if (name === "Enter" && !ctrl) { this.select(this.next(this.anchor, shift ? -1 : 1, 0, input)); return true; }
    if (name === "Tab") return this.tab(shift ? -1 : 1);
    if (this.edit) return this.pressInEdit(name, shift, ctrl);
    if (name === "F2") this.begin(true);
    else if (name === "Delete" || name === "Backspace") this.clear();
    else if (name in ARROWS || name === "Home" || name === "End") this.select(this.reached(name, shift, ctrl), shift);
    else if (ctrl && name === "a") this.all = true;  // the cell in hand stays in hand: typing goes there
    else if (ctrl && (name === "d" || name === "r")) this.fill(name === "d");
    else return false;
    return true;
  }

  pressInEdit(name, shift, ctrl) {
    const { edit } = this, upright = name === "ArrowUp" || name === "ArrowDown";
    if (name === "Escape") this.cancel();
    else if (name === "F2") edit.caret = true;
    else if (ctrl) return name === "d" || name === "r";  // in a text they do nothing, not even the browser's own
    else if (name in ARROWS || name === "Home" || name === "End") {
      if (!upright && edit.caret !== false) { edit.caret = true; return false; }
      if (upright && shift) return false;
      this.settle();
      this.select(this.reached(name, false, false));
    } else return false;
    return true;
  }

  // The next input cell in reading order; at the end of the table the key is the browser's, to leave it.
  tab(by) {
    const order = this.cells.filter(input), at = this.cells.indexOf(this.anchor);
    const next = by > 0 ? order.find((cell) => this.cells.indexOf(cell) > at)
      : order.findLast((cell) => this.cells.indexOf(cell) < at);
    if (next) this.select(next);
    else this.settle();
    return Boolean(next);
  }

  reached(name, shift, ctrl) {
    const from = shift ? this.head : this.anchor;
    if (name === "Home") return ctrl ? this.cells[0] : this.far(from, 0, -1);
    if (name === "End") return ctrl ? this.cells.at(-1) : this.far(from, 0, 1);
    return ctrl ? this.far(from, ...ARROWS[name]) : this.next(from, ...ARROWS[name]);
  }

  // The nearest wanted cell in one direction; at the edge the cell itself.
  next(cell, down, right, wanted = () => true) {
    for (let { row, col } = cell; ;) {
      row += down;
      col += right;
      if (row < 0 || col < 0 || row >= this.rows || col >= this.cols) return cell;
      const found = this.places.get(`${row},${col}`);
      if (found && found !== cell && wanted(found)) return found;
    }
  }

  far(cell, down, right) {
    const next = this.next(cell, down, right);
    return next === cell ? cell : this.far(next, down, right);
  }
}

const around = (cells) => ({
  top: Math.min(...cells.map(({ row }) => row)),
  left: Math.min(...cells.map(({ col }) => col)),
  bottom: Math.max(...cells.map(({ row, rowspan }) => row + rowspan - 1)),
  right: Math.max(...cells.map(({ col, colspan }) => col + colspan - 1)),
});

const meets = ({ row, col, rowspan, colspan }, { top, left, bottom, right }) => (
  row <= bottom && col <= right && row + rowspan > top && col + colspan > left);
