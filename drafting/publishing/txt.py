"""Plain text (UTF-8): for reading, for pasting, and for machines.

A table is one line a row with a tab between columns; the area a merged cell covers is empty positions, so a
column keeps its place in every row.
"""

from __future__ import annotations

from collections.abc import Iterator

from .document import Grid, Picture, Publication


def write(publication: Publication) -> bytes:
    """``publication`` as UTF-8 text with newlines."""
    parts = [publication.mark] if publication.mark else []
    parts.append("".join(publication.title))
    for chapter in filter(None, (publication.preface, *publication.chapters)):
        lines: list[str] = []
        for block in chapter:
            lines += (
                _rows(block)
                if isinstance(block, Grid)
                else _words(block)
                if isinstance(block, Picture)
                else [block.text]
            )
        parts.append("\n".join(lines))
    if publication.signature:
        parts.append(f"{publication.signature.organ}\n{publication.signature.day}")
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def _words(picture: Picture) -> list[str]:
    """The caption of a chart, and all it shows in words."""
    return [picture.text, picture.chart.alt]


def _rows(grid: Grid) -> Iterator[str]:
    for row in range(grid.table.rows):
        covering = ((col, grid.at[row, col]) for col in range(grid.table.cols))
        yield "\t".join(grid.text(cell) if (cell.row, cell.col) == (row, col) else "" for col, cell in covering)
