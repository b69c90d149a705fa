// Ways within the page, which the address knows nothing of: a click on [data-goto] brings the element of that class
// into view and gives it the focus; one on [data-step] the next (1) or last (-1) element of class [data-among].

import { leaving } from "./dom.js";

const ROOM = 12;  // pixels by which an element must be off the middle to count as another one

const still = matchMedia("(prefers-reduced-motion: reduce)");

function go(element, block) {
  if (!element) return;
  element.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

// The element that stands after the middle of the window, or before it; beyond the last it goes on with the first.
function next(among, step) {
  const middle = ({ top, bottom }) => (top + Math.min(bottom, top + window.innerHeight / 2)) / 2 - window.innerHeight / 2;
  const places = [...document.querySelectorAll(`.${CSS.escape(among)}`)].filter((each) => each.checkVisibility());
  const here = places.indexOf(document.activeElement);
  if (here >= 0) return places.at((here + step) % places.length);
  const off = places.map((each) => middle(each.getBoundingClientRect()) * step);
  const ahead = off.map((distance, at) => [distance, at]).filter(([distance]) => distance > ROOM).sort(([one], [other]) => one - other);
  return places[ahead[0]?.[1] ?? (step > 0 ? 0 : places.length - 1)];
}

function clicked(event) {
  const way = event.target.closest?.("[data-goto], [data-step]");
  if (!way) return;
  event.preventDefault();
  const { goto, step, among } = way.dataset;
  if (goto) go(document.querySelector(`.${CSS.escape(goto)}`), way.dataset.block ?? "start");
  else go(next(among, Number(step)), "center");
}

const listening = new WeakMap();  // root -> what ends it; a component's function runs again with every new data

export default function ({ parentElement: root }) {
  if (!listening.has(root)) {
    const stop = new AbortController();
    document.addEventListener("click", clicked, { signal: stop.signal });
    listening.set(root, stop);
  }
  return leaving(root, () => { listening.get(root)?.abort(); listening.delete(root); });
}
