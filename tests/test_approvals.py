"""Approvals: given by a named person for what stands there now, gone with any change of it, needed for a final copy."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from drafting import settings
from drafting.assessment import unapproved
from drafting.errors import InputError
from drafting.report import TABLES, Document, Section
from drafting.samples import sample
from drafting.service import Service
from drafting.service.files import draft_report, sections_named
from drafting.service.final import lacks


@pytest.fixture
def id(service):
    """The sample town, every section drafted offline, nothing wrong with it."""
    given, last_year = sample("town").load()
    id = service.library.add_sample(sample("town"))
    drafted = draft_report(given, sections_named(given, ()), None, last_year=last_year).report
    for name, section in drafted.sections.items():
        service.prose.save(id, name, section, by="composer")
    return id


def opened(service, id):
    return service.library.open(id)


def approve(service, id, *parts, person="张三"):
    for part in parts:
        service.documents.approve(id, part, person, digest=opened(service, id).report.digest(part))


def in_the_way(service, id):
    now = opened(service, id)
    return [obstacle.part for obstacle in now.assessment.obstacles]


def test_every_written_section_and_the_tables_wait_for_an_approval(service, id):
    report = opened(service, id).report
    assert in_the_way(service, id) == unapproved(report) == [TABLES, *(spec.id for spec in report.outline)]


def test_a_section_without_text_needs_none(service):
    id = service.library.add_sample(sample("town"))
    assert unapproved(opened(service, id).report) == [TABLES]


def test_with_everything_approved_the_final_copy_is_made_and_carries_no_mark(service, id):
    approve(service, id, *opened(service, id).report.parts)
    now = opened(service, id)
    assert in_the_way(service, id) == []
    _, text = service.documents.export(now.assessment, "txt", copy="final")
    assert "草稿" not in text.decode()


def test_a_redhead_final_copy_names_what_it_lacks_and_is_made_once_that_is_confirmed(service, id):
    approve(service, id, *opened(service, id).report.parts)
    service.editing.save_document(id, Document(issued_on=date(2025, 1, 20), printed_on=date(2025, 1, 19)))
    now = opened(service, id)
    assert [(lack.label, lack.necessary) for lack in lacks(now.report)] == [
        ("文号", True),
        ("印发机关", False),
        ("印发日期", False),
        ("抄送", False),
    ]
    final = {"preset": "redhead", "copy": "final"}
    with pytest.raises(InputError, match="^红头公文的正式稿还没有文号，没有生成；.*确认.*。$"):
        service.documents.export(now.assessment, "docx", **final)
    assert service.documents.export(now.assessment, "docx", confirmed=True, **final)
    assert service.documents.export(now.assessment, "docx", **final | {"copy": "draft"})
    assert service.documents.export(now.assessment, "xlsx", **final)  # has neither head nor 版记


def test_a_report_with_all_of_its_head_and_imprint_lacks_nothing(service, id):
    assert lacks(opened(service, id).report) == []


def test_an_approval_says_who_and_when(service, id):
    approve(service, id, "problems", person=" 李四 ")
    given = opened(service, id).report.approval("problems")
    assert given.person == "李四" and given.at


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (
            "problems",
            lambda service, id: service.prose.save(
                id,
                "problems",
                Section.of(
                    "部分村的公开栏更新不及时，有的超过两个月没有更新。下一步由党政办每季度逐村检查并通报结果。"
                ),
                by="person",
            ),
        ),
        (TABLES, lambda service, id: service.editing.enter(id, {"disclosure.penalties": "7"})),
    ],
)
def test_a_change_takes_the_approval_of_its_part_away_and_no_other(service, id, part, change):
    approve(service, id, *opened(service, id).report.parts)
    change(service, id)
    assert part in unapproved(opened(service, id).report)
    assert "other" not in unapproved(opened(service, id).report)
    now = opened(service, id)
    with pytest.raises(InputError, match="批准后又有改动"):
        service.documents.export(now.assessment, "txt", copy="final")


def test_a_changed_organ_or_year_takes_every_approval_away(service, id):
    report = opened(service, id).report
    approve(service, id, *report.parts)
    service.editing.save_head(id, report.organ, report.year + 1)
    assert len(unapproved(opened(service, id).report)) == len(report.parts)


def test_a_text_that_equals_what_was_approved_has_its_approval(service, id):
    approve(service, id, TABLES)
    service.editing.enter(id, {"disclosure.penalties": "7"})
    service.editing.enter(id, {"disclosure.penalties": str(sample("town").load()[0].values["disclosure.penalties"])})
    assert TABLES not in unapproved(opened(service, id).report)


def test_an_approval_without_a_name_or_of_what_was_not_shown_is_refused(service, id):
    shown = opened(service, id).report.digest(TABLES)
    with pytest.raises(InputError, match="姓名"):
        service.documents.approve(id, TABLES, " ", digest=shown)
    service.editing.enter(id, {"disclosure.penalties": "7"})
    with pytest.raises(InputError, match="刚刚有改动"):
        service.documents.approve(id, TABLES, "张三", digest=shown)
    assert opened(service, id).report.approvals == []


def test_an_approval_can_be_taken_back(service, id):
    approve(service, id, TABLES, "other")
    service.documents.disapprove(id, TABLES, "王五")
    assert [given.part for given in opened(service, id).report.approvals] == ["other"]


def test_all_that_waits_is_approved_as_one_act_and_taken_back_as_one(service, id):
    report = opened(service, id).report
    shown = {part: report.digest(part) for part in unapproved(report)}
    assert service.documents.approve_all(id, "李四", shown)
    assert in_the_way(service, id) == []
    assert [entry.verb for entry in service.review.trail(id)] == ["sign"]
    assert service.review.trail(id)[0].said.startswith("三张表、")
    assert service.documents.disapprove_all(id, list(shown), "李四")
    assert unapproved(opened(service, id).report) == list(shown)
    assert [entry.verb for entry in service.review.trail(id)] == ["sign", "unsign"]


def test_of_all_that_waits_nothing_is_approved_when_one_part_has_changed(service, id):
    report = opened(service, id).report
    shown = {part: report.digest(part) for part in unapproved(report)}
    service.editing.enter(id, {"disclosure.penalties": "7"})
    with pytest.raises(InputError, match="“三张表”刚刚有改动"):
        service.documents.approve_all(id, "李四", shown)
    assert opened(service, id).report.approvals == [] == service.review.trail(id)


def test_two_windows_that_approve_at_once_both_count(service, id):
    report = opened(service, id).report
    other = Service(settings.load())
    both = ((service, TABLES, "张三"), (other, "other", "李四"))
    with ThreadPoolExecutor() as pool:
        for done in [
            pool.submit(each.documents.approve, id, part, person, digest=report.digest(part))
            for each, part, person in both
        ]:
            assert done.result()
    other.close()
    assert {given.part: given.person for given in opened(service, id).report.approvals} == {
        "other": "李四",
        TABLES: "张三",
    }
