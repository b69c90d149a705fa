"""One assessment: whoever asks about a report – page, editor, command line, review copy, final gate, chat – hears the
same.
"""

import hashlib
import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from drafting import checks, report_file
from drafting.assessment import Assessment
from drafting.checks import wording
from drafting.checks.rule import rule
from drafting.cli import main
from drafting.errors import InputError
from drafting.report import AsPrinted, Organ, Paragraph, Report, Section, Waiver
from drafting.samples import sample
from drafting.service import Service
from drafting.service.files import approved
from drafting.settings import load
from drafting.writing.questions import why
from tests.checks_material import finished

TOWN = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
NEW = {
    f"requests.new_received.{column}": 0
    for column in ("business", "research", "social_welfare", "legal_service", "other")
}
WORDS = "词\t级别\t改为\t类别\n飞天遁地\t必错\t\t错敏词\n".encode()
RULES = "规则\t级别\nP-04\t错误\n".encode()
RATE = "2024年新收政府信息公开申请12件，比上年增长20%。"


def year(number: int, received: int, text: str = "") -> Report:
    sections = {"overview.on_request": Section.of(text, "person")} if text else {}
    return Report(
        organ=TOWN, year=number, values={**NEW, "requests.new_received.natural_person": received}, sections=sections
    )


def forbidden() -> Report:
    """A finished report that an office's own word stands in."""
    report = finished()
    report.sections["other"] = Section.of(report.text("other") + "\n本镇还组织了飞天遁地活动。", "person")
    return report


def of_rule(assessment: Assessment, id: str) -> list[checks.Finding]:
    return [finding for finding in assessment.findings if finding.rule == id]


# The office's rules


def test_every_way_to_a_report_goes_by_the_rules_of_the_office(service, tmp_path, capsys):
    report = approved(forbidden(), (), "甲")
    file = tmp_path / "r.report.json"
    report_file.write(report, file)
    service.tables.keep_rules(RULES)
    service.tables.keep_words(WORDS)
    opened = service.library.open(service.library.add(report))
    (found,) = of_rule(opened.assessment, "P-04")
    assert found.severity == "error"
    assert main(["check", str(file)]) == 1
    assert main(["export", str(file), "--to", "txt", "--copy", "final", "-o", str(tmp_path / "o.txt")]) == 1
    assert "飞天遁地" in capsys.readouterr().err and not (tmp_path / "o.txt").exists()
    with pytest.raises(InputError, match="飞天遁地"):
        service.documents.export(opened.assessment, "txt", copy="final")
    _, content = service.documents.export(opened.assessment, "docx", copy="review")
    printed = re.sub("<[^>]+>", "", ZipFile(BytesIO(content)).read("word/document.xml").decode())
    assert "错误 1 处" in printed and "没有错误" not in printed


def test_words_that_are_uploaded_count_at_the_next_look_without_a_change_of_the_report(service):
    id = service.library.add(forbidden())
    assert of_rule(service.library.open(id).assessment, "P-04") == []
    service.tables.keep_words(WORDS)
    assert "飞天遁地" in of_rule(service.library.open(id).assessment, "P-04")[0].message
    service.tables.forget()
    assert of_rule(service.library.open(id).assessment, "P-04") == []


def test_a_second_service_of_another_office_leaves_the_first_its_words(service, tmp_path, monkeypatch):
    service.tables.keep_words(WORDS)
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "another"))
    other = Service(load())
    try:
        first, second = (Assessment(forbidden(), None, each.tables.office()) for each in (service, other))
        assert of_rule(first, "P-04") and not of_rule(second, "P-04")
        assert first.office != second.office and hash(first.office) == hash(service.tables.office())
    finally:
        other.close()


# Last year's report is the one on the year before, or there is none


def test_rules_editor_and_conversation_give_one_verdict_on_a_growth_since_another_year():
    about = Assessment(year(2024, 12, RATE), year(2022, 10))
    assert about.last_year is None and "2022 年度的，不是 2023 年度的" in about.why_no_comparison
    (mark,) = (each for each in about.marks["overview.on_request"] if each.text == "20%")
    assert mark.state != "fact" and "20%" in why(about)
    true = Assessment(year(2024, 12, RATE), year(2023, 10))
    assert {each.state for each in true.marks["overview.on_request"]} == {"fact"} and of_rule(true, "N-01") == []


