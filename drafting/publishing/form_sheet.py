"""The spreadsheet to fill in offline: the three tables as printed, the notes by aspect, and a page of explanation.

Only what staff fill can be typed into (the protection has no password); totals and relations are formulas that follow.
``reading`` takes the filled file back: the same labels, cell for cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from drafting.form import ASPECTS, Aspect, Cell, CellKind, NumberCell, Table
from drafting.report import Kind, Report
from drafting.values import MAX_DECIMALS, MAX_DIGITS, Value, total

from .document import clean, compose
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
ASPECT, TEXT = 16, 72
"""Widths of the columns 方面 and 内容, in digits."""
TALLEST = 400
"""Points a row may be high; spreadsheets end at 409."""
ROWS = 500
"""Rows of the sheet of notes that offer the aspects."""
EMPTY = 30
"""Rows for notes that stand ruled below the last."""

_BASE = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
_BOXED = {**_BASE, "align": "center", "border": 1}
_OPEN = {**_BOXED, "locked": False, "bg_color": "#FFFBE6", "shrink": True}
_SUM = {**_BOXED, "bg_color": "#EFEFEF", "shrink": True}

_EXPLAINED = (
    "浅黄色的格用来填写：没有发生的填 0，暂时不清楚的留空。件数填整数，行政事业性收费以万元为单位，最多 6 位小数。",
    "灰色的合计由表格自动算出。表格下方写着还有几格没有填；表三下方逐列核对第一、二项之和与第三、四项之和，不符的写出相差多少。",
    "“素材”一行写一件事，在“方面”一栏选它属于哪一方面，写清数字、时间、做法；可以自行加行。",
    "为防误改，三张表加了保护，没有密码。请不要增删三张表的行列，也不要改工作表的名称。",
    "填好后仍存为 .xlsx 文件，在程序里读入，数字和素材会原样带回。",
)


def write(report: Report) -> bytes:
    """The spreadsheet for ``report`` as an .xlsx file, with what it holds already filled in.

    Totals are always sums: one that a file stated otherwise is not carried. The same report gives the same bytes.
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
    for table in report.form.tables:
        _table(book.add_worksheet(table.nickname), report, table, cells, title, faces)
    _notes(book.add_worksheet(NOTES), report, faces)
    _explanation(book.add_worksheet(EXPLANATION), report, title, faces)
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


def _table(
    sheet: Worksheet, report: Report, table: Table, cells: dict[str, Value], title: str, faces: dict[str, Format]
) -> None:
    for col, width in enumerate(WIDTHS[table.id]):
        sheet.set_column(col, col, width)
    _across(sheet, 0, table.cols, title, faces["title"])
    _across(sheet, 1, table.cols, table.title, faces["heading"])
    sheet.set_row(0, 2 * LINE)
    sheet.set_row(1, LINE + ROOM)
    for row in range(table.rows):
        sheet.set_row(row + ABOVE, lines_in(table, row) * LINE + ROOM)
    for cell in table.cells:
        _cell(sheet, report, table, cell, cells, faces)
    for kind in ("count", "wan_yuan"):
        _validate(sheet, [cell for cell in table.numbers if cell.kind == kind and not cell.computed], kind, faces)
    below = table.rows + ABOVE
    below += _agreement(sheet, report, table, cells, below, faces)
    _unfilled(sheet, table, cells, below, faces)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(table.header_rows + ABOVE, 0)
    _paper(sheet, pages=1, landscape=table.id in LANDSCAPE)
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


def _validate(sheet: Worksheet, cells: list[NumberCell], kind: CellKind, faces: dict[str, Format]) -> None:
    """Let only sound numbers be typed, and mark others: what is pasted is not asked."""
    if not cells:
        return
    (row, col), *_ = places = [(cell.row + ABOVE, cell.col) for cell in cells]
    at = xl_rowcol_to_cell(row, col)
    most = 10**MAX_DIGITS - 1
    if kind == "count":
        sound = f"{at}=INT({at})"
        rule = {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": most,
            "error_title": "请填写整数",
            "error_message": "这里按件数填写 0 或正整数；没有发生的填 0，暂时不清楚的留空。",
        }
    else:
        sound = f"ROUND({at},{MAX_DECIMALS})={at}"
        rule = {
            "validate": "custom",
            "value": f"=IF(ISNUMBER({at}),AND({at}>=0,{at}<={most},{sound}),FALSE)",
            "error_title": "请填写金额",
            "error_message": f"单位是万元，填写 0 或正数，最多 {MAX_DECIMALS} 位小数；没有收费的填 0，暂时不清楚的留空。",
        }
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
    sheet.data_validation(row, col, row, col, rule | {"other_cells": [[*place, *place] for place in places[1:]]})
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
    _across(sheet, row, first, "核对：第一、二项之和与第三、四项之和", faces["row"])
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


