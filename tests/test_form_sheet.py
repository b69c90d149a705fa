"""The spreadsheet to fill in offline: as printed, locked where nothing is filled, and read back as it was filled."""

import random
import shutil
import subprocess
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_material import PRINTED, tables
from test_publishing import NASTY, any_report, full_report

from drafting.form import ASPECTS
from drafting.publishing import export, form_sheet, form_sheet_notes
from drafting.publishing.xlsx import ABOVE
from drafting.reading.form import notes, sheets
from drafting.reading.formats import sheet
from drafting.report import MAX_NOTE, Note, Organ, Report
from drafting.values import printed, tidy, with_totals

FORM = full_report().form
SOFFICE = shutil.which("soffice")
CALC = SOFFICE and any(Path(SOFFICE).resolve().parent.glob("libsclo.*"))
BLANK = Report(organ=full_report().organ, year=2024)


def book(report, *, values=False):
    return openpyxl.load_workbook(BytesIO(form_sheet.write(report)), data_only=values)


def at(sheet, cell):
    return sheet.cell(cell.row + ABOVE + 1, cell.col + 1)


def each_cell(opened):
    """Every cell of the three tables, with where it stands in the workbook."""
    return [(cell, at(opened[table.nickname], cell)) for table in FORM.tables for cell in table.cells]


def filled(report, values) -> bytes:
    """The form of ``report`` with ``values`` typed into it, saved by a program that does not calculate."""
    opened = book(report)
    for cell, place in each_cell(opened):
        if cell.key in values:
            place.value = values[cell.key]
    file = BytesIO()
    opened.save(file)
    return file.getvalue()


