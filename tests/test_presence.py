"""Several at once: who is in a report, and what is approved is what was seen, also from two servers on one database."""

import time
from datetime import timedelta

import pytest
from pydantic import SecretStr

from drafting import settings
from drafting.checks import Finding
from drafting.errors import InputError
from drafting.report import TABLES, Document
from drafting.samples import sample
from drafting.service import Service
from drafting.service.files import approved, draft_report, sections_named
from drafting.store import presence as presence_module
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.writing.endpoint import Endpoint

CELL = "requests.granted.other"


@pytest.fixture(scope="module")
def finished():
    """The sample town, every section drafted offline and approved by 王五."""
    given, last_year = sample("town").load()
    return approved(draft_report(given, sections_named(given, ()), None, last_year=last_year).report, (), "王五")


@pytest.fixture
def other():
    """A second server on the same database."""
    opened = Service(settings.load())
    yield opened
    opened.close()


@pytest.fixture
def id(service, finished):
    return service.library.add(finished)


def seen(service, id):
    return service.review.seen(service.library.open(id))


def places(service, id, session):
    return [(each.name, each.place) for each in service.presence.look(id, session).others]


@pytest.mark.both_databases
def test_each_sees_who_else_is_in_the_report_and_where(service, other, id):
    service.presence.here(id, "s1", "draft", "李四")
    other.presence.here(id, "s2", "review", "王五")
    assert places(service, id, "s1") == [("王五", "review")]
    other.presence.here(id, "s2", "draft:problems", "王五")
    assert places(service, id, "s1") == [("王五", "draft:problems")]
    assert places(other, id, "s2") == [("李四", "draft")]


@pytest.mark.both_databases
def test_who_goes_to_another_report_or_is_heard_of_no_more_is_in_it_no_more(service, id, report, monkeypatch):
    service.presence.here(id, "s1", "draft", "李四")
    service.presence.here(id, "s2", "draft", "王五")
    service.presence.here(service.library.add(report.model_copy(update={"year": 2023})), "s2", "entry", "王五")
    assert places(service, id, "s3") == [("李四", "draft")]
    later = presence_module.now() + presence_module.GONE + timedelta(seconds=1)
    monkeypatch.setattr(presence_module, "now", lambda: later)
    assert places(service, id, "s3") == []


@pytest.mark.both_databases
def test_a_look_differs_once_something_is_saved_or_a_step_is_taken(service, other, id):
    first = service.presence.look(id, "s1").stands
    assert service.presence.look(id, "s1").stands == first
    other.editing.enter(id, {CELL: "3"})
    second = service.presence.look(id, "s1").stands
    other.review.submit(id, "李四")
    third = service.presence.look(id, "s1").stands
    assert len({first, second, third}) == 3


@pytest.mark.both_databases
def test_a_section_that_one_drafts_is_shown_so_to_the_other_and_not_begun_twice(service, other, id):
    with ScriptedEndpoint(Reply("公开信息10条。" * 40, chunk=3, delay=0.05)) as server:
        model = Endpoint(server.url, "test-model", SecretStr("k"), 5, 1)
        [run] = service.drafts.start(id, ["problems"], model, person="李四")
        assert other.drafts.start(id, ["problems"], model, person="王五") == []
        assert [(each.section, each.person) for each in other.drafts.open(id) if each.active] == [("problems", "李四")]
        assert [each for each, _ in other.presence.look(id, "s2").drafting] == [run.id]
        service.drafts.stop(run.id)
        while service.drafts.active(id):
            time.sleep(0.01)


# What is approved is what was seen


@pytest.mark.both_databases
@pytest.mark.parametrize("verb", ["submit", "approve"])
def test_a_step_is_refused_that_is_taken_of_what_another_has_changed_meanwhile(service, other, id, verb):
    if verb == "approve":
        service.review.submit(id, "李四")
    shown = seen(service, id)
    other.editing.save_document(id, Document(number="青政发〔2025〕1号"))
    with pytest.raises(InputError, match="^“公文要素”刚刚有改动，没有.*，请看过现在的内容再办理。$"):
        getattr(service.review, verb)(id, "赵六", seen=shown)
    assert service.library.open(id).stored.row.state == ("draft" if verb == "submit" else "submitted")
    getattr(service.review, verb)(id, "赵六", seen=seen(service, id))


def test_every_part_that_was_changed_is_named(service, other, id):
    service.review.submit(id, "李四")
    shown = seen(service, id)
    other.editing.save_section(id, "problems", "改过了。", None)
    other.editing.enter(id, {CELL: "3"})
    with pytest.raises(InputError, match="三张表.*问题及改进"):
        service.review.approve(id, "赵六", seen=shown)
    assert [entry.verb for entry in service.review.trail(id)][-1] == "submit"


def test_what_was_approved_anew_since_is_not_finalised_unseen(service, other, id):
    service.review.submit(id, "李四")
    service.review.approve(id, "赵六")
    shown = seen(service, id)
    other.review.reopen(id, "李四")
    other.editing.save_document(id, Document(number="青政发〔2025〕1号"))
    other.review.submit(id, "李四")
    other.review.approve(id, "赵六")
    with pytest.raises(InputError, match="公文要素"):
        service.review.finalise(id, "钱七", seen=shown)
    assert service.library.open(id).stored.row.state == "approved"


def test_a_final_copy_is_made_of_what_was_seen_or_not_at_all(service, other, id):
    shown = seen(service, id)
    other.editing.save_document(id, Document(number="青政发〔2025〕1号"))
    assessment = service.library.open(id).assessment
    made = {"copy": "final", "id": id, "person": "李四"}
    with pytest.raises(InputError, match="“公文要素”刚刚有改动，没有导出正式稿"):
        service.documents.export(assessment, "txt", seen=shown, **made)
    assert "export" not in [entry.verb for entry in service.review.trail(id)]
    assert service.documents.export(assessment, "txt", seen=seen(service, id), **made)


@pytest.mark.both_databases
def test_a_part_is_not_approved_that_another_changed_meanwhile(service, other, id):
    service.documents.disapprove_all(id, [TABLES, "problems"], "王五")
    report = service.library.open(id).report
    shown = {part: report.digest(part) for part in (TABLES, "problems")}
    other.editing.enter(id, {CELL: "3"})
    with pytest.raises(InputError, match="“三张表”刚刚有改动，没有批准"):
        service.documents.approve_all(id, "赵六", shown)
    report = service.library.open(id).report
    assert not report.approval(TABLES) and not report.approval("problems")


def test_a_reason_counts_for_what_was_seen_and_not_for_what_it_became(service, id):
    was = Finding("N-02", "warning", "正文写 16 件，表中为 15 件，请核对。", section="overview.on_request")
    became = Finding("N-02", "warning", "正文写 17 件，表中为 15 件，请核对。", section="overview.on_request")
    service.documents.waive(id, was, "范围不同", "赵六")
    waivers = service.library.open(id).report.waivers
    assert was.waiver(waivers) and not became.waiver(waivers)
