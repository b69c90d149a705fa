"""The sheets beside the tables of the form to fill in: the notes by aspect, and a page of explanation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from drafting.form import ASPECTS, Aspect
from drafting.report import Kind, Report

from .document import clean
from .xlsx import LINE, ROOM

ASPECT, TEXT = 16, 72
"""Widths of the columns 方面 and 内容, in digits."""
TALLEST = 400
"""Points a row may be high; spreadsheets end at 409."""
ROWS = 500
"""Rows of the sheet of notes that offer the aspects."""
EMPTY = 30
"""Rows for notes that stand ruled below the last."""

_EXPLAINED = (
    "浅黄色的格用来填写：没有发生的填 0，暂时不清楚的留空。件数填整数，行政事业性收费以万元为单位，最多 6 位小数。",
    "灰色的合计由表格自动算出。表格下方写着还有几格没有填；表三下方逐列核对第一、二项之和与第三、四项之和，不符的写出相差多少。",
    "“素材”一行写一件事，在“方面”一栏选它属于哪一方面，写清数字、时间、做法；可以自行加行。",
    "为防误改，三张表加了保护，没有密码。请不要增删三张表的行列，也不要改工作表的名称。",
    "填好后仍存为 .xlsx 文件，在程序里读入，数字和素材会原样带回。",
)


def notes(sheet: Worksheet, report: Report, faces: dict[str, Format]) -> None:
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
    paper(sheet, pages=0)
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
            lined(note.text)
            for note in report.notes
            if note.aspect == aspect.id or (aspect is last and note.aspect not in ASPECTS)
        ]
        for text in [*filter(None, told), ""]:
            yield aspect.label, text


def lined(text: str) -> str:
    """``text`` with its line breaks, each line made safe."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def explanation(sheet: Worksheet, report: Report, title: str, told: Sequence[str], faces: dict[str, Format]) -> None:
    """How the form is filled, under the sentences ``told``, and what may be noted under each aspect."""
    sheet.set_column(0, 0, ASPECT, faces["said"])
    sheet.set_column(1, 1, TEXT, faces["said"])
    across(sheet, 0, 2, f"{title}填报用表", faces["title"])
    sheet.set_row(0, 2 * LINE)
    row = 0
    for row, sentence in enumerate((*told, *_EXPLAINED), 1):
        across(sheet, row, 2, f"{row}. {sentence}", faces["said"])
        sheet.set_row(row, _lines_of(sentence, ASPECT + TEXT) * LINE + ROOM)
    sheet.write_string(row + 2, 0, "方面", faces["head"])
    sheet.write_string(row + 2, 1, "可以写些什么", faces["head"])
    for at, aspect in enumerate(_aspects(report), row + 3):
        reminders = "".join(aspect.reminders)
        sheet.write_string(at, 0, aspect.label, faces["label"])
        sheet.write_string(at, 1, reminders, faces["row"])
        sheet.set_row(at, _lines_of(reminders, TEXT) * LINE + ROOM)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    paper(sheet, pages=1)


def _lines_of(text: str, width: int) -> int:
    """How many lines ``text`` needs in a cell ``width`` digits wide."""
    return sum(-(-2 * len(line) // (width - 2)) or 1 for line in text.split("\n"))


def across(sheet: Worksheet, row: int, cols: int, text: str, face: Format) -> None:
    """``text`` over the first ``cols`` cells of a row."""
    sheet.merge_range(row, 0, row, cols - 1, "", face)
    sheet.write_string(row, 0, text, face)


def paper(sheet: Worksheet, pages: int, landscape: bool = False) -> None:
    """A4, as wide as the page; ``pages`` long, 0 for as many as needed."""
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, pages)
    if landscape:
        sheet.set_landscape()
