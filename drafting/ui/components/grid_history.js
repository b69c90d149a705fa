// What one cell held before: asked of the server when somebody wants to see it.

import { element } from "./dom.js";

export class History {
  // ask(key): send for a cell's history; restore(cell, text): put an earlier value back; back(): to the table.
  constructor(words, { ask, restore, back }) {
    Object.assign(this, { words, ask, restore, back, cell: null });
    this.title = element("p");
    this.list = element("ol");
    const close = element("button", { type: "button", onclick: () => this.close() }, words.close);
    this.box = element("div", { className: "panel history", hidden: true, tabIndex: -1, role: "dialog" },
      this.title, this.list, element("div", { className: "choices" }, close));
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  open(cell) {
    this.cell = cell;
    this.title.textContent = this.words.history_of.replace("{name}", cell.name);
    this.box.setAttribute("aria-label", this.title.textContent);
    this.list.replaceChildren(element("li", {}, this.words.reading_history));
    this.box.hidden = false;
    this.box.focus();
    this.ask(cell.key);
  }

  // Takes the server's answer: { key, entries: [[when, who, from, to]] }, the newest first.
  take(answer, restorable) {
    if (!this.cell || answer?.key !== this.cell.key || this.taken === answer.id) return;
    this.taken = answer.id;
    const { words, cell } = this, said = (value) => value || words.blank;
    const lines = answer.entries.map(([when, who, from, to], at) => {
      const line = words.change.replace("{when}", when).replace("{who}", who).replace("{from}", said(from)).replace("{to}", said(to));
      const again = element("button", { type: "button" }, words.restore_value.replace("{value}", said(to)));
      again.onclick = () => { this.close(); this.restore(cell, to); };
      return element("li", {}, `${line} `, ...(restorable && at ? [again] : []));
    });
    this.list.replaceChildren(...(lines.length ? lines : [element("li", {}, words.no_history)]));
  }

  close() {
    this.cell = null;
    this.box.hidden = true;
    this.back();
  }
}
