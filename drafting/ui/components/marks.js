// The sheet behind the field: the same text, drawn unseen but for the marks on it, which follow what is typed.
//
// A line is { text, marks: [{ start, end, mark }], locked, edited, node }, places in UTF-16 within the line. An edit
// makes new lines for the stretch it changed and keeps the others, their nodes too. `stands` are the lines as last
// accepted; `lines`, what is drawn, are ahead of them while a word is being composed.

import { element } from "./dom.js";
import { LOW, change, lineAt, places, stripped, untouched } from "./prose.js";

const bare = (text) => ({ text, marks: [], locked: false, edited: false });

// `texts` as lines, with all that still stands of `lines`; `old` are the lines that the edit changed.
function carried(lines, texts) {
  const most = Math.min(lines.length, texts.length), last = (list, at) => list[list.length - 1 - at];
  let head = 0, tail = 0;
  while (head < most && lines[head].text === texts[head]) head++;
  while (tail < most - head && last(lines, tail).text === last(texts, tail)) tail++;
  const old = lines.slice(head, lines.length - tail), fresh = texts.slice(head, texts.length - tail).map(bare);
  const was = old.map(({ text }) => text).join("\n"), is = fresh.map(({ text }) => text).join("\n");
  const edit = change(was, is), living = [];
  let from = 0;
  for (const { text, marks } of old) {
    for (const { start, end, mark } of marks) {
      if (!untouched(edit, was, is, from + start, from + end)) continue;
      const moved = from + start < edit.wasEnd ? 0 : is.length - was.length;
      living.push({ start: from + start + moved, end: from + end + moved, mark });
    }
    from += text.length + 1;
  }
  from = 0;
  for (const line of fresh) {
    const to = from + line.text.length;
    line.marks = living.filter(({ start, end }) => start >= from && end <= to)
      .map(({ start, end, mark }) => ({ start: start - from, end: end - from, mark }));
    from = to + 1;
  }
  if (old.length === fresh.length) old.forEach(({ edited }, at) => { fresh[at].edited = edited; });
  return { head, old, fresh, lines: [...lines.slice(0, head), ...fresh, ...lines.slice(lines.length - tail)] };
}

export class Sheet {
  constructor(back, words) {
    Object.assign(this, { back, words, lines: [], stands: [] });
  }

  // Draws `value`, what stands in the field, with the marks and signs given for the server's text.
  place({ text, marks, locked, edited }, value) {
    const base = text.split("\n").map(bare), exact = places(text);
    for (const mark of marks) {
      const { at, place } = lineAt(base, exact(mark.start)), line = base[at];
      const end = Math.min(place + exact(mark.end) - exact(mark.start), line.text.length);
      if (place < end) line.marks.push({ start: place, end, mark });
    }
    for (const at of locked) if (base[at]) base[at].locked = true;
    for (const at of edited) if (base[at]) base[at].edited = true;
    const texts = value.split("\n"), cores = texts.map(stripped);
    const laid = carried(base, cores.filter(Boolean)).lines.values();
    this.show(texts.map((text, at) => {
      if (!cores[at]) return bare(text);
      const line = laid.next().value, lead = text.indexOf(cores[at]);
      const marks = line.marks.map(({ start, end, mark }) => ({ start: start + lead, end: end + lead, mark }));
      return { ...line, text, marks };
    }));
    this.accept();
  }

  // Draws what is typed; marks that it touches go at once.
  follow(value) {
    const { head, old, fresh, lines } = carried(this.lines, value.split("\n"));
    this.chosen = null;
    for (const { node } of old) node.remove();
    for (const line of fresh) this.draw(line);
    const next = lines[head + fresh.length]?.node ?? null;
    for (const { node } of fresh) this.back.insertBefore(node, next);
    this.lines = lines;
  }

  accept() { this.stands = this.lines; }

  // Whether `value` changes a line that is locked.
  breaks(value) {
    return this.stands.some(({ locked }) => locked)
      && carried(this.stands, value.split("\n")).old.some(({ locked }) => locked);
  }

  // Goes back to the lines last accepted; their text.
  restore() {
    this.show(this.stands);
    return this.stands.map(({ text }) => text).join("\n");
  }

  show(lines) {
    this.chosen = null;
    this.lines = lines;
    for (const line of lines) this.draw(line);
    this.back.replaceChildren(...lines.map(({ node }) => node));
  }

