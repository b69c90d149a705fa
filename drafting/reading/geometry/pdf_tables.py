"""The tables of a PDF page that are drawn with lines, as grids with their merged cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from drafting.form import bare

from ..content import Cell, Grid, Place
from ..figures import looks_numeric
from ..looks import RUNS_ON
from .pdf_digits import apart
from .pdf_lines import rows_of, spelled
from .pdf_rules import Rule
from .pdf_seen import Box, Char

if TYPE_CHECKING:
    from pdfplumber.page import Page

_ITEM = "第二十条第"
"""What the one-cell rows inside table two begin with."""
CLOSE, APART = 0.1, 0.5
"""Parts of its size by which a figure's digits stand apart, and by which they may where they are letter-spaced."""
MANY = 3
"""Cells side by side with several figures each where no lines are drawn between rows."""


def grids(
    page: Page, chars: list[Char], upright: list[Rule], level: list[Rule], strokes: list[Rule]
) -> Iterator[tuple[Box, Grid]]:
    """The tables of ``page`` with the box each covers, from its ``upright`` and ``level`` rules. One-cell rows at its
    ends are no table.

    ``chars``: those that are seen; ``strokes``: see ``pdf_digits.apart``.
    """
    if len(upright) < 2 or len(level) < 2:
        return
    found = page.find_tables(
        {
            "vertical_strategy": "explicit",
            "explicit_vertical_lines": [
                {"object_type": "line", "x0": x, "x1": x, "top": top, "bottom": bottom, "height": bottom - top}
                for x, top, bottom in upright
            ],
            "horizontal_strategy": "explicit",
            "explicit_horizontal_lines": [
                {"object_type": "line", "x0": left, "x1": right, "top": y, "bottom": y, "width": right - left}
                for y, left, right in level
            ],
        }
    )
    for number, table in enumerate(found, 1):
        boxes = sorted(set(table.cells), key=lambda box: (box[1], box[0]))
        texts = _texts(chars, boxes, strokes)
        cells = {
            box: Cell(texts[box], Place(f"第 {page.page_number} 页第 {number} 个表格", page.page_number, box))
            for box in boxes
        }
        tops = sorted({round(box[1], 1) for box in boxes})
        lefts = sorted({round(box[0], 1) for box in boxes})
        rows = [[_covering(boxes, left + 0.5, top + 0.5) for left in lefts] for top in tops]
        begun: list[list[Box | None]] = []
        for row in [*rows, []]:
            own = {box for box in row if box}
            if _holds_rows([texts[box].split("\n") for box in own]):
                own = set()
            if len(own) > 1 or (begun and own and bare(cells[next(iter(own))].text).startswith(_ITEM)):
                begun.append(row)
            elif begun:
                yield from _piece(begun, cells)
                begun = []


def _piece(rows: list[list[Box | None]], cells: dict[Box, Cell]) -> Iterator[tuple[Box, Grid]]:
    while rows and len({box for box in rows[-1] if box}) <= 1:
        rows = rows[:-1]
    used = [box for row in rows for box in row if box]
    around = (
        min(box[0] for box in used),
        min(box[1] for box in used),
        max(box[2] for box in used),
        max(box[3] for box in used),
    )
    yield around, Grid(tuple(tuple(cells[box] if box else None for box in row) for row in rows))


def _holds_rows(cells: list[list[str]]) -> bool:
    """Whether no line is drawn between the rows of a row: several of its ``cells`` hold as many figures, one below the
    other.

    One figure that is torn because its column is narrow fills all lines but its last, and does not begin with 0.
    """
    columns = [list(takewhile(looks_numeric, reversed(lines)))[::-1] for lines in cells]
    high = max(map(len, columns), default=0)
    alike = [figures for figures in columns if len(figures) == high > 1]
    return len(alike) >= MANY and any(figures[0] == "0" or len(set(map(len, figures[:-1]))) > 1 for figures in alike)


def _covering(boxes: list[Box], x: float, y: float) -> Box | None:
    return next((box for box in boxes if box[0] <= x < box[2] and box[1] <= y < box[3]), None)


def _texts(chars: list[Char], boxes: list[Box], strokes: list[Rule]) -> dict[Box, str]:
    """What stands in each cell, its lines one below the other; what belongs to no cell is left out."""
    held: dict[Box, list[Char]] = {box: [] for box in boxes}
    tops = [box[1] for box in boxes]
    before: tuple[Char, Box | None] | None = None
    spacing = 0.0
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        inside = next(
            (box for box in reversed(boxes[: bisect_right(tops, y)]) if box[0] <= x < box[2] and box[1] <= y < box[3]),
            None,
        )
        if before and before[1] is not inside and _runs_on(before[0], char, spacing):
            for part, box in (before, (char, inside)):
                if box:
                    held[box].append(part | {"text": RUNS_ON})
        if inside:
            held[inside].append(char)
        spacing = _gap(before[0], char) if before and before[1] is inside and _runs_on(before[0], char, APART) else 0.0
        before = char, inside
    return {
        box: "\n".join(filter(None, (spelled(row) for row in rows_of(apart(inside, strokes)))))
        for box, inside in held.items()
    }


def _runs_on(left: Char, right: Char, spacing: float) -> bool:
    """Whether two characters are neighbours in one figure whose digits stand ``spacing`` apart, in parts of their size."""
    return (
        left["text"].isdigit()
        and right["text"].isdigit()
        and left["top"] == right["top"]
        and abs(_gap(left, right)) < abs(spacing) + CLOSE
    )


def _gap(left: Char, right: Char) -> float:
    return (right["x0"] - left["x1"]) / max(left["size"], 1.0)
