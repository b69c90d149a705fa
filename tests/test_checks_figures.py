"""Rules N-01, N-02, N-03, N-05 and N-06: figures and claims of the narrative against the tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_binding import corpus, report
from test_binding_marks import CORPUS, LAST_YEAR, TOWN

from drafting.checks import Finding
from drafting.checks.context import Context
from drafting.checks.rules import n01_figures, n02_scope, n03_growth, n04_parts, n05_claims, n06_proceedings
from drafting.report import FigureTie, Paragraph, Section

MODULES = (n01_figures, n02_scope, n03_growth, n05_claims, n06_proceedings)
SECTION = "overview.on_request"
LEAD = "规范办理政府信息公开申请。\n"


def context(text: str, origin: str = "person", notes=(), **cells) -> Context:
    filled = report(notes, **(cells or TOWN))
    filled.sections[SECTION] = Section.of(LEAD + text, origin)
    return Context(filled, report(**LAST_YEAR).model_copy(update={"year": 2023}))


def found(text: str, origin: str = "person", **more) -> list[tuple[str, str, str]]:
    """Rule, severity and the text at the span, of every finding."""
    given = context(text, origin, **more)
    return [
        (finding.rule, finding.severity, given.report.text(SECTION)[slice(*finding.span)])
        for module in MODULES
        for finding in module.check(given)
        if isinstance(finding, Finding)
    ]


@pytest.mark.parametrize(
    "text, rule, severity, at",
    [
        ("全年收到政府信息公开申请15件。", "N-01", "error", "15件"),
        ("政府信息公开申请中，予以公开11件。", "N-01", "error", "11件"),
        ("制发行政规范性文件七件。", "N-01", "error", "七件"),
        ("镇党政综合办公室收到政府信息公开申请9件。", "N-02", "warning", "9件"),
        ("本级收到政府信息公开申请9件。", "N-02", "warning", "9件"),
        ("备案的政府信息公开行政复议3件。", "N-02", "warning", "3件"),
        ("收到政府信息公开申请16件，同比增长50%。", "N-03", "warning", "50%"),
        ("收到政府信息公开申请16件，同比下降60%。", "N-03", "warning", "下降"),
        ("办结政府信息公开申请17件，其中予以公开10件，占28.8%。", "N-03", "warning", "28.8%"),
        ("全年未收到政府信息公开申请。", "N-05", "error", "未收到"),
        ("收到政府信息公开申请16件，均已办结。", "N-05", "error", "均已办结"),
        ("未作出行政许可决定。", "N-05", "error", "未作出"),
        ("全年未发生因政府信息公开引起的行政复议、行政诉讼。", "N-06", "warning", "未发生"),
        ("无行政复议。", "N-06", "warning", "无"),
        ("未发生行政诉讼。", "N-06", "warning", "未发生"),
    ],
)
def test_each_fault_is_found_where_it_stands(text, rule, severity, at):
    assert found(text) == [(rule, severity, at)]


def test_a_finding_leads_to_the_cell_and_says_what_should_stand_there():
    [finding] = n01_figures.check(context("全年收到政府信息公开申请15件。"))
    assert finding.cells == ("requests.new_received.total",)
    assert "15件" in finding.message and "16件" in finding.message and finding.message.endswith("。")


@pytest.mark.parametrize(
    "origin, severity", [("model", "warning"), ("composer", "warning"), ("import", "hint"), ("person", None)]
)
def test_a_figure_that_rests_on_nothing_is_graver_where_no_person_wrote_it(origin, severity):
    assert found("走访群众30户。", origin) == ([("N-01", severity, "30户")] if severity else [])


def test_a_figure_a_person_confirmed_is_not_asked_about_and_one_known_to_rest_on_nothing_is():
    given = context("")
    for source, count in (("person", 0), ("", 1)):
        given.report.sections[SECTION] = Section(
            paragraphs=(Paragraph(id="p", text="走访群众30户。", ties=(FigureTie(start=4, end=7, source=source),)),)
        )
        findings = list(n01_figures.check(Context(given.report)))
        assert [finding.severity for finding in findings] == ["warning"] * count


def test_a_change_without_last_years_report_is_not_assessed():
    given = Context(context("全年收到政府信息公开申请16件，同比增长5%。").report)
    [unassessed] = n03_growth.check(given)
    assert "没有上年报告" in unassessed.why


def test_without_a_narrative_no_rule_has_looked():
    for module in MODULES:
        [unassessed] = module.check(Context(report()))
        assert unassessed.rule == module.RULE.id and "起草" in unassessed.why


@pytest.mark.parametrize("name", CORPUS)
def test_a_real_report_has_no_error_and_warns_only_of_its_scope(name):
    filled, text = corpus(name)
    filled.sections["overview.lead"] = Section.of(text, "import")
    said = [outcome for module in MODULES for outcome in module.check(Context(filled))]
    findings = [finding for finding in said if isinstance(finding, Finding)]
    grave = [(finding.rule, finding.severity) for finding in findings if finding.severity != "hint"]
    assert grave == ([("N-02", "warning")] if name == "hongze-district-2024" else [])


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        st.sampled_from("收到政府信息公开申请予以公开复议未发生均已答复首次同比增长0123456789件%，。；（）占\n"),
        max_size=80,
    )
)
def test_the_rules_are_total_and_every_span_holds_text(text):
    given = context(text)
    for module in MODULES:
        for finding in module.check(given):
            if isinstance(finding, Finding):
                start, end = finding.span
                assert given.report.text(SECTION)[start:end]
                assert finding.message.endswith("。") and "\n" not in finding.message


@pytest.mark.parametrize("whole, wrong", [("3条", []), ("4条", ["4条（年度报告、公开指南和公开制度各1条"])])
def test_one_figure_for_each_of_several_names_counts_as_often_as_there_are_names(whole, wrong):
    given = context(f"公开信息{whole}（年度报告、公开指南和公开制度各1条）。")
    findings = [finding for finding in n04_parts.check(given) if isinstance(finding, Finding)]
    assert [given.report.text(SECTION)[slice(*finding.span)] for finding in findings] == wrong
