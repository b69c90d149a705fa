"""What a table under the hands of a clerk must do, told a second time: the model that random sequences are held to.

A sequence is a list of acts: ``("click", key, shift)``, ``("double", key)``, ``("drag", key)``, ``("type", text)`` (the
whole text of the field after a keystroke), ``("press", name, shift, ctrl)``, ``("paste", rows)``, ``("leave",)``. The
model says for each act which cells it may change: those selected or in edit, what a paste covers, what an undone act
had changed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from drafting.form import Cell, Table

STEPS = {"ArrowUp": (-1, 0), "ArrowDown": (1, 0), "ArrowLeft": (0, -1), "ArrowRight": (0, 1)}
MOST_STEPS = 200
TEXTS = ("0", "5", "12", "007", "x", "3件", " ", "１２")
KEYS = (*STEPS, *STEPS, "Enter", "Enter", "Tab", "Tab", "Home", "End", "F2", "Escape", "Delete", "Backspace")
WITH_CTRL = (*STEPS, "Home", "End", "a", "d", "r", "z", "z", "z", "y")


def tidy(text: str) -> str:
    """A text as it stands once it is left: plain digits where it is a whole number."""
    plain = "".join(text.translate({0xFF10 + at: str(at) for at in range(10)}).split())
    return str(int(plain)) if plain.isdecimal() else "" if not plain else text


@dataclass
class Model:
    """The table as it must be after the acts so far."""

    table: Table
    tidy: Callable[[str], str] = tidy
    texts: dict[str, str] = field(default_factory=dict)
    mode: str = ""
    """How the cell in hand is edited: ``over``, ``in`` the text, ``whole`` text chosen; ``""`` when it is selected."""

    def __post_init__(self) -> None:
        self.cells = [cell for cell in self.table.cells if cell.key]
        self.by_key = {cell.key: cell for cell in self.cells}
        self.grid = {
            (row, col): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for col in range(cell.col, cell.col + cell.colspan)
        }
        self.texts = {cell.key: "" for cell in self.cells}
        self.inputs = [cell for cell in self.cells if not cell.computed]
        self.anchor = self.head = self.inputs[0]
        self.whole = self.clicked = self.typed = False
        self.before = ""
        self.done: list[dict[str, tuple[str, str]]] = []
        self.undone: list[dict[str, tuple[str, str]]] = []

    def selected(self) -> list[Cell]:
        """The cells in the range."""
        if self.whole:
            return self.cells
        inside = [self.anchor, self.head]
        while True:
            top, left = min(cell.row for cell in inside), min(cell.col for cell in inside)
            bottom = max(cell.row + cell.rowspan for cell in inside)
            right = max(cell.col + cell.colspan for cell in inside)
            grown = [
                cell
                for cell in self.cells
                if cell.row < bottom
                and cell.col < right
                and cell.row + cell.rowspan > top
                and cell.col + cell.colspan > left
            ]
            if set(map(id, grown)) == set(map(id, inside)):
                return grown
            inside = grown

    def do(self, act: tuple) -> set[str]:
        """Do ``act``; the keys of the cells it might change."""
        may = {cell.key for cell in self.selected()}
        kind, *rest = act
        return may | (getattr(self, kind)(*rest) or set())

    def take(self, cell: Cell, wider: bool = False) -> None:
        """Leave the text in edit and select ``cell``, or up to it."""
        self.leave()
        self.head, self.whole, self.clicked = cell, False, False
        if not wider:
            self.anchor = cell

    def click(self, key: str, shift: bool) -> None:
        """A click, with Shift or without."""
        cell = self.by_key[key]
        if self.mode and cell is self.anchor:
            self.mode = "in"
            return
        again = self.clicked and cell is self.anchor is self.head and not shift
        self.take(cell, shift)
        if again:
            self.edit("whole")
        elif not shift:
            self.clicked = True

    def double(self, key: str) -> None:
        """The second click of a double click."""
        if not (self.mode and self.by_key[key] is self.anchor):
            self.take(self.by_key[key])
        if self.mode:
            self.mode = "in"
        else:
            self.edit("in")

    def drag(self, key: str) -> None:
        """The mouse, held down, comes over a cell."""
        if not self.mode and self.head.key != key:
            self.head, self.whole, self.clicked = self.by_key[key], False, False

    def edit(self, mode: str) -> bool:
        """Edit the cell in hand, where it can be."""
        if self.anchor.computed:
            return False
        self.head, self.whole, self.clicked, self.mode = self.anchor, False, False, mode
        self.before, self.typed = self.texts[self.anchor.key], False
        return True

    def type(self, text: str) -> None:
        """The field holds ``text`` after a keystroke."""
        if self.mode or self.edit("over"):
            self.mode = "over" if self.mode == "whole" else self.mode
            self.typed = True
            self.texts[self.anchor.key] = text

    def leave(self) -> None:
        """End the edit: one step."""
        if self.mode and self.typed:
            key = self.anchor.key
            self.texts[key] = self.tidy(self.texts[key])
            self.keep({key: (self.before, self.texts[key])})
        self.mode = ""

    def put(self, pairs: list[tuple[Cell, str]]) -> None:
        """Set cells as one step."""
        step = {}
        for cell, text in pairs:
            if not cell.computed:
                step[cell.key] = (self.texts[cell.key], self.tidy(text))
                self.texts[cell.key] = self.tidy(text)
        self.keep(step)

    def keep(self, step: dict[str, tuple[str, str]]) -> None:
        """Remember a step, if it changed anything."""
        real = {key: change for key, change in step.items() if change[0] != change[1]}
        if real:
            self.done = [*self.done, real][-MOST_STEPS:]
            self.undone = []

    def paste(self, rows: list[list[str]]) -> set[str]:
        """A block from the corner of the range, one text into all of it."""
        self.leave()
        chosen = self.selected()
        if len(rows) == len(rows[0]) == 1 and len(chosen) > 1:
            return self.put([(cell, rows[0][0]) for cell in chosen]) or set()
        top, left = min(cell.row for cell in chosen), min(cell.col for cell in chosen)
        corner = next((cell for cell in chosen if (cell.row, cell.col) == (top, left)), self.anchor)
        pairs = []
        for down, items in enumerate(rows):
            for right, item in enumerate(items):
                cell = self.grid.get((corner.row + down, corner.col + right))
                if cell and (cell.row, cell.col) == (corner.row + down, corner.col + right):
                    pairs.append((cell, item))
        self.put(pairs)
        self.show([cell for cell, _ in pairs])
        return {cell.key for cell, _ in pairs}

    def show(self, cells: list[Cell]) -> None:
        """Select what was filled."""
        if cells:
            self.anchor, self.head, self.whole, self.clicked = cells[0], cells[-1], False, False

    def back(self, redo: bool) -> set[str]:
        """Undo or redo the latest step of which something still stands."""
        self.leave()
        source, target, was, now = (self.undone, self.done, 1, 0) if redo else (self.done, self.undone, 0, 1)
        while source:
            step = {key: change for key, change in source.pop().items() if self.texts[key] == change[now]}
            if step:
                target.append(step)
                for key, change in step.items():
                    self.texts[key] = change[was]
                self.show([self.by_key[key] for key in step])
                return set(step)
        return set()

    def press(self, name: str, shift: bool, ctrl: bool) -> set[str] | None:
        """A key that is no letter of a text."""
        self.clicked = False
        if ctrl and name in "zy":
            return self.back(name == "y" or shift)
        if name == "Enter":
            self.take(self.beside(self.anchor, -1 if shift else 1, 0, inputs=True))
        elif name == "Tab":
            self.tab(-1 if shift else 1)
        elif self.mode:
            self.press_in_edit(name, shift, ctrl)
        elif name == "F2":
            self.edit("in")
        elif name in ("Delete", "Backspace"):
            self.put([(cell, "") for cell in self.selected()])
        elif name in STEPS or name in ("Home", "End"):
            self.take(self.target(name, self.head if shift else self.anchor, ctrl), shift)
        elif ctrl and name == "a":
            self.whole = True
        elif ctrl and name in "dr":
            self.fill(name == "d")
        return None

    def press_in_edit(self, name: str, shift: bool, ctrl: bool) -> None:
        """The same while a cell is in edit."""
        if name == "Escape":
            if self.typed:
                self.texts[self.anchor.key] = self.before
            self.mode = ""
        elif name == "F2":
            self.mode = "in"
        elif ctrl or (shift and name in ("ArrowUp", "ArrowDown")):
            pass
        elif name in ("ArrowUp", "ArrowDown") or (self.mode == "over" and name in (*STEPS, "Home", "End")):
            self.leave()
            self.take(self.target(name, self.anchor, False))
        elif name in STEPS or name in ("Home", "End"):
            self.mode = "in"

    def tab(self, by: int) -> None:
        """To the next input cell; from the last one out of the table, with the cell left as it is."""
        order = self.inputs[::by]
        later = [cell for cell in order if (self.cells.index(cell) - self.cells.index(self.anchor)) * by > 0]
        if later:
            self.take(later[0])
        else:
            self.leave()

    def target(self, name: str, start: Cell, far: bool) -> Cell:
        """Where an arrow, Home or End leads."""
        if name in ("Home", "End"):
            return self.cells[0 if name == "Home" else -1] if far else self.edge(start, 0, -1 if name == "Home" else 1)
        return self.edge(start, *STEPS[name]) if far else self.beside(start, *STEPS[name])

    def beside(self, cell: Cell, down: int, right: int, inputs: bool = False) -> Cell:
        """The nearest cell in a direction; itself at the edge."""
        for far in range(1, self.table.rows + self.table.cols):
            found = self.grid.get((cell.row + down * far, cell.col + right * far))
            if found and found is not cell and not (inputs and found.computed):
                return found
        return cell

    def edge(self, cell: Cell, down: int, right: int) -> Cell:
        """The last cell in a direction."""
        while (further := self.beside(cell, down, right)) is not cell:
            cell = further
        return cell

    def fill(self, down: bool) -> None:
        """Copy the first of each column (row) of the range into the others; of one alone, the one before it."""
        groups: dict[int, list[Cell]] = {}
        for cell in self.selected():
            groups.setdefault(cell.col if down else cell.row, []).append(cell)
        pairs = []
        for group in groups.values():
            if len(group) == 1:
                group = [self.beside(group[0], *((-1, 0) if down else (0, -1))), *group]
            pairs += [(cell, self.texts[group[0].key]) for cell in group[1:]]
        self.put(pairs)


def acts(rng: random.Random, keys: list[str], length: int, texts: tuple[str, ...] = TEXTS) -> Iterator[tuple]:
    """A random sequence over the cells called ``keys``."""
    for _ in range(length):
        kind = rng.choice(
            ("click", "click", "double", "drag", "type", "type", "press", "press", "press", "ctrl", "paste", "leave")
        )
        key = rng.choice(keys)
        if kind == "click":
            yield ("click", key, rng.random() < 0.25)
        elif kind in ("double", "drag"):
            yield (kind, key)
        elif kind == "type":
            yield ("type", rng.choice(texts))
        elif kind == "press":
            yield ("press", rng.choice(KEYS), rng.random() < 0.3, False)
        elif kind == "ctrl":
            yield ("press", rng.choice(WITH_CTRL), rng.random() < 0.2, True)
        elif kind == "paste":
            wide = rng.randint(1, 3)
            yield ("paste", [[rng.choice(texts) for _ in range(wide)] for _ in range(rng.randint(1, 3))])
        else:
            yield ("leave",)
