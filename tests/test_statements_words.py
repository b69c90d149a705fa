"""The table of words: each word once, with a dimension that the reading knows; rows of another edition bring their own."""

import made_up
import pytest

from drafting.binding import EvidenceIndex
from drafting.binding.lexicon import expanded, rows
from drafting.form import edition
from drafting.report import Organ, Report
from drafting.samples import sample

KINDS = {
    "matter", "bare", "doc", "any", "stage", "verb", "carry", "result", "group", "applicant", "outcome", "court", "cared", "time", "scope", "aside", "wide",
    "whole", "sum", "among", "include", "beside", "join", "each", "every", "etc", "share", "compare", "way", "become", "about", "deny", "occur", "plain",
    "short", "rest", "versus", "most",
}  # fmt: skip


def test_each_word_stands_once_with_a_dimension_that_is_known():
    seen: dict[str, tuple[str, str]] = {}
    for kind, value, pattern in rows():
        assert kind in KINDS, pattern
        for word in expanded(pattern):
            assert word and not set(word) & set("()|?"), pattern
            assert seen.setdefault(word, (kind, value)) == (kind, value), word


def test_results_and_applicants_of_the_table_are_those_of_the_form():
    form = edition("2021")
    values = {kind: {value for each, value, _ in rows() if each == kind} for kind in ("result", "group", "applicant")}
    assert values["result"] == set(form.groups_of) and values["group"] == set(form.groups)
    assert values["applicant"] - {"legal_person"} == {role.applicant for role in form.roles.values() if role.applicant}


@pytest.mark.parametrize("pattern, words", [("上年度?", ["上年度", "上年"]), ("经?复议后(再|又)?起诉", [
    "经复议后再起诉", "经复议后又起诉", "经复议后起诉", "复议后再起诉", "复议后又起诉", "复议后起诉"]), ("法人(和|或者?)其(他|它)组织", [
        "法人和其他组织", "法人和其它组织", "法人或者其他组织", "法人或者其它组织", "法人或其他组织", "法人或其它组织"])])  # fmt: skip
def test_a_pattern_stands_for_all_its_words(pattern, words):
    assert sorted(expanded(pattern)) == sorted(words)


def test_a_row_that_an_edition_adds_is_read_by_its_own_words(tmp_path, monkeypatch):
    folder = tmp_path / "form"
    folder.mkdir()
    made_up.write(folder)
    monkeypatch.setattr("drafting.form.data.FOLDER", folder)
    form = edition("2026")
    row = made_up.ADDED[0]
    values = {key: 0 for key in form.inputs} | {f"{row}.business": 2, "requests.refused_by_law.business": 1}
    organ = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
    ground = EvidenceIndex(Report(organ=organ, year=2026, edition="2026", values=values))
    text = "办结政府信息公开申请3件，其中不予公开3件，属于预决算草案信息的2件。"
    assert [(mark.text, mark.state, mark.sources[0]) for mark in ground.marks(text)] == [
        ("3件", "fact", "fact:requests.total.total"), ("3件", "fact", "fact:formula.refused"), ("2件", "fact", f"fact:{row}.total")
    ]  # fmt: skip
    assert [mark.expected for mark in ground.marks(text.replace("2件", "1件"))][-1] == "2件"


@pytest.mark.parametrize(
    "text, states",
    [
        ("不予处理与其他处理各2件。", ["fact"]),
        ("不予处理、其他处理各3件。", ["contradicted"]),
        ("信访举报投诉类申请、重复申请各1件，合计2件。", ["fact", "fact"]),
        ("企业各9件。", ["untied"]),
        ("行政复议中，纠正、未审结各1件，其余6件为维持或其他结果。", ["fact", "fact"]),
    ],
)
def test_the_number_of_each_of_several_is_that_of_every_one(text, states):
    ground = EvidenceIndex(sample("department").load()[0])
    assert [mark.state for mark in ground.marks(text) if mark.kind == "figure"] == states
