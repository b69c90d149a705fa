"""A report beside last year's: what changed in each section and in each cell."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_publishing import full_report

from drafting.publishing.comparison import CellChange, Span, compare
from drafting.report import Section
from drafting.samples import sample


def sections(text: str, before: str):
    now, then = (full_report(sections={"other": Section.of(each)}) for each in (text, before))
    return compare(now, then).sections


def shown(text: str, before: str) -> list[list[Span]]:
    (section,) = sections(text, before)
    return section.paragraphs


@pytest.mark.parametrize(
    "then, now, change, ratio",
    [
        (4, 5, 1, 25),
        (5, 4, -1, -20),
        (3, 4, 1, Decimal("33.33")),
        (0, 4, 4, None),
        (4, 0, -4, -100),
        (0, 0, 0, None),
        (None, 4, None, None),
        (4, None, None, None),
        (Decimal("1.5"), Decimal("2.25"), Decimal("0.75"), 50),
    ],
)
def test_a_change_is_reckoned_only_where_both_years_are_filled_and_a_ratio_only_over_some(then, now, change, ratio):
    cell = CellChange("disclosure.licences", "", then, now)
    assert (cell.change, cell.ratio) == (change, ratio)


def test_cells_stand_in_printed_order_under_their_names_totals_too():
    report, last_year = sample("town").load()
    found = compare(report, last_year)
    assert [cell.key for cell in found.cells] == list(report.form.cells)
    by_name = {cell.name: (cell.then, cell.now) for cell in found.cells}
    key = "requests.new_received.total"
    assert by_name[report.form.name(key)] == (last_year.cells()[key], report.cells()[key])
    assert {cell.key for cell in found.differing} == {
        key for key, value in report.cells().items() if value != last_year.cells()[key]
    }


def test_a_blank_differs_from_a_zero():
    now, then = full_report(values={}), full_report(values={"disclosure.licences": 0})
    assert [cell.key for cell in compare(now, then).differing] == ["disclosure.licences"]


def test_words_that_changed_are_marked_and_the_rest_is_not():
    assert shown("全年公开信息326条。\n更新目录。", "全年公开信息298条。\n更新目录。") == [
        [Span("equal", "全年公开信息"), Span("delete", "298"), Span("insert", "326"), Span("equal", "条。")],
        [Span("equal", "更新目录。")],
    ]


def test_a_paragraph_that_came_or_went_stands_by_itself():
    assert shown("甲事。\n丙事已经办结。", "甲事。") == [[Span("equal", "甲事。")], [Span("insert", "丙事已经办结。")]]
    assert shown("甲事。", "乙事由专人负责。\n甲事。") == [
        [Span("delete", "乙事由专人负责。")],
        [Span("equal", "甲事。")],
    ]


def test_a_rewritten_paragraph_stands_under_the_one_it_replaces():
    assert shown("丙五六七八。\n丁五六七八。", "甲一二三四。\n乙一二三四。") == [
        [Span("delete", "甲一二三四"), Span("insert", "丙五六七八"), Span("equal", "。")],
        [Span("delete", "乙一二三四"), Span("insert", "丁五六七八"), Span("equal", "。")],
    ]


def test_a_word_that_chanced_to_stay_between_rewritten_ones_is_not_left_standing_alone():
    assert shown("建立台账的要求落实到岗位。", "通过宣传的方式扩大知晓面。")[0][:2] == [
        Span("delete", "通过宣传的方式扩大知晓面"),
        Span("insert", "建立台账的要求落实到岗位"),
    ]


def test_sections_with_text_in_either_year_are_there_and_the_same_text_is_the_same():
    now = full_report(sections={"other": Section.of("无。"), "problems": Section.of("新写。")})
    then = full_report(sections={"other": Section.of("无。"), "overview.platform": Section.of("旧有。")})
    found = {section.id: section.same for section in compare(now, then).sections}
    assert found == {"overview.platform": False, "problems": False, "other": True}
    assert sections("", "") == ()


@given(st.text("甲乙12。\n", max_size=40), st.text("甲乙12。\n", max_size=40))
def test_both_years_can_be_read_back_from_what_is_marked(text, before):
    now, then = (full_report(sections={"other": Section.of(each)}) for each in (text, before))
    for section in compare(now, then).sections:
        spans = [span for paragraph in section.paragraphs for span in paragraph]
        for report, kind in ((now, "insert"), (then, "delete")):
            kept = "".join(span.text for span in spans if span.kind in ("equal", kind))
            assert kept == report.text("other").replace("\n", "")


def test_two_texts_of_the_greatest_length_are_compared_too():
    long = "".join(f"第{at}项工作由专人负责，按季公开。" for at in range(6000))[:100_000]
    assert shown(long, long[1:]) == [[Span("insert", "第"), Span("equal", long[1:])]]
