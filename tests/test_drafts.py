"""Drafting outside the page: landing, proposals, stopping, failing, and what a dead process leaves behind."""

import threading
import time

import pytest
from pydantic import SecretStr

from drafting.errors import InputError, NotFound
from drafting.report import Section
from drafting.service import ConcurrencyLimits, Drafts
from drafting.service.progress import LETTERS, Progress, seconds_left
from drafting.service.shares import Shares
from drafting.store import leases
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.writing import profile as profiles
from drafting.writing.endpoint import Endpoint

pytestmark = pytest.mark.usefixtures("no_pauses")

TEXT = "全年主动公开政府信息10条。[1]组织培训1次。[1]"


@pytest.fixture
def id(service, town):
    id = service.library.create(town, 2024)
    for aspect in ("proactive", "management", "platform", "oversight", "problem", "fee"):
        service.notes.add(id, aspect, "公开政府信息10条，组织培训1次。")
    service.readthroughs.want(id, False)  # tests/test_readthroughs.py is about what follows
    return id


def at(server: ScriptedEndpoint, **changes) -> Endpoint:
    return Endpoint(
        **{**dict(base_url=server.url, model="test-model", api_key=SecretStr("k"), timeout=5, concurrency=8), **changes}
    )


def until(true, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.01)


def ended(service, id):
    until(lambda: not service.drafts.active(id))
    return service.drafts.open(id)


def text(service, id, section):
    return service.library.open(id).report.text(section)


def test_one_click_drafts_every_section_of_an_empty_report(service, id):
    with ScriptedEndpoint() as server:
        outline = [spec.id for spec in service.library.open(id).report.outline]
        service.drafts.start(id, outline, at(server))
        assert ended(service, id) == []
    report = service.library.open(id).report
    assert all(report.text(section).strip() for section in outline)
    assert report.sections["overview.proactive"].paragraphs[0].origin == "model"


def test_without_a_model_the_composer_writes_every_section(service, id):
    outline = [spec.id for spec in service.library.open(id).report.outline]
    service.drafts.start(id, outline, None)
    assert ended(service, id) == []
    report = service.library.open(id).report
    assert all(
        paragraph.origin == "composer" for section in outline for paragraph in report.sections[section].paragraphs
    )


@pytest.mark.both_databases
def test_text_grows_where_another_window_can_see_it(service, id):
    with ScriptedEndpoint(Reply(TEXT * 8, chunk=3, delay=0.02)) as server:
        service.drafts.start(id, ["overview.proactive"], at(server))
        until(lambda: "全年主动公开" in service.store.generations.open(id)[0].text)
        assert service.drafts.active(id)
        ended(service, id)


@pytest.mark.both_databases
def test_a_section_that_holds_text_is_never_overwritten_the_new_text_waits_as_a_proposal(service, id):
    service.editing.save_section(id, "overview.proactive", "本人写的文字。")
    with ScriptedEndpoint(TEXT) as server:
        service.drafts.start(id, ["overview.proactive"], at(server))
        (proposal,) = ended(service, id)
    assert text(service, id, "overview.proactive") == "本人写的文字。"
    assert proposal.text == "全年主动公开政府信息10条。组织培训1次。"
    service.drafts.take(proposal.id)
    assert text(service, id, "overview.proactive") == proposal.text
    assert [version.origin for version in service.editing.section_versions(id, "overview.proactive")] == [
        "model",
        "person",
    ]


@pytest.mark.both_databases
def test_a_person_who_starts_writing_meanwhile_is_not_overwritten(service, id):
    with ScriptedEndpoint(Reply(TEXT, delay=0.05)) as server:
        service.drafts.start(id, ["overview.proactive"], at(server))
        until(lambda: server.requests)
        service.editing.save_section(id, "overview.proactive", "本人写的文字。", expected=0)
        (proposal,) = ended(service, id)
    assert text(service, id, "overview.proactive") == "本人写的文字。" and proposal.content is not None


