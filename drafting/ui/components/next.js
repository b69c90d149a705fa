// The next text is begun at once: a field stands under the one in hand until the server has made the next one and its
// own field takes over what was typed meanwhile. Where Ctrl+Enter is pressed in such a field too, a further one stands
// under it and follows. So no key pressed in between goes astray.

import { element } from "./dom.js";

const ASK_AGAIN = 5000;        // milliseconds before the server is asked again for a next text that has not come
const arrived = new Set();     // tokens of the fields that had the focus once
const ANEW = 5000;             // milliseconds in which a field that the page makes anew has the focus again
let last = { token: "", at: 0 };  // of the field that had it last
let coming = null;             // { key, token, areas }: the fields that wait, and the key of the editor they stand under
let composing = false;         // whether an input method is making up words in one of them

export class Next {
  // box: the editor's; area: its field; ask(token, blank) asks the server for the next text; changed() after words came.
  constructor(box, area, { ask, changed, signal }) {
    Object.assign(this, { box, area, ask, changed });
    signal.addEventListener("abort", () => clearInterval(this.again));
  }

  get busy() { return coming?.key === this.key && coming.areas.some(({ value }) => value); }

  // Takes the page's word: whose editor this is, and whether it has the focus. An editor made anew goes on with what
  // stood under the one before it.
  offer({ key, focus }) {
    this.key = key;
    if (coming?.key === key && !this.box.contains(coming.areas[0])) this.stand();
    const anew = !this.offered && focus === last.token && performance.now() - last.at < ANEW && document.activeElement === document.body;
    this.offered = true;
    if (!focus || arrived.has(focus) && !anew) return;
    arrived.add(focus);
    last = { token: focus, at: performance.now() };
    const take = () => this.take(coming && String(coming.token) === focus ? coming.areas : []);
    if (composing) document.addEventListener("composed", take, { once: true });  // moved, the words would be cut
    else take();
  }

  // Begins the next text behind this one.
  begin() {
    if (coming) return coming.areas.at(-1).focus();
    coming = { key: this.key, token: Date.now(), areas: [field(this.area.getAttribute("aria-label"))] };
    this.stand();
    coming.areas[0].focus();
  }

  stand() {
    const { token, areas } = coming, inHand = areas.find((area) => area.matches(":focus"));
    const blank = !this.area.value.trim(), ask = () => this.ask(token, blank);
    this.box.append(...areas.map((area) => element("div", { className: "sheet coming" }, area)));
    inHand?.focus();
    clearInterval(this.again);
    this.again = setInterval(() => (coming?.token === token ? ask() : clearInterval(this.again)), ASK_AGAIN);
    ask();
  }

  // Takes the words of the first of the fields that waited; the others wait under this editor.
  take([first, ...others]) {
    const inHand = others.find((area) => area.matches(":focus"));
    if (!inHand) this.area.focus({ preventScroll: Boolean(first) });
    this.box.scrollIntoView({ block: "nearest" });
    if (!first) return this.area.setSelectionRange(this.area.value.length, this.area.value.length);
    const { value, selectionStart, selectionEnd, turn } = first;
    for (const area of [first, ...others]) area.parentElement?.remove();
    coming = null;
    if (value) {
      this.area.value = value + this.area.value;
      this.area.setSelectionRange(selectionStart, selectionEnd);
      this.changed();
    }
    if (others.length) {
      coming = { key: this.key, token: Date.now(), areas: others };
      this.stand();
      (inHand ?? others.at(-1)).focus();
    } else if (turn) this.begin();
  }
}

// A field for words of a text that is still to come.
function field(label) {
  const area = element("textarea", { ariaLabel: label, rows: 1, spellcheck: false });
  area.addEventListener("compositionstart", () => { composing = true; });
  area.addEventListener("compositionend", () => setTimeout(() => {
    composing = false;
    document.dispatchEvent(new Event("composed"));
  }));
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    if (!area.value.trim()) area.turn = true;  // left blank: what that means is the page's to say
    else if (area === coming?.areas.at(-1)) {
      const next = field(label);
      coming.areas.push(next);
      area.parentElement.after(element("div", { className: "sheet coming" }, next));
      next.focus();
    }
  });
  return area;
}
