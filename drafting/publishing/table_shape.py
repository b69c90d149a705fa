"""How the three tables are drawn on A4 paper: column widths, type, rows; the same in every format that has pages."""

from __future__ import annotations

from dataclasses import dataclass

from drafting.form import Cell, Table

WIDTH = 156
"""Millimetres: the type area."""
MARGIN = 1.5
"""Points between a cell's text and its left and right border."""
FLUSH = 3.0
"""Points left of a label set flush left."""
SMALLEST = 3.0
"""Points; with it the longest figure a cell may hold stays on one line."""
DIGIT = 0.64
"""Width of a digit to its height in the widest face that stands in for Times New Roman (there it is 0.5)."""
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Shape:
    """How one table is drawn: ``widths`` in mm (``WIDTH`` in all), the rest in points.

    ``start``: a table as high as a page may go on overleaf under its header again, so that most of a page is not left
    empty before it; this many rows, a third of a page, stand where it begins (0: as ``stays`` says). ``labels``:
    columns on the left that hold row labels, where those are running text set flush left (0: centred). ``upright``:
    columns on the left whose tall labels are set from top to bottom.
    """

    widths: tuple[float, ...]
    size: float
    line: float
    row: float
    start: int = 0
    labels: int = 0
    upright: int = 0


SHAPES = {
    "disclosure": Shape((54, 34, 34, 34), size=12, line=18, row=20),
    "requests": Shape((11, 18, 43, *[12] * 7), size=9, line=12, row=18, start=9, labels=3, upright=1),
    "proceedings": Shape((10.4,) * 15, size=9, line=12, row=24),
}


def heads(table: Table, row: int) -> bool:
    """Whether ``row`` only names what stands below it: the header, and in table two also the first rows of each group."""
    return row not in table.rows_of_numbers


def stays(table: Table, row: int) -> bool:
    """Whether ``row`` stands on the same page as the next one: tables break between groups of rows, or not at all."""
    if row == table.rows - 1:
        return False
    if start := SHAPES[table.id].start:
        return row < start - 1
    return heads(table, row) or not heads(table, row + 1)


def is_flush(table: Table, cell: Cell) -> bool:
    """Whether ``cell`` is a row label set flush left."""
    return (
        cell.text is not None
        and cell.row >= table.header_rows
        and cell.rowspan == 1
        and cell.col + cell.colspan == SHAPES[table.id].labels
    )


def is_upright(table: Table, cell: Cell) -> bool:
    """Whether ``cell`` is a label set from top to bottom, as 三、本年度办理结果 is on the form."""
    return cell.text is not None and cell.rowspan > 1 and cell.col + cell.colspan <= SHAPES[table.id].upright


def fitting(figure: str, size: float, room: float) -> float:
    """``size``, or the greatest half point at which ``figure`` stays on one line of ``room`` points.

    A figure broken over two lines reads as two.
    """
    widest = room / (DIGIT * max(len(figure), 1))
    return max(min(size, int(widest * 2) / 2), SMALLEST)