  draw(line) {
    const { text, marks, locked, edited } = line;
    line.node ??= element("div");
    line.node.className = locked ? "line locked" : "line";
    line.node.dataset.sign = locked ? this.words.locked_sign : edited ? this.words.edited_sign : "";
    line.node.title = locked ? this.words.locked_why : edited ? this.words.edited_why : "";
    const spans = [...marks, ...(this.chosen?.line === line ? [this.chosen] : [])].sort((one, two) => one.start - two.start);
    const ends = spans.flatMap(({ start, end }) => [start, end]);
    const cuts = [...new Set([0, ...ends, text.length])].sort((one, two) => one - two);
    let over = [], next = 0;  // the spans over a piece, and the first of those behind it
    line.node.replaceChildren(...cuts.slice(0, -1).map((from, at) => {
      const to = cuts[at + 1];
      over = over.filter(({ end }) => end > from);
      while (spans[next]?.start === from) over.push(spans[next++]);
      if (!over.length) return text.slice(from, to);
      const span = element("span", { textContent: text.slice(from, to) });
      span.classList.add("mark", ...over.map(({ mark }) => mark.state));
      if (over.some(({ start, mark }) => start === from && mark.state === "no-basis")) span.classList.add("begins");
      span.marks = inward(over);
      return span;
    }));
  }

  // Draws start–end of a line as chosen, or nothing; where its end is on the screen.
  choose(line, start, end) {
    if (this.chosen?.line === line && this.chosen?.start === start && this.chosen?.end === end) return this.chosen.rect;
    const before = this.chosen?.line;
    this.chosen = line ? { line, start, end, mark: { state: "chosen", why: "", id: "" } } : null;
    if (before) this.draw(before);
    if (!line) return null;
    this.draw(line);
    this.chosen.rect = [...line.node.querySelectorAll(".chosen")].at(-1).getClientRects().item(0);
    return this.chosen.rect;
  }

  // Draws a stretch of the whole text as chosen while it lies within one line.
  chooseOver(start, end) {
    const from = lineAt(this.lines, start), to = lineAt(this.lines, end);
    const within = from.at === to.at && from.place < to.place;
    this.choose(within ? this.lines[from.at] : null, from.place, to.place);
  }

  // The place in the whole text that is nearest to a place on the screen.
  placeAt(x, y) {
    const after = this.lines.findIndex(({ node }) => node.getBoundingClientRect().bottom > y);
    const at = after < 0 ? this.lines.length - 1 : after;
    const before = this.lines.slice(0, at).reduce((sum, { text }) => sum + text.length + 1, 0);
    return before + this.placeIn(this.lines[at], x, y);
  }

  placeIn({ node, text }, x, y) {
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), range = document.createRange();
    const height = parseFloat(getComputedStyle(node).lineHeight);
    let place = 0, found = 0, row = -Infinity;
    while (texts.nextNode()) {
      const { currentNode: piece } = texts;
      for (let at = 0; at < piece.length; at++, place++) {
        range.setStart(piece, at);
        range.setEnd(piece, at + 1);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        if (top - (height - bottom + top) / 2 > y) return found;
        if (top > row + height / 2) [row, found] = [top, place];
        if (x >= (left + right) / 2 && !LOW.test(text[place + 1] ?? "")) found = place + 1;
      }
    }
    return found;
  }

  // The marks under a place on the screen, and the piece of line they are drawn on there.
  under(x, y) {
    const span = this.back.getRootNode().elementsFromPoint(x, y).find((node) => node.marks && this.back.contains(node));
    if (!span) return null;
    const rect = [...span.getClientRects()].find(({ top, bottom, left, right }) => (
      x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1));
    return { marks: span.marks, rect: rect ?? span.getBoundingClientRect() };
  }

  // The marks around a place in a line.
  around({ at, place }) {
    return inward(this.lines[at].marks.filter(({ start, end }) => start <= place && end >= place));
  }
}

// Marks on the same words, the narrowest first.
const inward = (spans) => [...spans].sort((one, other) => one.end - one.start - (other.end - other.start))
  .map(({ mark }) => mark).filter(({ id, why }) => id || why);

// What marks say, one line each.
export const reasons = (marks) => [...new Set(marks.map(({ why }) => why).filter(Boolean))].join("\n");
