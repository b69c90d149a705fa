"""The tables of a PDF page that are drawn with lines, as grids with their merged cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from drafting.form import bare

from .content import Cell, Grid, Place
from .pdf_lines import Box, Char, rows_of, spelled
from .pdf_rules import ruled

if TYPE_CHECKING:
    from pdfplumber.page import Page

_ITEM = "第二十条第"
"""What the one-cell rows inside table two begin with."""
FULL, SHIFTED, TINY = 0.92, 0.1, 0.75
"""Parts of a figure's size: what its digits have at least; by which a note's baseline is off; under which a digit is a note's anyway."""
BESIDE = 0.3
"""The part of its height that a note's number has in common with the digits of the line it stands in."""
_ON = "…"
"""Stands behind or before the part of a figure that runs on over a line into the next cell: such a part is no number."""


def grids(page: Page, chars: list[Char]) -> Iterator[tuple[Box, Grid]]:
    """The tables of ``page`` with the box each covers; ``chars``: those that are seen. One-cell rows at its ends are no table."""
    upright, level = ruled(page)
    if len(upright) < 2 or len(level) < 2:
        return
    found = page.find_tables({
        "vertical_strategy": "explicit", "explicit_vertical_lines": [
            {"object_type": "line", "x0": x, "x1": x, "top": top, "bottom": bottom, "height": bottom - top} for x, top, bottom in upright],
        "horizontal_strategy": "explicit", "explicit_horizontal_lines": [
            {"object_type": "line", "x0": left, "x1": right, "top": y, "bottom": y, "width": right - left} for y, left, right in level]})
    for number, table in enumerate(found, 1):
        boxes = sorted(set(table.cells), key=lambda box: (box[1], box[0]))
        texts = _texts(chars, boxes)
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
    """What stands in each cell, its lines one below the other; what belongs to no cell is left out."""
    held: dict[Box, list[Char]] = {box: [] for box in boxes}
    tops = [box[1] for box in boxes]
    before: tuple[Char, Box] | None = None
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for box in reversed(boxes[:bisect_right(tops, y)]):
            if box[0] <= x < box[2] and box[1] <= y < box[3]:
                if before and before[1] is not box and _runs_on(before[0], char):
                    held[before[1]].append(before[0] | {"text": _ON})
                    held[box].append(char | {"text": _ON})
                held[box].append(char)
                before = char, box
                break
    return {box: "\n".join(filter(None, (spelled(row) for row in rows_of(_notes_apart(inside))))) for box, inside in held.items()}


def _notes_apart(chars: list[Char]) -> list[Char]:
    """``chars`` of a cell, with digits that stand higher, lower or much smaller than those beside them in brackets."""
    digits = [char for char in chars if char["text"].isdigit() and char["upright"]]
    size = max((char["size"] for char in digits), default=0.0)
    full = [char for char in digits if char["size"] > FULL * size]

    def is_note(char: Char) -> bool:
        return char["text"].isdigit() and char["upright"] and any(
            min(beside["bottom"], char["bottom"]) - max(beside["top"], char["top"]) > BESIDE * char["size"]
            and (char["size"] < TINY * size or abs(beside["matrix"][5] - char["matrix"][5]) > SHIFTED * size) for beside in full)

    return [char | {"text": f"[{char['text']}]"} if is_note(char) else char for char in chars]


def _runs_on(left: Char, right: Char) -> bool:
    """Whether two characters are neighbours in one figure."""
    return (left["text"].isdigit() and right["text"].isdigit() and left["top"] == right["top"]
            and abs(right["x0"] - left["x1"]) < 0.1 * left["size"])
