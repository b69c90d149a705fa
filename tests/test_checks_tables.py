"""The rules about the three tables, each broken in several ways."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import checks
from drafting.report import Organ, Report
from drafting.samples import sample
from tests.checks_material import COLUMNS, FORM, balanced

ORGAN = Organ(name="青石镇人民政府", level="township", kind="government")


@pytest.fixture
def town() -> Report:
    return sample("town").load()[0]


def found(report: Report, *rules: str, last_year: Report | None = None) -> list[checks.Finding]:
    return [finding for finding in checks.run(report, last_year).findings if finding.rule in rules]


def broken(report: Report) -> set[str]:
    """Ids of the relations A1–A4 that are reported broken."""
    findings = found(report, "T-01", "T-02", "T-03", "T-04")
    ids = [re.search(r"（(A\d:\w+)）。$", finding.message)[1] for finding in findings]
    assert len(set(ids)) == len(ids)
    assert all(finding.severity == "error" for finding in findings)
    return set(ids)


@settings(max_examples=20, deadline=None)
@given(balanced(), st.sampled_from(COLUMNS), st.integers(1, 99))
def test_balanced_tables_hold_all_42_relations_and_a_changed_carried_out_breaks_its_column(values, column, more):
    assert len(FORM.relations) == 42
    report = Report(organ=ORGAN, year=2024, values=values)
    assert broken(report) == set()
    assert not {entry.rule for entry in checks.run(report).not_assessed} & {"T-01", "T-02", "T-03", "T-04"}
    report.values[f"requests.carried_out.{column}"] += more
    assert broken(report) == {f"A2:{column}", "A2:total"}


@settings(max_examples=20, deadline=None)
@given(balanced(), st.sampled_from(sorted(FORM.formulas)), st.integers(1, 99))
def test_a_stated_total_breaks_exactly_the_relations_it_stands_in(values, key, more):
    report = Report(organ=ORGAN, year=2024, values=values)
    report.stated[key] = report.cells()[key] + more
    assert broken(report) == {relation.id for relation in FORM.relations if key in sum(relation.sides, ())}


def test_the_sentence_names_column_both_sides_difference_and_relation(town):
    town.values["requests.new_received.business"] = 15
    first, second = found(town, "T-02")
    assert (
        first.message
        == "表三“商业企业”列：第一项加第二项之和为15，第三项加第四项之和为3，相差12，请核对（A2:business）。"
    )
    assert first.cells == tuple(
        f"requests.{row}.business" for row in ("new_received", "carried_in", "total", "carried_out")
    )
    assert second.message.startswith("表三“总计”列：第一项加第二项之和为29")


def test_cells_of_a_broken_sum_are_the_total_and_the_parts_that_count(town):
    town.stated["requests.granted.total"] = 9
    (row,) = found(town, "T-03")
    assert row.cells == (
        "requests.granted.total",
        "requests.granted.natural_person",
        "requests.granted.business",
        "requests.granted.legal_service",
    )
    assert row.message == "表三“（一）予以公开”：各类申请人之和为8，总计为9，相差1，请核对（A3:granted）。"
    (column,) = found(town, "T-01")
    assert column.cells[0] == "requests.total.total" and len(column.cells) == 7


def test_a_printed_total_of_zero_over_parts_is_an_error(town):
    town.values |= {"proceedings.review.upheld": 10, "proceedings.review.corrected": 1}
    town.stated["proceedings.review.total"] = 0
    (finding,) = found(town, "T-04")
    assert finding.cells == ("proceedings.review.total", "proceedings.review.upheld", "proceedings.review.corrected")
    assert "之和为11，总计为0，相差11" in finding.message


def test_a_blank_part_adds_nothing_but_a_blank_side_is_unknown(town):
    del town.values["requests.carried_out.natural_person"]
    assert broken(town) == {"A2:natural_person", "A2:total"}
    lone = Report(organ=ORGAN, year=2024, values={"requests.new_received.business": 3})
    assert broken(lone) == set()
    assert {"T-01", "T-02", "T-04"} <= {entry.rule for entry in checks.run(lone).not_assessed}


def test_only_totals_in_a_file_are_not_assessed_rather_than_wrong():
    report = Report(organ=ORGAN, year=2024, stated={"proceedings.review.total": 5})
    assert broken(report) == set()
    why = {entry.rule: entry.why for entry in checks.run(report).not_assessed}
    assert "T-04" in why


def test_a_partly_filled_table_says_which_relations_were_not_assessed(town):
    for outcome in ("upheld", "corrected", "other", "pending"):
        del town.values[f"proceedings.litigation_direct.{outcome}"]
    why = {entry.rule: entry.why for entry in checks.run(town).not_assessed}
    assert why["T-04"] == "表四“未经复议直接起诉”没有填写，或只填写了等式的一边"


def test_carried_in_is_compared_with_last_year_column_by_column(town):
    last_year = sample("town").load()[1]
    assert found(town, "T-05", last_year=last_year) == []
    town.values["requests.carried_in.natural_person"] = 0
    town.values["requests.carried_in.other"] = 1
    one, other = found(town, "T-05", last_year=last_year)  # the totals still agree
    assert (one.cells, other.cells) == (("requests.carried_in.natural_person",), ("requests.carried_in.other",))
    assert one.severity == "warning"
    assert "自然人为0，上年报告表三“四、结转下年度继续办理”自然人为1，相差1" in one.message


def test_a_report_on_another_year_is_no_last_year(town):
    other = sample("town").load()[1].model_copy(update={"year": 2021})
    why = {entry.rule: entry.why for entry in checks.run(town, other).not_assessed}
    assert why["T-05"] == why["T-06"] == "所附的上年报告是 2021 年度的，不是 2023 年度的"


def test_blank_carried_cells_are_not_compared(town):
    last_year = sample("town").load()[1]
    for key in [key for key in last_year.values if key.startswith("requests.carried_out.")]:
        del last_year.values[key]
    assert found(town, "T-05", last_year=last_year) == []
    assert "T-05" in {entry.rule for entry in checks.run(town, last_year).not_assessed}


def test_documents_in_force_follow_from_last_year(town):
    last_year = sample("town").load()[1]
    town.values["disclosure.normative_documents.in_force"] = 7
    (finding,) = found(town, "T-06", last_year=last_year)
    assert finding.cells[0] == "disclosure.normative_documents.in_force"
    assert "按上年8加本年制发2减本年废止1应为9，相差2" in finding.message
    del town.values["disclosure.normative_documents.made"]
    assert found(town, "T-06", last_year=last_year) == []
    assert [entry.why for entry in checks.run(town, last_year).not_assessed if entry.rule == "T-06"] == [
        "行政规范性文件本年的三项或上年的现行有效件数没有填全"
    ]


def test_more_made_than_in_force_and_repealed_is_a_warning(town):
    town.values |= {"disclosure.rules.made": 2, "disclosure.rules.in_force": 1}
    (finding,) = found(town, "T-07")
    assert finding.severity == "warning" and "多出1件" in finding.message
    town.values["disclosure.rules.repealed"] = 1
    assert found(town, "T-07") == []


@pytest.mark.parametrize(
    ("value", "fault"),
    [(-1, "填的是-1，是负数"), (Decimal("2.5"), "填的是2.5，带小数"), (Decimal("-0.5"), "填的是-0.5，是负数、带小数")],
)
def test_a_count_below_zero_or_with_a_fraction_is_an_error(town, value, fault):
    town.values["proceedings.review.other"] = value
    (finding,) = found(town, "T-08")
    assert finding.cells == ("proceedings.review.other",) and fault in finding.message


def test_a_negative_stated_total_is_an_error_but_a_sum_of_faulty_cells_is_not_named_again(town):
    town.stated["proceedings.review.total"] = -1
    assert [finding.cells for finding in found(town, "T-08")] == [("proceedings.review.total",)]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("7730.28"), None),
        (Decimal("59237.244912"), None),
        (0, None),
        (10**14, None),
        (Decimal("-2.02"), "不应为负数"),
        (Decimal("1.2345678"), "小数超过 6 位"),
    ],
)
def test_the_fee_is_an_amount_in_wan_yuan(town, value, said):
    town.values["disclosure.fees_wan_yuan"] = value
    assert [said in finding.message for finding in found(town, "T-09")] == ([True] if said else [])


def test_blank_cells_give_one_warning_a_table(town):
    for key in ("disclosure.penalties", "requests.granted.research", "requests.carried_in.other"):
        del town.values[key]
    first, second = found(town, "T-10")
    assert first.cells == ("disclosure.penalties",) and "表二有 1 格没有填写" in first.message
    assert second.cells == ("requests.carried_in.other", "requests.granted.research")
    assert "“（一）予以公开”科研机构" in second.message
