"""Table four: its figures have no labels beside them; each is what its column's header says, or the row's where it is
turned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drafting.form import bare, labels, row_of

from .content import Cell
from .figures import figure, looks_numeric
from .lines import Line, adds_up, window

OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
GROUPS = ("review", "litigation_direct", "litigation_after_review")
CASES = tuple(f"proceedings.{group}.{outcome}" for group in GROUPS for outcome in OUTCOMES)
"""The fifteen figures of table four, as printed."""
_GROUP_LABELS = {"行政复议": GROUPS[0], "未经复议直接起诉": GROUPS[1], "复议后起诉": GROUPS[2]}
CASE_HEADS = {*_GROUP_LABELS, "行政诉讼"}
"""What stands over the outcomes."""
_TITLE = 30
"""Characters of a text that stands over a table and says what is in it; a sentence of the narrative is longer."""
_LEAST = 4
"""Outcomes that a line names at least when it is a header."""
_OUTCOME_LABELS = dict(zip(labels().outcomes, OUTCOMES)) | {"合计": "total"}
Found = tuple[Line, tuple[Cell, ...] | None, tuple[Cell, ...]]
"""A line, the fifteen cells in the form's order (None: cannot be said), and all figures that stand there."""


def cases(grids: Iterable[tuple[list[str], list[Line]]]) -> Iterator[Found]:
    """The figures under each header of table four, in its grid or at the top of the next; also three rows or tables of
    five.

    ``grids``: each with the texts between it and the one before.
    """
    table = _Table()
    for over, lines in grids:
        table.begin(over)
        for line in lines:
            words = [bare(cell.text) for cell in line.own]
            groups = sum(word in CASE_HEADS for word in words)
            if (
                (groups and not _numbers(line))
                or (groups > 1 and _numbers(line) < len(OUTCOMES))
                or (sum(word in _OUTCOME_LABELS for word in words) >= _LEAST)
            ):
                table.head(line)
            elif table.open and _numbers(line) and len(line.own) >= len(OUTCOMES):
                if not any(row_of(cell.text, "requests") for cell in line.labels):
                    yield from table.row(line)
                else:
                    table.close()
            elif table.open and len(line.own) >= len(CASES) and not any(words):
                table.blank = table.blank or line
    yield from table.rest()


def _numbers(line: Line) -> int:
    return sum(figure(cell.text).kind == "number" for cell in line.own)


class _Table:
    """A table four as it is met."""

    def __init__(self) -> None:
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
            groups = [group for label, group in _GROUP_LABELS.items() if label in text]
            if len(text) <= _TITLE and groups:
                self._over = groups[0] if len(groups) == 1 and (groups[0] != GROUPS[0] or "诉讼" not in text) else None
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
            or sum(word in _OUTCOME_LABELS for word in words) >= _LEAST
            or sum(word in CASE_HEADS for word in words) > 1
        )

    def close(self) -> None:
        """Another table has begun."""
        self.open = False

    def row(self, line: Line) -> Iterator[Found]:
        """A line of figures: fifteen in one row, or five of them."""
        placed = (self._ordered(line) if line.cut else self._placed(line)) if self._here else {}
        numeric = line.own if len(line.own) == len(CASES) else [cell for cell in line.own if looks_numeric(cell.text)]
        own = window(numeric, len(CASES))
        whole = tuple(placed[key] for key in CASES) if len(placed) == len(CASES) else None
        if whole is not None and (own is None or set(map(id, own)) == set(map(id, whole))):
            yield line, whole, tuple(numeric)
        elif own is not None:
            yield line, own if self._usual(own) else None, tuple(numeric)
        elif placed and len(numeric) < len(CASES) and not self._parts.keys() & placed.keys():
            self._parts |= placed
            self._last, self._used = line, not any(_GROUP_LABELS.get(bare(cell.text)) for cell in line.labels)
            if len(self._parts) < len(CASES):
                return
            yield line, tuple(self._parts[key] for key in CASES), tuple(numeric)
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
        words = [_OUTCOME_LABELS.get(bare(cell.text)) for cell in self._heads[-1].own]
        group = next((group for cell in line.labels if (group := _GROUP_LABELS.get(bare(cell.text)))), self._over)
        figures = [cell for cell in line.own if looks_numeric(cell.text)]
        if group is None or words != list(OUTCOMES) or figures != line.own or len(figures) != len(words):
            return {}
        return dict(zip((f"proceedings.{group}.{outcome}" for outcome in OUTCOMES), line.own))

    def _placed(self, line: Line) -> dict[str, Cell]:
        """The figures by what stands over and beside them; without those of which that cannot be said."""
        beside = {group for cell in line.labels if (group := _GROUP_LABELS.get(bare(cell.text)))}
        found: dict[str, Cell] = {}
        for column, cell in line.at.items():
            words = [bare(head.text) for head in self._stacks.get(column, ())]
            groups = beside or {_GROUP_LABELS[word] for word in words if word in _GROUP_LABELS} or {self._over} - {None}
            outcome = next((_OUTCOME_LABELS[word] for word in reversed(words) if word in _OUTCOME_LABELS), None)
            if cell not in line.own or not looks_numeric(cell.text) or outcome is None or len(groups) != 1:
                continue
            key = f"proceedings.{next(iter(groups))}.{outcome}"
            if found.get(key, cell) is not cell:
                return {}
            found[key] = cell
        return found if len(set(map(id, found.values()))) == len(found) and len(found) % len(OUTCOMES) == 0 else {}

    def _usual(self, own: tuple[Cell, ...]) -> bool:
        """Whether fifteen figures may be taken in the form's order: the header names them so, or each group adds up."""
        words = self._words()
        named = [_OUTCOME_LABELS[word] for word in words if word in _OUTCOME_LABELS]
        groups = [word for word in words if word in _GROUP_LABELS]
        if groups != sorted(groups, key=list(_GROUP_LABELS).index) or (
            {"行政复议", "行政诉讼"} <= {*words} and (words.index("行政诉讼") < words.index("行政复议"))
        ):
            return False
        broken = any(_numbers(line) for line in self._heads)  # a figure that belongs below
        if not broken and named and named == list(OUTCOMES) * (len(named) // len(OUTCOMES)):
            return True
        return all(adds_up(own[at : at + 5]) for at in (0, 5, 10))

    def _words(self) -> list[str]:
        """The words of the header, each cell once: by its columns, or line by line where it has none."""
        if any(line.cut for line in self._heads):
            return [bare(cell.text) for line in self._heads for cell in line.own]
        cells = dict.fromkeys(cell for _, stack in sorted(self._stacks.items()) for cell in stack)
        return [bare(cell.text) for cell in cells]
