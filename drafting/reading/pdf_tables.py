"""The tables of a PDF page that are drawn with lines, as grids with their merged cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from drafting.form import bare

from .content import Cell, Grid, Place
from .pdf_lines import Box, Char, rows_of, spelled

if TYPE_CHECKING:
    from pdfplumber.page import Page

_ITEM = "第二十条第"
"""What the one-cell rows inside table two begin with."""


def grids(page: Page) -> Iterator[tuple[Box, Grid]]:
    """The tables of ``page`` with the box each covers. Rows of one cell at its ends, and between tables, are no table."""
    for number, table in enumerate(page.find_tables(), 1):
        boxes = sorted(set(table.cells), key=lambda box: (box[1], box[0]))
        texts = _texts(page.chars, boxes)
        cells = {box: Cell(texts[box], Place(f"第 {page.page_number} 页第 {number} 个表格", page.page_number, box)) for box in boxes}
        tops = sorted({round(box[1], 1) for box in boxes})
        lefts = sorted({round(box[0], 1) for box in boxes})
        rows = [[_covering(boxes, left + 0.5, top + 0.5) for left in lefts] for top in tops]
        begun: list[list[Box | None]] = []
        for row in [*rows, []]:
            own = {box for box in row if box}
            if len(own) > 1 or begun and own and bare(cells[next(iter(own))].text).startswith(_ITEM):
                begun.append(row)
            elif begun:
                yield from _piece(begun, cells)
                begun = []


def _piece(rows: list[list[Box | None]], cells: dict[Box, Cell]) -> Iterator[tuple[Box, Grid]]:
    while rows and len({box for box in rows[-1] if box}) <= 1:
        rows = rows[:-1]
    used = [box for row in rows for box in row if box]
    around = (min(box[0] for box in used), min(box[1] for box in used), max(box[2] for box in used), max(box[3] for box in used))
    yield around, Grid(tuple(tuple(cells[box] if box else None for box in row) for row in rows))


def _covering(boxes: list[Box], x: float, y: float) -> Box | None:
    return next((box for box in boxes if box[0] <= x < box[2] and box[1] <= y < box[3]), None)


def _texts(chars: list[Char], boxes: list[Box]) -> dict[Box, str]:
    """What stands in each cell, its lines one below the other."""
    held: dict[Box, list[Char]] = {box: [] for box in boxes}
    tops = [box[1] for box in boxes]
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for box in reversed(boxes[:bisect_right(tops, y)]):
            if box[0] <= x < box[2] and box[1] <= y < box[3]:
                held[box].append(char)
                break
    return {box: "\n".join(filter(None, (spelled(row) for row in rows_of(inside)))) for box, inside in held.items()}
