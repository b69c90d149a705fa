"""The rules as a whole: what ``run`` gives back, that no table makes a rule fail, and real published reports."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import checks
from drafting.checks import MODULES, RULES, SEVERITIES
from drafting.form import SECTIONS, edition
from drafting.report import Organ, Report, Section
from drafting.samples import sample
from tests.published import known, names, needs_corpus, published

ROOT = Path(__file__).resolve().parent.parent
FORM = edition("2021")
ORGAN = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")


@pytest.fixture
def complete() -> Report:
    """A finished report with balanced tables and a whole narrative that a person answers for."""
    report = sample("town").load()[1]
    report.sections = {id: Section.of(section.text, "person") for id, section in report.sections.items()}
    return report


def test_a_finished_report_gives_no_finding(complete):
    result = checks.run(complete)
    assert result.findings == ()
    assert result.worst is None


def test_a_rule_that_saw_nothing_is_not_assessed_rather_than_passed():
    result = checks.run(Report(organ=ORGAN, year=2024))
    not_assessed = {entry.rule for entry in result.not_assessed}
    assert {f"T-0{n}" for n in range(1, 10)} <= not_assessed
    assert {"S-03", "S-04", "S-05", "S-06", "S-10", "S-11"} <= not_assessed
    assert {finding.rule for finding in result.findings} == {"S-07", "T-10"}


def test_what_only_an_imported_file_can_show_is_not_assessed(complete):
    not_assessed = {entry.rule: entry.why for entry in checks.run(complete).not_assessed}
    for rule in ("S-01", "S-02", "S-08", "S-09"):
        assert "导入的文件" in not_assessed[rule]


def test_errors_come_first_then_the_order_of_print(complete):
    complete.values["disclosure.fees_wan_yuan"] = Decimal("-1.5")
    complete.values["requests.carried_out.business"] = 9
    complete.sections["overview.lead"] = Section.of("XX年的工作。按照要求推进各项公开工作，各村和站所都有专人。")
    complete.sections["problems"] = Section.of("无")
    found = [(finding.severity, finding.rule) for finding in checks.run(complete).findings if finding.rule != "N-01"]
    assert found == [("error", "T-02"), ("error", "T-02"), ("error", "S-07"), ("warning", "S-11"), ("warning", "T-09")]
    assert checks.run(complete).worst == "error"


def test_the_result_as_data_has_the_shape_of_the_command_line(complete):
    complete.values["requests.carried_out.business"] = 1
    complete.sections["other"] = Section.of("本机关2023年度未收取信息处理费XX元。")
    data = checks.run(complete).to_data()
    assert set(data) == {"findings", "not_assessed"}
    assert all(list(entry) == ["rule", "severity", "cells", "section", "span", "message"] for entry in data["findings"])
    assert all(list(entry) == ["rule", "why"] for entry in data["not_assessed"])
    assert {"rule": "T-05", "why": "没有上年报告"} in data["not_assessed"]
    assert data["findings"][-1]["section"] == "other" and data["findings"][-1]["span"] == [17, 19]
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data


def test_every_rule_file_is_run_and_named_after_its_rule():
    files = sorted(path.stem for path in (Path(checks.__file__).parent / "rules").glob("[a-z]*.py"))
    listed = [module.__name__.rsplit(".", 1)[1] for module in MODULES]
    assert listed == files
    assert [name.split("_")[0] for name in listed] == [id.replace("-", "").lower() for id in RULES]
    assert len(RULES) == len(MODULES)


def test_the_page_of_rules_lists_exactly_the_rules():
    page = (ROOT / "docs/checks.md").read_text("utf-8")
    rows = re.findall(r"^\| ([A-Z]-\d\d) \| (.+?) \| (.+?) \| (.+?) \|$", page, re.M)
    assert rows == [(rule.id, SEVERITIES[rule.severity], rule.title, rule.basis) for rule in RULES.values()]


def test_every_sentence_is_chinese_and_one_sentence():
    report = Report(
        organ=ORGAN,
        year=2024,
        values={"requests.granted.business": -1},
        sections={
            "overview.lead": Section.of("七、别的 XX 本年新制作数量\n一、情况\n（三）其余\n〔待补：条数〕"),
            "problems": Section.of("无"),
        },
    )
    for finding in checks.run(report).findings:
        assert finding.message.endswith("。") and finding.message.count("。") == 1
        assert not re.search(r"[!！]|requests\.|overview\.", finding.message)


ODD = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.just(0),
    st.decimals(-(10**8), 10**8, allow_nan=False, allow_infinity=False, places=7),
)
LETTERS = "一二七十（）()、。XX×[] 〔待补：〕此处处理费六个部分报告总体情况\n\t…《》a"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=40) | st.text(max_size=20)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(FORM.inputs), ODD, max_size=30),
    st.dictionaries(st.sampled_from(sorted(FORM.formulas)), ODD, max_size=6),
    st.dictionaries(st.sampled_from(sorted(SECTIONS)), TEXTS, max_size=9),
    st.sampled_from(["government", "department", "subdistrict_office"]),
    st.booleans(),
)
def test_no_table_and_no_text_makes_a_rule_fail(values, stated, texts, kind, compared):
    organ = ORGAN.model_copy(update={"kind": kind})
    report = Report(
        organ=organ,
        year=2024,
        values=values,
        stated=stated,
        sections={id: Section.of(text) for id, text in texts.items()},
    )
    last_year = Report(organ=organ, year=2023, values=dict(list(values.items())[::2])) if compared else None
    result = checks.run(report, last_year)
    for finding in result.findings:
        assert set(finding.cells) <= set(FORM.cells)
        if finding.span:
            start, end = finding.span
            assert 0 <= start < end <= len(report.text(finding.section))
    json.dumps(result.to_data(), ensure_ascii=False)


@pytest.mark.parametrize("value", [None, 0, 10**14, -3, Decimal("0.5")])
def test_each_cell_alone_absent_zero_huge_negative_or_fractional_is_judged(value):
    for key in FORM.cells:
        kept = {} if value is None else {key: value}
        part = "stated" if FORM.cells[key].computed else "values"
        report = Report(organ=ORGAN, year=2024, **{part: kept})
        faulty = value not in (None, 0, 10**14) and FORM.cells[key].kind == "count"
        assert any(finding.rule == "T-08" for finding in checks.run(report, report).findings) == faulty


@needs_corpus
def test_published_reports_break_exactly_the_relations_known_to_be_broken():
    reports = names(narrative=False, edition="2021")
    assert reports
    for name in reports:
        broken = [finding for finding in checks.run(published(name)).findings if "T-01" <= finding.rule <= "T-04"]
        assert len(broken) == len(known(name)["published_errors"]), (name, broken)


@needs_corpus
def test_the_blank_official_form_is_not_assessed():
    result = checks.run(published("blank-official-form"))
    not_assessed = {entry.rule for entry in result.not_assessed}
    assert {"T-01", "T-02", "T-03", "T-04", "T-07", "T-08", "T-09"} <= not_assessed
    blanks = [finding for finding in result.findings if finding.rule == "T-10"]
    assert [len(finding.cells) for finding in blanks] == [10, 144, 12]


@needs_corpus
def test_published_narratives_raise_no_alarm_about_placeholders_or_numbering():
    for name in names(edition="2021"):
        if not name.startswith("blank"):
            rules = {finding.rule for finding in checks.run(published(name, preface=False)).findings}
            assert {"S-03", "S-05", "S-08", "S-10", "S-11"} & rules == set(), name
