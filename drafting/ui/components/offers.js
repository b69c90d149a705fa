// Words that an earlier page left unsaved in this browser and that no field on this page takes over: shown in one place,
// to be copied, taken or thrown away. The server is asked first which of them it has after all, and where the others
// belong; it has the last word on what was taken.

import { element } from "./dom.js";
import { forget, keep, orphans } from "./unsaved.js";

const PAUSE = 1500;   // milliseconds in which the fields of the page take over what is theirs
const SHOWN = 60;     // characters of a text that are shown, the most of them from its end

export class Offers {
  // ask(words) asks the server where `words` belong; anew(word) asks it to make a new note of one.
  constructor(box, words, { ask, anew, signal }) {
    Object.assign(this, { box, words, ask, anew });
    box.setAttribute("aria-label", words.title);
    document.addEventListener("nianbao-offer", () => this.soon(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.gather(), PAUSE);
  }

  async gather() {
    this.found = await orphans();
    const words = this.found.map(({ id, report, field, name, content: { value } }) => ({ id, report, field, name, value }));
    if (words.length) this.ask(words);
    this.paint();
  }

  // Takes what the server said: entry -> "saved", "gone", or the page that shows its field; and the page that is open.
  take(answers, page) {
    const moved = page !== this.page;
    Object.assign(this, { answers, page });
    if (moved) this.soon();
    this.paint();
  }

  async paint() {
    const shown = [];
    for (const entry of this.found ?? []) {
      const answer = this.answers[entry.id];
      if (answer === "saved") await forget(entry.id);
      else if (answer === "gone" || entry.clash || (answer && answer !== this.page)) shown.push([entry, answer]);
    }
    for (const [entry] of shown) if (!entry.offered) await keep(Object.assign(entry, { offered: true }));
    this.box.hidden = !shown.length;
    this.box.replaceChildren(element("b", {}, this.words.title), ...shown.map((each) => this.row(...each)));
  }

  row(entry, answer) {
    const { words } = this, { value } = entry.content, away = answer !== "gone" && answer !== this.page;
    const why = answer === "gone" ? words.gone : away ? words.elsewhere[answer] : words.clash;
    const button = (label, act) => element("button", { type: "button", onclick: act }, label);
    const done = async () => { await forget(entry.id); this.gather(); };
    const doing = away ? [element("a", { href: `${answer}?report=${entry.report}`, target: "_self" }, words.go)] : [
      button(words.copy, (event) => this.copy(value, event.target)),
      ...(answer === "gone" && entry.field.startsWith("note_") ? [button(words.anew, () => this.anew(entry))] : []),
      ...(answer !== "gone" ? [button(words.use, () => this.use(entry))] : []),
      button(words.discard, done),
    ];
    const text = value.length > SHOWN ? `${value.slice(0, SHOWN / 3)}……${value.slice(-SHOWN / 1.5)}` : value || words.blank;
    return element("p", { title: value }, `${entry.label}：${text}`, element("small", {}, why), ...doing);
  }

  async use(entry) {
    await keep({ ...entry, clash: false, content: { ...entry.content, forced: true } });
    document.dispatchEvent(new Event("nianbao-recover"));
    this.soon();
  }

  // Where the page may not write to the clipboard, the words are selected, to be copied by hand.
  async copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = this.words.copied;
    } catch {
      const whole = element("textarea", { value: text, readOnly: true });
      button.replaceWith(whole);
      whole.select();
    }
  }
}