@pytest.mark.both_databases
def test_a_refused_proposal_changes_nothing_and_cannot_be_taken_later(service, id):
    service.editing.save_section(id, "problems", "旧。")
    service.drafts.start(id, ["problems"], None)
    (proposal,) = ended(service, id)
    service.drafts.refuse(proposal.id)
    assert text(service, id, "problems") == "旧。" and service.drafts.open(id) == []
    with pytest.raises(NotFound):
        service.drafts.take(proposal.id)


def test_an_instruction_and_the_present_text_reach_the_model(service, id):
    service.editing.save_section(id, "overview.oversight", "组织培训1次，效果很好。")
    with ScriptedEndpoint(TEXT) as server:
        service.drafts.start(id, ["overview.oversight"], at(server), instruction="更短些")
        ended(service, id)
        asked = server.requests[0].messages[-1][1]
    assert "更短些" in asked and "组织培训1次，效果很好。" in asked


def test_stopping_keeps_what_came_and_the_server_is_told(service, id):
    with ScriptedEndpoint(Reply(TEXT * 200, chunk=5, delay=0.02)) as server:
        (run,) = service.drafts.start(id, ["overview.proactive"], at(server))
        until(lambda: len(service.drafts.open(id)[0].text) > 6)
        service.drafts.stop(run.id)
        ended(service, id)
        assert server.requests[0].disconnected.wait(5)
    kept = text(service, id, "overview.proactive")
    assert kept.startswith("全年主动公开") and len(kept) < len(TEXT * 200)
    assert service.store.generations.get(run.id).state == "stopped"


def test_stopping_before_anything_came_leaves_the_section_empty_without_a_notice(service, id):
    with ScriptedEndpoint(Reply(TEXT, first_delay=30)) as server:
        (run,) = service.drafts.start(id, ["overview.proactive"], at(server))
        until(lambda: server.requests)
        service.drafts.stop(run.id)
        assert ended(service, id) == []
    assert text(service, id, "overview.proactive") == ""


def test_a_queued_section_can_be_stopped(service, id):
    with ScriptedEndpoint(Reply(TEXT, first_delay=30)) as server:
        first, second = service.drafts.start(id, ["overview.proactive", "overview.platform"], at(server, concurrency=1))
        until(lambda: server.requests)
        service.drafts.stop(second.id)
        service.drafts.stop(first.id)
        assert ended(service, id) == []
        assert len(server.requests) == 1


def test_no_more_sections_are_sent_at_once_than_the_endpoint_takes(service, id):
    going, most, lock = 0, 0, threading.Lock()

    def reply(request):
        nonlocal going, most
        with lock:
            going += 1
            most = max(most, going)
        time.sleep(0.05)
        with lock:
            going -= 1
        return TEXT

    with ScriptedEndpoint(reply) as server:
        sections = ["overview.proactive", "overview.management", "overview.platform", "overview.oversight", "problems"]
        service.drafts.start(id, sections, at(server, concurrency=2))
        ended(service, id)
    assert most == 2


def test_a_broken_stream_keeps_what_came_and_says_so(service, id):
    with ScriptedEndpoint(Reply(TEXT, chunk=5, cut_after=3)) as server:
        service.drafts.start(id, ["overview.proactive"], at(server))
        (notice,) = ended(service, id)
    assert text(service, id, "overview.proactive").startswith("全年主动公开")
    assert notice.state == "failed" and notice.error.endswith("。") and notice.content is None
    service.drafts.refuse(notice.id)
    assert service.drafts.open(id) == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply.error(401),
        Reply.error(404),
        Reply.error(500),
        Reply.page(),
        Reply(""),
        Reply("<think>想一想</think>"),
    ],
    ids=["401", "404", "500", "a web page", "empty text", "only thinking"],
)
def test_a_bad_endpoint_ends_in_one_sentence_with_nothing_lost(service, id, reply):
    with ScriptedEndpoint(reply) as server:
        service.drafts.start(id, ["overview.proactive"], at(server))
        (notice,) = ended(service, id)
    assert notice.error.endswith("。") and "Traceback" not in notice.error
    assert text(service, id, "overview.proactive") == ""


