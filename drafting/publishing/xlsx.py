"""An Excel workbook of the three tables, a sheet each, written with XlsxWriter.

Cells stand merged as the form has them. Totals are formulas built from the form, with their values beside them for
viewers that do not calculate; a total that a file stated otherwise stays the number it stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from drafting.form import Cell, Table
from drafting.values import MAX_DECIMALS, MAX_DIGITS, Number, printed, total

from .document import Grid, Publication

WIDTHS = {
    "disclosure": (30, 19, 19, 19),
    "requests": (7, 13, 40, *[8] * 7),
    "proceedings": (9,) * 15,
}
"""Column widths in digits of the standard face; an ideograph is two."""
LANDSCAPE = ("proceedings",)
"""Tables that lie on their side, A4; each fits one page."""
ABOVE = 2
"""Rows above a table: the report's title and the table's."""
LINE, ROOM = 15, 8
"""Height of a line of text and what a row has besides, in points."""
FRACTION = "0." + "#" * MAX_DECIMALS
"""Number format of money, and of a count that a file gave as a fraction."""

_BASE = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "align": "center"}
_BOXED = {**_BASE, "border": 1}


def write(publication: Publication) -> bytes:
    """``publication`` as an .xlsx file of its tables; the same publication gives the same bytes."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties(
        {
            "title": "".join(publication.title)[:255],
            "author": publication.organ[:255],
            "created": datetime.combine(publication.dated, time()),
        }
    )
    table_sheets(book, publication)
    book.close()
    return file.getvalue()


def table_sheets(book: Workbook, publication: Publication) -> None:
    """The tables of ``publication`` added to ``book``, a sheet each."""
    faces = _faces(book)
    title = "".join(publication.title) + (f"（{publication.mark}）" if publication.mark else "")
    for block in publication.blocks:
        if isinstance(block, Grid):
            _sheet(book.add_worksheet(block.table.nickname), block, title, faces)


def formula(table: Table, keys: Iterable[str]) -> str:
    """The Excel formula that adds up the cells ``keys`` of ``table``, and stays blank while all of them are.

    Neighbours are named as ranges, so that it reads ``SUM(D4:I4)``.
    """
    cells = {cell.key: cell for cell in table.numbers}
    spans = ",".join(ranges([(cells[key].row + ABOVE, cells[key].col) for key in keys]))
    return f'=IF(COUNT({spans})=0,"",SUM({spans}))'


def ranges(places: list[tuple[int, int]]) -> Iterator[str]:
    """``places`` (row, column) as ranges along a row or down a column, in order."""
    while places:
        first, *rest = places
        step = (rest[0][0] - first[0], rest[0][1] - first[1]) if rest else (0, 0)
        length = 1
        if step in ((0, 1), (1, 0)):
            while length < len(places) and places[length] == (first[0] + step[0] * length, first[1] + step[1] * length):
                length += 1
        yield xl_range(*first, *places[length - 1])
        places = places[length:]


def _faces(book: Workbook) -> dict[str, Format]:
    return {
        name: book.add_format(face)
        for name, face in {
            "title": {**_BASE, "font_size": 14, "bold": True, "shrink": True},
            "heading": {**_BASE, "font_name": "黑体", "font_size": 12},
            "head": {**_BOXED, "text_wrap": True, "bg_color": "#E7EDF3"},
            "label": {**_BOXED, "text_wrap": True},
            "row": {**_BOXED, "text_wrap": True, "align": "left", "indent": 1},
            "whole": {**_BOXED, "num_format": "0", "shrink": True},
            "fraction": {**_BOXED, "num_format": FRACTION, "shrink": True},
            "no point": {"num_format": "0"},
        }.items()
    }


def _sheet(sheet: Worksheet, grid: Grid, title: str, faces: dict[str, Format]) -> None:
    table, widths = grid.table, WIDTHS[grid.table.id]
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)
    sheet.merge_range(0, 0, 0, table.cols - 1, "", faces["title"])
    sheet.write_string(0, 0, title, faces["title"])
    sheet.merge_range(1, 0, 1, table.cols - 1, table.title, faces["heading"])
    sheet.set_row(0, 2 * LINE)
    sheet.set_row(1, LINE + ROOM)
    for row in range(table.rows):
        sheet.set_row(row + ABOVE, lines_in(table, row) * LINE + ROOM)
    for cell in table.cells:
        _cell(sheet, grid, cell, faces)
    sheet.freeze_panes(table.header_rows + ABOVE, 0)
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, table.rows + ABOVE - 1, table.cols - 1)
    if table.id in LANDSCAPE:
        sheet.set_landscape()


def lines_in(table: Table, row: int) -> int:
    """How many lines the longest label that begins in ``row`` and stays in it needs."""
    widths = WIDTHS[table.id]
    labels = (
        (cell.text, sum(widths[cell.col : cell.col + cell.colspan]))
        for cell in table.texts
        if cell.row == row and cell.rowspan == 1
    )
    return max((-(-2 * len(text) // int(width - 2)) for text, width in labels), default=1)


def label_face(table: Table, cell: Cell) -> str:
    """The face of a label: a head where no figure stands beside it, else flush left beside other labels."""
    if not any(other.row == cell.row for other in table.numbers):
        return "head"
    return "row" if cell.rowspan == 1 and cell.col + cell.colspan > 1 else "label"


def _sum(grid: Grid, keys: Iterable[str]) -> str:
    """The printed sum of the figures of ``keys``."""
    return printed(total({key: Decimal(grid.figures[key]) for key in keys if grid.figures[key]}, keys))


def write_number(sheet: Worksheet, row: int, col: int, number: Number, face: Format) -> None:
    """``number`` in a cell, with the digits it has."""
    sheet.write_number(row, col, Decimal(number), face)  # pyright: ignore[reportArgumentType] – documented, not declared


def write_formula(sheet: Worksheet, row: int, col: int, formula: str, face: Format, shown: Number | str) -> None:
    """``formula`` in a cell, and what it comes to: that is shown where nothing is worked out."""
    value = shown if isinstance(shown, str) else Decimal(shown)
    sheet.write_formula(row, col, formula, face, value)  # pyright: ignore[reportArgumentType] – documented, not declared


def _cell(sheet: Worksheet, grid: Grid, cell: Cell, faces: dict[str, Format]) -> None:
    """One cell; where it is merged, its range first and then what stands in it."""
    row, col, text = cell.row + ABOVE, cell.col, grid.text(cell)
    fraction = cell.kind == "wan_yuan" or "." in text
    face = faces[label_face(grid.table, cell) if cell.key is None else "fraction" if fraction else "whole"]
    if cell.rowspan > 1 or cell.colspan > 1:
        sheet.merge_range(row, col, row + cell.rowspan - 1, col + cell.colspan - 1, "", face)
    if cell.key is None:
        sheet.write_string(row, col, text, face)
        return
    if fraction:  # the format would print the point of 12 as well
        at = xl_rowcol_to_cell(row, col)
        sheet.conditional_format(
            row, col, row, col, {"type": "formula", "criteria": f"={at}=INT({at})", "format": faces["no point"]}
        )
    parts = grid.formulas.get(cell.key, ())
    if parts and text == _sum(grid, parts):
        write_formula(sheet, row, col, formula(grid.table, parts), face, Decimal(text) if text else "")
    elif len(text.replace(".", "")) > MAX_DIGITS:  # more than the number type of a spreadsheet keeps
        sheet.write_string(row, col, text, face)
    elif text:
        write_number(sheet, row, col, Decimal(text), face)
    else:
        sheet.write_blank(row, col, None, face)
