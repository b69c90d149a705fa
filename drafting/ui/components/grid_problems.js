// The sums of the table, and the sentences that stand against its cells. A cell's `value` is decimal text, its
// `refusal` why its text is no value; wording and relations come from the server.

import { added, figure, spaced, total } from "./figures.js";

// Works out the computed cells; stated: key -> figure that a file printed instead of the sum.
export function sum(cells, stated) {
  for (const cell of cells.values()) {
    if (!cell.parts) continue;
    cell.sum = total(cell.parts.map((part) => (part.parts ? part.sum : part.value)));
    cell.value = stated.get(cell.key) ?? cell.sum;
  }
}

// cell -> the sentences that stand against it. relations: [left cells, right cells, sentence]; declined(cell): why the
// server refused it; unsettled(cell): whether it may differ from what the server judged.
export function problems(cells, relations, findings, declined, unsettled) {
  const found = new Map(), said = new Map();
  const add = (cell, sentence) => {
    const bare = sentence.replaceAll(",", "");  // a check's own sentence may group its digits otherwise
    if (!said.has(bare)) said.set(bare, sentence);
    const list = found.get(cell) ?? found.set(cell, []).get(cell);
    if (!list.includes(said.get(bare))) list.push(said.get(bare));
  };
  for (const cell of cells.values()) {
    const why = cell.refusal || declined(cell);
    if (why) add(cell, why);
  }
  for (const [left, right, sentence] of relations) {
    const sides = [left, right], all = sides.flat();
    if (sides.some((side) => side.every((cell) => !cell.value)) || all.some((cell) => cell.refusal)) continue;  // unknown yet
    const [a, b] = sides.map((side) => added(side.map((cell) => cell.value)));
    if (a === b) continue;
    const amounts = { left: a, right: b, difference: a > b ? a - b : b - a };
    const filled = sentence.replace(/\{(left|right|difference)\}/g, (_, side) => spaced(figure(amounts[side])));
    for (const cell of all) add(cell, filled);
  }
  for (const [key, sentence] of Object.entries(findings)) {
    const cell = cells.get(key);
    if (cell && ![...cell.rests].some(unsettled)) add(cell, sentence);
  }
  return found;
}
