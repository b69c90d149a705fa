"""Tables of a PDF that are set without lines between their columns: rows of figures, with the labels that stand around
them.

Which edition a file is on is not known yet: a label is one that any of them prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from drafting.form import PrintedForm, bare, printed_forms

from ..content import Cell, Grid, Place
from ..figures import looks_numeric
from ..headings import is_heading
from .pdf_lines import Line

BETWEEN = 6
"""Lines of labels and headers that may stand between two rows of one table."""
MOST, SHORT = 24, 6
"""Lines that the longest label takes in the narrowest column; characters of a label that takes one."""
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
        yield Grid(
            tuple(
                tuple(Cell(cell, Place(f"第 {line.page} 页", line.page, line.box)) for cell in cells)
                for cells, line in labelled[first:done]
            ),
            cut=True,
        )
    yield from (line for _, line in labelled[done:])


def _labelled(lines: list[Line]) -> Iterator[tuple[list[str], Line]]:
    """The cells of each line. A row of figures whose own label names no row takes the lines of words above and below
    into it.
    """
    at = 0
    while at < len(lines):
        wrapped = _wrapped(lines[at : at + MOST])
        if wrapped:
            cells, row, used = wrapped
            yield cells, row
            at += used
            continue
        three = lines[at : at + 3]
        if len(three) == 3 and (between := _between(*three)):
            yield between, three[1]
            at += 3
        else:
            yield three[0].text.split("\t"), three[0]
            at += 1


def _between(above: Line, row: Line, below: Line) -> list[str] | None:
    """The cells of ``row`` with the words above and below in its label; None where these together name no row, or its
    own do.
    """
    cells = row.text.split("\t") if _belongs(above, row) and _belongs(below, row) else []
    own = [cell for cell in cells if not looks_numeric(cell)]
    label = f"{above.text}{''.join(own)}{below.text}" if cells[1:] else ""
    if label and own == cells[: len(own)] and not _names("".join(own)) and _names(label):
        return [label, *cells[len(own) :]]
    return None


def _wrapped(lines: list[Line]) -> tuple[list[str], Line, int] | None:
    """The cells of a row of figures whose label takes the first of ``lines`` to the letter, the row itself, and how
    many lines.

    A label to its left that runs over several rows may stand in front of its own (（三）不予 beside 2.其他法律);
    nothing else may.
    """
    at = next((at for at, line in enumerate(lines) if "\t" in line.text), None)
    if at is None or not all(_follow(above, below) for above, below in pairwise(lines[: at + 1])):
        return None
    cells = lines[at].text.split("\t")
    own = [cell for cell in cells if not looks_numeric(cell)]
    if len(own) == len(cells) or own != cells[: len(own)]:
        return None
    words = [bare("".join(own) if line is lines[at] else line.text) for line in lines]
    last = next(
        (
            end
            for end in range(at + 1, len(lines))
            if "\t" in lines[end].text or not _follow(lines[end - 1], lines[end])
        ),
        len(lines),
    )
    whole, beside = _printed(printed_forms())
    for label, printed in whole.items():
        used = _taken(words[:last], label, beside)
        if used > max(at, 1):
            return [printed, *cells[len(own) :]], lines[at], used
    return None


def _taken(words: list[str], label: str, beside: list[str]) -> int:
    """How many of ``words`` end, the first at least, with one part of ``label`` each, up to its end; 0 when they do
    not.

    What stands before the parts must be a part of one of the labels ``beside``.
    """
    states = {("", label)}
    for used, word in enumerate(words, 1):
        parts = [(word[: len(word) - size], word[len(word) - size :]) for size in range(used == 1, len(word) + 1)]
        states = {
            (before + left, rest[len(part) :])
            for before, rest in states
            for left, part in parts
            if rest.startswith(part) and any(before + left in other for other in beside)
        }
        if any(not rest for _, rest in states):
            return used
    return 0


@cache
def _printed(forms: tuple[PrintedForm, ...]) -> tuple[dict[str, str], list[str]]:
    """The labels of table three that take several lines, bare -> as printed; and those of the groups and the whole to
    their left.
    """
    rows: dict[str, str] = {}
    beside: dict[str, None] = {}
    for form in forms:
        cells = form.edition.table("requests").texts
        rows |= {
            bare(cell.text): cell.text
            for cell in cells
            if form.row_of(cell.text, "requests") and len(bare(cell.text)) >= SHORT
        }
        beside |= dict.fromkeys(bare(cell.text) for cell in cells if cell.rowspan > 1)
    return rows, [label for label in beside if label not in rows]


def _follow(above: Line, below: Line) -> bool:
    return above.page == below.page and below.box[3] - above.box[3] <= REACH * max(above.size, below.size)


def _belongs(words: Line, row: Line) -> bool:
    distance = abs((words.box[1] + words.box[3]) - (row.box[1] + row.box[3])) / 2
    return "\t" not in words.text and words.page == row.page and distance <= REACH * row.size


def _names(label: str) -> bool:
    return any(
        form.row_of(label, "requests") is not None or form.row_of(label, "disclosure") is not None
        for form in printed_forms()
    )