def calculated(data: bytes, folder: Path) -> bytes:
    """``data`` opened and saved by a spreadsheet."""
    (folder / "in.xlsx").write_bytes(data)
    subprocess.run(
        [
            SOFFICE,
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            folder / "out",
            folder / "in.xlsx",
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (folder / "out" / "in.xlsx").read_bytes()


def read(data: bytes):
    return tables(sheet.content(data, "填报.xlsx"))


def random_values(seed: int) -> dict:
    rng = random.Random(seed)
    values = {
        key: rng.choice((0, rng.randint(0, 9), rng.randint(0, 10**9))) for key in FORM.inputs if rng.random() < 0.8
    }
    if "disclosure.fees_wan_yuan" in values:
        values["disclosure.fees_wan_yuan"] = tidy(Decimal(rng.randint(0, 10**10)) / 10**6)
    return values


def test_labels_and_spans_are_those_of_the_form():
    opened = book(BLANK)
    assert opened.sheetnames == ["表二", "表三", "表四", "素材", "说明"]
    for cell, place in each_cell(opened):
        assert not cell.text or place.value == cell.text
    for table in FORM.tables:
        spans = {
            (r.min_row - ABOVE - 1, r.min_col - 1, r.max_row - r.min_row + 1, r.max_col - r.min_col + 1)
            for r in opened[table.nickname].merged_cells.ranges
            if ABOVE < r.min_row <= ABOVE + table.rows
        }
        assert spans == {
            (cell.row, cell.col, cell.rowspan, cell.colspan) for cell in table.cells if cell.rowspan * cell.colspan > 1
        }


def test_only_what_staff_fill_can_be_typed_into():
    opened = book(full_report())
    for cell, place in each_cell(opened):
        assert place.protection.locked == (cell.key not in FORM.inputs), cell
    for table in FORM.tables:
        protection = opened[table.nickname].protection
        assert protection.sheet and not protection.password


def test_a_blank_form_holds_no_figure_and_totals_that_wait():
    opened, seen = book(BLANK), book(BLANK, values=True)
    for cell, place in each_cell(opened):
        if cell.key:
            assert (place.data_type == "f") == cell.computed
            assert cell.computed or place.value is None
    assert not any(place.value for cell, place in each_cell(seen) if cell.key)
    assert seen["表三"].cell(ABOVE + FORM.table("requests").rows + 2, 1).value == "还有 144 格未填"


@settings(max_examples=15, deadline=None)
@given(any_report())
def test_what_the_report_holds_stands_in_the_form_and_is_read_back(report):
    found, cells = read(form_sheet.write(report)), report.cells()
    assert found.printed == {key: value for key, value in cells.items() if value is not None}
    assert {question.cell for question in found.questions} <= {key for key, value in cells.items() if value is None}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_what_is_typed_into_the_form_is_read_back_and_a_blank_stays_a_blank(seed):
    values = random_values(seed)
    found = read(filled(BLANK, values))
    assert {key: value for key, value in found.printed.items() if key in FORM.inputs} == values
    sums = with_totals(FORM, values)
    assert all(value == sums[key] for key, value in found.printed.items())
    asked = {question.cell for question in found.questions}
    assert asked >= set(FORM.inputs) - set(values) and not asked & set(values)


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed")
def test_a_spreadsheet_calculates_the_totals_and_relations_of_what_was_typed(tmp_path):
    values = random_values(7) | {
        "requests.new_received.business": 3,
        "requests.carried_in.business": 1,
        "requests.carried_out.business": 0,
    }
    for row in dict.fromkeys(key.split(".")[1] for key in FORM.formulas["requests.total.business"]):
        values[f"requests.{row}.business"] = 0
    values["requests.granted.business"] = 4
    for row in ("new_received", "carried_in"):
        values.pop(f"requests.{row}.research", None)
    data = calculated(filled(BLANK, values), tmp_path)
    found, sums = read(data), with_totals(FORM, values)
    assert found.printed == {key: value for key, value in sums.items() if value is not None}
    opened = openpyxl.load_workbook(BytesIO(data), data_only=True)["表三"]
    row = ABOVE + FORM.table("requests").rows + 1
    for relation in FORM.relations:
        if relation.total:
            continue
        column = FORM.cells[relation.left[0]].col + 1
        left, right = (sum(sums[key] or 0 for key in side) for side in relation.sides)
        expected = "相符" if left == right else f"相差 {abs(left - right)}"
        if relation.id == "A2:research":
            expected = None
        assert (opened.cell(row, column).value or None) == expected
    assert opened.cell(row, FORM.cells["requests.granted.business"].col + 1).value == "相符"


def test_relations_say_at_once_what_a_spreadsheet_would():
    opened = book(full_report(), values=True)["表三"]
    row = ABOVE + FORM.table("requests").rows + 1
    sums = full_report().cells()
    out = abs(
        sums["requests.new_received.total"]
        + sums["requests.carried_in.total"]
        - sums["requests.total.total"]
        - sums["requests.carried_out.total"]
    )
    assert opened.cell(row, FORM.table("requests").cols).value == f"相差 {out}"


def test_numbers_are_validated_with_a_sentence():
    kinds = {table.id: {} for table in FORM.tables}
    for table in FORM.tables:
        for rule in book(BLANK)[table.nickname].data_validations.dataValidation:
            kinds[table.id][rule.type] = rule
            assert rule.showErrorMessage and rule.error.endswith("。")
    assert set(kinds["disclosure"]) == {"whole", "custom"} and set(kinds["requests"]) == {"whole"}
    covered = {cell for area in kinds["requests"]["whole"].sqref.ranges for row in area.rows for cell in row}
    assert len(covered) == 144


def test_a_total_that_a_file_stated_otherwise_is_added_up():
    report = full_report(stated={"requests.new_received.total": 7})
    assert (
        read(form_sheet.write(report)).printed["requests.new_received.total"]
        == full_report().cells()["requests.new_received.total"]
    )


def test_each_table_is_set_up_to_print_on_one_a4_page():
    for sheet_ in book(full_report()):
        setup = sheet_.page_setup
        assert int(setup.paperSize) == 9 and sheet_.sheet_properties.pageSetUpPr.fitToPage
        assert setup.orientation == ("landscape" if sheet_.title == "表四" else "portrait")
        assert sheet_.title == "说明" or sheet_.print_title_rows


def test_the_same_report_gives_the_same_bytes():
    report = full_report(notes=[Note(id="a", aspect="fee", text="没有收取。")])
    assert form_sheet.write(report) == form_sheet.write(report)


TEXTS = [
    "=1+1",
    "+1",
    "-1 件",
    "@SUM(A1)",
    "全年公开 326 条。\n“三农”领域 118 条。",
    "_x0041_",
    "12",
    "行政许可",
    "一、总体情况",
]


def test_notes_come_back_under_their_aspects():
    given_ = [
        Note(id=str(at), aspect=aspect, text=text)
        for at, (aspect, text) in enumerate(zip([*ASPECTS][: len(TEXTS)], TEXTS))
    ]
    opened = book(full_report(notes=given_))["素材"]
    assert all(cell.data_type == "s" for cell in opened["B"] if cell.value is not None)
    found = notes.notes(form_sheet.write(full_report(notes=given_)), "填报.xlsx")
    assert [(note.aspect, note.text) for note in found] == [(note.aspect, note.text) for note in given_]
    assert len({note.id for note in found}) == len(found)
    assert read(form_sheet.write(full_report(notes=given_))).printed == full_report().cells()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*ASPECTS]),
            st.text(st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from(NASTY)), max_size=80),
        ),
        max_size=6,
    )
)
def test_whatever_a_note_holds_it_comes_back_as_text(pairs):
    given_ = [Note(id=str(at), aspect=aspect, text=text) for at, (aspect, text) in enumerate(pairs)]
    found = notes.notes(form_sheet.write(full_report(notes=given_)), "填报.xlsx")
    expected = [
        (aspect, "".join(form_sheet_notes.lined(text).split()))
        for aspect in ASPECTS
        for other, text in pairs
        if aspect == other
    ]
    assert [(note.aspect, "".join(note.text.split())) for note in found] == [pair for pair in expected if pair[1]]


