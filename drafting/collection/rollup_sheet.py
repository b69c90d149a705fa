"""The sum as a workbook: the three tables, and sheets that say who is in them with how much."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from drafting.publishing.document import compose
from drafting.publishing.xlsx import FRACTION, table_sheets, write_formula, write_number
from drafting.report import Report
from drafting.values import Value

from .compared import Change, Compared
from .rollup import ADJUSTMENT_KINDS, STANDINGS, Rollup

PARTS, UNITS, ADJUSTMENTS = "各单位数字", "单位情况", "调整"
LAST_YEAR, UNITS_LAST_YEAR = "与上年比较", "各单位与上年比较"
HEAD = 3
"""Rows over the units' in the sheet of parts: the cells' names, the sum, the adjustments."""
_BASE = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}


def write(rollup: Rollup, report: Report, against: Compared | None = None) -> bytes:
    """The workbook of ``rollup``, whose report is ``report``; with sheets that set it ``against`` the year before."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    table_sheets(book, compose(report))
    faces = {
        "head": book.add_format(
            {**_BASE, "bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#E7EDF3"}
        ),
        "sum": book.add_format({**_BASE, "border": 1, "bold": True, "bg_color": "#EFEFEF"}),
        "text": book.add_format({**_BASE, "border": 1, "text_wrap": True}),
        "count": book.add_format({**_BASE, "border": 1, "num_format": "0"}),
        "wan_yuan": book.add_format({**_BASE, "border": 1, "num_format": FRACTION}),
    }
    _parts(book.add_worksheet(PARTS), rollup, faces)
    _units(book.add_worksheet(UNITS), rollup, faces)
    if rollup.adjustments:
        _adjustments(book.add_worksheet(ADJUSTMENTS), rollup, faces)
    if against:
        whole = [("合计", against.whole())]
        _compared(book.add_worksheet(LAST_YEAR), against, whole, faces, list(against.said()))
        _compared(book.add_worksheet(UNITS_LAST_YEAR), against, against.each(), faces, [])
    book.close()
    return file.getvalue()


def _parts(sheet: Worksheet, rollup: Rollup, faces: dict[str, Format]) -> None:
    """A row a unit, a column a cell; blank where it is blank."""
    cells = rollup.cells
    adjusted: dict[str, Value] = {}
    for each in rollup.adjustments:
        adjusted[each.cell] = (adjusted.get(each.cell) or 0) + each.amount
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(cells), 12)
    sheet.set_row(0, 60)
    last = HEAD + len(rollup.figures)
    for row, words in enumerate(("单位", "合计", "其中调整")):
        sheet.write_string(row, 0, words, faces["head" if row == 0 else "sum"])
    for col, (cell, value) in enumerate(cells.items(), 1):
        sheet.write_string(0, col, rollup.form.name(cell), faces["head"])
        name = xl_col_to_name(col)
        # a total has the adjustments of its parts in its own row of sums, which adds up like the others
        added = _adjustment(rollup, adjusted, cell)
        if added is None:
            sheet.write_blank(2, col, None, faces["sum"])
        else:
            write_number(sheet, 2, col, added, faces["sum"])
        span = f"{name}3:{name}{max(last, HEAD + 1)}"
        shown = "" if value is None else value
        write_formula(sheet, 1, col, f'=IF(COUNT({span})=0,"",SUM({span}))', faces["sum"], shown)
    for row, (label, own) in enumerate(rollup.rows(), HEAD):
        sheet.write_string(row, 0, label, faces["text"])
        for col, (cell, value) in enumerate(own.items(), 1):
            face = faces[rollup.form.cells[cell].kind]
            if value is None:
                sheet.write_blank(row, col, None, face)
            else:
                write_number(sheet, row, col, value, face)
    sheet.freeze_panes(HEAD, 1)


def _adjustment(rollup: Rollup, adjusted: dict[str, Value], cell: str) -> Value:
    """What the adjustments come to in ``cell``; None where there is none."""
    if cell not in rollup.form.formulas:
        return adjusted.get(cell)
    own = [_adjustment(rollup, adjusted, part) for part in rollup.form.formulas[cell]]
    filled = [value for value in own if value is not None]
    return sum(filled) if filled else None


def _units(sheet: Worksheet, rollup: Rollup, faces: dict[str, Format]) -> None:
    for col, (words, width) in enumerate((("单位", 30), ("情况", 12), ("说明", 60), ("文件", 40))):
        sheet.set_column(col, col, width)
        sheet.write_string(0, col, words, faces["head"])
    for row, unit in enumerate(rollup.units, 1):
        said = "".join(finding.said for finding in unit.findings)
        for col, words in enumerate((unit.label, STANDINGS[unit.status], f"{unit.why}{said}", unit.file)):
            sheet.write_string(row, col, words[:32_000], faces["text"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rollup.units), 3)


def _adjustments(sheet: Worksheet, rollup: Rollup, faces: dict[str, Format]) -> None:
    for col, (words, width) in enumerate((("栏目", 40), ("增减", 12), ("类别", 20), ("原因", 60))):
        sheet.set_column(col, col, width)
        sheet.write_string(0, col, words, faces["head"])
    for row, each in enumerate(rollup.adjustments, 1):
        sheet.write_string(row, 0, rollup.form.name(each.cell), faces["text"])
        write_number(sheet, row, 1, each.amount, faces["wan_yuan"])
        sheet.write_string(row, 2, ADJUSTMENT_KINDS[each.kind], faces["text"])
        sheet.write_string(row, 3, each.reason, faces["text"])


def _compared(
    sheet: Worksheet,
    against: Compared,
    units: Iterable[tuple[str, tuple[Change, ...]]],
    faces: dict[str, Format],
    notes: list[str],
) -> None:
    """A row a cell of a unit: this year, last year, the difference; blank where a year is. ``notes`` stand beside."""
    form, year = against.rollup.form, against.year
    heads = (("单位", 28), ("栏目", 50), (f"{year + 1}年", 12), (f"{year}年", 12), ("增减", 12), ("说明", 60))
    for col, (words, width) in enumerate(heads if notes else heads[:-1]):
        sheet.set_column(col, col, width)
        sheet.write_string(0, col, words, faces["head"])
    row = 0
    for label, changes in units:
        for each in changes:
            row += 1
            sheet.write_string(row, 0, label, faces["text"])
            sheet.write_string(row, 1, form.name(each.cell), faces["text"])
            face = faces[form.cells[each.cell].kind]
            for col, value in enumerate((each.now, each.before, each.change), 2):
                if value is None:
                    sheet.write_blank(row, col, None, face)
                else:
                    write_number(sheet, row, col, value, face)
    for at, sentence in enumerate(notes, 1):
        sheet.write_string(at, 5, sentence[:32_000], faces["text"])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(row, 1), 4)