def test_a_corrected_year_drops_the_comparison_in_words_and_no_figure_is_tied_to_it(service):
    first = service.library.add(year(2022, 10))
    id = service.library.copy_to_next_year(first)
    service.editing.enter(id, {"requests.new_received.natural_person": "12"})
    service.editing.fill_blanks(id)
    assert service.library.open(id).last_year.year == 2022
    said = service.editing.save_head(id, TOWN, 2024)
    assert said == "所附的上年报告是 2022 年度的，不是 2023 年度的，不再与它比较，正文中的同比请核对。"
    service.prose.save(
        id, "overview.on_request", Section.of("2024年新收政府信息公开申请12件，同比增长20%。", "model"), by="model"
    )
    opened = service.library.open(id)
    assert opened.last_year is None
    assert [tie.source for tie in opened.report.sections["overview.on_request"].paragraphs[0].ties][1] == ""
    assert [each.state for each in opened.assessment.marks["overview.on_request"] if each.text == "20%"] == ["untied"]
    assert service.editing.save_head(id, TOWN, 2023) == "" and service.library.open(id).last_year.year == 2022


def test_a_corrected_year_finds_the_report_on_the_year_before_that(service):
    first, right = service.library.add(year(2021, 10)), service.library.add(year(2023, 11))
    id = service.library.copy_to_next_year(first)
    assert service.editing.save_head(id, TOWN, 2024) == "上年报告已换成本机关 2023 年度的报告，正文中的同比请核对。"
    opened = service.library.open(id)
    assert opened.stored.row.last_year_id == right and opened.last_year.year == 2023


def test_no_year_is_corrected_to_one_that_the_organ_has_a_report_on(service):
    first = service.library.add(year(2022, 10))
    id = service.library.copy_to_next_year(first)
    with pytest.raises(InputError, match="2022 年度的报告已经有了"):
        service.editing.save_head(id, TOWN, 2022)
    assert service.library.open(id).report.year == 2023


# What a rule is, and what a waiver names


def test_who_may_do_what_about_a_finding_stands_with_its_rule():
    assert rule("N-01").fixed and rule("N-01").blocks == "hint" and rule("N-01").error_waivable
    assert rule("Y-02").blocks == "warning" and rule("M-03").blocks is None and rule("T-12").blocks == "error"
    assert rule("T-10").lack and rule("S-07").of_text and not rule("T-12").fixed


def waivable() -> tuple[Report, checks.Finding]:
    report = finished()
    report.sections["overview.oversight"] = Section(
        paragraphs=(Paragraph(id="p", text="全年组织了777场活动。", origin="model"),)
    )
    return report, next(each for each in checks.run(report).findings if each.rule == "N-01")


def test_a_reworded_sentence_leaves_its_waivers_standing(monkeypatch):
    report, finding = waivable()
    report.waivers = [Waiver(rule="N-01", fingerprint=finding.fingerprint, reason="已核对", at="")]
    table = dict(wording.table())
    table["N-01", "问题 untied"] = "请看这里：{quoted}没有依据。"
    monkeypatch.setattr(wording, "table", lambda: table)
    result = checks.run(report)
    (passed,) = [each for each in result.waived if each.rule == "N-01"]
    assert passed.message.startswith("请看这里") and passed.message != finding.message


def test_a_waiver_holds_no_longer_when_its_figure_changes():
    report, finding = waivable()
    report.waivers = [Waiver(rule="N-01", fingerprint=finding.fingerprint, reason="已核对", at="")]
    assert [each.rule for each in checks.run(report).waived] == ["N-01"]
    report.sections["overview.oversight"] = Section(
        paragraphs=(Paragraph(id="p", text="全年组织了778场活动。", origin="model"),)
    )
    assert checks.run(report).waived == ()


def test_a_waiver_of_an_earlier_version_which_named_the_sentence_still_holds_and_can_be_withdrawn(service):
    report, finding = waivable()
    told = "\n".join((finding.rule, *finding.cells, finding.section or "", finding.message))
    old = hashlib.sha256(told.encode()).hexdigest()[:16]
    assert old != finding.fingerprint
    report.waivers = [Waiver(rule="N-01", fingerprint=old, reason="数字来自上级通报", at="")]
    id = service.library.add(report)
    opened = service.library.open(id)
    (passed,) = [each for each in opened.assessment.waived if each.rule == "N-01"]
    assert passed.waiver(opened.report.waivers).reason == "数字来自上级通报"
    service.documents.waive(id, passed, "另有理由", "张三")
    assert [each.reason for each in service.library.open(id).report.waivers] == ["另有理由"]
    service.documents.withdraw(id, passed.fingerprint, "张三")
    assert [each.rule for each in service.library.open(id).assessment.findings if each.rule == "N-01"] == ["N-01"]


