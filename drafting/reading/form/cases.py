"""Table four: its figures have no labels beside them; each is what its column's header says, or the row's where it is
turned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drafting.form import PrintedForm, bare

from ..content import Cell
from ..figures import figure, looks_numeric
from ..geometry.lines import Line, adds_up, window

_TITLE = 30
"""Characters of a text that stands over a table and says what is in it; a sentence of the narrative is longer."""
_LEAST = 4
"""Outcomes that a line names at least when it is a header."""
Found = tuple[Line, tuple[Cell, ...] | None, tuple[Cell, ...]]
"""A line, the fifteen cells in the form's order (None: cannot be said), and all figures that stand there."""


def cases(grids: Iterable[tuple[list[str], list[Line]]], form: PrintedForm) -> Iterator[Found]:
    """The figures under each header of table four, in its grid or at the top of the next; also three rows or tables of
    five.

    ``grids``: each with the texts between it and the one before.
    """
    table = _Table(form)
    for over, lines in grids:
        table.begin(over)
        for line in lines:
            words = [bare(cell.text) for cell in line.own]
            groups = sum(word in form.case_heads for word in words)
            if (
                (groups and not _numbers(line))
                or (groups > 1 and _numbers(line) < len(form.outcomes))
                or (sum(word in form.outcome_labels for word in words) >= _LEAST)
            ):
                table.head(line)
            elif table.open and _numbers(line) and len(line.own) >= len(form.outcomes):
                if not any(form.row_of(cell.text, "requests") for cell in line.labels):
                    yield from table.row(line)
                else:
                    table.close()
            elif table.open and len(line.own) >= len(form.cases) and not any(words):
                table.blank = table.blank or line
    yield from table.rest()


def _numbers(line: Line) -> int:
    return sum(figure(cell.text).kind == "number" for cell in line.own)


