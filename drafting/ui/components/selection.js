// What the caret and the pointer lead to: the reason of a mark, the lock of a paragraph, wishes for a chosen passage.

import { element, show } from "./dom.js";
import { reasons } from "./marks.js";
import { clean, kept, length, lineAt, stripped } from "./prose.js";

const SHORTEST = 2;   // characters of a passage that can be reworded
const LONGEST = 500;  // characters of a wish
const GAP = 5;        // pixels between words and what is shown beside them

export class Selection {
  // ask(name, message) sends a message about the text that stands; settled() is whether there can be one now.
  constructor(box, area, sheet, { ask, settled, signal }) {
    Object.assign(this, { box, area, sheet, ask, settled, wishes: "" });
    [this.frame, this.tools, this.lock, this.card, this.said] =
      [".sheet", ".tools", ".lock", ".card", ".said"].map((place) => box.querySelector(place));
    const on = (target, type, act) => target.addEventListener(type, act, { signal });
    for (const target of [document, area]) on(target, "selectionchange", () => this.attend());
    on(area, "focusin", () => this.attend());
    on(area, "pointerdown", ({ clientX, clientY }) => {
      this.held = true;
      this.close();
      this.under = this.sheet.under(clientX, clientY);  // the text may be drawn otherwise once the field has the caret
    });
    for (const type of ["pointerup", "pointercancel"]) on(window, type, () => { this.held = false; this.attend(); });
    on(area, "pointermove", (event) => this.point(event));
    on(area, "pointerleave", () => this.show(null));
    on(area, "click", () => {
      const mark = this.under?.marks.find(({ id }) => id);
      if (mark && area.selectionStart === area.selectionEnd) ask("picked", mark.id);
    });
    on(document, "scroll", () => this.show(null));
    on(box, "keydown", (event) => this.pressed(event));
    on(box, "focusout", ({ relatedTarget }) => { if (!box.contains(relatedTarget)) this.leave(); });
    on(this.tools, "mousedown", (event) => { if (event.target !== this.wish) event.preventDefault(); });
    on(this.lock, "mousedown", (event) => event.preventDefault());
    on(this.lock, "click", () => {
      const { at, locked } = this.paragraph ?? {};
      if (at !== undefined) ask("lock", { paragraph: kept(this.sheet.lines, at, 0).paragraph, locked: !locked });
    });
  }

  // What the page offers: wishes to choose from, and whether paragraphs can be locked.
  offer({ wishes, can_lock, locked, edited, in_hand, words }) {
    const picked = this.in_hand !== in_hand;
    Object.assign(this, { words, can_lock, in_hand });
    if (picked) this.renew();
    this.frame.classList.toggle("with-signs", can_lock || locked.length > 0 || edited.length > 0);
    if (this.wishes === wishes.join("\n")) return;
    this.wishes = wishes.join("\n");
    this.tools.setAttribute("aria-label", words.tools);
    const button = (textContent, onclick) => element("button", { type: "button", textContent, onclick });
    this.wish = element("input", { type: "text", placeholder: words.other, maxLength: LONGEST });
    this.wish.setAttribute("aria-label", words.other);
    this.tools.replaceChildren(...wishes.map((wish) => button(wish, () => this.reword(wish))), this.wish,
      button(words.reword, () => this.reword(this.wish.value)));
  }

  caret() { return `${this.area.selectionStart} ${this.area.selectionEnd}`; }

  // Says under the field why what stands at the caret is as it is, in place of all that was said before.
  explain(why) {
    this.refused = null;
    this.show(null);
    show(this.said, why);
  }

  // Takes note of the caret in a text that was marked anew.
  renew() {
    this.refused = null;
    this.attend();
  }

