"""The workbook read back: every cell and span where the form has it, totals that add up in a spreadsheet too."""

import shutil
import subprocess
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_publishing import NASTY, any_report, full_report

from drafting.publishing import export
from drafting.publishing.document import clean
from drafting.publishing.xlsx import ABOVE, MAX_DIGITS, formula
from drafting.report import Organ
from drafting.values import printed, tidy

SOFFICE = shutil.which("soffice")
CALC = SOFFICE and any(Path(SOFFICE).resolve().parent.glob("libsclo.*"))


def book(report, *, values: bool = False, **options):
    return openpyxl.load_workbook(BytesIO(export(report, "xlsx", **options)), data_only=values)


def at(sheet, cell):
    return sheet.cell(cell.row + ABOVE + 1, cell.col + 1)


def number(value) -> str:
    """What a spreadsheet holds, as the report prints it."""
    return "" if value is None else value if isinstance(value, str) else printed(tidy(Decimal(repr(value))))


@settings(max_examples=20, deadline=None)
@given(any_report())
def test_every_figure_is_a_number_at_its_place_and_a_blank_is_blank(report):
    cells, opened = report.cells(), book(report, values=True)
    assert opened.sheetnames == ["表二", "表三", "表四"]
    for table in report.form.tables:
        sheet = opened[table.nickname]
        for cell in table.cells:
            found = at(sheet, cell).value
            assert found == cell.text if cell.text else number(found) == printed(cells[cell.key])
            assert cell.text or found is None or not isinstance(found, str)


def test_spans_are_those_of_the_form():
    opened = book(full_report())
    for table in full_report().form.tables:
        spans = {
            (r.min_row - ABOVE - 1, r.min_col - 1, r.max_row - r.min_row + 1, r.max_col - r.min_col + 1)
            for r in opened[table.nickname].merged_cells.ranges
            if r.min_row > ABOVE
        }
        assert spans == {
            (cell.row, cell.col, cell.rowspan, cell.colspan) for cell in table.cells if cell.rowspan * cell.colspan > 1
        }


def test_every_total_is_a_formula_over_its_parts_and_nothing_else_is():
    report, opened = full_report(), book(full_report())
    formulas = {}
    for table in report.form.tables:
        for cell in table.cells:
            if at(opened[table.nickname], cell).data_type == "f":
                formulas[cell.key] = at(opened[table.nickname], cell).value
    assert set(formulas) == set(report.form.formulas)
    assert formulas["requests.new_received.total"] == '=IF(COUNT(D6:I6)=0,"",SUM(D6:I6))'
    assert formulas["requests.total.natural_person"] == '=IF(COUNT(D8:D28)=0,"",SUM(D8:D28))'


def test_cells_that_are_no_neighbours_are_named_one_by_one():
    table = full_report().form.table("proceedings")
    keys = [f"proceedings.review.{result}" for result in ("upheld", "other", "pending")]
    assert formula(table, keys) == '=IF(COUNT(A6,C6:D6)=0,"",SUM(A6,C6:D6))'


def test_a_total_that_a_file_stated_otherwise_stays_as_stated():
    report = full_report()
    report.stated = {"requests.new_received.total": 7}
    sheet, cell = book(report)["表三"], report.form.cells["requests.new_received.total"]
    assert at(sheet, cell).value == 7
    assert at(sheet, report.form.cells["requests.carried_in.total"]).data_type == "f"


def test_money_keeps_its_decimals_and_its_format():
    report = full_report(values={"disclosure.fees_wan_yuan": Decimal("123456789.012345")})
    found = at(book(report)["表二"], report.form.cells["disclosure.fees_wan_yuan"])
    assert Decimal(repr(found.value)) == Decimal("123456789.012345") and found.number_format == "0.######"


def test_a_count_that_a_file_gave_as_a_fraction_is_not_shown_rounded():
    report = full_report(values={"disclosure.licences": Decimal("3.5")})
    found = at(book(report)["表二"], report.form.cells["disclosure.licences"])
    assert (found.value, found.number_format) == (3.5, "0.######")


def test_a_sum_longer_than_a_spreadsheet_keeps_is_never_rounded_in_silence():
    report = full_report(values={key: 10**MAX_DIGITS - 1 for key in full_report().form.inputs})
    report.stated = {"requests.total.total": 10**MAX_DIGITS + 1}
    found = at(book(report)["表三"], report.form.cells["requests.total.total"])
    assert found.value == str(10**MAX_DIGITS + 1)


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http://a")',
        "_x0041_",
        NASTY + "局",
        "<b>&amp;]]>",
        "&R&P局",
        "#*$\\局",
    ],
)
def test_no_text_becomes_a_formula_or_breaks_the_file(name):
    report = full_report(organ=Organ(name=name, level="county", kind="department"))
    opened = book(report, copy="final")
    assert opened["表二"]["A1"].data_type == "s"
    package = ZipFile(BytesIO(export(report, "xlsx", copy="final")))
    strings = package.read("xl/sharedStrings.xml").decode()
    assert opened["表二"]["A1"].value == clean(name) + "2024年政府信息公开工作年度报告" or "_x005F_x0041_" in strings


def test_a_draft_says_so_above_each_table_and_a_final_copy_does_not():
    assert {sheet["A1"].value for sheet in book(full_report())} == {
        "青石镇人民政府2024年政府信息公开工作年度报告（草稿）"
    }
    assert {sheet["A1"].value for sheet in book(full_report(), copy="final")} == {
        "青石镇人民政府2024年政府信息公开工作年度报告"
    }


def test_each_table_prints_on_one_a4_page():
    for sheet in book(full_report()):
        setup = sheet.page_setup
        assert int(setup.paperSize) == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert {setup.fitToWidth, setup.fitToHeight} <= {None, 1}  # one page wide and high, also when unsaid
        assert sheet.page_setup.orientation == ("landscape" if sheet.title == "表四" else "portrait")


def test_the_properties_name_the_organ_and_no_clock():
    properties = book(full_report()).properties
    assert (properties.creator, properties.created.isoformat()) == ("青石镇人民政府", "2025-01-20T00:00:00")


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 3))
def test_the_same_report_gives_the_same_bytes(blank):
    report = full_report()
    report.values = dict(list(report.values.items())[blank:])
    assert export(report, "xlsx") == export(report, "xlsx")


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed")
def test_totals_calculated_anew_by_a_spreadsheet_are_those_of_the_report(tmp_path):
    report = full_report()
    del report.values["proceedings.review.upheld"]
    for key in [key for key in report.values if key.startswith("requests.carried_in.")]:
        del report.values[key]
    emptied = openpyxl.load_workbook(BytesIO(export(report, "xlsx")))  # saved by openpyxl: no values beside formulas
    emptied.save(tmp_path / "in.xlsx")
    subprocess.run(
        [
            SOFFICE,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            tmp_path / "out",
            tmp_path / "in.xlsx",
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    opened, cells = openpyxl.load_workbook(tmp_path / "out" / "in.xlsx", data_only=True), report.cells()
    for table in report.form.tables:
        for cell in table.cells:
            if cell.key:
                assert number(at(opened[table.nickname], cell).value) == printed(cells[cell.key]), cell.key
    assert cells["requests.carried_in.total"] is None
