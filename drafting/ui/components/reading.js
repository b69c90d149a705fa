// Between reading and editing a text of the document. No browser indents every paragraph of a field, so while it is not
// in hand the sheet behind it shows the text, as printed; in hand, the field shows it, and the first paragraph alone is
// indented. A press or a drag on the printed text becomes the caret or selection at the same words.

const words = new Intl.Segmenter("zh", { granularity: "word" });

export class Reading {
  constructor(box, area, sheet, signal) {
    Object.assign(this, { box, area, sheet, frame: box.querySelector(".sheet") });
    const on = (target, type, act) => target.addEventListener(type, act, { signal });
    on(box, "focusin", () => this.turn(true));
    on(box, "focusout", ({ relatedTarget }) => { if (!box.contains(relatedTarget)) this.turn(false); });
    on(area, "mousedown", (event) => this.press(event));
    on(window, "mousemove", (event) => this.drag(event));
    on(window, "mouseup", () => this.release());
  }

  get editing() { return this.frame.classList.contains("editing"); }

  // The frame keeps its height: the field may need a row less than the text as printed, and what is below stays.
  turn(editing) {
    if (editing === this.editing) return;
    this.frame.style.minHeight = editing ? `${this.frame.offsetHeight}px` : "";
    this.frame.classList.toggle("editing", editing);
  }

  press(event) {
    const { area, frame } = this, again = event.detail > 1 && this.entered;
    this.entered = again;
    if (event.button || !frame.classList.contains("serif") || (this.editing && !again)) return;
    event.preventDefault();
    if (again) area.setSelectionRange(...this.around(area.selectionStart, event.detail));
    else this.from = this.to = this.sheet.placeAt(event.clientX, event.clientY);
  }

  drag({ clientX, clientY }) {
    if (this.from === undefined) return;
    this.to = this.sheet.placeAt(clientX, clientY);
    this.sheet.chooseOver(Math.min(this.from, this.to), Math.max(this.from, this.to));
  }

  release() {
    const { area, from, to } = this;
    if (from === undefined) return;
    this.from = undefined;
    this.entered = true;
    area.focus({ preventScroll: true });
    area.setSelectionRange(Math.min(from, to), Math.max(from, to), to < from ? "backward" : "forward");
  }

  // The word around a place, for a second press; for a third, the paragraph.
  around(place, presses) {
    const { value } = this.area;
    if (presses === 2) {
      const { index, segment } = words.segment(value).containing(Math.min(place, value.length - 1)) ?? { index: 0, segment: "" };
      return [index, index + segment.length];
    }
    const end = value.indexOf("\n", place);
    return [value.lastIndexOf("\n", place - 1) + 1, end < 0 ? value.length : end];
  }
}
