// Lays what is said over the table where it covers none of the cells it is about: below them where there is room, else
// above them. On a screen too low for both it stays where it was.

const GAP = 4;  // pixels between the cells and what is said

// Follows the scrolling of `grid`'s page until `signal`; what is returned has to be called whenever the grid was drawn.
export function stayClear(grid, signal) {
  const words = grid.lines.parentElement, { pasting } = grid;
  const clear = () => {
    const top = grid.hint.getBoundingClientRect().bottom;
    keepClear(words, grid.met ? grid.hand.selected : [], top);
    if (pasting.open) keepClear(pasting.box, pasting.differing.map(({ cell }) => cell), top);
  };
  for (const type of ["scroll", "resize"]) window.addEventListener(type, clear, { signal, capture: true, passive: true });
  return clear;
}

// top: where the room on the screen begins.
function keepClear(box, cells, top) {
  box.style.translate = "";
  const said = box.getBoundingClientRect();
  if (!said.height || !cells.length) return;
  const places = cells.map(({ td }) => td.getBoundingClientRect());
  const first = Math.min(...places.map((place) => place.top)), last = Math.max(...places.map((place) => place.bottom));
  if (said.bottom <= first || said.top >= last) return;
  const below = last + GAP, above = first - GAP - said.height;
  const to = below + said.height <= innerHeight ? below : above >= top ? above : said.top;
  box.style.translate = `0 ${to - said.top}px`;
}
