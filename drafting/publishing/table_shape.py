"""How the three tables are drawn on A4 paper: column widths, type, rows; the same in every format that has pages."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 156
"""Millimetres: the type area."""
MARGIN = 1.5
"""Points between a cell's text and its left and right border."""
SMALLEST = 3.0
"""Points; with it the longest figure a cell may hold stays on one line."""
DIGIT = 0.64
"""Width of a digit to its height in the widest face that stands in for Times New Roman (there it is 0.5)."""
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Shape:
    """How one table is drawn: ``widths`` in mm (``WIDTH`` in all), the rest in points.

    ``repeats``: header rows stand again on the next page, where a change of font makes the table break after all.
    ``labels``: columns on the left that hold row labels, where those are running text set flush left (0: centred).
    """

    widths: tuple[float, ...]
    size: float
    line: float
    row: float
    repeats: bool = False
    labels: int = 0


SHAPES = {
    "disclosure": Shape((54, 34, 34, 34), size=12, line=18, row=23),
    "requests": Shape((11, 18, 43, *[12] * 7), size=9, line=12, row=18, repeats=True, labels=3),
    "proceedings": Shape((10.4,) * 15, size=9, line=12, row=24),
}


def fitting(figure: str, size: float, room: float) -> float:
    """``size``, or the greatest half point at which ``figure`` stays on one line of ``room`` points.

    A figure broken over two lines reads as two.
    """
    widest = room / (DIGIT * max(len(figure), 1))
    return max(min(size, int(widest * 2) / 2), SMALLEST)
