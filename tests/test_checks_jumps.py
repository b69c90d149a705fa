"""The rules T-11 to T-18: figures that jump, repeat, are zero or do not suit the organ; each broken in several ways."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drafting import checks
from drafting.checks import Context
from drafting.checks.rules import (
    t11_rules,
    t12_jump,
    t13_same_table,
    t14_enforcement,
    t15_zero_total,
    t16_repeated,
    t17_silent,
    t18_pending,
    t19_units,
)
from drafting.checks.units import Units
from drafting.report import Organ, Report, Section
from drafting.samples import sample
from drafting.service.files import draft_report
from drafting.values import with_totals
from tests.checks_material import FORM, balanced, found, why
from tests.published import names, needs_corpus, published

MODULES = (t11_rules, t12_jump, t13_same_table, t14_enforcement, t15_zero_total, t16_repeated, t17_silent, t18_pending)
MINE = {module.RULE.id for module in MODULES}
JUMPING = [key for key in t12_jump.compared(FORM) if key in FORM.inputs]
TOWN = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
COUNTY = Organ(name="云溪县人民政府", level="county", kind="government", self_reference="我县")
CITY = Organ(name="临川市人民政府", level="city", kind="government", self_reference="我市", makes_rules=True)
POLICE = Organ(name="云溪县公安局", level="county", kind="department", self_reference="我局")
LETTERS = Organ(name="云溪县信访局", level="county", kind="department", self_reference="我局")
STATISTICS = Organ(name="云溪县统计局", level="county", kind="department", self_reference="我局")
STREET = Organ(name="临川市南门街道办事处", level="subdistrict", kind="subdistrict_office", self_reference="我街道")


@pytest.fixture
def pair() -> tuple[Report, Report]:
    """A town's tables and last year's report, nothing wrong with either."""
    return sample("town").load()


def by(report: Report, organ: Organ) -> Report:
    return report.model_copy(update={"organ": organ})


def errors(report: Report, last_year: Report | None = None) -> set[str]:
    """The rules about tables that find an error."""
    return {
        finding.rule
        for finding in checks.run(report, last_year).findings
        if finding.severity == "error" and finding.rule.startswith("T")
    }


def filled(least: int = 0) -> st.SearchStrategy[dict[str, int]]:
    """Balanced tables in which 规章 is 0."""
    return balanced(least).map(
        lambda values: values | {key: 0 for key in values if key.startswith("disclosure.rules.")}
    )


@settings(max_examples=20, deadline=None)
@given(
    filled(),
    st.sampled_from(["made", "repealed", "in_force"]),
    st.integers(1, 99),
    st.sampled_from([TOWN, COUNTY, POLICE, STREET]),
)
def test_rules_of_an_organ_that_makes_none_are_found_in_the_cell(values, column, number, organ):
    report = Report(organ=organ, year=2024, values=values)
    assert found(report, "T-11") == []
    report.values[f"disclosure.rules.{column}"] = number
    (finding,) = found(report, "T-11")
    assert (finding.severity, finding.cells) == ("warning", (f"disclosure.rules.{column}",))
    assert f"{number}，本机关没有规章制定权" in finding.message and errors(report) == set()


def test_rules_of_a_city_and_of_an_organ_said_to_make_them_are_fine(pair):
    report, _ = pair
    report.values["disclosure.rules.in_force"] = 6
    assert found(by(report, CITY.model_copy(update={"makes_rules": False})), "T-11") == []
    assert found(by(report, POLICE.model_copy(update={"makes_rules": True})), "T-11") == []
    assert len(found(by(report, POLICE), "T-11")) == 1


@settings(max_examples=30, deadline=None)
@given(filled(least=10), st.sampled_from(JUMPING), st.booleans())
def test_a_figure_more_than_five_times_last_years_is_found_in_its_cell(values, key, up):
    report = Report(organ=CITY, year=2024, values=values | {key: 5_000})
    last_year = report.model_copy(update={"year": 2023, "values": report.values | {key: 999 if up else 25_001}})
    (finding,) = found(report, "T-12", last_year)
    assert (finding.severity, finding.cells) == ("warning", (key,))
    assert "说明原因" in finding.message and "“" in finding.message and errors(report, last_year) == set()
    last_year.values[key] = 1_000 if up else 25_000
    assert found(report, "T-12", last_year) == []


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (9487, 550, "为9487，上年为550，约为上年的 17.2 倍"),
        (550, 9487, "为550，上年为9487，约为上年的 5.80%"),
        (10**14, 10, "约为上年的 10000000000000.0 倍"),
        (51, 10, "约为上年的 5.1 倍"),
    ],
)
def test_the_message_of_a_jump_says_both_figures_and_how_far(pair, now, then, said):
    report, last_year = pair
    report.values["disclosure.licences"], last_year.values["disclosure.licences"] = now, then
    (finding,) = found(report, "T-12", last_year)
    assert said in finding.message


@pytest.mark.parametrize(("now", "then"), [(9, 1000), (1000, 9), (0, 1000), (1000, 0), (50, 10), (10, 50), (None, 80)])
def test_small_figures_zeros_and_blanks_do_not_jump(pair, now, then):
    report, last_year = pair
    report.values["disclosure.licences"], last_year.values["disclosure.licences"] = now, then
    report.values = {key: value for key, value in report.values.items() if value is not None}
    assert found(report, "T-12", last_year) == []


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (Decimal("1286.4275") * 10_000, Decimal("1286.4275"), "一万倍"),
        (Decimal("2.02"), 20_200, "一万分之一"),
        (30_000, 3, "一万倍"),
        (Decimal("0.3"), 3_000, "一万分之一"),
    ],
)
def test_yuan_for_wan_yuan_is_found_in_the_fees(pair, now, then, said):
    report, last_year = pair
    report.values["disclosure.fees_wan_yuan"], last_year.values["disclosure.fees_wan_yuan"] = now, then
    (finding,) = found(report, "T-12", last_year)
    assert finding.cells == ("disclosure.fees_wan_yuan",) and f"正好是上年的{said}" in finding.message
    last_year.values["disclosure.fees_wan_yuan"] = now
    assert found(report, "T-12", last_year) == []


def test_one_jump_of_applications_is_named_in_the_totals_only(pair):
    report, last_year = pair
    report.values["requests.new_received.natural_person"] += 100
    keys = [finding.cells[0] for finding in found(report, "T-12", last_year)]
    assert keys == ["requests.new_received.total"]


@settings(max_examples=15, deadline=None)
@given(filled(least=1), st.sampled_from(["disclosure", "requests", "proceedings"]))
def test_a_table_of_last_year_is_found_and_one_changed_cell_makes_it_this_years(values, table):
    keys = [key for key in FORM.inputs if key.startswith(f"{table}.")]
    last_year = Report(organ=CITY, year=2023, values={key: value + 1 for key, value in values.items()})
    report = Report(organ=CITY, year=2024, values=values)
    assert found(report, "T-13", last_year) == []
    last_year.values |= {key: values[key] for key in keys}
    (finding,) = found(report, "T-13", last_year)
    assert finding.severity == "hint" and set(finding.cells) <= set(keys)
    assert FORM.table(table).nickname in finding.message and "完全相同" in finding.message
    last_year.values[keys[-1]] += 1
    assert found(report, "T-13", last_year) == []


def test_tables_of_zeros_and_of_few_figures_may_be_the_same_every_year():
    zeros = Report(organ=TOWN, year=2024, values={key: 0 for key in FORM.inputs})
    before = zeros.model_copy(update={"year": 2023})
    assert found(zeros, "T-13", before) == []
    zeros.values |= {"disclosure.normative_documents.in_force": 9, "disclosure.licences": 12, "disclosure.penalties": 1}
    assert found(zeros, "T-13", before.model_copy(update={"values": dict(zeros.values)})) == []


@pytest.mark.parametrize(
    ("organ", "figures", "cells"),
    [
        (POLICE, (0, 0, 0), t14_enforcement.DECISIONS),
        (COUNTY, (0, 0, 0), t14_enforcement.DECISIONS),
        (CITY, (0, 0, 0), t14_enforcement.DECISIONS),
        (LETTERS, (0, 3, 0), ("disclosure.penalties",)),
        (LETTERS, (5, 0, 1), ("disclosure.licences", "disclosure.coercive_measures")),
    ],
)
def test_decisions_that_do_not_suit_the_organ_are_a_hint(pair, organ, figures, cells):
    report, _ = pair
    report.values |= dict(zip(t14_enforcement.DECISIONS, figures))
    (finding,) = found(by(report, organ), "T-14")
    assert (finding.severity, finding.cells) == ("hint", cells)


@pytest.mark.parametrize(
    ("organ", "figures"),
    [
        (POLICE, (0, 1, 0)),
        (COUNTY, (9487, 2776, 84)),
        (TOWN, (0, 0, 0)),
        (TOWN, (126, 9, 1)),
        (STREET, (0, 0, 0)),
        (LETTERS, (0, 0, 0)),
        (STATISTICS, (0, 0, 0)),
        (STATISTICS, (0, 2, 0)),
        (POLICE, (None, 0, 0)),
    ],
)
def test_decisions_that_suit_the_organ_or_an_organ_nothing_is_known_of_are_fine(pair, organ, figures):
    report, _ = pair
    report.values |= dict(zip(t14_enforcement.DECISIONS, figures))
    report.values = {key: value for key, value in report.values.items() if value is not None}
    assert found(by(report, organ), "T-14") == []
    if organ in (TOWN, STREET, STATISTICS):
        assert why(by(report, organ), "T-14") == ["从机关名称看不出有没有许可、处罚、强制的职权"]


@settings(max_examples=20, deadline=None)
@given(filled(least=1), st.sampled_from([r for r in FORM.relations if r.group in ("A3", "A4")]))
def test_a_total_left_at_zero_is_found_with_the_figure_it_should_be(values, relation):
    report = Report(organ=CITY, year=2024, values=values)
    assert found(report, "T-15") == []
    should = report.cells()[relation.total]
    assume(should)  # nothing may have been carried in
    filled_in = [part for part in relation.parts if report.cells()[part]]
    report.stated[relation.total] = 0
    (finding,) = found(report, "T-15")
    assert finding.cells == (relation.total, *filled_in) and f"请改为{should}。" in finding.message
    assert errors(report) <= {"T-01", "T-02", "T-03", "T-04"}
    report.stated[relation.total] = 1
    assert found(report, "T-15") == []


@pytest.mark.parametrize(
    ("row", "figures", "said"),
    [
        ("unprocessed_excessive", {"new_received": 4, "unprocessed_excessive": 4}, "不足 10 件"),
        ("unprocessed_excessive", {"new_received": 6, "carried_in": 3, "unprocessed_excessive": 1}, "共9件"),
        ("unprocessed_repeated", {"new_received": 12, "unprocessed_repeated": 12}, "全部申请都是重复的"),
        ("unprocessed_repeated", {"new_received": 1, "unprocessed_repeated": 1}, "共1件"),
    ],
)
def test_repeated_applications_among_too_few_are_a_hint(row, figures, said):
    values = {key: 0 for key in FORM.inputs} | {f"requests.{name}.natural_person": n for name, n in figures.items()}
    (finding,) = found(Report(organ=TOWN, year=2024, values=values), "T-16")
    assert (finding.severity, finding.cells[0]) == ("hint", f"requests.{row}.total") and said in finding.message


@pytest.mark.parametrize(
    "figures",
    [
        {"new_received": 10, "unprocessed_excessive": 3, "granted": 7},
        {"new_received": 3, "unprocessed_repeated": 2},
        {"new_received": 3, "granted": 3},
        {},
    ],
)
def test_repeated_applications_among_enough_are_fine(figures):
    values = {key: 0 for key in FORM.inputs} | {f"requests.{name}.natural_person": n for name, n in figures.items()}
    assert found(Report(organ=TOWN, year=2024, values=values), "T-16") == []


def told(text: str, *, zeros: bool) -> Report:
    """A town whose overview says ``text`` of applications; its tables are all 0 or have sixteen."""
    report = sample("zeros" if zeros else "town").load()[0]
    lead = "我镇认真贯彻条例，党政办公室承办，分管副镇长负责，各站所配合。" * 3
    report.sections = {"overview.lead": Section.of(lead), "overview.on_request": Section.of(text)}
    return report


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "我镇畅通渠道。对群众提出的政府信息公开申请均在法定期限内答复。",
            "对群众提出的政府信息公开申请均在法定期限内答复。",
        ),
        ("政府信息公开申请全部按期办结，群众满意。", "政府信息公开申请全部按期办结，群众满意。"),
        ("征地补偿类申请较多，都已依法予以答复。", "征地补偿类申请较多，都已依法予以答复。"),
        ("申请渠道畅通。\n其中申请人补正1件。", "其中申请人补正1件。"),
    ],
)
def test_answers_to_applications_that_table_three_does_not_have_are_a_hint(text, place):
    report = told(text, zeros=True)
    (finding,) = found(report, "T-17")
    assert finding.severity == "hint" and finding.cells == ("requests.new_received.total",)
    assert report.text(finding.section)[slice(*finding.span)] == place


@pytest.mark.parametrize(
    "text",
    [
        "全年未收到政府信息公开申请。",
        "严格按规定办理申请，确保申请均在法定期限内答复。",
        "申请渠道为当面提交和邮寄，由党政办公室受理。",
        "上年的申请均已答复。",
        "收到信件12件，均已答复。",
        "收到申请0件，均已办结。",
        "收到群众诉求申请9件，均已办结回复。",
    ],
)
def test_rules_promises_and_other_matters_are_no_applications(text):
    assert found(told(text, zeros=True), "T-17") == []


@pytest.mark.parametrize(
    "text", ["规范做好申请的登记、审查、答复。", "依申请公开工作有序开展，2024年持续加强。", "全年培训2次。"]
)
def test_an_overview_without_any_number_of_applications_is_a_hint(text):
    (finding,) = found(told(text, zeros=False), "T-17")
    assert (finding.section, finding.cells) == ("overview.on_request", ("requests.new_received.total",))
    assert "总计为16" in finding.message


@pytest.mark.parametrize("text", ["收到政府信息公开申请16件。", "办结申请16 件，结转1件。", "自然人申请占75%。"])
def test_an_overview_with_a_number_of_applications_is_fine(text):
    assert found(told(text, zeros=False), "T-17") == []


@settings(max_examples=15, deadline=None)
@given(filled(least=1), st.sampled_from(["review", "litigation_direct", "litigation_after_review"]), st.integers(1, 99))
def test_fewer_cases_than_were_pending_last_year_are_a_hint(values, group, more):
    report = Report(organ=CITY, year=2024, values=values)
    last_year = Report(organ=CITY, year=2023, values={key: 0 for key in FORM.inputs})
    total = report.cells()[f"proceedings.{group}.total"]
    last_year.values[f"proceedings.{group}.pending"] = total
    assert found(report, "T-18", last_year) == []
    last_year.values[f"proceedings.{group}.pending"] = total + more
    (finding,) = found(report, "T-18", last_year)
    assert (finding.severity, finding.cells) == ("hint", (f"proceedings.{group}.total",))
    assert (
        f"少{more}件" in finding.message and f"（A8:{group}）" in finding.message and errors(report, last_year) == set()
    )


def test_without_figures_or_last_year_nothing_is_assessed(pair):
    empty = Report(organ=COUNTY, year=2024)
    assert {entry.rule for entry in checks.run(empty).not_assessed} >= MINE
    assert {entry.rule for entry in checks.run(empty, Report(organ=COUNTY, year=2023)).not_assessed} >= MINE
    for rule in ("T-12", "T-13", "T-18"):
        assert why(pair[0], rule) == ["没有上年报告"]
        assert why(pair[0], rule, pair[1].model_copy(update={"year": 2020}))[0].startswith("所附的上年报告是 2020")


@pytest.mark.parametrize("id", ["town", "department", "zeros"])
def test_the_samples_drafted_offline_alarm_no_rule(id):
    given, last_year = sample(id).load()
    report = draft_report(given, [spec.id for spec in given.outline], None, last_year=last_year).report
    assert [finding for finding in checks.run(report, last_year).findings if finding.rule in MINE] == []


ODD = st.one_of(
    st.none(),
    st.just(0),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.decimals(-(10**8), 10**8, allow_nan=False, allow_infinity=False, places=7),
)
TEXTS = st.text(st.sampled_from("申请均已答复未收到0件12年，。；\n 延期补正全部按"), max_size=40)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(FORM.inputs), ODD, max_size=150),
    st.dictionaries(st.sampled_from(FORM.inputs), ODD, max_size=150),
    st.dictionaries(st.sampled_from(sorted(FORM.formulas)), ODD | st.just(10**400), max_size=10),
    TEXTS,
    st.sampled_from([TOWN, COUNTY, CITY, POLICE, LETTERS, STREET]),
    st.booleans(),
)
def test_no_figure_makes_a_rule_fail(now, then, stated, text, organ, compared):
    filled, before, totals = (
        {key: value for key, value in values.items() if value is not None} for values in (now, then, stated)
    )
    report = Report(
        organ=organ, year=2024, values=filled, stated=totals, sections={"overview.on_request": Section.of(text)}
    )
    last_year = Report(organ=organ, year=2023, values=before, stated=totals) if compared else None
    for module in MODULES:
        for outcome in module.check(Context(report, last_year)):
            assert outcome.rule == module.RULE.id
            if isinstance(outcome, checks.Finding):
                assert set(outcome.cells) <= set(FORM.cells) and outcome.message.count("。") == 1
                assert outcome.message.endswith("。")
                if outcome.span:
                    assert 0 <= outcome.span[0] < outcome.span[1] <= len(report.text(outcome.section))


@needs_corpus
def test_published_reports_alarm_only_where_docs_say_so():
    alarms = set()
    for name in names(narrative=False, edition="2021"):
        alarms |= {(name, finding.rule) for finding in checks.run(published(name)).findings if finding.rule in MINE}
    assert alarms == {("anon-city-2025-numbers-only", "T-17")}  # its overview was cut to two sentences without figures


@needs_corpus
def test_the_published_jump_of_licences_is_found():
    report = published("hongze-district-2024")
    before = Report(
        organ=report.organ,
        year=2023,
        values={
            "disclosure.licences": 550,
            "disclosure.normative_documents.made": 0,
            "disclosure.normative_documents.repealed": 0,
            "disclosure.normative_documents.in_force": 5,
        },
    )
    assert [finding.cells for finding in found(report, "T-12", before)] == [("disclosure.licences",)]


def test_a_government_that_adds_up_its_units_is_told_where_it_differs_from_their_sum():
    """T-19: only cells that people fill, and only where some unit has a figure."""
    report = Report(organ=Organ(name="云溪县人民政府", level="county", kind="government"), year=2024)
    report.values = {"disclosure.licences": 70, "disclosure.penalties": 3}
    sums = with_totals(
        report.form, {"disclosure.licences": 90, "disclosure.penalties": 3, "disclosure.coercive_measures": 1}
    )
    sums["disclosure.rules.made"] = None
    said = {each.cells: each.message for each in t19_units.check(Context(report, units=Units(sums)))}
    assert set(said) == {("disclosure.licences",), ("disclosure.coercive_measures",)}
    assert "70" in said["disclosure.licences",] and "少20" in said["disclosure.licences",]
    assert "没有填写" in said["disclosure.coercive_measures",]
    (alone,) = t19_units.check(Context(report))
    assert alone.needless