def test_a_silent_endpoint_is_given_up_after_its_timeout(service, id):
    with ScriptedEndpoint(Reply(TEXT, stall_after=2, chunk=5)) as server:
        service.drafts.start(id, ["overview.proactive"], at(server, timeout=1))
        (notice,) = ended(service, id)
    assert notice.state == "failed" and text(service, id, "overview.proactive").startswith("全年主动")


def test_a_text_cut_by_its_length_is_kept_and_said(service, id):
    with ScriptedEndpoint(Reply(TEXT, finish="length")) as server:
        service.drafts.start(id, ["overview.proactive"], at(server))
        (notice,) = ended(service, id)
    assert "长度" in notice.error and text(service, id, "overview.proactive").startswith("全年")


@pytest.mark.both_databases
def test_what_a_killed_process_had_written_lands_when_the_next_one_looks(service, id, monkeypatch):
    run = service.store.generations.create(id, "overview.proactive", "", "m")
    service.store.generations.set(run.id, state="running", text="写到一半的文字。")
    assert service.drafts.open(id)[0].state == "running"
    monkeypatch.setattr(leases, "LEASE", -leases.LEASE)
    (notice,) = Drafts(service.store, service.prose, ConcurrencyLimits(), Shares(service.store)).open(id)
    assert notice.state == "interrupted" and "中途退出" in notice.error
    assert text(service, id, "overview.proactive") == "写到一半的文字。"


def test_a_section_is_not_drafted_twice_at_once(service, id):
    with ScriptedEndpoint(Reply(TEXT, first_delay=30)) as server:
        (run,) = service.drafts.start(id, ["overview.proactive"], at(server))
        assert service.drafts.start(id, ["overview.proactive"], at(server)) == []
        service.drafts.stop(run.id)
        ended(service, id)


@pytest.mark.both_databases
def test_a_newer_proposal_takes_the_place_of_an_older_one_that_waits(service, id):
    service.editing.save_section(id, "problems", "旧。")
    for _ in range(2):
        service.drafts.start(id, ["problems"], None)
        waiting = ended(service, id)
    assert len(waiting) == 1


def test_an_unknown_section_is_refused(service, id):
    with pytest.raises(InputError):
        service.drafts.start(id, ["weather"], None)


@pytest.mark.both_databases
def test_a_report_deleted_meanwhile_loses_no_text(service, id):
    with ScriptedEndpoint(Reply(TEXT, delay=0.05)) as server:
        (run,) = service.drafts.start(id, ["overview.proactive"], at(server))
        until(lambda: server.requests)
        service.library.delete(id)
        until(lambda: not service.drafts.active(id))
    service.library.restore(id)
    (proposal,) = service.drafts.open(id)
    assert Section.model_validate(proposal.content).text.startswith("全年主动公开")


def test_the_key_is_in_no_table_of_the_database(service, id, tmp_path):
    with ScriptedEndpoint(Reply.error(401, "bad key sk-very-secret")) as server:
        service.drafts.start(id, ["problems"], at(server, api_key=SecretStr("sk-very-secret")))
        ended(service, id)
    service.close()
    for file in (tmp_path / "data").iterdir():
        assert b"sk-very-secret" not in file.read_bytes()


@pytest.fixture
def order(service):
    """The sections in the order in which their drafts came to an end."""
    seen, keep = [], service.store.generations.set

    def noted(run, **changes):
        if "model" in changes:
            seen.append(service.store.generations.get(run).section)
        keep(run, **changes)

    service.store.generations.set = noted
    return seen


