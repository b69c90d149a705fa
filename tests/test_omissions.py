"""What a draft leaves out is told beside its section and in ``draft --json``, and added with one click."""

import json

import pytest

from drafting import report_file
from drafting.assessment import Assessment
from drafting.cli import main
from drafting.errors import NotFound
from drafting.report import Section
from drafting.samples import sample
from drafting.writing.composer import compose
from drafting.writing.omissions import Omissions
from tests.lies import honest

REQUESTS, OVERSIGHT = "overview.on_request", "overview.oversight"


def composed(name="town"):
    report, last_year = sample(name).load()
    sections = {spec.id: compose(report, spec.id, last_year) for spec in report.outline}
    return report.model_copy(update={"sections": sections}), last_year


def refs(report, section, last_year=None):
    return [each.ref for each in Omissions(Assessment(report, last_year)).of(section)]


def written(section, text):
    report, last_year = composed()
    return report.model_copy(update={"sections": {**report.sections, section: Section.of(text, "person")}}), last_year


@pytest.mark.parametrize("name", ["town", "zeros", "department"])
def test_the_composer_leaves_nothing_out(name):
    report, last_year = composed(name)
    assert {spec.id: found for spec in report.outline if (found := refs(report, spec.id, last_year))} == {}


@pytest.mark.parametrize("draft", ["town", "department", "zeros"])
def test_of_a_careful_draft_hardly_anything_is_called_left_out(draft):
    report, last_year = sample(honest.about(draft)).load()
    sections = {id: Section.of(honest.uncited(text), "person") for id, text in honest.sections(draft).items()}
    report = report.model_copy(update={"sections": sections})
    assert sum(len(refs(report, id, last_year)) for id in sections) <= 2


def test_a_note_that_no_section_tells_is_left_out_until_one_does():
    report, last_year = written(OVERSIGHT, "党政办牵头，副镇长分管。")
    assert refs(report, OVERSIGHT, last_year) == ["note:n7"]
    report, last_year = written(OVERSIGHT, "党政办牵头，副镇长分管，专兼职人员3人，全年培训2次、57人次。")
    assert refs(report, OVERSIGHT, last_year) == []


@pytest.mark.parametrize("note", ["没收过钱。", "没发过收费通知，没收过钱。", "无"])
def test_a_fee_that_nobody_paid_is_told_in_the_words_of_the_form(note):
    report, last_year = sample("town").load()
    notes = [each.model_copy(update={"text": note}) if each.aspect == "fee" else each for each in report.notes]
    report = report.model_copy(update={"notes": notes})
    report = report.model_copy(update={"sections": {"other": compose(report, "other", last_year)}})
    fee = next(f"note:{each.id}" for each in notes if each.aspect == "fee")
    assert fee not in refs(report, "other", last_year)


def test_main_facts_that_stand_nowhere_are_left_out():
    report, last_year = written(REQUESTS, "全年新收政府信息公开申请16件。")
    found = refs(report, REQUESTS, last_year)
    assert "fact:requests.total.total" in found and "fact:proceedings.review.total" in found
    assert "fact:requests.new_received.total" not in found


def test_a_section_without_text_leaves_nothing_out():
    report, last_year = written(REQUESTS, "")
    assert refs(report, REQUESTS, last_year) == []


def test_one_click_adds_a_note_in_its_words_and_can_be_undone(service):
    id = service.library.add_sample(sample("town"))
    service.editing.save_section(id, OVERSIGHT, "党政办牵头。")
    wanted = next(each for each in service.left_out.of(service.library.open(id), OVERSIGHT) if each.ref == "note:n7")
    number = service.left_out.add(id, OVERSIGHT, wanted.ref)
    report = service.library.open(id).report
    assert report.text(OVERSIGHT).endswith("全年培训2次，共57人次参加。")
    assert report.sections[OVERSIGHT].paragraphs[-1].origin == "composer"
    with pytest.raises(NotFound):
        service.left_out.add(id, OVERSIGHT, wanted.ref)
    service.prose.undo(id, {OVERSIGHT: number - 1})
    assert service.library.open(id).report.text(OVERSIGHT) == "党政办牵头。"


def test_a_fact_is_added_as_a_sentence_tied_to_its_cell(service):
    id = service.library.add_sample(sample("town"))
    service.editing.save_section(id, REQUESTS, "申请以征地补偿为主。")
    service.left_out.add(id, REQUESTS, "fact:requests.new_received.total")
    added = service.library.open(id).report.sections[REQUESTS].paragraphs[-1]
    assert added.text == "本年新收政府信息公开申请16件。"
    assert [tie.source for tie in added.ties] == ["fact:requests.new_received.total"]


def test_a_measure_is_added_under_the_heading_of_the_measures(service):
    id = service.library.add_sample(sample("town"))
    service.editing.save_section(
        id, "problems", "（一）存在的主要问题\n信息员新人多。\n（二）下一步改进措施\n开展培训。\n（三）其他\n无。"
    )
    service.left_out.add(id, "problems", "note:n13")
    lines = service.library.open(id).report.text("problems").split("\n")
    assert lines[4].startswith("2025年6月底前") and lines[5] == "（三）其他"


def test_the_command_line_prints_what_each_drafted_section_leaves_out(tmp_path, capsys):
    report, _ = sample("town").load()
    path = tmp_path / "a.report.json"
    report_file.write(report, path)
    assert main(["draft", str(path), "-o", str(path), "--offline", "--json", "--section", "overview"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {each["section"] for each in data["sections"]} >= {REQUESTS, OVERSIGHT}
    assert all(each["ended"] == "drafted" and each["left_out"] == [] for each in data["sections"])
