"""The outline changed by staff: every act keeps the text, and can be undone."""

from __future__ import annotations

import pytest

from drafting.errors import InputError, Settled
from drafting.report import Organ
from drafting.service import Service
from drafting.store.store import Act
from tests.chapters import words

TOWN = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")


@pytest.fixture
def id(service: Service) -> str:
    id = service.library.create(TOWN, 2024)
    for section, text in (
        ("overview.proactive", "公开200条。\n另有专栏。"),
        ("overview.platform", "开设专栏。"),
        ("other", "无。"),
    ):
        service.editing.save_section(id, section, text)
    return id


def outline(service: Service, id: str, chapter: str = "overview") -> list[str]:
    return [spec.label for spec in service.library.open(id).report.outline if spec.chapter == chapter]


def text(service: Service, id: str) -> str:
    report = service.library.open(id).report
    return words("".join(section.text for section in report.sections.values()))


def test_a_section_is_renamed_and_keeps_its_text_and_what_it_covers(service, id):
    done = service.outlines.describe(id, "overview.platform", heading="阵地建设", numbered=True, aspects=("platform",))
    report = service.library.open(id).report
    assert report.narrative_text("overview").endswith("（二）阵地建设\n开设专栏。")
    assert report.covering("platform").id == "overview.platform"
    service.outlines.undo(id, done)
    assert service.library.open(id).report.own_outline is None


def test_a_section_is_added_moved_and_taken_out_again(service, id):
    added = service.outlines.add(id, "overview", "组织保障", ("oversight",)).section
    assert outline(service, id)[-1] == "组织保障"
    for _ in range(9):
        service.outlines.move(id, added, True)
    assert outline(service, id)[0] == "组织保障"
    service.outlines.remove(id, added)
    assert "组织保障" not in outline(service, id)


def test_a_section_is_split_and_merged_again_without_a_word_lost(service, id):
    before = text(service, id)
    new = service.outlines.split(id, "overview.proactive", 1, "专栏").section
    report = service.library.open(id).report
    assert report.text("overview.proactive") == "公开200条。" and report.text(new) == "另有专栏。"
    assert report.narrative_text("overview").startswith("（一）主动公开情况\n公开200条。\n（二）专栏\n另有专栏。")
    service.outlines.merge(id, new)
    assert service.library.open(id).report.text("overview.proactive") == "公开200条。\n另有专栏。"
    assert text(service, id) == before


@pytest.mark.parametrize("into", ["", "overview.proactive", "other"])
def test_the_text_of_a_section_taken_out_goes_elsewhere_or_is_set_aside_and_comes_back(service, id, into):
    before = text(service, id)
    done = service.outlines.remove(id, "overview.platform", into)
    report = service.library.open(id).report
    assert ("开设专栏。" in report.narrative_text("overview") + report.narrative_text("other")) is bool(into)
    assert list(report.set_aside) == ([] if into else ["overview.platform"])
    assert sorted(text(service, id)) == sorted(before)
    service.outlines.undo(id, done)
    assert service.library.open(id).report.text("overview.platform") == "开设专栏。"


def test_a_text_set_aside_is_put_into_another_section(service, id):
    service.outlines.remove(id, "overview.platform")
    service.outlines.place(id, "overview.platform", "overview.oversight")
    report = service.library.open(id).report
    assert report.text("overview.oversight") == "开设专栏。" and not report.set_aside


def test_the_preface_stands_before_the_first_chapter_or_opens_it(service, id):
    service.editing.save_section(id, "preface", "依据条例编制。")
    service.outlines.put_preface(id, before=False)
    report = service.library.open(id).report
    assert report.narrative_text("overview").startswith("依据条例编制。\n（一）主动公开情况")
    assert report.narrative_text("preface") == ""
    service.outlines.put_preface(id, before=True)
    assert service.library.open(id).report.narrative_text("preface") == "依据条例编制。"


def test_the_last_section_of_a_chapter_stays(service, id):
    with pytest.raises(InputError, match="至少要有一节"):
        service.outlines.remove(id, "other")


def test_an_outline_that_was_changed_since_is_not_undone(service, id):
    done = service.outlines.move(id, "overview.platform", True)
    service.outlines.add(id, "overview", "别的")
    with pytest.raises(InputError, match="又有改动"):
        service.outlines.undo(id, done)


def test_next_year_takes_the_outline_over_without_its_words(service, id):
    service.outlines.describe(id, "overview.platform", heading="阵地建设", numbered=True, aspects=("platform",))
    following = service.library.open(service.library.copy_to_next_year(id)).report
    assert "阵地建设" in [spec.label for spec in following.outline]
    assert not following.sections


def test_locked_words_move_as_they_are_and_a_settled_report_does_not_change(service, id):
    service.prose.lock(id, "overview.proactive", 1, True)
    new = service.outlines.split(id, "overview.proactive", 1).section
    (moved,) = service.library.open(id).report.sections[new].paragraphs
    assert moved.locked and moved.text == "另有专栏。"
    service.store.act(id, "李四", lambda stored: Act("approve", state="approved"))
    with pytest.raises(Settled):
        service.outlines.move(id, new, True)
