"""Tables of a PDF that are set without lines between their columns: rows of figures, with the labels that stand around them."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.form import row_of

from .content import Cell, Grid, Place
from .figures import looks_numeric
from .headings import is_heading
from .pdf_lines import Line

BETWEEN = 6
"""Lines of labels and headers that may stand between two rows of one table."""
REACH = 1.7
"""Heights of a character within which a line belongs to the label beside it."""


def tables(blocks: list[Grid | Line]) -> Iterator[Grid | Line]:
    """``blocks`` with the lines that have columns, and what stands between them, as grids; their cells were cut by us."""
    stretch: list[Line] = []
    for block in blocks:
        if isinstance(block, Grid) or is_heading(block.text):
            yield from _stretch(stretch)
            yield block
            stretch = []
        else:
            stretch.append(block)
    yield from _stretch(stretch)


def _stretch(lines: list[Line]) -> Iterator[Grid | Line]:
    """Lines in order; those with columns that stand near each other, and what is between them, as one grid."""
    labelled = list(_labelled(lines))
    columned = [at for at, (cells, _) in enumerate(labelled) if len(cells) > 1]
    done = 0
    while columned:
        first = last = columned.pop(0)
        while columned and columned[0] - last <= BETWEEN:
            last = columned.pop(0)
        yield from (line for _, line in labelled[done:first])
        done = last + 1
        yield Grid(tuple(
            tuple(Cell(cell, Place(f"第 {line.page} 页", line.page, line.box)) for cell in cells)
            for cells, line in labelled[first:done]), cut=True)
    yield from (line for _, line in labelled[done:])


def _labelled(lines: list[Line]) -> Iterator[tuple[list[str], Line]]:
    """The cells of each line. A row of figures whose own label names no row takes the lines of words above and below into it."""
    at = 0
    while at < len(lines):
        above, row, below = (*lines[at:at + 3], None, None)[:3]
        cells = row.text.split("\t") if row and below and _belongs(above, row) and _belongs(below, row) else []
        own = [cell for cell in cells if not looks_numeric(cell)]
        label = f"{above.text}{''.join(own)}{below.text}" if cells[1:] else ""
        if label and own == cells[:len(own)] and not _names("".join(own)) and _names(label):
            yield [label, *cells[len(own):]], row
            at += 3
        else:
            yield above.text.split("\t"), above
            at += 1


def _belongs(words: Line, row: Line) -> bool:
    distance = abs((words.box[1] + words.box[3]) - (row.box[1] + row.box[3])) / 2
    return "\t" not in words.text and words.page == row.page and distance <= REACH * row.size


def _names(label: str) -> bool:
    return row_of(label, "requests") is not None or row_of(label, "disclosure") is not None
