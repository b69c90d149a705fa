// Brings the element of a class into view once per arrival: the same place is not scrolled to again on later runs.
const done = new WeakMap();

export default function ({ parentElement, data }) {
  if (!data.place || done.get(parentElement) === data.place) return;
  done.set(parentElement, data.place);
  requestAnimationFrame(() => document.querySelector(`.${CSS.escape(data.place)}`)?.scrollIntoView({ block: "start" }));
}
