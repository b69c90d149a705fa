"""How cell values are typed, kept and printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import values
from drafting.errors import InputError
from drafting.form import edition

FORM = edition("2021")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("007", 7),
        ("１２", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        (" 1 234 ", 1234),
        ("11398889", 11398889),
    ],
)
def test_a_count_may_be_typed_in_any_of_the_usual_ways(typed, value):
    assert values.parse(typed, "count") == value


@pytest.mark.parametrize("typed", ["-1", "－3", "1.5", "12件", "/", "—", "abc", "1e5", "²", "一", "9" * 16, "<script>"])
def test_anything_else_in_a_count_is_refused_in_words(typed):
    with pytest.raises(InputError, match="[。]$"):
        values.parse(typed, "count")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2.50", Decimal("2.5")),
        ("7545", 7545),
        ("59237.2449", Decimal("59237.2449")),
        ("0.000001", Decimal("0.000001")),
    ],
)
def test_an_amount_keeps_the_digits_that_were_typed(typed, value):
    assert values.parse(typed, "wan_yuan") == value


def test_an_amount_with_seven_decimals_is_refused():
    with pytest.raises(InputError, match="小数最多 6 位"):
        values.parse("0.0000001", "wan_yuan")


def test_a_blank_is_not_zero():
    assert values.printed(None) == "" and values.printed(0) == "0"
    assert values.total({"a": None}, ["a", "b"]) is None
    assert values.total({"a": 0, "b": None}, ["a", "b"]) == 0


@given(st.dictionaries(st.sampled_from(FORM.inputs), st.integers(0, 10**9)))
def test_totals_satisfy_every_relation_with_a_total(inputs):
    cells = values.with_totals(FORM, inputs)
    for relation in FORM.relations:
        if relation.total:
            assert cells[relation.total] == values.total(cells, relation.parts)


@given(st.decimals(0, 10**8, places=6))
def test_a_json_number_gives_the_amount_back_digit_for_digit(amount):
    import json

    cell = FORM.cells["disclosure.fees_wan_yuan"]
    raw = json.loads(json.dumps(values.to_json(values.tidy(amount))), parse_float=Decimal)
    assert values.from_json(raw, cell) == values.tidy(amount)
    assert values.printed(values.from_json(raw, cell)) == values.printed(values.tidy(amount))
