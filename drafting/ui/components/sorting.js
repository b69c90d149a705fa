// Rows of the page are moved by a handle: while one is dragged a line shows where it would stand, and on letting go the
// page is told. The rows themselves stay where they are until the page draws them anew.
//
// A handle has the class `nb-handle` and the row's id in `data-row`; a row has the class `st-key-row_<id>`, and the box
// of a group that takes rows the class `st-key-group_<id>`.

import { leaving } from "./dom.js";

const EDGE = 60, STEP = 14;    // pixels from the edge of the window where the page scrolls along, and how far each time
const mounted = new WeakMap();

class Sorting {
  constructor(root) {
    this.line = root.querySelector(".line");
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    document.documentElement.classList.add("nb-sorting");  // from now on a handle can be taken
    document.addEventListener("pointerdown", (event) => this.lift(event), { signal });
    document.addEventListener("pointermove", (event) => this.drag(event), { signal });
    document.addEventListener("pointerup", () => this.drop(), { signal });
    for (const type of ["pointercancel", "blur"]) window.addEventListener(type, () => this.end(), { signal });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.end(); }, { signal });
  }

  lift(event) {
    const handle = event.target.closest?.(".nb-handle");
    if (!handle || event.button !== 0) return;
    event.preventDefault();  // no text is selected and none is dragged
    this.row = handle.dataset.row;
    document.documentElement.classList.add("nb-dragging");
  }

  drag({ clientX, clientY }) {
    if (!this.row) return;
    const page = document.querySelector("[data-testid=stMain]");
    if (clientY < EDGE) page.scrollBy(0, -STEP);
    if (clientY > innerHeight - EDGE) page.scrollBy(0, STEP);
    this.place = this.at(clientX, clientY);
    this.line.hidden = !this.place;
    if (!this.place) return;
    const { left, width, y } = this.place;
    Object.assign(this.line.style, { left: `${left}px`, width: `${width}px`, top: `${y}px` });
  }

  // Where a row let go at this point would stand; null outside every group.
  at(x, y) {
    for (const { id, rows } of this.groups) {
      const box = document.querySelector(`.st-key-group_${CSS.escape(id)}`)?.getBoundingClientRect();
      if (!box || x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
      const stand = rows.map((row) => [row, document.querySelector(`.st-key-row_${CSS.escape(row)}`)?.getBoundingClientRect()])
        .filter(([, rect]) => rect);
      const next = stand.find(([, { top, bottom }]) => y < (top + bottom) / 2), last = stand.at(-1);
      return { group: id, before: next ? next[0] : "", left: box.left + 12, width: box.width - 24,
               y: next ? next[1].top - 4 : last ? last[1].bottom + 2 : box.bottom - 6 };
    }
    return null;
  }

  drop() {
    const { row, place } = this;
    this.end();
    if (!row || !place || place.before === row) return;
    const { group, before } = place;
    this.tell("moved", { row, group, before });
  }

  end() {
    this.row = this.place = null;
    this.line.hidden = true;
    document.documentElement.classList.remove("nb-dragging");
  }
}

export default function ({ parentElement: root, data, setTriggerValue }) {
  if (!mounted.has(root)) mounted.set(root, new Sorting(root));
  const sorting = mounted.get(root);
  Object.assign(sorting, { groups: data.groups, tell: setTriggerValue });
  return leaving(root, () => { sorting.end(); sorting.leaving.abort(); mounted.delete(root); });
}