# Notes and explanation


def _notes(sheet: Worksheet, report: Report, faces: dict[str, Format]) -> None:
    """Each aspect with its notes and a row for one more."""
    for col, (head, width) in enumerate((("方面", ASPECT), ("内容", TEXT))):
        sheet.set_column(col, col, width, faces["loose note"])
        sheet.write_string(0, col, head, faces["head"])
    row = 0
    for row, (aspect, text) in enumerate(_note_rows(report), 1):
        sheet.write_string(row, 0, aspect, faces["aspect"])
        if text:
            sheet.write_string(row, 1, text, faces["note"])
            if (lines := _lines_of(text, TEXT)) > 1:  # a row without a height of its own grows with what is typed
                sheet.set_row(row, min(lines * LINE + ROOM, TALLEST))
        else:
            sheet.write_blank(row, 1, None, faces["note"])
    for empty in range(row + 1, row + 1 + EMPTY):
        sheet.write_blank(empty, 0, None, faces["aspect"])
        sheet.write_blank(empty, 1, None, faces["note"])
    sheet.data_validation(
        1,
        0,
        ROWS,
        0,
        {
            "validate": "list",
            "source": [aspect.label for aspect in _aspects(report)],
            "error_title": "请选择方面",
            "error_message": "请从下拉列表里选一个方面，不好归类的选“其他”。",
        },
    )
    sheet.freeze_panes(1, 0)
    _paper(sheet, pages=0)
    sheet.repeat_rows(0)


def _aspects(report: Report) -> list[Aspect]:
    """The aspects this organ files notes under, and those it has notes under all the same."""
    government = report.organ.kind is Kind.GOVERNMENT
    return [
        aspect
        for aspect in ASPECTS.values()
        if government or not aspect.governments_only or report.notes_on([aspect.id])
    ]


def _note_rows(report: Report) -> Iterator[tuple[str, str]]:
    """Aspect and note of each row; a note under an aspect that is not known stands under the last."""
    *_, last = aspects = _aspects(report)
    for aspect in aspects:
        told = [
            _lined(note.text)
            for note in report.notes
            if note.aspect == aspect.id or (aspect is last and note.aspect not in ASPECTS)
        ]
        for text in [*filter(None, told), ""]:
            yield aspect.label, text


def _lined(text: str) -> str:
    """``text`` with its line breaks, each line made safe."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def _explanation(sheet: Worksheet, report: Report, title: str, faces: dict[str, Format]) -> None:
    sheet.set_column(0, 0, ASPECT, faces["said"])
    sheet.set_column(1, 1, TEXT, faces["said"])
    _across(sheet, 0, 2, f"{title}填报用表", faces["title"])
    sheet.set_row(0, 2 * LINE)
    row = 0
    for row, sentence in enumerate(_EXPLAINED, 1):
        _across(sheet, row, 2, f"{row}. {sentence}", faces["said"])
        sheet.set_row(row, _lines_of(sentence, ASPECT + TEXT) * LINE + ROOM)
    sheet.write_string(row + 2, 0, "方面", faces["head"])
    sheet.write_string(row + 2, 1, "可以写些什么", faces["head"])
    for at, aspect in enumerate(_aspects(report), row + 3):
        reminders = "".join(aspect.reminders)
        sheet.write_string(at, 0, aspect.label, faces["label"])
        sheet.write_string(at, 1, reminders, faces["row"])
        sheet.set_row(at, _lines_of(reminders, TEXT) * LINE + ROOM)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    _paper(sheet, pages=1)


def _lines_of(text: str, width: int) -> int:
    """How many lines ``text`` needs in a cell ``width`` digits wide."""
    return sum(-(-2 * len(line) // (width - 2)) or 1 for line in text.split("\n"))


def _across(sheet: Worksheet, row: int, cols: int, text: str, face: Format) -> None:
    """``text`` over the first ``cols`` cells of a row."""
    sheet.merge_range(row, 0, row, cols - 1, "", face)
    sheet.write_string(row, 0, text, face)


def _paper(sheet: Worksheet, pages: int, landscape: bool = False) -> None:
    """A4, as wide as the page; ``pages`` long, 0 for as many as needed."""
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, pages)
    if landscape:
        sheet.set_landscape()
