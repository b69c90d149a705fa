"""Workbooks as counties hand them round: several years or offices in one file, codes before the labels, last year
beside this year.
"""

import random
from io import BytesIO

import openpyxl
import pytest

from drafting.errors import FileError
from drafting.reading import read
from drafting.values import printed
from tests import reading_material as material

TITLE = "青石镇人民政府{}年政府信息公开工作年度报告"


def put(page, table: str, cells: dict, top: int, left: int = 1, codes: bool = False) -> int:
    """Print a table of the form; the row below it."""
    spec = material.FORM.table(table)
    for cell in spec.cells:
        page.cell(top + cell.row, left + cell.col, printed(cells[cell.key]) if cell.key else cell.text)
        if cell.rowspan * cell.colspan > 1:
            page.merge_cells(
                start_row=top + cell.row,
                end_row=top + cell.row + cell.rowspan - 1,
                start_column=left + cell.col,
                end_column=left + cell.col + cell.colspan - 1,
            )
    for row in range(spec.rows if codes else 0):
        page.cell(top + row, 1, row + 1)
    return top + spec.rows


def whole(page, cells: dict, year: int, left: int = 1, codes: bool = False) -> None:
    """A whole report on one sheet."""
    page["A1"], top = TITLE.format(year), 3
    for table, heading in material.HEADINGS.items():
        page.cell(top, 1, heading)
        top = put(page, table, cells, top + 1, left, codes) + 1


def reading(fill, name: str = "汇总.xlsx"):
    book, file = openpyxl.Workbook(), BytesIO()
    fill(book)
    book.save(file)
    return read(file.getvalue(), name)


OURS, OTHERS = material.figures(random.Random(1)), material.figures(random.Random(2))


@pytest.mark.parametrize("names", [("2023年", "2024年"), ("2024年度", "2023年度"), ("甲", "乙")])
def test_of_several_years_the_latest_is_read_and_that_is_said(names):
    def fill(book):
        for at, name in enumerate(names):
            late = "2024" in name or name == "乙"
            whole(book.active if not at else book.create_sheet(), OURS if late else OTHERS, 2024 if late else 2023)
            book.worksheets[at].title = name

    found = reading(fill)
    assert found.printed == OURS and found.year == 2024
    assert "工作簿里还有 2023 年度的同类表格，没有读取。" in found.notices


def test_reports_of_several_offices_cannot_be_told_apart():
    def fill(book):
        book.active.title = "青石镇"
        whole(book.active, OURS, 2024)
        whole(book.create_sheet("白石镇"), OTHERS, 2024)

    with pytest.raises(FileError, match="“汇总.xlsx”里有几份报告（工作表“青石镇”“白石镇”）"):
        reading(fill)


def test_the_same_report_twice_is_one():
    def fill(book):
        whole(book.active, OURS, 2024)
        whole(book.create_sheet("备份"), OURS, 2024)

    assert reading(fill).printed == OURS


def test_a_sheet_for_each_table_is_one_report():
    def fill(book):
        for at, table in enumerate(material.HEADINGS):
            put(book.active if not at else book.create_sheet(), table, OURS, 3)
        book.active["A1"] = TITLE.format(2024)

    found = reading(fill)
    assert found.printed == OURS and not found.questions


def test_codes_before_the_labels_are_no_figures():
    found = reading(lambda book: whole(book.active, OURS, 2024, left=2, codes=True))
    assert found.printed == OURS and not found.questions


def test_two_tables_side_by_side_are_asked_about():
    def fill(book):
        whole(book.active, OURS, 2024)
        put(book.active, "disclosure", OTHERS, 4, 12)

    found = reading(fill)
    assert not material.wrong(OURS, found)
    assert {question.cell for question in found.questions} == {key for key in OURS if key.startswith("disclosure.")}
    assert not any("disclosure" in key for key in found.printed)
