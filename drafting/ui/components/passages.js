// Places on the printed report: finding words in it, marking them, and what of it is selected.

const PLACES = "[data-cell], [data-section]";
const ELSEWHERE = 1e9;  // farther than any place within the paragraph the words were taken from

// Where `place` is on the sheet: its node, and from where to where in the node's text it reaches, if not all of it.
export function find(sheet, { cell, section, paragraph, start, quote, moved }) {
  if (cell) return { node: sheet.querySelector(`[data-cell="${CSS.escape(cell)}"]`) };
  const lines = [...sheet.querySelectorAll("[data-section]")].filter((line) => line.dataset.section === section);
  const found = [];
  for (const node of quote && !moved ? lines : []) {
    const own = node.dataset.paragraph === paragraph;
    for (let at = node.textContent.indexOf(quote); at >= 0; at = node.textContent.indexOf(quote, at + 1)) {
      found.push({ node, start: at, end: at + quote.length, far: own ? Math.abs(at - start) : ELSEWHERE });
    }
  }
  return found.reduce((best, each) => (best && best.far <= each.far ? best : each), null) ?? { node: lines[0] ?? null };
}

// Wraps the found words in marks made by `make`; the marks.
export function wrap({ node, start, end }, make) {
  const texts = [], marks = [];
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) texts.push(walk.currentNode);
  let offset = 0;
  for (const text of texts) {
    const from = Math.max(start - offset, 0), to = Math.min(end - offset, text.length);
    offset += text.length;
    if (from >= to) continue;
    const range = document.createRange();
    range.setStart(text, from);
    range.setEnd(text, to);
    const mark = make();
    range.surroundContents(mark);
    marks.push(mark);
  }
  return marks;
}

const within = (node, container, offset) => {
  const range = document.createRange();
  range.setStart(node, 0);
  range.setEnd(container, offset);
  return range.toString().length;
};

// What is selected on the sheet, as a place with its rectangle: a cell, or words of the paragraph where it begins.
export function selected(sheet, longest) {
  const tree = sheet.getRootNode(), owner = tree.getSelection ? tree : document;
  const selection = owner.getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const from = range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.parentElement : range.startContainer;
  const node = sheet.contains(from) ? from.closest(PLACES) : null;
  if (!node) return null;
  if (node.dataset.cell) return of(node);
  const start = within(node, range.startContainer, range.startOffset);
  const end = node.contains(range.endContainer) ? within(node, range.endContainer, range.endOffset) : node.textContent.length;
  return words(node, start, Math.min(end, start + longest), range.getClientRects());
}

// The place that is all of `node`: a cell, a paragraph with its words, or a heading.
export function of(node, longest) {
  const rect = node.getBoundingClientRect();
  if (node.dataset.cell) return { place: { cell: node.dataset.cell }, rect };
  return words(node, 0, Math.min(node.textContent.length, longest), [rect]);
}

function words(node, start, end, rects) {
  const text = node.textContent.slice(start, end), quote = text.trim();
  const rect = rects[rects.length - 1] ?? node.getBoundingClientRect();
  const { section, paragraph } = node.dataset;
  if (!quote) return null;
  if (!paragraph) return { place: { section }, rect };
  return { place: { section, paragraph, start: start + text.indexOf(quote), quote }, rect };
}

export const placed = (target) => target.closest?.(PLACES) ?? null;