def test_findings_seen_before_under_the_old_name_are_not_new(service):
    report, finding = waivable()
    id = service.library.add(report)
    result = service.library.open(id).assessment.result
    service.store.first_seen.keep(id, {"", *(each.former_fingerprint for each in (*result.findings, *result.waived))})
    assert service.documents.appeared(id, result) == {}


# What is kept


def test_the_assessment_is_kept_until_the_report_changes(service):
    id = service.library.add_sample(sample("town"))
    first = service.library.open(id).assessment
    assert service.library.open(id).assessment is first
    service.editing.enter(id, {"disclosure.licences": "77"})
    assert service.library.open(id).assessment is not first


def test_marks_of_sections_that_did_not_change_are_taken_over_and_are_what_they_would_be(service):
    id = service.library.add_sample(sample("town"))
    for name, text in (("overview.on_request", "全年收到申请16件。"), ("other", "其他活动5次。")):
        service.editing.save_section(id, name, text)
    before = service.library.open(id).assessment
    assert before.marks and before.result
    service.editing.save_section(id, "other", "其他活动6次。")
    opened = service.library.open(id)
    kept, new = opened.assessment.marks, Assessment(opened.report, opened.given, service.tables.office()).marks
    assert kept == new
    assert any(one is other for one in kept["overview.on_request"] for other in before.marks["overview.on_request"])
    service.editing.enter(id, {"requests.new_received.other": "9"})
    opened = service.library.open(id)
    assert opened.assessment.marks == Assessment(opened.report, opened.given, service.tables.office()).marks


def test_how_a_file_was_printed_is_kept_and_its_findings_are_on_the_pages_too(service, tmp_path, capsys):
    read = AsPrinted(headings={"problems": "五、存在问题"}, tables=["proceedings"], single_other=True, old_form=True)
    report = finished().model_copy(update={"as_printed": read})
    file = tmp_path / "r.report.json"
    report_file.write(report, file)
    main(["check", str(file), "--json"])
    outside = [each for each in json.loads(capsys.readouterr().out)["findings"]]
    opened = service.library.open(service.library.add(report))
    assert opened.report.as_printed == read
    assert [each.to_data() for each in opened.assessment.findings] == outside
    assert {"S-01", "S-02", "S-08", "S-09"} <= {each.rule for each in opened.assessment.findings}
    stopping = {each.finding.rule for each in opened.assessment.obstacles if each.finding}
    assert not {"S-01", "S-02"} & stopping  # the program prints headings and tables as the form has them


# Asked from outside


def test_check_prints_every_mark_as_the_editor_draws_it(service, tmp_path, capsys):
    report, last_year = sample("town").load()
    report.sections = {
        "overview.on_request": Section.of("2024年，我镇新收政府信息公开申请18件。\n全年收到申请16件。", "model"),
        "overview.oversight": Section(
            paragraphs=(
                Paragraph(
                    id="p",
                    text="另有活动777场。我们将继续努力做好各项有关工作。申请减少。",
                    origin="model",
                    doubts=("申请减少。",),
                ),
            )
        ),
    }
    file, last = tmp_path / "r.report.json", tmp_path / "l.report.json"
    report_file.write(report, file)
    report_file.write(last_year, last)
    main(["check", str(file), "--last-year", str(last), "--json", "--marks"])
    marks = json.loads(capsys.readouterr().out)["marks"]
    id = service.library.add_sample(sample("town"))
    for name, section in report.sections.items():
        service.prose.save(id, name, section, by="import")
    about = Assessment(report, last_year)
    assert marks == [each.to_data() for found in about.marks.values() for each in found]
    shown = {(each["text"], each["kind"], each["state"], each["expected"]) for each in marks}
    assert ("18件", "figure", "contradicted", "16件") in shown and ("777场", "figure", "untied", None) in shown
    assert ("申请减少。", "sentence", "doubt", None) in shown
    for mark in marks:
        assert mark.keys() == {"section", "paragraph", "span", "text", "kind", "state", "sources", "cells", "expected"}
        paragraph = report.sections[mark["section"]].paragraphs[mark["paragraph"]]
        assert paragraph.text[slice(*mark["span"])] == mark["text"]
    wrong = next(each for each in marks if each["state"] == "contradicted")
    assert wrong["cells"] == ["requests.new_received.total"] and wrong["sources"] == [
        "fact:requests.new_received.total"
    ]


def test_without_marks_check_prints_what_it_printed(tmp_path, capsys):
    file = tmp_path / "r.report.json"
    report_file.write(finished(), file)
    main(["check", str(file), "--json"])
    assert "marks" not in json.loads(capsys.readouterr().out)
