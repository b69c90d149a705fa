"""What is printed in a cell, digits that ran together, and the questions that are left."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.form import edition
from drafting.reading.figures import figure
from drafting.reading.form.asking import grouped
from drafting.reading.geometry.splitting import agreed, cuts
from drafting.reading.reading import Question

FORM = edition("2021")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0", "number", 0),
        (" 12 ", "number", 12),
        ("１２", "number", 12),
        ("1,234", "number", 1234),
        ("1，234", "number", 1234),
        ("22\n（其中修订 16 件）", "number", 22),
        ("55(含自然失效29件)", "number", 55),
        ("22（16）", "word", None),
        ("22（另有 3 件）", "word", None),
        ("12件", "number", 12),
        ("零", "number", 0),
        ("2.0200", "number", Decimal("2.02")),
        ("7545.00", "number", 7545),
        ("-3", "number", -3),
        ("\u200b5", "number", 5),
        ("1 0", "number", 10),
        ("113\n88", "number", 11388),
        ("", "blank", None),
        ("\u3000\xa0", "blank", None),
        ("/", "mark", None),
        ("—", "mark", None),
        ("--", "mark", None),
        ("不适用", "mark", None),
        ("N/A", "mark", None),
        ("无", "word", None),
        ("12①", "word", None),
        ("2²", "word", None),
        ("约5", "word", None),
        ("3/4", "word", None),
        ("1,23", "word", None),
        ("007", "word", None),
        ("1e3", "word", None),
        ("5%", "word", None),
        ("1.2.3", "word", None),
        ("9" * 16, "word", None),
    ],
)
def test_a_cell_is_a_number_a_blank_a_mark_or_words(text, kind, value):
    found = figure(text)
    assert (found.kind, found.value) == (kind, value)


def test_digits_that_stand_apart_are_said_to_be_torn():
    assert figure("1 0").torn and figure("1\n0（其中修订 3 件）").torn
    assert figure("113\n88").torn
    assert not figure(" 10 ").torn


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_some_figure(text):
    found = figure(text)
    assert (found.value is not None) == (found.kind == "number")


rows = st.lists(st.one_of(st.just(0), st.integers(0, 900)), min_size=6, max_size=6).map(
    lambda parts: (*parts, sum(parts))
)


@given(rows, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_printed_figures_are_always_among_the_cuts(row, rng):
    digits = [str(value) for value in row]
    together = "".join(digits)
    found = cuts([together], [7])
    assert found is None or row in found
    gaps = sorted(rng.sample(range(1, 7), 3))
    some = ["".join(digits[start:end]) for start, end in zip([0, *gaps], [*gaps, 7])]
    assert row in cuts(some, [7])


def test_digits_torn_apart_are_joined_only_where_they_stand_apart():
    assert cuts("1 0 0 0 0 0 0 1 0".split(), [7]) == [(10, 0, 0, 0, 0, 0, 10)]


def test_figures_that_owe_each_other_nothing_have_many_cuts():
    assert cuts(["000"], [-3]) == [(0, 0, 0)]
    assert (62, 33, 440) in cuts(["6233440"], [-3])
    assert len(cuts(["6233440"], [-3])) > 5


def test_a_hopeless_row_is_given_up_and_not_computed_for_ever():
    assert not cuts(["123456789012345678901234567890" * 4], [5, 5, 5])


def test_columns_decide_between_cuts_that_rows_leave_open():
    zero, ten = (0,) * 7, (33, 0, 0, 0, 0, 0, 33)
    two = (3, 30, 0, 0, 0, 0, 33)
    found = agreed(
        {
            "a": [two, ten],
            "requests.total": [ten],
            "requests.new_received": [ten],
            "requests.carried_in": [zero],
            "requests.carried_out": [zero],
        },
        ["a"],
        7,
    )
    assert found["a"] == ten


def test_two_choices_that_both_fit_are_no_answer():
    zero = (0,) * 7
    one, two = (33, 0, 0, 0, 0, 0, 33), (3, 30, 0, 0, 0, 0, 33)
    assert (
        agreed(
            {
                "a": [one, two],
                "requests.total": [one, two],
                "requests.new_received": [one, two],
                "requests.carried_in": [zero],
                "requests.carried_out": [zero],
            },
            ["a"],
            7,
        )
        is None
    )


def test_questions_alike_are_put_once():
    blanks = [
        Question(kind="blank", cell=f"requests.granted.{column}", text="空白。", offers=(0,))
        for column in ("business", "other")
    ]
    unclear = [
        Question(kind="unclear", cell=f"disclosure.rules.{column}", text="分不清。") for column in ("made", "repealed")
    ]
    alone = [Question(kind="document", text="没有读出机关名称。")]
    said = grouped(FORM, [*alone, *blanks, *unclear])
    assert [len(same) for _, same in said] == [1, 2, 2]
    assert said[0][0] == "没有读出机关名称。"
    assert "表三有 2 格" in said[1][0]
    assert "规章" in said[2][0]


def test_the_same_question_about_no_cell_asked_twice_is_put_in_its_own_words():
    twice = [Question(kind="document", text="没有读出机关名称。")] * 2
    assert grouped(FORM, twice) == [("没有读出机关名称。", tuple(twice))]
