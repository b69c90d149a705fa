"""Rows of a PDF's table between two level lines, where no lines are drawn between its columns: the label may take
several lines.

Which edition a file is on is not known yet: a label is one that any of them prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from drafting.form import bare, printed_forms

from ..figures import looks_numeric
from .pdf_digits import apart
from .pdf_lines import Line, made, rows_of, spelled
from .pdf_rules import NEAR, Rule
from .pdf_seen import Char

LONG = 100.0
"""Points of the shortest line under a row of figures."""
LEAST = 3
"""Lines of a table that end at one height from the left."""


def banded(
    chars: list[Char], level: list[Rule], page: int, height: float, strokes: Sequence[Rule]
) -> tuple[list[Line], list[Char]]:
    """The rows of figures between ``level`` lines, and the characters left over. A row that is not plainly one is left
    over.

    A cell merged with those below has no line under it: what stands left of a row's lines is not its label.
    """
    found: list[Line] = []
    used: set[int] = set()
    for top, bottom in _bands(level):
        left, right = max(top[1], bottom[1]) - NEAR, top[2] + NEAR
        inside = [
            char
            for char in chars
            if top[0] <= (char["top"] + char["bottom"]) / 2 < bottom[0]
            and left <= (char["x0"] + char["x1"]) / 2 <= right
            and char["text"].strip()
        ]
        cells = _cells([spelled(apart(row, strokes), "\t", figures=True).split("\t") for row in rows_of(inside)])
        if cells:
            found.append(made("\t".join(cells), inside, page, height))
            used |= set(map(id, inside))
    return found, [char for char in chars if id(char) not in used]


def _bands(level: list[Rule]) -> Iterator[tuple[Rule, Rule]]:
    ends: dict[int, list[Rule]] = {}
    for rule in sorted(rule for rule in level if rule[2] - rule[1] >= LONG):
        ends.setdefault(next((end for end in ends if abs(end - rule[2]) <= NEAR), round(rule[2])), []).append(rule)
    for rules in ends.values():
        if len(rules) >= LEAST:
            yield from pairwise(rules)


def _cells(rows: list[list[str]]) -> list[str]:
    """The label and the figures of ``rows`` of one band; empty unless all figures stand in one of them, behind its
    words.

    Nor when a part of the label is that of another row: rows without figures may stand in a band too.
    """
    figures = [row for row in rows if looks_numeric(row[-1])]
    if len(figures) != 1:
        return []
    row = figures[0]
    first = next(at for at, cell in enumerate(row) if looks_numeric(cell))
    if (
        first > 1
        or not all(map(looks_numeric, row[first:]))
        or any(len(other) > 1 for other in rows if other is not row)
    ):
        return []
    words = [other[0] for other in rows if other is not row or first]
    label = "".join(words)
    if not _is_whole(label) and any(_name(part) not in (None, _name(label)) for part in words):
        return []
    return [label, *row[first:]] if label else row


def _name(label: str) -> str | None:
    named = (form.row_of(label, table) for form in printed_forms() for table in ("requests", "disclosure"))
    return next(filter(None, named), None)


def _is_whole(label: str) -> bool:
    """Whether ``label`` is one of table three to the letter, of which a part may be another's (2.其他)."""
    named = ((form, form.row_of(label, "requests")) for form in printed_forms())
    return any(row in form.order and bare(label) == bare(form.label(row)) for form, row in named)
