"""The notes of a filled spreadsheet: rows of a sheet headed 方面 and 内容."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.form import ASPECTS, bare
from drafting.report import MAX_NOTE, Note, new_id

from ..content import Cell, Content, Grid
from ..formats import sheet

ASPECT, TEXT = "方面", "内容"
"""What heads the two columns, wherever they stand."""
HELP = "可以写些什么"
"""What heads the column of reminders beside the aspects, in the sheet that explains the form."""


def notes(data: bytes, name: str) -> tuple[Note, ...]:
    """The notes in the workbook ``data`` (.xlsx, .xls), in order; none where no sheet has the two columns.

    An aspect that is not known, or left blank, becomes ``other``; a text longer than a note may be is cut into several.
    Raises FileError as ``sheet.content`` does.
    """
    return tuple(_notes(sheet.content(data, name)))


def is_beside(grid: Grid) -> bool:
    """Whether a sheet is one of notes or of explanation: a label named in a note is no row of a table."""
    return any(_columns(row, TEXT) or _columns(row, HELP) for row in grid.rows)


def _notes(content: Content) -> Iterator[Note]:
    labels = {bare(aspect.label): aspect.id for aspect in ASPECTS.values()}
    for block in content.blocks:
        columns: tuple[int, int] | None = None
        for row in block.rows if isinstance(block, Grid) else ():
            if columns is None:
                columns = _columns(row, TEXT)
                continue
            aspect, text = (_text(row, column) for column in columns)
            for at in range(0, len(text), MAX_NOTE):
                yield Note(id=new_id(), aspect=labels.get(bare(aspect), "other"), text=text[at : at + MAX_NOTE])


def _columns(row: tuple[Cell | None, ...], head: str) -> tuple[int, int] | None:
    """Where 方面 and ``head`` stand in a row that heads columns, None in any other."""
    heads = [bare(cell.text) if cell else "" for cell in row]
    return (heads.index(ASPECT), heads.index(head)) if ASPECT in heads and head in heads else None


def _text(row: tuple[Cell | None, ...], column: int) -> str:
    cell = row[column] if column < len(row) else None
    return cell.text.strip() if cell else ""
