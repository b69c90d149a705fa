"""Spreadsheets: what the cells show, each with its address; hostile files end in a sentence."""

import time
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from drafting import publishing
from drafting.errors import FileError
from drafting.reading.formats import sheet
from drafting.samples import sample

OLD = (Path(__file__).parent / "data" / "kinds.xls").read_bytes()
"""An .xls with a merged title, each kind of value and a hidden sheet, saved by LibreOffice."""


def saved(fill):
    book = openpyxl.Workbook()
    fill(book.active)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def changed(data, path, change):
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for member in old.namelist():
            text = old.read(member)
            new.writestr(member, change(text) if member == path else text)
    return file.getvalue()


def rows(data):
    return [[[cell.text for cell in row] for row in grid.rows] for grid in sheet.content(data, "甲").blocks]


def kinds(page):
    page.title = "表三"
    for at, value in {
        "B2": "标题",
        "B4": 12,
        "C4": 0.1 + 0.2,
        "D4": 59237.2449,
        "B6": date(2024, 1, 2),
        "C6": True,
        "D6": datetime(2024, 1, 2, 3, 4),
        "B7": "商业\n企业",
        "C7": "　",
        "D7": 0,
    }.items():
        page[at] = value
    page.merge_cells("B2:D3")
    page["E4"] = "#REF!"
    page["E4"].data_type = "e"


def test_cells_show_what_they_show_on_the_sheet():
    assert rows(saved(kinds)) == [
        [
            ["标题", "标题", "标题", ""],
            ["标题", "标题", "标题", ""],
            ["12", "0.3", "59237.2449", "#REF!"],
            ["", "", "", ""],
            ["2024-01-02", "TRUE", "2024-01-02 03:04", ""],
            ["商业\n企业", "", "0", ""],
        ]
    ]


def test_empty_rows_between_others_stay_and_addresses_are_true():
    (grid,) = sheet.content(saved(kinds), "甲").blocks
    assert grid.rows[4][1].place.says == "工作表“表三”C6"
    assert len({id(cell) for row in grid.rows[:2] for cell in row[:3]}) == 1


def test_an_old_workbook_shows_the_same():
    read = sheet.content(OLD, "甲.xls")
    assert read.container == "xls" and read.said == ("工作表“隐”是隐藏的，没有读取。",)
    assert [cell.text for cell in read.blocks[0].rows[2]] == ["", "12", "0.3", "12.3"]
    assert [cell.text for cell in read.blocks[0].rows[4]] == ["", "2024-01-02", "TRUE", "#REF!"]
    assert read.blocks[0].rows[2][1].place.says == "工作表“表三”B5"
    assert len({id(cell) for row in read.blocks[0].rows[:2] for cell in row[1:4]}) == 1


def test_a_formula_without_a_result_is_blank_and_said():
    def fill(page):
        page["A1"], page["B1"] = 1, "=A1*2"

    read = sheet.content(saved(fill), "甲")
    assert [cell.text for cell in read.blocks[0].rows[0]] in (["1"], ["1", ""])
    assert "没有存下结果" in read.said[0]


def test_hidden_sheets_are_left_out_and_said():
    def fill(page):
        page["A1"] = 1
        other = page.parent.create_sheet("旧数")
        other["A1"], other.sheet_state = 2, "veryHidden"

    read = sheet.content(saved(fill), "甲")
    assert rows(saved(fill)) == [[["1"]]] and read.said == ("工作表“旧数”是隐藏的，没有读取。",)


def test_hidden_rows_and_columns_are_left_out_and_said():
    def fill(page):
        for row in range(1, 5):
            for column in range(1, 5):
                page.cell(row, column, 10 * row + column)
        page.row_dimensions[2].hidden = page.row_dimensions[3].hidden = True
        page.column_dimensions.group("B", "C", hidden=True)

    assert rows(saved(fill)) == [[["11", "14"], ["41", "44"]]]
    assert sheet.content(saved(fill), "甲").said == (
        "工作表“Sheet”有隐藏的行或列，里面的内容没有读取；需要的请取消隐藏、保存后再读入。",
    )


def test_nothing_is_said_of_hidden_rows_and_columns_that_are_empty_or_shown_by_a_merged_cell():
    def fill(page):
        page["A1"], page["C1"] = "规章", 3
        page.merge_cells("A1:B1")
        page.column_dimensions["B"].hidden = page.row_dimensions[9].hidden = True

    assert rows(saved(fill)) == [[["规章", "3"]]] and not sheet.content(saved(fill), "甲").said


@pytest.mark.parametrize(
    "value, said",
    [
        (3.0, "3"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (7545.000000000013, "7545"),
        (0.1234567, "0.1234567"),
        (59237.244899999996, "59237.2449"),
        (float("nan"), ""),
        (1e-5, "0.00001"),
        (" 1 2\r\n", "1 2"),
    ],
)
def test_numbers_are_shown_without_noise_and_without_loss(value, said):
    assert sheet.shown(value) == said


def test_our_own_workbook_comes_back():
    report, _ = sample("town").load()
    read = sheet.content(publishing.export(report, "xlsx"), "甲")
    assert (
        [len(grid.rows) for grid in read.blocks] == [16, 30, 6]
        and read.title.endswith("工作年度报告")
        and read.said == ()
    )


def test_formatting_to_the_end_of_the_sheet_does_no_harm():
    def fill(page):
        page["A1"] = 1
        page["XFD1048576"].number_format = "0.00"

    assert rows(saved(fill)) == [[["1"]]]


def test_overlapping_merges_do_no_harm():
    merges = (
        b'<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A1:C9"/><mergeCell ref="Z9:XFD1048576"/></mergeCells>'
    )
    data = saved(lambda page: page.append([1, 2, 3]))
    assert rows(
        changed(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + merges))
    )


def far(page):
    page["A1"], page["XFD1048576"] = 1, 2


GOOD = saved(kinds)
HOSTILE = {
    "far cell": saved(far),
    "rows": saved(lambda page: [page.append([1]) for _ in range(5_001)]),
    "columns": saved(lambda page: page.append([1] * 201)),
    "truncated": GOOD[:-100],
    "bomb": changed(GOOD, "xl/worksheets/sheet1.xml", lambda xml: b" " * 30_000_000),
    "entities": changed(GOOD, "xl/workbook.xml", lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml),
    "broken relationships": changed(
        GOOD, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"/sheet1", b"/sheet9")
    ),
    "no relationships": changed(GOOD, "xl/_rels/workbook.xml.rels", lambda xml: b"<Relationships"),
    "no workbook": changed(GOOD, "xl/workbook.xml", lambda xml: b""),
    "not XML": changed(
        GOOD, "xl/worksheets/sheet1.xml", lambda xml: b"<worksheet><sheetData><row r='1'><c r='A1'><v>1"
    ),
    "a cut-off head": b"PK\x03\x04",
    "old and truncated": OLD[:3000],
    "old and in a circle": OLD[:512] + bytes(4) + OLD[516:],
    "no spreadsheet": "甲".encode() * 100,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_end_in_one_sentence_at_once(data):
    begun = time.process_time()
    with pytest.raises(FileError, match="甲.xlsx"):
        sheet.content(data, "甲.xlsx")
    assert time.process_time() - begun < 1


def test_every_cut_of_an_old_workbook_is_a_sentence_or_read():
    for end in range(0, len(OLD), 512):
        try:
            sheet.content(OLD[:end], "甲.xls")
        except FileError as error:
            assert "甲.xls" in str(error)
