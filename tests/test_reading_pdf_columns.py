"""PDF tables whose lines are dots, dashes, or missing; and what a figure's cell holds besides the figure."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from drafting.reading import read
from drafting.reading.figures import figure
from drafting.reading.formats import pdf
from drafting.reading.geometry.pdf_rules import ruled
from tests import reading_material as material
from tests.test_reading_pdf import SENTENCE, grids, report, texts, typeset

DRAWN = (
    '(dash: "dotted", thickness: 0.6pt)',
    '(dash: "loosely-dashed", thickness: 0.5pt)',
    '(dash: "dash-dotted", thickness: 0.5pt)',
)
WITHOUT_COLUMNS = (
    "none",
    "(x: none, y: 0.5pt)",
    "(x, y) => (left: none, right: none, top: if y in (0, 1) {1pt}, bottom: none)",
)


seeds = st.integers(0, 10**9).map(random.Random)


@given(seeds, st.sampled_from(DRAWN), st.sampled_from([7, 9]), st.integers(0, 6))
@settings(max_examples=3, deadline=None, database=None, phases=[Phase.explicit, Phase.generate])
def test_tables_in_dots_and_dashes_are_read_whole(rng, stroke, size, before):
    cells = material.figures(rng)
    assert read(report(cells, rng, stroke, size, before), "年报.pdf").printed == cells


@given(seeds, st.sampled_from(WITHOUT_COLUMNS), st.sampled_from([7, 9]), st.integers(0, 6))
@settings(max_examples=4, deadline=None, database=None, phases=[Phase.explicit, Phase.generate])
def test_of_tables_without_lines_between_columns_most_is_read_and_nothing_wrong(rng, stroke, size, before):
    cells = material.figures(rng)
    reading = read(report(cells, rng, stroke, size, before), "年报.pdf")
    assert not material.wrong(cells, reading)
    assert len(reading.printed) > 120
    assert reading.narrative["problems"] == SENTENCE * 3


def test_lines_with_columns_and_what_stands_between_them_are_one_table():
    content = pdf.content(typeset("规章#h(3cm)12#h(3cm)3#h(2cm)45\n\n行政许可#h(5cm)7\n\n（盖章）#h(5cm)云溪县"), "x")
    (grid,) = grids(content)
    assert [[cell.text for cell in row] for row in grid.rows] == [["规章", "12", "3", "45"], ["行政许可", "7"]]
    assert grid.cut and grid.rows[0][0].place.page == 1
    assert texts(content) == ["（盖章）云溪县"]


def test_a_label_in_two_lines_with_its_figures_between_them_is_one_label():
    first, second = "5.要求行政机关确认或重新", "出具已获取信息"
    row = "#place(dx: 7cm, dy: 0.183cm)[0#h(1cm)1#h(1cm)0#h(1cm)0#h(1cm)0#h(1cm)0#h(1cm)1]"
    content = pdf.content(
        typeset(f"#set par(first-line-indent: 0em, leading: 0.3em)\n#set text(size: 10pt)\n{row}{first}\\ {second}"),
        "x",
    )
    (grid,) = grids(content)
    assert [cell.text for cell in grid.rows[0]] == [first + second, *"0100001"]


@pytest.mark.parametrize("note", ["#super[1]", "#sub[2]", "#super(size: 0.83em)[12]", "#super(size: 1em)[1]"])
def test_the_number_of_a_note_does_not_join_the_figure(note):
    content = pdf.content(typeset(f"{SENTENCE}\n#table(columns: 2, [规章], [12{note}])"), "x")
    assert figure(grids(content)[0].rows[0][1].text).kind == "word"


@pytest.mark.parametrize("paint", ["white", 'rgb("#fefefe")', "luma(253)", "cmyk(0%, 0%, 1%, 0%)"])
def test_what_is_white_on_white_or_off_the_sheet_is_not_read(paint):
    hidden = f"#text(fill: {paint})[7]#place(dx: -12cm)[8]"
    content = pdf.content(typeset(f"{SENTENCE}\n#table(columns: 2, [规章], [12{hidden}])"), "x")
    assert [cell.text for cell in grids(content)[0].rows[0]] == ["规章", "12"]


def test_what_is_white_on_dark_is_read():
    content = pdf.content(
        typeset(
            f'{SENTENCE}\n#table(columns: 2, fill: rgb("#123456"), text(fill: white)[规章], text(fill: white)[12])'
        ),
        "x",
    )
    assert [cell.text for cell in grids(content)[0].rows[0]] == ["规章", "12"]


def test_a_shade_behind_every_second_row_draws_no_table():
    shade = "fill: (_, y) => if calc.odd(y) {luma(230)}, stroke: none"
    content = pdf.content(
        typeset(
            f"#table(columns: (5cm, 3cm, 3cm, 3cm), {shade}, [规章], [1], [2], [3], [行政规范性文件], [4], [5], [6])"
        ),
        "x",
    )
    assert [[cell.text for cell in row] for row in grids(content)[0].rows] == [
        ["规章", *"123"],
        ["行政规范性文件", *"456"],
    ]


def drawn(*boxes: tuple[float, float, float, float]) -> SimpleNamespace:
    """A page with boxes drawn on it: left, top, right, bottom."""
    return SimpleNamespace(
        lines=[],
        curves=[],
        rects=[
            {"object_type": "rect", "x0": left, "top": top, "x1": right, "bottom": bottom, "stroke": False}
            for left, top, right, bottom in boxes
        ],
    )


def test_thin_boxes_are_rules_and_dots_in_a_line_are_one():
    upright, level = ruled(
        drawn(
            (10, 10, 110, 10.5),
            *((at, 40, at + 0.7, 40.7) for at in range(10, 110, 2)),
            (10, 10, 10.5, 40),
            (110, 10, 110.5, 40),
        )
    )
    assert [(round(y), round(left), round(right)) for y, left, right in level] == [(10, 10, 110), (40, 10, 109)]
    assert [round(x) for x, _, _ in upright] == [10, 110]


def test_a_row_cut_at_the_end_of_a_page_is_closed_below():
    columns = [(x, 10, x + 0.5, 60) for x in (10, 60, 110)]
    _, level = ruled(drawn((10, 10, 110.5, 10.5), (10, 30, 110.5, 30.5), *columns))
    assert [round(y) for y, _, _ in level] == [10, 30, 60]
    _, level = ruled(drawn((10, 10, 110.5, 10.5), (10, 60, 110.5, 60.5), *columns))
    assert [round(y) for y, _, _ in level] == [10, 60]


def test_sides_that_are_left_open_are_closed_only_where_columns_are_drawn():
    level = [(10, y, 110, y + 0.5) for y in (10, 30, 50)]
    upright, _ = ruled(drawn(*level, (60, 10, 60.5, 50)))
    assert sorted(round(x) for x, _, _ in upright) == [10, 60, 110]
    assert ruled(drawn(*level))[0] == []
