"""Drafting and exporting the reports of many units: one that fails stops no other, what is done is not done twice."""

import time
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from county import COUNTY, reported
from pydantic import SecretStr
from test_collections import BUREAU, ROSTER, TOWN, file, key

from drafting import publishing, report_file
from drafting.errors import FileError, InputError
from drafting.service import collection_batch
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful
from drafting.writing.endpoint import Endpoint

OFFICE = "云溪县自然资源局"


@pytest.fixture
def id(service):
    id = service.collections.create(ROSTER.encode(), "名单.tsv", 2024)
    service.collections.take(id, [file(reported(name, 3)) for name in (TOWN, BUREAU, OFFICE)]).ended.wait(60)
    return id


def states(batch, id):
    return {piece.label: piece.state for piece in batch.pieces(id)}


def test_the_words_of_many_units_are_drafted_and_what_they_sent_stays(service, id):
    batch, folder = service.collection_batch, service.collections.open(id)
    sent = folder.report(key(TOWN))
    assert states(batch, id)[TOWN] == "bare" and states(batch, id)["白沙乡人民政府"] == "missing"
    assert batch.draft(id, list(folder.collection.roster.by_key), None).ended.wait(120)
    assert not batch.failed(id) and [*states(batch, id).values()].count("drafted") == 3
    assert folder.report(key(TOWN)) == sent
    with pytest.raises(InputError, match="没有要起草的"):
        batch.draft(id, [key(TOWN)], None)
    assert batch.export(id, [key(TOWN), key(BUREAU)], "docx").ended.wait(120)
    package = ZipFile(BytesIO(batch.package(id, "docx")))
    assert batch.exported(id, "docx") == 2 and len(package.namelist()) == 2
    words = [each.text for each in docx.Document(BytesIO(package.read(package.namelist()[0]))).paragraphs]
    assert any("新收政府信息公开申请" in text for text in words)


def test_a_new_round_makes_the_draft_of_the_one_before_old(service, id):
    batch = service.collection_batch
    batch.draft(id, [key(TOWN)], None).ended.wait(120)
    service.collections.take(id, [file(reported(TOWN, 9))]).ended.wait(60)
    assert states(batch, id)[TOWN] == "bare"


def test_one_unit_that_fails_stops_no_other_and_is_done_when_asked_again(service, id, monkeypatch):
    batch, made = service.collection_batch, collection_batch.draft_report

    def failing(report, *given, **named):
        if report.organ.name == BUREAU:
            raise FileError("磁盘满了。")
        if report.organ.name == OFFICE:
            raise ZeroDivisionError
        return made(report, *given, **named)

    monkeypatch.setattr(collection_batch, "draft_report", failing)
    assert batch.draft(id, [key(TOWN), key(BUREAU), key(OFFICE)], None).ended.wait(120)
    assert states(batch, id)[TOWN] == "drafted" and len(batch.failed(id)) == 2
    assert f"{BUREAU}：磁盘满了。" in batch.failed(id)
    monkeypatch.setattr(collection_batch, "draft_report", made)
    assert batch.draft(id, [key(TOWN), key(BUREAU), key(OFFICE)], None).ended.wait(120)
    assert not batch.failed(id) and states(batch, id)[BUREAU] == states(batch, id)[OFFICE] == "drafted"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_export_that_was_broken_off_goes_on_where_it_stood(service, id, monkeypatch):
    batch, write, written = service.collection_batch, publishing.export, []

    def breaking(report, *given, **named):
        written.append(report.organ.name)
        if len(written) == 2:
            raise SystemExit  # as a kill would: nothing after it is done
        return write(report, *given, **named)

    keys = [key(TOWN), key(BUREAU), key(OFFICE)]
    monkeypatch.setattr(collection_batch.publishing, "export", breaking)
    assert batch.export(id, keys, "html").ended.wait(120)
    assert batch.exported(id, "html") == 1
    assert batch.export(id, keys, "html").ended.wait(120)
    assert batch.exported(id, "html") == 3 and len(written) == 4 and len(set(written)) == 3
    assert batch.export(id, keys[:1], "html").ended.wait(120) and batch.exported(id, "html") == 1