def test_sections_are_drafted_one_after_the_other_in_the_order_of_the_document(service, id, order):
    outline = [spec.id for spec in service.library.open(id).report.outline]
    with ScriptedEndpoint() as server:
        service.drafts.start(id, reversed(outline), at(server, concurrency=1))
        ended(service, id)
    opening = "overview.summary"  # tells what the others tell
    assert order == [*(section for section in outline if section != opening), opening]


def test_what_is_asked_for_later_comes_after_and_what_a_person_waits_for_before(service, id, order):
    service.editing.save_section(id, "overview.oversight", "组织培训1次，效果很好。")
    hold = threading.Event()
    with ScriptedEndpoint(lambda request: hold.wait(10) and TEXT) as server:
        model = at(server, concurrency=1)
        service.drafts.start(id, ["overview.proactive"], model)
        service.drafts.start(id, ["problems", "overview.platform"], model)
        service.drafts.start(id, ["overview.management"], model)
        service.drafts.reword(id, "overview.oversight", 0, (0, 4), "缩短", model)
        assert {run.section: run.state for run in service.drafts.open(id)} == {
            "overview.proactive": "running",
            "problems": "queued",
            "overview.platform": "queued",
            "overview.management": "queued",
            "overview.oversight": "queued",
        }
        hold.set()
        ended(service, id)
    assert order == ["overview.proactive", "overview.oversight", "overview.platform", "problems", "overview.management"]


def test_progress_counts_what_was_asked_for_and_reckons_with_what_was_measured(service, id):
    assert service.drafts.progress(id) is None
    hold = threading.Event()
    with ScriptedEndpoint(lambda request: hold.wait(10) and TEXT) as server:
        model = at(server, concurrency=1)
        service.drafts.start(id, ["overview.proactive", "overview.management", "overview.platform"], model)
        until(lambda: server.requests)
        assert service.drafts.progress(id) == Progress(done=0, running=1, total=3, seconds=None)
        hold.set()
        ended(service, id)
        hold.clear()
        service.drafts.start(id, ["overview.oversight", "problems"], model)
        until(lambda: len(server.requests) == 4)
        going = service.drafts.progress(id)
        assert (going.done, going.running, going.waiting, going.total) == (0, 1, 1, 2) and going.seconds > 0
        for run in service.drafts.open(id):
            service.drafts.stop(run.id)
        hold.set()
        ended(service, id)
    assert service.drafts.progress(id) is None


def test_before_a_first_draft_the_rest_is_reckoned_from_what_the_test_of_the_connection_measured(service, id):
    hold = threading.Event()
    with ScriptedEndpoint(lambda request: hold.wait(10) and TEXT) as server:
        model = at(server, concurrency=1)
        profiles.learn(model, lambda kept: kept.model_copy(update={"letters_per_second": 20.0}))
        service.drafts.start(id, ["overview.proactive", "overview.management", "overview.platform"], model)
        until(lambda: server.requests)
        assert 50 < service.drafts.progress(id).seconds <= 3 * LETTERS / 20
        hold.set()
        ended(service, id)


def test_stopping_all_also_stops_what_waits(service, id):
    outline = [spec.id for spec in service.library.open(id).report.outline]
    with ScriptedEndpoint(Reply(TEXT, first_delay=30)) as server:
        runs = service.drafts.start(id, outline, at(server, concurrency=1))
        until(lambda: server.requests)
        for run in runs:
            service.drafts.stop(run.id)
        assert ended(service, id) == []
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("elapsed", "waiting", "places", "left"),
    [
        ([10], 0, 1, 50),
        ([10], 8, 1, 530),
        ([10, 20], 2, 2, 105),
        ([100], 0, 1, 15),
        ([0], 1, 8, 60),
    ],
)
def test_the_rest_is_reckoned_from_an_average_draft(elapsed, waiting, places, left):
    assert seconds_left(60, elapsed, waiting, places) == left
