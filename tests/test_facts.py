"""Facts: every figure has a cell or a stated formula behind it, and what is unknown gives none."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.facts import catalogue, cells_of, facts
from drafting.form import edition
from drafting.report import Organ, Report
from drafting.samples import sample
from drafting.values import MAX_DIGITS, printed

FORM = edition("2021")


def report(**values) -> Report:
    """A town of 2024; ``new_received__business=3`` fills ``requests.new_received.business``."""
    organ = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
    cells = {key: value for key, value in values.items() if "." in key}
    return Report(organ=organ, year=2024, values=cells)


def zeros(**changed) -> Report:
    return report(**{**{key: 0 for key in FORM.inputs}, **changed})


def test_a_blank_cell_gives_no_fact():
    assert facts(report()) == {}
    assert catalogue(report()) == {}


def test_a_zero_cell_gives_a_fact_of_zero():
    assert facts(zeros())["disclosure.licences"].wording == "作出行政许可决定0件"


def test_a_formula_needs_all_its_cells():
    one = {"requests.new_received.natural_person": 3}
    assert "requests.new_received.total" in facts(report(**one))
    assert "formula.handled" not in facts(report(**one))
    assert facts(report(**one, **{"requests.carried_in.natural_person": 2}))["formula.handled"].value == 5


def test_group_sums_add_up_their_rows():
    made = facts(zeros(**{"requests.refused_state_secret.business": 1, "requests.refused_third_party.other": 2}))
    assert made["formula.refused"].wording == "不予公开3件"
    assert len(made["formula.refused"].cells) == 8
    assert made["formula.unavailable"].value == 0


def test_a_share_has_two_decimals_rounded_half_up():
    made = facts(zeros(**{"requests.granted.business": 1, "requests.partially_granted.business": 799}))
    assert made["share.granted"].figure == "0.13%"


def test_nothing_is_shared_out_of_zero():
    assert "share.granted" not in facts(zeros())


def test_last_year_gives_difference_and_ratio():
    now = zeros(**{"disclosure.licences": 15})
    made = facts(now, zeros(**{"disclosure.licences": 12}))
    assert made["change.disclosure.licences"].wording == "作出行政许可决定同比增加3件"
    assert made["ratio.disclosure.licences"].wording == "作出行政许可决定同比增长25%"
    assert made["before.disclosure.licences"].wording == "上年度作出行政许可决定12件"


def test_no_ratio_to_a_year_of_zero_and_no_change_of_nothing():
    assert "ratio.disclosure.licences" not in facts(zeros(**{"disclosure.licences": 15}), zeros())
    assert "change.disclosure.licences" not in facts(zeros(), zeros())


def test_a_blank_cell_last_year_gives_no_comparison():
    assert not any(id.startswith("change.") for id in facts(zeros(**{"disclosure.licences": 15}), report()))


def test_the_catalogue_knows_every_result_row_and_the_legal_persons():
    made = catalogue(zeros(**{"requests.unavailable_not_held.business": 4, "requests.new_received.business": 4}))
    assert made["requests.unavailable_not_held.total"].wording == "本机关不掌握相关政府信息4件"
    assert made["legal_persons.new_received"].value == 4
    assert made["share.unavailable"].figure == "100%"


def test_the_catalogue_holds_all_facts():
    now, then = zeros(**{"disclosure.licences": 1}), zeros()
    assert facts(now, then).items() <= catalogue(now, then).items()


@given(st.dictionaries(st.sampled_from(FORM.inputs), st.integers(0, 10**9) | st.decimals(0, 10**6, places=4)))
def test_every_fact_prints_and_names_existing_cells(values):
    for id, fact in catalogue(report(**values), report(**values)).items():
        assert fact.id == id and fact.cells and set(fact.cells) <= set(FORM.cells)
        assert fact.wording == fact.says + printed(fact.value) + fact.unit


@pytest.mark.parametrize(
    "amount, shown", [("59237.2449", "59237.2449万元"), ("7545", "7545万元"), ("2.02", "2.02万元")]
)
def test_money_keeps_the_precision_that_was_typed(amount, shown):
    assert facts(zeros(**{"disclosure.fees_wan_yuan": Decimal(amount)}))["disclosure.fees_wan_yuan"].figure == shown


def test_the_catalogue_has_every_filled_cell_the_stock_by_last_year_and_the_days_left():
    report, last_year = sample("town").load()
    known = catalogue(report, last_year, date(2025, 1, 19))
    assert set(report.form.cells) <= set(known)
    assert known["requests.granted.business"].wording.startswith("表三“（一）予以公开”商业企业")
    before = last_year.cells()["disclosure.normative_documents.in_force"]
    made, repealed = (report.cells()[f"disclosure.normative_documents.{column}"] for column in ("made", "repealed"))
    assert known["formula.stock.normative_documents"].value == before + made - repealed
    assert (known["deadline.days"].value, known["deadline.days"].unit) == (12, "天")
    assert "deadline.days" not in catalogue(report) and "formula.stock.rules" not in catalogue(report)


def test_totals_of_any_length_that_a_file_states_give_shares_and_not_an_error():
    longest = 10 ** (MAX_DIGITS + 2) - 1
    report = sample("town").load()[0]
    report.stated |= {
        "requests.total.total": longest,
        "requests.granted.total": longest,
        "requests.new_received.total": 1,
    }
    assert facts(report)["share.granted"].value == 100


def test_a_sum_and_a_share_that_a_text_names_are_reckoned_when_they_are_asked_for():
    made = catalogue(
        zeros(
            **{
                "requests.granted.business": 7,
                "requests.partially_granted.other": 3,
                "requests.refused_by_law.other": 6,
            }
        )
    )
    both = made.of_cells(("requests.partially_granted.total", "requests.granted.total"))
    assert made[both].value == 10 and "予以公开" in made[both].says and both not in list(made)
    assert made[f"share.{both}/requests.total.total"].figure == "62.5%"
    assert "sum.requests.granted.total+no.such" not in made and "share.a/b" not in made


def test_a_sum_of_cells_has_last_years_beside_it():
    now, then = zeros(**{"disclosure.licences": 5, "disclosure.penalties": 5}), zeros(**{"disclosure.licences": 8})
    made = catalogue(now, then)
    id = made.of_cells(("disclosure.licences", "disclosure.penalties"))
    assert (made[f"change.{id}"].value, made[f"ratio.{id}"].figure, made[f"before.{id}"].value) == (2, "25%", 8)


def test_cells_are_asked_for_by_what_they_count():
    assert cells_of(FORM, "request", "done", group="unavailable") == tuple(
        f"requests.unavailable_{row}.total" for row in ("not_held", "needs_creation", "still_unclear")
    )
    assert cells_of(FORM, "request", "handled", applicant="business") == (
        "requests.new_received.business",
        "requests.carried_in.business",
    )
    assert len(cells_of(FORM, "request", "new", applicant="legal_person")) == 5
    assert cells_of(FORM, "litigation", outcome="upheld") == (
        "proceedings.litigation_direct.upheld",
        "proceedings.litigation_after_review.upheld",
    )
    assert cells_of(FORM, "rule", "made") == ("disclosure.rules.made",) and cells_of(FORM, "request", "made") == ()
