"""Tables are read by label and place: every cell as printed, or asked about – never something else."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import publishing
from drafting.form import edition
from drafting.reading import read
from drafting.reading.content import Cell, Content, Grid, Place, Text
from drafting.reading.formats import text as text_reader
from drafting.samples import sample
from tests import reading_material as material
from tests.reading_material import tables

FORM = edition("2021")
seeds = st.integers(0, 10**9).map(random.Random)


def grids(cells, rng):
    return [material.grid(table.id, cells, rng) for table in FORM.tables]


def replaced(grid, wanted, text):
    """``grid`` with the text of the cells for which ``wanted(cell)`` holds changed to ``text``."""
    made = {}

    def swap(cell):
        if cell is None or not wanted(cell):
            return cell
        return made.setdefault(id(cell), Cell(text, cell.place))

    return Grid(tuple(tuple(swap(cell) for cell in row) for row in grid.rows))


def row_with(grid, label):
    return next(index for index, row in enumerate(grid.rows) if any(cell and label in cell.text for cell in row))


def with_cell(grid, row, column, text):
    rows = [list(cells) for cells in grid.rows]
    rows[row][column] = Cell(text, Place())
    return Grid(tuple(map(tuple, rows)))


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_a_drawn_table_is_read_whole_whatever_liberties_its_labels_take(rng):
    cells = material.figures(rng)
    found = tables(material.content(*grids(cells, rng)))
    assert found.printed == cells
    assert not found.questions
    assert set(found.confidence.values()) == {"read"}


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_a_table_that_a_page_cuts_is_read_whole(rng):
    cells = material.figures(rng)
    blocks = []
    for table, grid in zip(FORM.tables, grids(cells, rng)):
        blocks += material.cut(grid, rng, table.header_rows if table.id != "disclosure" else 1)
    assert tables(material.content(*blocks)).printed == cells


@given(seeds, st.sampled_from(["\t", " \t "]), st.booleans())
@settings(max_examples=30, deadline=None)
def test_lines_with_tabs_are_read_whole(rng, apart, blanks):
    cells = material.figures(rng)
    text = material.text(cells, rng, apart, blanks=blanks)
    found = tables(text_reader.content(text.encode(), "报告.txt"))
    assert found.printed == cells
    assert not found.questions


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_markdown_tables_are_read_whole(rng):
    cells = material.figures(rng)
    parts = []
    for table in FORM.tables:
        rows = [f"| {line} |" for line in material.lines(table.id, cells, rng, " | ")]
        parts += [f"## {material.HEADINGS[table.id]}", "", rows[0], "|" + " --- |" * table.cols, *rows[1:], ""]
    found = tables(text_reader.content("\n".join(parts).encode(), "报告.md"))
    assert found.printed == cells
    assert not found.questions


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_lines_with_bars_between_cells_are_read_whole(rng):
    cells = material.figures(rng)
    text = material.text(cells, rng, " | ", " |\n", blanks=False)
    found = tables(text_reader.content(text.encode(), "网页摘录.txt"))
    assert found.printed == cells
    assert not found.questions


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_one_cell_a_line_is_read_whole(rng):
    cells = material.figures(rng)
    found = tables(text_reader.content(material.text(cells, rng, "\n", blanks=False).encode("gb18030"), "粘贴.txt"))
    assert not material.wrong(cells, found)
    assert len(found.printed) >= 200 - 3


@given(seeds, st.sampled_from(["", " ", "  "]), st.sampled_from(["", "\n", " "]), st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_cells_run_together_are_cut_rightly_or_asked_about(rng, apart, end, most):
    cells = material.figures(rng, most)
    found = tables(text_reader.content(material.text(cells, rng, apart, end, blanks=False).encode(), "粘贴.txt"))
    assert not material.wrong(cells, found)


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_run_together_with_an_error_in_print_nothing_wrong_passes(rng):
    cells = dict(material.figures(rng))
    key = rng.choice([key for key in FORM.cells if key.startswith("requests.")])
    cells[key] += rng.randint(1, 30)
    found = tables(text_reader.content(material.text(cells, rng, "", "", blanks=False).encode(), "粘贴.txt"))
    assert not material.wrong(cells, found)


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_errors_in_print_stay_as_printed(rng):
    cells = dict(material.figures(rng))
    for key in rng.sample(sorted(FORM.cells), 5):
        cells[key] += rng.randint(1, 9)
    found = tables(material.content(*grids(cells, rng)))
    assert found.printed == cells
    assert not found.questions


@given(
    seeds,
    st.sampled_from(
        [("", "blank"), (" \u3000", "blank"), ("/", "mark"), ("—", "mark"), ("若干", "word"), ("12①", "word")]
    ),
)
@settings(max_examples=40, deadline=None)
def test_what_is_no_number_is_asked_about_and_never_taken_for_one(rng, faulty):
    text, kind = faulty
    cells = material.figures(rng)
    made = grids(cells, rng)
    key = rng.choice(sorted(FORM.cells))
    table = next(index for index, table in enumerate(FORM.tables) if key.startswith(table.id))
    place = next(cell for cell in FORM.tables[table].cells if cell.key == key)
    old = made[table].rows[place.row][place.col]
    made[table] = replaced(made[table], lambda cell: cell is old, text)
    found = tables(material.content(*made))
    assert [(question.cell, question.kind) for question in found.questions] == [(key, kind)]
    assert found.printed == {other: value for other, value in cells.items() if other != key}


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_a_blank_table_asks_for_every_cell_and_fills_none(rng):
    cells = dict.fromkeys(FORM.cells)
    found = tables(material.content(*grids(cells, rng)))
    assert not found.printed
    assert {question.cell for question in found.questions} == set(FORM.cells)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_one_row_for_other_results_goes_to_the_last_and_asks_for_the_others(rng):
    cells = dict(material.figures(rng))
    for column in (*material.APPLICANTS, "total"):
        cells[f"requests.other_remaining.{column}"] += sum(
            cells[f"requests.{row}.{column}"] for row in ("other_not_corrected", "other_fee_unpaid")
        )
        cells[f"requests.other_not_corrected.{column}"] = cells[f"requests.other_fee_unpaid.{column}"] = None
    made = grids(cells, rng)
    rows = [list(row) for row in made[1].rows]
    at = row_with(made[1], "逾期不补正") if any("逾期不补正" in cell.text for row in rows for cell in row) else 22
    single = Cell("（六）其他处理", Place())
    rows[at + 2][1] = rows[at + 2][2] = single
    made[1] = Grid(tuple(map(tuple, rows[:at] + rows[at + 2 :])))
    found = tables(material.content(*made))
    asked = {question.cell for question in found.questions}
    assert asked == {key for key, value in cells.items() if value is None}
    assert {question.kind for question in found.questions} == {"single"}
    assert not material.wrong(cells, found)


def test_a_misprinted_label_is_known_by_its_place_between_two_known_ones():
    rng = random.Random(4)
    cells = material.figures(rng)
    made = grids(cells, rng)
    made[1] = replaced(made[1], lambda cell: "禁止公开" in cell.text, "2.其他法律行政止公开")
    found = tables(material.content(*made))
    assert found.printed == cells


def test_a_label_that_resembles_nothing_leaves_its_row_to_a_question():
    rng = random.Random(4)
    cells = material.figures(rng)
    made = grids(cells, rng)
    made[1] = replaced(made[1], lambda cell: "禁止公开" in cell.text, "2.另有规定")
    found = tables(material.content(*made))
    assert {question.cell for question in found.questions} == {key for key in cells if "refused_by_law" in key}
    assert {question.kind for question in found.questions} == {"missing"}


def test_a_missing_row_is_offered_what_the_identities_leave_for_it():
    rng = random.Random(8)
    cells = material.figures(rng)
    made = grids(cells, rng)
    at = row_with(made[1], "国家秘密")
    made[1] = Grid(made[1].rows[:at] + made[1].rows[at + 1 :])
    found = tables(material.content(*made))
    offers = {question.cell: question.offers for question in found.questions}
    assert offers == {key: (cells[key],) for key in cells if "refused_state_secret" in key}


def test_a_row_printed_twice_with_different_figures_is_asked_about():
    rng = random.Random(2)
    cells = material.figures(rng)
    made = grids(cells, rng)
    at = row_with(made[1], "不掌握")
    again = [list(row) for row in made[1].rows[at : at + 1]]
    again[0][3] = Cell("999", Place())
    found = tables(material.content(*made, Grid(tuple(map(tuple, again)))))
    assert {question.cell for question in found.questions} == {key for key in cells if "unavailable_not_held" in key}


def test_money_in_another_unit_is_asked_about_with_both_readings():
    rng = random.Random(2)
    cells = material.figures(rng)
    made = grids(cells, rng)
    made[0] = with_cell(made[0], 13, 1, "251000元")
    for column in (2, 3):
        made[0] = with_cell(made[0], 13, column, "")
    (question,) = tables(material.content(*made)).questions
    assert question.cell == "disclosure.fees_wan_yuan"
    assert question.offers == (material.Decimal("25.1"), 251000)


def test_a_number_broken_in_a_narrow_cell_is_one_number():
    rng = random.Random(2)
    cells = dict(material.figures(rng))
    made = grids(cells, rng)
    for column in (1, 2, 3):
        made[0] = with_cell(made[0], 6, column, "1139888\n9")
    found = tables(material.content(*made))
    assert found.printed.get("disclosure.licences") == 11398889 or found.questions


@pytest.mark.parametrize("drawn", [True, False])
def test_the_2019_form_is_kept_apart_and_said(drawn):
    rows = [
        ["第二十条第（一）项"],
        ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"],
        ["规章", "0", "0", "0"],
        ["规范性文件", "89", "89", "120"],
        ["第二十条第（五）项"],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "396", "0", "181"],
    ]
    rng = random.Random(3)
    cells = material.figures(rng)
    if drawn:
        block = Grid(tuple(tuple(Cell(text, Place()) for text in row) for row in rows))
    else:
        block = Text(
            "二、主动公开政府信息情况 " + "".join("".join(row) for row in rows) + "三、收到和处理政府信息公开申请情况",
            Place(),
        )
    found = tables(material.content(block, *grids(cells, rng)[1:]))
    assert found.old
    assert found.questions[0].kind == "edition"
    assert not any(key.startswith("disclosure.") for key in found.printed)
    assert "规范性文件" in found.apart


def test_a_narrative_that_speaks_of_results_is_no_table():
    found = tables(
        material.content(
            Text("全年予以公开12件，部分公开3件，其他处理5件，总计20件。", Place()),
            Grid(((Cell("行政许可", Place()), Cell("12", Place())), (Cell("行政处罚", Place()), Cell("3", Place())))),
        )
    )
    assert not found.printed


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_three_tables_on_one_sheet_are_read_whole(rng):
    cells = material.figures(rng)
    wide = max(table.cols for table in FORM.tables) + 1
    rows = []
    for grid in grids(cells, rng):
        rows += [(None,) * wide] + [(None, *row, *(None,) * (wide - 1 - len(row))) for row in grid.rows]
    assert tables(material.content(Grid(tuple(rows)))).printed == cells


@given(seeds, st.integers(-3, 3))
@settings(max_examples=25, deadline=None)
def test_spans_that_do_not_fit_never_shift_a_figure(rng, more):
    """Web pages state rowspans that are too long or too short; the cells after them then stand in other columns."""
    cells = material.figures(rng)
    rows = material.spanned("requests", cells, rng)
    reach: dict[int, tuple[Cell, int]] = {}
    placed = []
    for row in rows:
        line, column = {}, 0
        for place, (cell, left) in list(reach.items()):
            line[place] = cell
            reach[place] = (cell, left - 1)
            if left <= 1:
                del reach[place]
        for text, down, across in row:
            while column in line:
                column += 1
            cell = Cell(text, Place())
            for at in range(column, column + across):
                line[at] = cell
                if down > 1:
                    reach[at] = (cell, max(0, down - 1 + (more if down > 2 else 0)))
        placed.append(tuple(line.get(at) for at in range(max(line) + 1)))
    found = tables(material.content(Grid(tuple(placed))))
    requests = {key: value for key, value in cells.items() if key.startswith("requests.")}
    assert not material.wrong(requests, found)
    assert len(found.printed) >= len(requests) - 21


def test_rows_of_another_table_under_the_heads_of_ours_are_not_taken():
    rows = [
        ["申请人情况", "", "", ""],
        ["自然人", "商业企业", "其他", "总计"],
        ["本月收到咨询", "3", "4", "7"],
        ["本月答复", "3", "4", "7"],
    ]
    found = tables(material.content(Grid(tuple(tuple(Cell(text, Place()) for text in row) for row in rows))))
    assert not found.printed


def test_a_blank_form_is_asked_about_cell_by_cell_and_no_row_is_joined_with_the_next_table():
    blanks = dict.fromkeys(material.FORM.cells)
    grids = [material.grid(table.id, {key: "" for key in blanks}, random.Random(1)) for table in material.FORM.tables]
    found = tables(material.content(*grids))
    assert {question.kind for question in found.questions} <= {"blank", "single"}


@pytest.mark.parametrize(("name", "asked"), [("9.涉及商业秘密", True), ("小计", False)])
def test_a_row_that_the_form_does_not_have_is_asked_about_when_it_has_figures(name, asked):
    page = publishing.export(sample("town").load()[1], "html", copy="final").decode()
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if "8.属于行政查询事项" in row)
    for figure, said in (("3", asked), ("0", False)):
        added = re.sub(r"(<td[^>]*>)\d+(</td>)", rf"\g<1>{figure}\2", row.replace("8.属于行政查询事项", name))
        reading = read(page.replace(row, row + added).encode(), "年报.html")
        assert [question.text for question in reading.questions if name in question.text] == (
            [
                f"文件的表三里有一行不是现行表格的栏目（“{name} {' '.join('3' * 7)}”），没有带入；请核对这些件数应当计入哪一行。"
            ]
            if said
            else []
        )
        assert reading.printed == read(page.encode(), "年报.html").printed


def test_a_figure_that_covers_several_rows_is_asked_about_in_all_of_them():
    cells = material.figures(random.Random(3))
    names = [f"requests.other_{row}" for row in ("not_corrected", "fee_unpaid", "remaining")]
    rows = [list(row) for row in material.grid("requests", cells, random.Random(3)).rows]
    for row in rows[-4:-2]:  # the second and third row of 其他处理: the figures of the first reach into them
        row[-7:] = rows[-5][-7:]
    grid = Grid(tuple(map(tuple, rows)))
    found = tables(Content("html", (grid,)))
    asked = {question.cell for question in found.questions if question.kind == "single"}
    assert asked == {key for name in names for key in material.PRINTED.cells(name)}
    assert not any(key.startswith(tuple(names)) for key in found.printed)
    question = next(question for question in found.questions if question.cell == f"{names[1]}.total")
    assert "同时占着" in question.text and "请分别填写" in question.text