def test_notes_typed_into_the_sheet_are_filed_by_their_aspect_and_others_under_other():
    opened = book(BLANK)
    rows = [
        ("平台建设", "新增专栏 2 个"),
        (None, "没有写方面"),
        ("党建", "不认得的方面"),
        ("信息处理费", None),
        ("本年问题", "甲" * (MAX_NOTE + 5)),
    ]
    for row, (aspect, text) in enumerate(rows, 40):
        opened["素材"].cell(row, 1).value, opened["素材"].cell(row, 2).value = aspect, text
    file = BytesIO()
    opened.save(file)
    found = notes.notes(file.getvalue(), "填报.xlsx")
    assert [(note.aspect, note.text[:6]) for note in found] == [
        ("platform", "新增专栏 2"),
        ("other", "没有写方面"),
        ("other", "不认得的方面"),
        ("problem", "甲" * 6),
        ("problem", "甲" * 5),
    ]


def test_a_workbook_without_a_sheet_of_notes_has_none():
    file = BytesIO()
    openpyxl.Workbook().save(file)
    assert notes.notes(file.getvalue(), "空.xlsx") == ()


@pytest.mark.parametrize(
    ("kind", "level", "offered"), [("government", "county", True), ("department", "county", False)]
)
def test_only_the_aspects_an_organ_has_are_offered(kind, level, offered):
    report = Report(organ=Organ(name="某机关", kind=kind, level=level), year=2024)
    (rule,) = book(report)["素材"].data_validations.dataValidation
    choices = rule.formula1.strip('"').split(",")
    assert ("考核评议追责" in choices) is offered
    assert set(choices) <= {aspect.label for aspect in ASPECTS.values()}
    report.notes = [Note(id="a", aspect="appraisal", text="占 4 分。")]
    assert "考核评议追责" in book(report)["素材"].data_validations.dataValidation[0].formula1


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", NASTY + "局", "<b>&amp;]]>"])
def test_no_name_becomes_a_formula_or_breaks_the_file(name):
    opened = book(full_report(organ=Organ(name=name, level="county", kind="department")))
    assert opened["表二"]["A1"].data_type == opened["说明"]["A1"].data_type == "s"


def test_a_faulty_count_from_a_file_is_shown_as_it_is():
    report = full_report()
    report.values["requests.granted.business"] = Decimal("3.5")
    assert read(form_sheet.write(report)).printed["requests.granted.business"] == Decimal("3.5")
    assert printed(report.values["requests.granted.business"]) == "3.5"


def test_the_form_is_offered_where_figures_are_entered(service):
    from test_pages import opened

    from drafting.samples import sample
    from drafting.ui import entry

    id = service.library.add_sample(sample("town"))
    (button,) = [element.proto for element in opened("entry", report=id).get("download_button")]
    assert button.label == "下载电子表格"
    assert read(entry._spreadsheet(service, id)).printed == {
        key: value for key, value in service.library.open(id).report.cells().items() if value is not None
    }


def test_only_the_tables_are_left_as_the_report():
    told = ["本年新收政府信息公开申请 5 件，其中予以公开 3 件。", "行政许可", "五、存在的主要问题及改进情况"]
    report = full_report(notes=[Note(id=str(at), aspect="other", text=text) for at, text in enumerate(told)])
    whole = sheet.content(form_sheet.write(report), "填报.xlsx")
    left = sheets.report_only(whole, "年报.xlsx", PRINTED)
    assert (len(whole.blocks), len(left.blocks)) == (5, 3)
    found = tables(left)
    assert found.printed == report.cells() and found.questions == []


def test_a_report_without_a_sheet_of_notes_is_left_as_it_is():
    whole = sheet.content(export(full_report(), "xlsx"), "年报.xlsx")
    assert sheets.report_only(whole, "年报.xlsx", PRINTED) == whole
