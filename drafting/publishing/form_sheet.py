"""The spreadsheet to fill in offline: the three tables as printed, the notes by aspect, and a page of explanation.

Only what staff fill can be typed into (the protection has no password); totals and relations are formulas that follow.
``reading`` takes the filled file back: the same labels, cell for cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from drafting.form import Cell, CellKind, NumberCell, Table
from drafting.report import Report
from drafting.values import MAX_DECIMALS, MAX_DIGITS, Value, printed, total

from .document import compose
from .form_sheet_notes import across, explanation, notes, paper
from .xlsx import (
    ABOVE,
    FRACTION,
    LANDSCAPE,
    LINE,
    ROOM,
    WIDTHS,
    formula,
    label_face,
    lines_in,
    ranges,
    write_formula,
    write_number,
)

NOTES, EXPLANATION = "素材", "说明"
"""Sheets beside those of the tables."""

_BASE = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
_BOXED = {**_BASE, "align": "center", "border": 1}
_OPEN = {**_BOXED, "locked": False, "bg_color": "#FFFBE6", "shrink": True}
_SUM = {**_BOXED, "bg_color": "#EFEFEF", "shrink": True}


def write(
    report: Report, last_year: Report | None = None, *, told: Sequence[str] = (), marks: Mapping[str, str] | None = None
) -> bytes:
    """The spreadsheet for ``report`` as an .xlsx file, with what it holds already filled in.

    Totals are always sums: one that a file stated otherwise is not carried. The same report gives the same bytes.
    ``last_year``: its figure is said beside each cell while that is selected. ``told``: sentences over the explanation;
    ``marks``: properties of the workbook, kept through editing, that tell it when it comes back.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    publication = compose(report)
    title = "".join(publication.title)
    book.set_properties(
        {
            "title": title[:255],
            "author": publication.organ[:255],
            "created": datetime.combine(publication.dated, time()),
        }
    )
    faces = _faces(book)
    cells = report.cells() | {key: total(report.cells(), parts) for key, parts in report.form.formulas.items()}
    for name, value in (marks or {}).items():
        book.set_custom_property(name, value)
    before = _before(report, last_year) if last_year else {}
    for table in report.form.tables:
        _table(book.add_worksheet(table.nickname), report, table, cells, before, title, faces)
    notes(book.add_worksheet(NOTES), report, faces)
    explanation(book.add_worksheet(EXPLANATION), report, title, told, faces)
    book.close()
    return file.getvalue()


def _faces(book: Workbook) -> dict[str, Format]:
    return {
        name: book.add_format(face)
        for name, face in {
            "title": {**_BASE, "align": "center", "font_size": 14, "bold": True, "shrink": True},
            "heading": {**_BASE, "align": "center", "font_name": "黑体", "font_size": 12},
            "head": {**_BOXED, "text_wrap": True, "bg_color": "#E7EDF3"},
            "label": {**_BOXED, "text_wrap": True},
            "row": {**_BOXED, "text_wrap": True, "align": "left", "indent": 1},
            "count": {**_OPEN, "num_format": "0"},
            "wan_yuan": {**_OPEN, "num_format": FRACTION},
            "sum": {**_SUM, "num_format": "0"},
            "agrees": _SUM,
            "left": {**_BASE, "align": "left"},
            "aspect": {**_BOXED, "locked": False},
            "note": {**_BASE, "border": 1, "align": "left", "text_wrap": True, "num_format": "@", "locked": False},
            "loose note": {**_BASE, "align": "left", "text_wrap": True, "num_format": "@", "locked": False},
            "said": {**_BASE, "align": "left", "text_wrap": True},
            "no point": {"num_format": "0"},
            "wrong": {"bg_color": "#FDECEB", "font_color": "#B3261E", "num_format": FRACTION},
        }.items()
    }


# The tables


def _before(report: Report, last_year: Report) -> dict[str, str]:
    """What is said of last year beside each cell that has a figure of it."""
    form = report.form
    return {
        key: f"上年 {printed(value)} {'万元' if form.cells[key].kind == 'wan_yuan' else '件'}"
        for key, value in last_year.cells().items()
        if key in form.cells and value is not None
    }


def _table(
    sheet: Worksheet,
    report: Report,
    table: Table,
    cells: dict[str, Value],
    before: Mapping[str, str],
    title: str,
    faces: dict[str, Format],
) -> None:
    for col, width in enumerate(WIDTHS[table.id]):
        sheet.set_column(col, col, width)
    across(sheet, 0, table.cols, title, faces["title"])
    across(sheet, 1, table.cols, table.title, faces["heading"])
    sheet.set_row(0, 2 * LINE)
    sheet.set_row(1, LINE + ROOM)
    for row in range(table.rows):
        sheet.set_row(row + ABOVE, lines_in(table, row) * LINE + ROOM)
    for cell in table.cells:
        _cell(sheet, report, table, cell, cells, faces)
    for kind in ("count", "wan_yuan"):
        _validate(
            sheet, [cell for cell in table.numbers if cell.kind == kind and not cell.computed], kind, before, faces
        )
    below = table.rows + ABOVE
    below += _agreement(sheet, report, table, cells, below, faces)
    _unfilled(sheet, table, cells, below, faces)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(table.header_rows + ABOVE, 0)
    paper(sheet, pages=1, landscape=table.id in LANDSCAPE)
    sheet.repeat_rows(ABOVE, ABOVE + table.header_rows - 1)
    sheet.print_area(0, 0, below, table.cols - 1)


