"""Cells with a figure that cover several rows of the form: how the figure splits among them only the office knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ..content import Cell, Content, Grid
from .rows import Row


def shared(found: Iterable[Row], content: Content) -> dict[str, list[Row]]:
    """Row -> all rows of the form that its figures stand in, the first the one where they are printed.

    A figure that covers two lines of one row of the form, whose label does so too, is no such figure.
    """
    spans = _spans(content)
    groups: dict[str, list[Row]] = {}
    rows = list(found)
    for at, row in enumerate(rows):
        over = max((spans.get(id(cell), 1) for cell in row.cells or () if cell.text.strip()), default=1)
        group = [row]
        for below in rows[at + 1 : at + over]:
            if below.block != row.block or below.row == row.row or any(cell.text.strip() for cell in _own(below)):
                break
            group.append(below)
        if len(group) > 1:
            groups |= {one.row: group for one in group}
    return groups


def _own(row: Row) -> tuple[Cell, ...]:
    return row.cells or row.loose


def _spans(content: Content) -> Mapping[int, int]:
    """In how many lines of its grid each cell stands, by the id of the cell."""
    return Counter(
        id(cell)
        for block in content.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in {id(cell): cell for cell in row if cell is not None}.values()
    )
