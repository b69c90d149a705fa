"""Random sequences of clicks, drags, keys, pastes and reruns on the table in Chromium, beside the model of it.

One page serves for many sequences: what one leaves behind, the next begins with. The cells are close together and all
in view, so that nothing scrolls and a place on the screen is looked up once.
"""

from __future__ import annotations

import random

from grid_model import TEXTS, Model, acts
from playwright.sync_api import Page

from drafting.form import edition

FORM = edition("2021")
LENGTH = 8
"""Acts of a sequence."""
STATE = """() => {
  const table = [...document.querySelectorAll("*")].map((each) => each.shadowRoot?.querySelector("table[data-table]")).find(Boolean);
  const cells = [...table.querySelectorAll("td[data-key]")], frame = table.parentElement;
  const text = (cell) => (cell.classList.contains("computed") ? "" : cell.querySelector(".figure").textContent);
  return { texts: Object.fromEntries(cells.filter(text).map((cell) => [cell.dataset.key, text(cell)])),
    hand: frame.querySelector("td.hand").dataset.key, editing: frame.classList.contains("editing"),
    chosen: cells.filter((cell) => cell.classList.contains("chosen")).map((cell) => cell.dataset.key) };
}"""
PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
}"""


def tidy(text: str) -> str:
    """A text as the table shows it once it is left: plain digits where it is a number of a count."""
    plain = "".join(text.translate({0xFF10 + at: str(at) for at in range(10)}).split())
    if not plain.isdecimal():
        return text if plain else ""
    return str(int(plain)) if len(plain.lstrip("0")) <= 15 else text


class Hands:
    """Hands on the table of ``page``, with the model beside it."""

    def __init__(self, page: Page, seed: int):
        self.page = page
        self.rng = random.Random(seed)
        page.set_viewport_size({"width": 1366, "height": 1200})
        shape = FORM.table("requests")
        self.model = Model(shape, tidy)
        near = [cell.key for cell in shape.cells if cell.key and 3 <= cell.row < 11]
        boxes = page.eval_on_selector_all(
            "td[data-key]",
            """all => Object.fromEntries(all.map(each => {
            const { x, y, width, height } = each.getBoundingClientRect();
            return [each.dataset.key, [x + width / 2, y + height / 2]]; }))""",
        )
        self.places = {key: boxes[key] for key in near}
        self.field = page.locator(".field")
        self.caret = 0
        self.do(("click", near[0], False))

    def sequence(self) -> list[tuple]:
        """Do a random sequence; the acts that were done. Raises AssertionError where the table is not as the model
        says.
        """
        done = []
        for act in acts(self.rng, list(self.places), LENGTH, TEXTS):
            if act[0] == "drag":
                act = (*act, self.rng.choice(list(self.places)))
            if self.do(act):
                done.append(act)
        seen, model = self.page.evaluate(STATE), self.model
        chosen = [cell.key for cell in model.selected()]
        assert seen == {
            "texts": {key: text for key, text in model.texts.items() if text},
            "hand": model.anchor.key,
            "editing": bool(model.mode),
            "chosen": chosen if len(chosen) > 1 else [],
        }, done
        return done

    def do(self, act: tuple) -> bool:
        """Do one act with mouse or keyboard; False, and nothing is done, where its outcome is the browser's own."""
        kind, *rest = act
        return getattr(self, f"_{kind}")(*rest)

    def _click(self, key: str, shift: bool) -> bool:
        if self.model.mode and self.model.anchor.key == key:
            return False  # the caret goes where the mouse is
        if shift:
            self.page.keyboard.down("Shift")
        self.page.mouse.click(*self.places[key])
        if shift:
            self.page.keyboard.up("Shift")
        self.model.click(key, shift)
        return True

    def _double(self, key: str) -> bool:
        if self.model.mode and self.model.anchor.key == key:
            return False
        self.page.mouse.click(*self.places[key], click_count=2)
        self.model.click(key, False)
        self.model.double(key)
        self.caret = len(self.model.texts[key])
        return True

    def _drag(self, key: str, start: str) -> bool:
        if self.model.mode and self.model.anchor.key in (start, key):
            return False
        self.page.mouse.move(*self.places[start])
        self.page.mouse.down()
        self.page.mouse.move(*self.places[key])
        self.page.mouse.up()
        self.model.click(start, False)
        self.model.drag(key)
        return True

    def _type(self, text: str) -> bool:
        model = self.model
        for letter in text:
            self.page.keyboard.insert_text(letter)
            if model.anchor.computed:
                continue
            if model.mode in ("", "whole"):
                before, self.caret = "", 0
            else:
                before = model.texts[model.anchor.key]
            model.type(before[: self.caret] + letter + before[self.caret :])
            self.caret += 1
        return True

    def _press(self, name: str, shift: bool, ctrl: bool) -> bool:
        model = self.model
        text = model.texts[model.anchor.key]
        if model.mode:
            if ctrl and name not in "zydr" or shift and name not in ("Enter", "Tab"):
                return False
            if name in ("Backspace", "Delete"):
                return False
        if name == "Tab":
            at = model.cells.index(model.anchor)
            if not any((model.cells.index(cell) > at) != shift and cell is not model.anchor for cell in model.inputs):
                return False
        self.page.keyboard.press("+".join(["Control"] * ctrl + ["Shift"] * shift + [name]))
        whole = model.mode == "whole"
        model.press(name, shift, ctrl)
        if model.mode == "in":
            moves = {
                "Home": 0,
                "End": len(text),
                "ArrowLeft": 0 if whole else max(0, self.caret - 1),
                "ArrowRight": len(text) if whole else min(len(text), self.caret + 1),
            }
            self.caret = moves.get(name, len(text) if name == "F2" and not self.model.typed else self.caret)
        return True

    def _paste(self, rows: list[list[str]]) -> bool:
        if self.model.mode and len(rows) == len(rows[0]) == 1:
            return False  # into the text
        self.field.evaluate(PASTE, "\r\n".join("\t".join(row) for row in rows))
        self.model.paste(rows)
        return True

    def _leave(self) -> bool:
        self.page.get_by_role("button", name="再运行").click()
        self.model.leave()
        return self._click(self.rng.choice(list(self.places)), False)