def _cell(
    sheet: Worksheet, report: Report, table: Table, cell: Cell, cells: dict[str, Value], faces: dict[str, Format]
) -> None:
    """One cell; where it is merged, its range first and then what stands in it."""
    row, col = cell.row + ABOVE, cell.col
    face = faces[label_face(table, cell) if cell.key is None else "sum" if cell.computed else cell.kind]
    if cell.rowspan > 1 or cell.colspan > 1:
        sheet.merge_range(row, col, row + cell.rowspan - 1, col + cell.colspan - 1, "", face)
    if cell.key is None:
        sheet.write_string(row, col, cell.text, face)
        return
    value = cells[cell.key]
    if cell.computed:
        write_formula(
            sheet,
            row,
            col,
            formula(table, report.form.formulas.get(cell.key, ())),
            face,
            "" if value is None else value,
        )
    elif value is None:
        sheet.write_blank(row, col, None, face)
    else:
        write_number(sheet, row, col, value, face)


def _validate(
    sheet: Worksheet, cells: list[NumberCell], kind: CellKind, before: Mapping[str, str], faces: dict[str, Format]
) -> None:
    """Let only sound numbers be typed, and mark others: what is pasted is not asked. ``before``: said beside a cell."""
    if not cells:
        return
    (row, col), *_ = places = [(cell.row + ABOVE, cell.col) for cell in cells]
    at = xl_rowcol_to_cell(row, col)
    sound = f"{at}=INT({at})" if kind == "count" else f"ROUND({at},{MAX_DECIMALS})={at}"
    if kind != "count":
        sheet.conditional_format(
            row,
            col,
            row,
            col,
            {
                "type": "formula",
                "criteria": f"=IF(ISNUMBER({at}),AND({at}>=0,{at}=INT({at})),FALSE)",
                "format": faces["no point"],
            },
        )
    same: dict[str, list[tuple[int, int]]] = {}
    for cell, place in zip(cells, places):
        same.setdefault(before.get(cell.key, ""), []).append(place)
    for said, (first, *others) in same.items():
        own = {"other_cells": [[*place, *place] for place in others]}
        own |= {"input_title": "上年数字", "input_message": said} if said else {}
        sheet.data_validation(*first, *first, _typed(kind, xl_rowcol_to_cell(*first)) | own)
    sheet.conditional_format(
        row,
        col,
        row,
        col,
        {
            "type": "formula",
            "criteria": f"=IF(ISNUMBER({at}),NOT(AND({at}>=0,{sound})),NOT(ISBLANK({at})))",
            "format": faces["wrong"],
            "multi_range": " ".join(ranges(places)),
        },
    )


def _typed(kind: CellKind, at: str) -> dict[str, Any]:
    """What may be typed into a cell of this ``kind``, ``at`` the first of those it is said of."""
    most = 10**MAX_DIGITS - 1
    if kind == "count":
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": most,
            "error_title": "请填写整数",
            "error_message": "这里按件数填写 0 或正整数；没有发生的填 0，暂时不清楚的留空。",
        }
    return {
        "validate": "custom",
        "value": f"=IF(ISNUMBER({at}),AND({at}>=0,{at}<={most},ROUND({at},{MAX_DECIMALS})={at}),FALSE)",
        "error_title": "请填写金额",
        "error_message": f"单位是万元，填写 0 或正数，最多 {MAX_DECIMALS} 位小数；没有收费的填 0，暂时不清楚的留空。",
    }


def _agreement(
    sheet: Worksheet, report: Report, table: Table, cells: dict[str, Value], row: int, faces: dict[str, Format]
) -> int:
    """The relations that no formula keeps, a cell under each column: 相符, or by how much it is out; the rows used."""
    places = {cell.key: (cell.row + ABOVE, cell.col) for cell in table.numbers}
    open_ = [relation for relation in report.form.relations if not relation.total and relation.left[0] in places]
    if not open_:
        return 0
    first = min(places[relation.left[0]][1] for relation in open_)
    sheet.set_row(row, LINE + ROOM)
    across(sheet, row, first, "核对：第一、二项之和与第三、四项之和", faces["row"])
    for relation in open_:
        col = places[relation.left[0]][1]
        left, right = (",".join(xl_rowcol_to_cell(*places[key]) for key in side) for side in relation.sides)
        write_formula(
            sheet,
            row,
            col,
            f'=IF(OR(COUNT({left})=0,COUNT({right})=0),"",IF(SUM({left})=SUM({right}),"相符",'
            f'"相差 "&ABS(SUM({left})-SUM({right}))))',
            faces["agrees"],
            _agrees(cells, *relation.sides),
        )
    last = max(places[relation.left[0]][1] for relation in open_)
    sheet.conditional_format(
        row, first, row, last, {"type": "text", "criteria": "begins with", "value": "相差", "format": faces["wrong"]}
    )
    return 1


def _agrees(cells: dict[str, Value], left: Iterable[str], right: Iterable[str]) -> str:
    ours, theirs = total(cells, left), total(cells, right)
    if ours is None or theirs is None:
        return ""
    return "相符" if ours == theirs else f"相差 {abs(ours - theirs)}"


def _unfilled(sheet: Worksheet, table: Table, cells: dict[str, Value], row: int, faces: dict[str, Format]) -> None:
    """How many cells are left to fill, across the whole width."""
    inputs = [cell for cell in table.numbers if not cell.computed]
    left = f"{len(inputs)}-COUNT({','.join(ranges([(cell.row + ABOVE, cell.col) for cell in inputs]))})"
    blank = sum(cells[cell.key] is None for cell in inputs)
    sheet.merge_range(row, 0, row, table.cols - 1, "", faces["left"])
    write_formula(
        sheet,
        row,
        0,
        f'=IF({left}=0,"各格均已填写","还有 "&{left}&" 格未填")',
        faces["left"],
        f"还有 {blank} 格未填" if blank else "各格均已填写",
    )
