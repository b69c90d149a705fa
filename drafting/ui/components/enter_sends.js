// In the field of class `field`, Enter presses the button of class `button` and Shift+Enter makes a line. An Enter that
// ends the composing of a word does neither.

import { leaving } from "./dom.js";

function pressed(event, { field, button }) {
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key !== "Enter" || event.shiftKey || composing || !event.target.closest?.(`.${CSS.escape(field)} textarea`)) return;
  event.preventDefault();
  if (event.repeat || !event.target.value.trim()) return;
  event.target.blur();  // which hands what is typed to the page
  document.querySelector(`.${CSS.escape(button)} button:enabled`)?.click();
  event.target.focus();
}

const listening = new WeakMap();  // root -> what ends it; a component's function runs again with every new data

export default function ({ parentElement: root, data }) {
  if (!listening.has(root)) {
    const stop = new AbortController();
    document.addEventListener("keydown", (event) => pressed(event, data), { capture: true, signal: stop.signal });
    listening.set(root, stop);
  }
  return leaving(root, () => { listening.get(root)?.abort(); listening.delete(root); });
}