  // Takes note of where the caret is. The browser tells of a move late: of one before a refusal too, which stays.
  attend() {
    const { area, sheet } = this, within = area.getRootNode().activeElement;
    if (within !== area || sheet.lines.length === 0) return;
    const start = lineAt(sheet.lines, area.selectionStart), end = lineAt(sheet.lines, area.selectionEnd);
    const line = sheet.lines[start.at];
    const alone = area.selectionStart === area.selectionEnd;
    const why = alone && reasons(sheet.around(start).filter(({ id }) => id !== this.in_hand));
    if (this.refused !== this.caret()) this.explain(why || (alone && line.locked ? this.words.locked : ""));
    this.paragraph = start.at === end.at && stripped(line.text) ? { at: start.at, locked: line.locked } : null;
    this.lock.hidden = !(this.can_lock && this.paragraph && this.settled());
    if (!this.lock.hidden) {
      show(this.lock, line.locked ? this.words.unlock : this.words.lock);
      this.lock.style.top = `${line.node.offsetTop}px`;
    }
    this.passage = this.held || !this.wishes || !this.settled() ? null : this.chosen();
    if (!this.passage) this.close();
    else if (this.put_away !== this.spot()) this.open();
  }

  // The passage that is selected, without blanks around it; null when it is none that can be reworded.
  chosen() {
    const { area, sheet } = this, text = area.value.slice(area.selectionStart, area.selectionEnd), core = stripped(text);
    if (core.includes("\n") || length(core) < SHORTEST) return null;
    const { at, place } = lineAt(sheet.lines, area.selectionStart + text.indexOf(core)), line = sheet.lines[at];
    return line.locked ? null : { line, at, start: place, end: place + core.length };
  }

  spot() { return this.passage && `${this.passage.at} ${this.passage.start} ${this.passage.end}`; }

  open() {
    const { line, start, end } = this.passage, rect = this.sheet.choose(line, start, end);
    const frame = this.frame.getBoundingClientRect();
    this.put_away = null;
    this.tools.hidden = false;
    const room = frame.width - this.tools.offsetWidth;
    this.tools.style.left = `${Math.max(0, Math.min(rect.left - frame.left, room))}px`;
    this.tools.style.top = `${rect.bottom - frame.top + GAP}px`;
  }

  close() {
    if (!this.tools.hidden) this.tools.hidden = true;
    this.sheet.choose(null);
  }

  leave() {
    this.close();
    this.lock.hidden = true;
    this.show(null);
  }

  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && event.target === this.wish) {
      event.preventDefault();
      this.reword(this.wish.value);
    } else if (event.key === "Escape" && !this.tools.hidden) {
      event.preventDefault();
      this.put_away = this.spot();
      this.close();
      this.area.focus();
    }
  }

  reword(wish) {
    const { passage, sheet } = this;
    if (!passage || !wish.trim()) return;
    const { line, at, start, end } = passage, from = kept(sheet.lines, at, start).place;
    const text = clean(line.text.slice(start, end));
    this.put_away = this.spot();
    this.wish.value = "";
    this.close();
    this.area.focus();
    this.ask("rewrite", { start: from, end: from + length(text), text, wish: wish.trim() });
  }

  point({ clientX, clientY, buttons }) {
    cancelAnimationFrame(this.pointing);
    this.pointing = requestAnimationFrame(() => this.show(buttons ? null : this.sheet.under(clientX, clientY)));
  }

  // Shows beside `found` what its marks say; nothing beside nothing.
  show(found) {
    const text = found ? reasons(found.marks) : "";
    this.area.style.cursor = text ? "pointer" : "";
    this.tell(text, found?.rect);
  }

  // Shows a card with `text` under a place on the screen, or over it where there is no room.
  tell(text, rect) {
    const { card } = this;
    card.hidden = !text;
    if (!text) return;
    show(card, text);
    const over = rect.bottom + GAP + card.offsetHeight > window.innerHeight;
    card.style.left = `${Math.max(GAP, Math.min(rect.left, window.innerWidth - card.offsetWidth - GAP))}px`;
    card.style.top = `${over ? rect.top - GAP - card.offsetHeight : rect.bottom + GAP}px`;
  }

  // Says why the paragraph of a place in the text cannot be changed.
  refuse(place, why = this.words.locked) {
    const { at } = lineAt(this.sheet.lines, place), line = this.sheet.lines[at];
    const { left, bottom } = line.node.getBoundingClientRect();
    this.explain(why);
    this.refused = this.caret();
    this.tell(why, { left, bottom, top: bottom });
  }
}
