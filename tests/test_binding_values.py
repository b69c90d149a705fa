"""Estimates are intervals, and a value that is written in the style of a figure is read back as true of the value."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafting.binding import read
from drafting.binding.values import matches_value, render_like
from drafting.facts import Fact

STYLES = (
    "{}300件", "{}1,300件", "{}1.2万件", "{}三百件", "{}300余件", "{}1000多件", "{}1.2万余件", "{}三百余件", "{}18万余件", "约{}300件", "近{}300件",
    "不足{}300件", "不到{}三百件", "逾{}300件", "超过{}300件", "{}300件以上", "{}300件左右", "{}上百件", "{}近千件", "{}数百件", "{}百余件",
)  # fmt: skip


def allowed(text: str) -> range:
    """The numbers to 20,000 that the estimate is true of, from the first to the last."""
    [figure] = read(text)
    holds = [number for number in range(20_000) if matches_value(figure, count(number))]
    found = range(holds[0], holds[-1] + 1)
    assert holds == list(found)
    return found


def count(number: int) -> Fact:
    return Fact("", number, "件", "", ())


@pytest.mark.parametrize("text, first, last", [
    ("300余件", 300, 399), ("300多件", 300, 399), ("逾300件", 300, 399), ("超过300件", 300, 399), ("300件以上", 300, 399),
    ("120余件", 120, 129), ("1.2万余件", 12000, 12999), ("1000多件", 1000, 1999), ("三百余件", 300, 399), ("上百件", 100, 199),
    ("上千件", 1000, 1999), ("近千件", 900, 999), ("近百件", 90, 99), ("近300件", 270, 299), ("不足300件", 270, 299), ("不到300件", 270, 299),
    ("约300件", 270, 330), ("300件左右", 270, 330), ("数十件", 20, 99), ("数百件", 200, 999), ("几百件", 200, 999), ("三四件", 3, 4),
    ("两三百件", 200, 300), ("十几件", 11, 19), ("二十几件", 21, 29), ("300件", 300, 300), ("三十五 件", 35, 35),
])  # fmt: skip
def test_an_estimate_is_an_interval(text, first, last):
    assert allowed(text) == range(first, last + 1)


@pytest.mark.parametrize(
    "text, low, high", [("过半", 50, 99), ("一半", 45, 55), ("三分之一", 30, 36), ("两成", 18, 22), ("翻一番", 90, 110)]
)
def test_a_portion_in_words_is_an_interval_of_per_cent(text, low, high):
    [figure] = read(f"占{text}。")
    assert [number for number in range(200) if matches_value(figure, Fact("", number, "%", "", ()))] == list(
        range(low, high + 1)
    )


def test_both_ends_of_a_range_are_true_of_what_lies_between():
    for text in ("5至8件", "五至八件", "5—8件"):
        assert [[number for number in range(12) if matches_value(figure, count(number))] for figure in read(text)] == [
            [5, 6, 7, 8]
        ] * 2


def test_from_one_number_to_another_is_no_range():
    assert [figure.precision for figure in read("栏目由23个调整至14个")] == ["", ""]


def says_so(style: str, number: int) -> bool:
    """Whether the style, brought to ``number``, is true of it, or says that it cannot be brought there."""
    text = style.format("")
    [figure] = read(text)
    written = render_like(figure, count(number))
    [again] = read(text[: figure.start] + written + text[figure.end :]) if written else [None]
    return again is None or matches_value(again, count(number))


@pytest.mark.parametrize("style", STYLES)
def test_what_is_written_like_an_estimate_is_true_of_every_number_to_two_thousand(style):
    assert [number for number in range(2_001) if not says_so(style, number)] == []


@given(st.sampled_from(STYLES), st.integers(0, 100_000))
@example("近{}300件", 100_000)
def test_what_is_written_like_an_estimate_is_true_of_the_number(style, number):
    assert says_so(style, number)


@given(st.sampled_from(STYLES), st.integers(0, 100_000))
def test_a_style_that_a_number_fits_is_kept(style, number):
    [figure] = read(style.format(""))
    if matches_value(figure, count(number)) and "余" in figure.text and Decimal(number) != figure.value:
        assert "余" in render_like(figure, count(number))


@pytest.mark.parametrize("text, number, unit", [
    ("超百万人次", 1_000_000, "人次"), ("上万条", 10_000, "条"), ("二十六回", 26, "回"), ("第45期", 45, "期"), ("第5次", 5, "次"), ("近两倍", 2, "倍"),
    ("覆盖18个方面", 18, "个"), ("三 十五 件", 35, "件"), ("翻一番", 100, "%"), ("翻两番", 300, "%"), ("两三百人次", 200, "人次"), ("百余件", 100, "件"),
])  # fmt: skip
def test_figures_in_words_are_read(text, number, unit):
    [figure] = read(text)
    assert (figure.value, figure.unit) == (number, unit)


@pytest.mark.parametrize(
    "text",
    [
        "《公开目录》（2025版）",
        "使用2025版目录",
        "（2025年修订版）",
        "第45号令",
        "一个方面",
        "3个方面",
        "第六期培训班",
        "第（五）项",
    ],
)
def test_titles_editions_and_the_order_of_a_text_are_no_figures(text):
    assert read(text) == []