class _Table:
    """A table four as it is met."""

    def __init__(self, form: PrintedForm) -> None:
        self._cases, self._outcomes = form.cases, form.outcomes
        self._outcome_of, self._way_of, self._over_outcomes = form.outcome_labels, form.way_labels, form.case_heads
        self._stacks: dict[int, list[Cell]] = {}
        self._heads: list[Line] = []
        self._here = self._used = False
        self.open = False
        self._over: str | None = None
        self._parts: dict[str, Cell] = {}
        self._last: Line | None = None
        self.blank: Line | None = None
        """A row without figures under the header; it counts when none with figures follows."""

    def begin(self, over: list[str]) -> None:
        """A new grid begins under the texts ``over``; a header without figures yet holds on, its columns do not."""
        self._here = False
        for text in map(bare, over):
            groups = [group for label, group in self._way_of.items() if label in text]
            if len(text) <= _TITLE and groups:
                self._over = (
                    groups[0]
                    if len(groups) == 1 and (groups[0] != next(iter(self._way_of.values())) or "诉讼" not in text)
                    else None
                )
                self.open = self.open or ("诉讼" in text and not any(map(str.isdigit, text)))

    def head(self, line: Line) -> None:
        """One line of a header."""
        if not self._here or self._used:
            self._stacks = {}
            self._heads = self._heads if line.cut and not self._used else []
        self._here, self._used = True, False
        self._heads.append(line)
        for column, cell in line.at.items():
            self._stacks.setdefault(column, []).append(cell)
        words = [bare(cell.text) for cell in line.own]
        self.open = (
            self.open
            or sum(word in self._outcome_of for word in words) >= _LEAST
            or sum(word in self._over_outcomes for word in words) > 1
        )

    def close(self) -> None:
        """Another table has begun."""
        self.open = False

    def row(self, line: Line) -> Iterator[Found]:
        """A line of figures: fifteen in one row, or five of them."""
        placed = (self._ordered(line) if line.cut else self._placed(line)) if self._here else {}
        numeric = (
            line.own if len(line.own) == len(self._cases) else [cell for cell in line.own if looks_numeric(cell.text)]
        )
        own = window(numeric, len(self._cases))
        whole = tuple(placed[key] for key in self._cases) if len(placed) == len(self._cases) else None
        if whole is not None and (own is None or set(map(id, own)) == set(map(id, whole))):
            yield line, whole, tuple(numeric)
        elif own is not None:
            yield line, own if self._usual(own) else None, tuple(numeric)
        elif placed and len(numeric) < len(self._cases) and not self._parts.keys() & placed.keys():
            self._parts |= placed
            self._last, self._used = line, not any(self._way_of.get(bare(cell.text)) for cell in line.labels)
            if len(self._parts) < len(self._cases):
                return
            yield line, tuple(self._parts[key] for key in self._cases), tuple(numeric)
            self._parts = {}
        else:
            yield line, None, tuple(numeric)
        self.open, self._used, self.blank = False, True, None

    def rest(self) -> Iterator[Found]:
        """What was met of a table whose figures, or other parts, never came."""
        if self.open and self.blank:
            yield from self.row(self.blank)
        if self._parts and self._last:
            yield self._last, None, tuple(self._parts.values())

    def _ordered(self, line: Line) -> dict[str, Cell]:
        """The five figures of a line without columns, under a header that says just the five outcomes."""
        words = [self._outcome_of.get(bare(cell.text)) for cell in self._heads[-1].own]
        group = next((group for cell in line.labels if (group := self._way_of.get(bare(cell.text)))), self._over)
        figures = [cell for cell in line.own if looks_numeric(cell.text)]
        if group is None or words != list(self._outcomes) or figures != line.own or len(figures) != len(words):
            return {}
        return dict(zip((f"proceedings.{group}.{outcome}" for outcome in self._outcomes), line.own))

    def _placed(self, line: Line) -> dict[str, Cell]:
        """The figures by what stands over and beside them; without those of which that cannot be said."""
        beside = {group for cell in line.labels if (group := self._way_of.get(bare(cell.text)))}
        found: dict[str, Cell] = {}
        for column, cell in line.at.items():
            words = [bare(head.text) for head in self._stacks.get(column, ())]
            groups = beside or {self._way_of[word] for word in words if word in self._way_of} or {self._over} - {None}
            outcome = next((self._outcome_of[word] for word in reversed(words) if word in self._outcome_of), None)
            if cell not in line.own or not looks_numeric(cell.text) or outcome is None or len(groups) != 1:
                continue
            key = f"proceedings.{next(iter(groups))}.{outcome}"
            if found.get(key, cell) is not cell:
                return {}
            found[key] = cell
        return (
            found if len(set(map(id, found.values()))) == len(found) and len(found) % len(self._outcomes) == 0 else {}
        )

    def _usual(self, own: tuple[Cell, ...]) -> bool:
        """Whether fifteen figures may be taken in the form's order: the header names them so, or each group adds up."""
        words = self._words()
        named = [self._outcome_of[word] for word in words if word in self._outcome_of]
        groups = [word for word in words if word in self._way_of]
        if groups != sorted(groups, key=list(self._way_of).index) or (
            {"行政复议", "行政诉讼"} <= {*words} and (words.index("行政诉讼") < words.index("行政复议"))
        ):
            return False
        broken = any(_numbers(line) for line in self._heads)  # a figure that belongs below
        if not broken and named and named == list(self._outcomes) * (len(named) // len(self._outcomes)):
            return True
        each = len(self._outcomes)
        return all(adds_up(own[at : at + each]) for at in range(0, len(own), each))

    def _words(self) -> list[str]:
        """The words of the header, each cell once: by its columns, or line by line where it has none."""
        if any(line.cut for line in self._heads):
            return [bare(cell.text) for line in self._heads for cell in line.own]
        cells = dict.fromkeys(cell for _, stack in sorted(self._stacks.items()) for cell in stack)
        return [bare(cell.text) for cell in cells]