def test_what_is_drafted_is_in_a_backup_and_a_report_of_its_own(service, id):
    service.collection_batch.draft(id, [key(TOWN)], None).ended.wait(120)
    names = ZipFile(BytesIO(service.backups.make())).namelist()
    (draft,) = [name for name in names if "/成稿/" in name]
    path = service.collections.open(id).path / "成稿" / draft.rpartition("/")[2]
    assert report_file.read(path).organ.name == TOWN and COUNTY in draft


def test_a_unit_that_sent_words_keeps_them_and_none_are_added(service, id):
    """Also where some section of it is empty: what a unit has left out is the unit's to say."""
    service.collections.take(id, [file(reported("白沙乡人民政府", 3, text="全年公开信息 30 条。"))]).ended.wait(60)
    batch = service.collection_batch
    assert states(batch, id)["白沙乡人民政府"] == "written"
    with pytest.raises(InputError, match="没有要起草的"):
        batch.draft(id, [key("白沙乡人民政府")], None)


# With a model


def endpoint_of(server, **more):
    return Endpoint(server.url, "test-model", SecretStr("key"), **more)


def going(server) -> int:
    """How many requests are under way."""
    return sum(not (each.answered.is_set() or each.disconnected.is_set()) for each in list(server.requests))


def test_a_model_drafts_several_units_and_a_single_report_within_what_it_takes_at_once(service, id):
    most = []

    def reply(request):
        most.append(going(server))
        return replace(faithful(request), first_delay=0.02)

    with ScriptedEndpoint(reply) as server:
        endpoint = endpoint_of(server, concurrency=2)
        alone = service.library.add(reported("白沙乡人民政府", 2))
        taking = service.collection_batch.draft(id, [key(TOWN), key(BUREAU), key(OFFICE)], endpoint)
        service.drafts.start(alone, ["overview.on_request", "problems"], endpoint)
        assert taking.ended.wait(120) and not service.collection_batch.failed(id)
        until = time.monotonic() + 60
        while service.drafts.active(alone) and time.monotonic() < until:
            time.sleep(0.02)
    assert [*states(service.collection_batch, id).values()].count("drafted") == 3
    assert max(most) == 2


def test_a_model_that_fails_for_one_unit_is_said_of_it_and_the_broken_sections_are_drafted_again(service, id):
    """One unit gets errors, another's answers are cut in the middle: neither counts as drafted."""
    batch, keys = service.collection_batch, [key(TOWN), key(BUREAU), key(OFFICE)]

    def reply(request):
        prompt = "".join(text for _, text in request.messages)
        if BUREAU in prompt:
            return Reply.error(400, "no")
        return replace(faithful(request), cut_after=1, chunk=6) if OFFICE in prompt else faithful(request)

    with ScriptedEndpoint(reply) as server:
        assert batch.draft(id, keys, endpoint_of(server)).ended.wait(120)
    found = states(batch, id)
    assert (found[TOWN], found[BUREAU], found[OFFICE]) == ("drafted", "bare", "bare")
    assert {each.partition("：")[0] for each in batch.failed(id)} == {BUREAU, OFFICE}
    with ScriptedEndpoint() as server:
        assert batch.draft(id, keys, endpoint_of(server)).ended.wait(120)
        assert not any(TOWN in text for request in server.requests for _, text in request.messages)
    assert not batch.failed(id) and {found for unit, found in states(batch, id).items() if key(unit) in keys} == {
        "drafted"
    }


def test_drafting_that_was_stopped_goes_on_where_it_stood(service, id):
    batch, keys = service.collection_batch, [key(TOWN), key(BUREAU), key(OFFICE)]
    with ScriptedEndpoint(lambda request: replace(faithful(request), first_delay=0.05)) as server:
        taking = batch.draft(id, keys, endpoint_of(server, concurrency=1))
        until = time.monotonic() + 60
        while taking.done < 1 and time.monotonic() < until:
            time.sleep(0.01)
        batch.stop(id)
        assert taking.ended.wait(60)
    done = [unit for unit, state in states(batch, id).items() if state == "drafted"]
    assert 0 < len(done) < 3 and not batch.failed(id)
    with ScriptedEndpoint() as server:
        assert batch.draft(id, keys, endpoint_of(server)).ended.wait(120)
        assert not any(unit in text for unit in done for request in server.requests for _, text in request.messages)
    assert [*states(batch, id).values()].count("drafted") == 3
