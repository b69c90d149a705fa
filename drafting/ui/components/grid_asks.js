// Questions about single cells, each with its answers: a figure that was probably meant, one out of all proportion, a
// cell that was changed elsewhere meanwhile. None stops the typing; Alt+Enter gives the first answer of the first one.

import { element } from "./dom.js";
import { absurd, meant } from "./figures.js";

const SHOWN = 3;  // questions at a time

export class Asks {
  // grid: the Grid asked about.
  constructor(grid) {
    Object.assign(this, { grid, words: grid.words });
    this.open = new Map();    // cell -> { sentence, choices: [[name of its word, act]] }
    this.agreed = new Map();  // cell -> figure that is right although it is out of all proportion
    this.box = element("div", { className: "asks", role: "status" });
    // The field keeps the focus: losing it has the questions drawn anew, and the button would be gone under the finger.
    this.box.addEventListener("mousedown", (event) => event.preventDefault());
  }

  put(cell, name, parts, choices) {
    const said = { name: cell.name, ...parts };
    const sentence = this.words[name].replace(/\{(\w+)\}/g, (_, part) => said[part] || this.words.blank);
    this.open.delete(cell);
    this.open.set(cell, { sentence, choices });
  }

  drop(cell) { this.open.delete(cell); }

  // Asks, where there is reason to, about a text that was just put into a cell.
  question(cell, text) {
    const { limits } = this.grid.shape, { hand } = this.grid;
    const likely = cell.refusal && meant(text, limits.usual[cell.kind]);
    const { value } = likely ? this.grid.read(cell, likely) : {};
    if (value) {
      this.put(cell, "meant", { text, value }, [["take", () => this.grid.set(cell, value)], ["leave", () => {}]]);
    } else if (!cell.refusal && absurd(cell.value, cell.before, limits.absurd) && this.agreed.get(cell) !== cell.value) {
      const before = () => hand.done.flat().findLast((part) => part.cell === cell && part.after === text)?.before ?? "";
      this.put(cell, cell.before ? "absurd" : "absurd_alone", { value: text, last: cell.before },
        [["sure", () => this.agreed.set(cell, text)], ["back", () => this.grid.set(cell, before())]]);
    }
  }

  // Shows both values of a cell that was changed elsewhere; `theirs` stands on the server.
  apart(cell, theirs) {
    const mine = this.grid.hand.text(cell);
    const put = (text) => () => { cell.apart = false; this.grid.hand.select(cell); this.grid.set(cell, text); };
    this.put(cell, "elsewhere", { theirs, mine }, [["mine", put(mine)], ["theirs", put(theirs)]]);
  }

  answer(cell, act) {
    this.open.delete(cell);
    this.grid.hand.settle();
    act();
    this.grid.field.focus({ preventScroll: true });
    this.grid.show();
  }

  // Gives the first answer to the first question; nothing happens when there is none.
  agree(cell) {
    const [first] = this.inOrder(cell);
    if (first) this.answer(first[0], first[1].choices[0][1]);
  }

  // The question about the cell in hand comes first, then the latest.
  inOrder(cell) { return [...this.open].reverse().sort(([one], [two]) => (two === cell) - (one === cell)); }

  draw(cell) {
    const asked = this.inOrder(cell), said = asked.map(([, { sentence }]) => sentence).join("\n");
    if (said === this.said) return;
    this.said = said;
    const lines = asked.slice(0, SHOWN).map(([about, { sentence, choices }], at) => element("p", {}, `${sentence} `,
      ...choices.map(([name, act], choice) => {
        const hint = at || choice ? "" : this.words.by_key;
        const button = element("button", { type: "button", onclick: () => this.answer(about, act) }, this.words[name] + hint);
        button.dataset.choice = name;
        return button;
      })));
    const left = asked.length - SHOWN;
    if (left > 0) lines.push(element("p", {}, this.words.more_asked.replace("{n}", left)));
    this.box.replaceChildren(...lines);
  }
}
