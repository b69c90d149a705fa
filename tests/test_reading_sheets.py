"""Workbooks as counties hand them round: several years or offices in one file, codes before the labels, last year
beside this year.
"""

import random
from io import BytesIO

import openpyxl
import pytest

from drafting.errors import FileError, SeveralReports
from drafting.reading import guarded, read
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


def reading(fill, name: str = "汇总.xlsx", part: str = ""):
    book, file = openpyxl.Workbook(), BytesIO()
    fill(book)
    book.save(file)
    return read(file.getvalue(), name, part=part)


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


def two_offices(book):
    book.active.title = "青石镇"
    whole(book.active, OURS, 2024)
    whole(book.create_sheet("白石镇"), OTHERS, 2024)


def test_of_reports_of_several_offices_one_is_chosen():
    with pytest.raises(SeveralReports, match="“汇总.xlsx”里有几份报告（工作表“青石镇”“白石镇”）") as asked:
        reading(two_offices)
    assert asked.value.choices == ("青石镇", "白石镇")
    assert reading(two_offices, part="青石镇").printed == OURS
    assert reading(two_offices, part="白石镇").printed == OTHERS


def test_the_child_that_reads_passes_the_choice_on():
    book, file = openpyxl.Workbook(), BytesIO()
    two_offices(book)
    book.save(file)
    with pytest.raises(SeveralReports) as asked:
        guarded.read(file.getvalue(), "汇总.xlsx")
    assert asked.value.choices == ("青石镇", "白石镇") and "请选一份" in str(asked.value)
    assert guarded.read(file.getvalue(), "汇总.xlsx", part="白石镇").printed == OTHERS


def test_many_sheets_of_units_are_a_summary_of_which_one_is_chosen():
    def fill(book):
        two_offices(book)
        whole(book.create_sheet("黑石镇"), material.figures(random.Random(3)), 2024)

    with pytest.raises(SeveralReports, match="是多个单位的汇总工作簿") as asked:
        reading(fill)
    assert len(asked.value.choices) == 3


@pytest.mark.parametrize("turned", [False, True])
def test_units_in_columns_or_rows_are_said_to_be_a_summary(turned):
    table = [["项目", "青石镇", "白石镇", "黑石乡", "县财政局", "合计"]]
    table += [
        [label, 1, 2, 3, 4, 10]
        for label in ("一、本年新收政府信息公开申请数量", "（一）予以公开", "四、结转下年度继续办理")
    ]

    def fill(book):
        book.active.append(["云溪县2024年政府信息公开工作年度报告数据汇总表"])
        for row in zip(*table) if turned else table:
            book.active.append(list(row))

    with pytest.raises(FileError, match="多个单位的汇总表（“青石镇”“白石镇”“黑石乡”等 4 个单位各占一列或一行）"):
        reading(fill)


def test_a_report_of_one_organ_is_no_summary():
    assert reading(lambda book: whole(book.active, OURS, 2024)).printed == OURS


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
