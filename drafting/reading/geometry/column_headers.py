"""What stands over the columns of a table: which column is which, however many rows its header has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drafting.form import bare

from ..content import Cell
from ..figures import figure, looks_numeric
from .lines import Line, adds_up, window

SPLIT = 3
"""Rows of a header that a column's name may be spread over (``商业`` above ``企业``)."""

PROOF = 2
"""Rows whose figures under the header add up, after which a row that does not is taken as a misprint."""


class ColumnHeaders:
    """The header of a table, line by line as it is met. ``name``: what a label names as a column, None when nothing.

    ``wanted``: the columns in the order the form prints them.
    """

    def __init__(self, wanted: Sequence[str], name: Callable[[str], str | None]):
        self._wanted, self._name = tuple(wanted), name
        self._stacks: dict[int, list[Cell]] = {}
        self._places: dict[str, list[int]] | None = None
        self.doubtful = False
        """Whether two columns have the same name."""
        self._proved = 0
        self._order: tuple[str, ...] = ()
        self._unordered = False

    def add(self, line: Line) -> None:
        """One more line of the header. Cut out of text, it says no more than the order of its own columns."""
        names = [name for cell in line.own if (name := self._name(cell.text))]
        if line.cut and len(set(names)) < len(self._wanted):
            self._unordered = self._unordered or names != sorted(set(names), key=self._wanted.index)
            return
        for column, cell in line.at.items():
            stack = self._stacks.setdefault(column, [])
            if not stack or stack[-1] is not cell:
                stack.append(cell)
        self._places = None

    @property
    def places(self) -> dict[str, list[int]]:
        """The positions each column covers, by its name."""
        if self._places is None:
            self._places = self._settled()
            self._order = self._in_sequence(self._places) or self._order
        return self._places

    @property
    def order(self) -> tuple[str, ...]:
        """The columns as the file last had all of them, from left to right; empty where it never did."""
        return self._in_sequence(self.places) or self._order

    def _in_sequence(self, places: dict[str, list[int]]) -> tuple[str, ...]:
        """The columns from left to right; none where ``places`` lacks one."""
        return tuple(sorted(self._wanted, key=lambda name: places[name][0])) if self._complete(places) else ()

    def _settled(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        heads: dict[str, Cell] = {}
        self.doubtful = False
        for column, stack in sorted(self._stacks.items()):
            name, head = self._named(stack)
            if name is None:
                continue
            if name in heads and heads[name] is not head:
                if name != "total":
                    self.doubtful = True
                elif bare(heads[name].text) == "总计" != bare(head.text):
                    continue  # a 合计 of some columns
                places[name] = []
            heads[name] = head
            places.setdefault(name, []).append(column)
        return places

    def _complete(self, places: dict[str, list[int]]) -> bool:
        return len(places) == len(self._wanted) and not self.doubtful

    def _named(self, stack: list[Cell]) -> tuple[str | None, Cell]:
        for size in range(1, min(SPLIT, len(stack)) + 1):
            if name := self._name("".join(cell.text for cell in stack[-size:])):
                return name, stack[-1]
        named = next((cell for cell in reversed(stack) if self._name(cell.text)), None)
        return (self._name(named.text), named) if named else (None, stack[-1])

    def next_grid(self) -> ColumnHeaders:
        """The header as far as it holds for a grid that goes on without one: the order of its columns."""
        following = ColumnHeaders(self._wanted, self._name)
        following._order = self.order
        return following

    def cells(self, line: Line, after: list[Cell]) -> tuple[Cell, ...] | None:
        """The figures of ``line`` in the form's order; ``after``: its cells behind the label. None when that cannot be
        said.

        The header and the row's own cells must agree; where they do not, the one whose figures add up counts.
        """
        own = window(after, len(self._wanted))
        places = self.places
        if line.cut:
            own = own and self._ordered(own)
            tidy = (
                own is not None
                and not self._unordered
                and not self.doubtful
                and after[-1] in own
                and self._whole(own, after)
                and not any(cell.text.strip() for cell in after if cell not in own)
            )
            return own if tidy or (own and self._sums(own)) else None
        if not places:
            return own and self._ordered(own)
        if not self._complete(places):
            fits = (
                own is not None
                and not self.doubtful
                and all(
                    line.at.get(column) is own[self._wanted.index(name)]
                    for name, columns in places.items()
                    for column in columns[-1:]
                )
            )
            return own if fits or (own is not None and self._sums(own)) else None
        headed = self._headed(line, places, after)
        if headed and self._sums(headed) and figure(headed[-1].text).value:
            self._proved += 1
        if headed and own and set(map(id, own)) == set(map(id, headed)):
            return headed
        if headed is None or not all(looks_numeric(cell.text) for cell in headed):
            return own if own and (self._sums(own) or self._shifted(line, places)) else None
        if own is None:
            beside = any(cell.text.strip() and cell not in headed for cell in after)
            sure = not beside or "total" not in self._wanted or self._sums(headed) or self._proved >= PROOF
            return headed if sure else None
        if [cell.text for cell in own] == [cell.text for cell in headed]:
            return headed
        fitting = [cells for cells in (own, headed) if self._sums(cells)]
        return fitting[0] if len(fitting) == 1 else None

    def _ordered(self, own: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(own[self.order.index(name)] for name in self._wanted) if self.order else own

    def _headed(self, line: Line, places: dict[str, list[int]], after: list[Cell]) -> tuple[Cell, ...] | None:
        """The cells under the header, behind the label: one each, all different."""
        found = []
        for name in self._wanted:
            under = list(dict.fromkeys(line.at[column] for column in places[name] if column in line.at))
            filled = [cell for cell in under if cell.text.strip()]
            if not under or len(filled) > 1:
                return None
            found.append((filled or under[-1:])[0])
        usable = len(set(map(id, found))) == len(found) and all(cell in after for cell in found)
        return tuple(found) if usable else None

    def _shifted(self, line: Line, places: dict[str, list[int]]) -> bool:
        """Whether the header does not stand over the figures at all, as where a page states spans that do not fit."""
        return any(column not in line.at for columns in places.values() for column in columns)

    def _whole(self, cells: tuple[Cell, ...], after: list[Cell]) -> bool:
        """Whether ``cells`` are just those of the form, all filled, or add up: where two ran together a blank makes up
        the number.
        """
        filled = [bool(cell.text.strip()) for cell in cells]
        if "total" not in self._wanted or all(filled) or (filled[0] and len(after) == len(cells)):
            return True
        values = [figure(cell.text).value or 0 for cell in cells]
        return sum(values[:-1]) == values[-1]

    def _sums(self, cells: tuple[Cell, ...]) -> bool:
        return "total" in self._wanted and adds_up(cells)
