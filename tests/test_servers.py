"""Two servers on one database: what the office lays down at one counts at the other, and a model's work belongs to one."""

import time
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from pydantic import SecretStr

from drafting import place, settings
from drafting.errors import FileError, InputError
from drafting.place import Place
from drafting.report import Section
from drafting.service import Service, office_files, workers
from drafting.store import database, generations, leases, postgres
from drafting.store.leases import Leases
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.writing import prompts
from drafting.writing.endpoint import Endpoint

OVERVIEW = "overview.proactive"
TEXT = "全年主动公开政府信息10条。[1]组织培训1次。[1]"
RULES = "规则\t级别\nR-06\t不查\n".encode()
RULES_TOO = "规则\t级别\nR-06\t提示\n".encode()
WORDS = "词\t级别\t改为\t类别\n便民利民惠民\t疑似\t便民\t口语\n".encode()


@pytest.fixture
def url(postgres, kept_empty):
    """The address of a database as the program makes it."""
    yield postgres.url(kept_empty)
    postgres.clear(kept_empty)


@pytest.fixture
def server(url, monkeypatch, tmp_path):
    """Starts a server with a data folder of that name; its office files are looked at when the test asks for it."""
    monkeypatch.setenv("NIANBAO_DATABASE_URL", url)
    monkeypatch.setattr(office_files, "LOOK_SECONDS", 3600)
    started = []

    def start(name):
        monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / name))
        started.append(Service(settings.load()))
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture
def two(server):
    return server("a"), server("b")


def until(true, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.01)


def look(service):
    service.office_files.fetch()


# What the office lays down


def test_rules_words_place_and_letterheads_of_one_server_count_at_the_other(two):
    a, b = two
    a.tables.keep_rules(RULES)
    a.tables.keep_words(WORDS)
    a.places.keep(Place(name="云溪县", deadline="01-20"), first=True)
    letterhead = document()
    a.documents.letterheads.keep("青石镇人民政府", letterhead)
    look(b)
    assert b.tables.office().policy["R-06"] is None
    assert [entry.word for entry in b.tables.office().own_words] == ["便民利民惠民"]
    assert b.places.kept.first and b.places.due(2024).isoformat() == "2025-01-20"
    assert b.documents.letterheads.of("青石镇人民政府") == letterhead
    b.tables.forget()
    b.places.forget()
    b.documents.letterheads.remove("青石镇人民政府")
    look(a)
    assert a.tables.office().policy == {} and a.tables.office().own_words == ()
    assert a.places.kept is None and a.documents.letterheads.of("青石镇人民政府") is None


def document():
    """A Word file whose pages have a line at their head."""
    made, whole = BytesIO(), docx.Document()
    whole.sections[0].header.paragraphs[0].text = "青石镇的版头"
    whole.save(made)
    return made.getvalue()


def test_a_letterhead_given_at_one_server_is_what_the_other_prints_on(two, town):
    a, b = two
    id = a.library.create(town, 2024)
    a.documents.letterheads.keep(town.name, document())
    look(b)
    _, made = b.documents.export(b.library.open(id).assessment, "docx", letterhead=True)
    assert "青石镇的版头" in [each.text for each in docx.Document(BytesIO(made)).sections[0].header.paragraphs]


def test_a_prompt_kept_at_one_server_is_used_at_the_other(two, monkeypatch, tmp_path):
    a, b = two
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "a"))
    text = prompts.shipped("polish").text + "\n句子要短。"
    a.prompts.keep("polish", text)
    look(b)
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "b"))
    assert prompts.load("polish").own and prompts.load("polish").text == text
    b.prompts.restore("polish")
    look(a)
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "a"))
    assert not prompts.load("polish").own


def test_without_being_asked_a_server_learns_of_a_change_by_looking(server, monkeypatch):
    a = server("a")
    monkeypatch.setattr(office_files, "LOOK_SECONDS", 0.02)
    b = server("b")
    a.tables.keep_rules(RULES)
    until(lambda: b.tables.office().policy == {"R-06": None})


def test_two_changes_at_once_are_both_kept(two):
    a, b = two
    a.tables.keep_rules(RULES)
    b.tables.keep_words(WORDS)  # b has not looked since
    look(a)
    assert all(each.tables.office().policy and each.tables.office().own_words for each in two)


def test_what_is_refused_at_one_server_changes_nothing_anywhere(two):
    a, b = two
    a.tables.keep_rules(RULES)
    with pytest.raises(FileError):
        a.tables.keep_rules(b"\x00\x01")
    look(b)
    assert a.tables.office().policy == b.tables.office().policy == {"R-06": None}


def test_a_change_that_the_database_does_not_take_is_not_in_the_folder_either(two, monkeypatch):
    a, _ = two
    a.tables.keep_rules(RULES)
    with monkeypatch.context() as patch:
        patch.setattr(a.store.files, "keep", lambda *_: (_ for _ in ()).throw(FileError("没有保存。")))
        with pytest.raises(FileError, match="没有保存"):
            a.tables.keep_rules(RULES_TOO)
    assert a.tables.office().policy == {"R-06": None}


def test_the_first_server_brings_what_lay_in_its_folder_and_the_second_what_was_not_there_yet(server, tmp_path):
    for name, files in {"a": {"rules.tsv": RULES}, "b": {"rules.tsv": RULES_TOO, "lexicon.tsv": WORDS}}.items():
        (tmp_path / name).mkdir()
        for file, data in files.items():
            (tmp_path / name / file).write_bytes(data)
    a, b = server("a"), server("b")
    look(a)
    for each in (a, b):
        assert each.tables.office().policy == {"R-06": None}
        assert [entry.word for entry in each.tables.office().own_words] == ["便民利民惠民"]
    assert (tmp_path / "b" / "replaced" / "rules.tsv").read_bytes() == RULES_TOO


def test_a_server_that_was_down_while_a_file_was_taken_away_does_not_bring_it_back(server, tmp_path):
    a, b = server("a"), server("b")
    a.tables.keep_rules(RULES)
    look(b)
    b.close()
    a.tables.forget()
    b = server("b")
    look(a)
    assert a.tables.office().policy == b.tables.office().policy == {}
    assert not (tmp_path / "b" / "rules.tsv").exists()


def test_the_key_and_address_of_the_model_never_come_to_the_database(server, postgres, url, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "model.json").write_text('{"model": "m", "base_url": "http://h/v1", "api_key": "sk-secret"}')
    (tmp_path / "a" / "rules.tsv").write_bytes(RULES)
    server("a").tables.keep_words(WORDS)
    name = url.split("/")[3].partition("?")[0]
    assert postgres.sql("SELECT name FROM files ORDER BY 1", database=name) == [("lexicon.tsv",), ("rules.tsv",)]


def test_the_command_place_counts_at_every_server(server, run, tmp_path):
    b = server("b")
    server("a")
    file = tmp_path / "云溪县.json"
    file.write_bytes(place.dumps(Place(name="云溪县", deadline="01-20")))
    status, _, err = run("place", file, "--first")
    assert status == 0, err
    look(b)
    assert b.places.kept.place.name == "云溪县"


def test_move_takes_the_offices_files_along(run, postgres, monkeypatch, tmp_path):
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "old"))
    service = Service(settings.load())
    service.tables.keep_rules(RULES)
    service.close()
    name = postgres.new()
    status, _, err = run("move", "--to", postgres.url(name))
    assert status == 0 and "版头、提示词和规则也搬了过去" in err
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "new"))
    monkeypatch.setenv("NIANBAO_DATABASE_URL", postgres.url(name))
    service = Service(settings.load())
    assert service.tables.office().policy == {"R-06": None}
    service.close()
    postgres.drop(name)


def test_with_a_database_of_one_machine_the_folder_alone_is_what_counts(service):
    service.tables.keep_rules(RULES)
    assert service.store.files.digests() == {} and service.tables.office().policy == {"R-06": None}


# What a model writes


@pytest.fixture
def id(two, town):
    a, _ = two
    id = a.library.create(town, 2024)
    a.notes.add(id, "proactive", "公开政府信息10条，组织培训1次。")
    a.readthroughs.want(id, False)
    return id


@pytest.fixture
def slow():
    """A model that writes for longer than any test waits."""
    with ScriptedEndpoint(Reply(TEXT * 400, chunk=4, delay=0.01)) as endpoint:
        yield Endpoint(base_url=endpoint.url, model="test-model", api_key=SecretStr("k"), timeout=30, concurrency=2)


def growing(service, id):
    """The run of the one section that is drafted, once something of it has come."""
    until(lambda: any(len(run.text) > 12 for run in service.drafts.open(id)))
    return service.drafts.open(id)[0]


def test_a_run_of_one_server_goes_on_while_the_other_starts_and_looks(server, two, id, slow):
    a, _ = two
    a.drafts.start(id, [OVERVIEW], slow)
    growing(a, id)
    c = server("c")
    for each in (*two, c):
        run = growing(each, id)
        assert run.state == "running" and run.server == a.store.generations.get(run.id).server != ""
    assert a.drafts.active(id) and not c.drafts.active(id)


def test_a_section_that_one_server_drafts_is_not_begun_at_the_other(two, id, slow):
    a, b = two
    a.drafts.start(id, [OVERVIEW], slow)
    assert b.drafts.start(id, [OVERVIEW, "problems"], None)[0].section == "problems"
    until(lambda: not b.drafts.active(id))
    assert [run.section for run in b.drafts.open(id) if run.active] == [OVERVIEW]


def test_a_stop_is_heeded_by_the_server_that_drafts(two, id, slow, monkeypatch):
    monkeypatch.setattr(workers, "BEAT_SECONDS", 0.05)
    a, b = two
    a.drafts.start(id, [OVERVIEW], slow)
    run = growing(b, id)
    b.drafts.stop(run.id)
    until(lambda: not a.drafts.active(id))
    assert b.store.generations.get(run.id).state == "stopped"
    assert b.library.open(id).report.text(OVERVIEW).startswith("全年主动公开")


def test_a_stop_of_what_has_ended_is_nothing(two, id):
    a, b = two
    [run] = a.drafts.start(id, [OVERVIEW], None)
    until(lambda: not a.drafts.active(id))
    b.drafts.stop(run.id)
    assert not b.store.generations.get(run.id).stopping


def test_a_killed_servers_run_is_ended_once_with_what_came_whoever_looks_first(two, id, monkeypatch):
    a, b = two
    run = a.store.generations.begin(id, OVERVIEW, "", "m", "running")
    a.store.generations.set(run.id, text="写到一半的文字。")
    [before] = b.drafts.open(id)
    assert before.state == "running"
    monkeypatch.setattr(leases, "LEASE", -leases.LEASE)
    lost = a.store.generations.lost()
    b.drafts.open(id)
    monkeypatch.setattr(a.store.generations, "lost", lambda: lost)  # a had looked before b ended it
    [ended] = a.drafts.open(id)
    assert ended.state == "interrupted" and "程序在起草中途退出" in ended.error and ended.content is None
    assert b.library.open(id).report.text(OVERVIEW) == "写到一半的文字。"
    assert len(b.editing.section_versions(id, OVERVIEW)) == 1


def test_after_a_server_died_its_section_can_be_drafted_at_the_other(two, id, monkeypatch):
    a, b = two
    a.store.generations.begin(id, OVERVIEW, "", "m", "running")
    assert b.drafts.start(id, [OVERVIEW], None) == []
    monkeypatch.setattr(leases, "LEASE", timedelta(0))
    [run] = b.drafts.start(id, [OVERVIEW], None)
    until(lambda: not b.drafts.active(id))
    assert b.store.generations.get(run.id).state == "done"


def test_servers_whose_clocks_differ_by_hours_take_no_run_for_dead(two, id, slow, monkeypatch):
    a, b = two
    a.drafts.start(id, [OVERVIEW], slow)
    growing(a, id)
    real = database.now
    for module in (database, generations):
        monkeypatch.setattr(module, "now", lambda: real() + timedelta(hours=5))
    assert [run.state for run in b.drafts.open(id)] == ["running"]


def test_one_answer_is_written_at_a_time_by_whichever_server_and_stopped_from_either(two, id, slow, monkeypatch):
    monkeypatch.setattr(workers, "BEAT_SECONDS", 0.05)
    a, b = two
    said = a.conversation.say(id, "请把第一段写短。", slow)
    with pytest.raises(InputError, match="上一个回答还没有写完"):
        b.conversation.say(id, "再写一次。", slow)
    assert len(b.conversation.messages(id)) == 2
    b.conversation.stop(said.id)
    until(lambda: b.conversation.active(id) is None)
    assert b.conversation.messages(id)[-1].state == "stopped"


def test_one_reading_is_done_at_a_time_by_whichever_server(two, id, slow):
    a, b = two
    a.editing.save_section(id, OVERVIEW, "本年公开政府信息10条。")
    run = a.readthroughs.start(id, "proofread", slow)
    assert b.store.generations.begin(id, "", "校对", "m") is None
    with pytest.raises(InputError, match="正在起草或通读"):
        b.readthroughs.start(id, "proofread", slow)
    until(lambda: b.readthroughs.open(id)[0].state == "running")
    assert b.readthroughs.says(b.readthroughs.open(id)[0]) == "正在校对"
    a.readthroughs.stop(run.id)


def test_a_database_that_is_away_for_a_while_does_not_end_the_beating(two, id, slow, monkeypatch):
    monkeypatch.setattr(workers, "BEAT_SECONDS", 0.02)
    a, _ = two
    real, failed = Leases.beat, []

    def beat(self, ids):
        if len(failed) < 3:
            failed.append(ids)
            raise FileError("连接不上数据库。")
        return real(self, ids)

    monkeypatch.setattr(Leases, "beat", beat)
    a.drafts.start(id, [OVERVIEW], slow)
    [before] = a.store.generations.open(id)
    until(lambda: len(failed) == 3 and a.store.generations.get(before.id).heartbeat_at > before.heartbeat_at)


def test_what_a_server_finds_ready_after_it_was_taken_for_dead_waits_beside(two, id, monkeypatch):
    a, b = two
    with ScriptedEndpoint(Reply(TEXT * 9, chunk=4, delay=0.02)) as endpoint:
        model = Endpoint(base_url=endpoint.url, model="m", api_key=SecretStr("k"), timeout=30, concurrency=2)
        a.drafts.start(id, [OVERVIEW], model)
        growing(b, id)
        with monkeypatch.context() as patch:
            patch.setattr(leases, "LEASE", -leases.LEASE)
            assert [run.state for run in b.drafts.open(id)] == ["interrupted"]
        until(lambda: not a.drafts.active(id))
    [run] = b.drafts.open(id)
    whole = Section.model_validate(run.content).text
    assert run.state == "done" and whole.endswith("组织培训1次。")
    assert whole.startswith(b.library.open(id).report.text(OVERVIEW))


# Collections, in a folder that the servers share


@pytest.fixture
def collecting(two, tmp_path):
    """A collection in one folder that both servers see, and one unit's form that came."""
    a, _ = two
    shared = tmp_path / "share"
    shared.mkdir()
    for name in ("a", "b"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "collections").symlink_to(shared)
    return a.collections.create_typed([{"name": "青石镇人民政府"}], 2024)


def test_a_collection_is_seen_by_both_and_changed_by_one_at_a_time(two, collecting, monkeypatch):
    monkeypatch.setattr(postgres, "HELD_SECONDS", 0.1)
    a, b = two
    assert [each.id for each in b.collections.listed()] == [collecting]
    with a.collections.changing(collecting):
        with pytest.raises(InputError, match="正在另一台服务器上读取或改动，没有改动"):
            b.collections.decide(collecting, ["青石镇人民政府"], "passed")
        with pytest.raises(InputError, match="正在另一台服务器上"):
            b.collections.take(collecting, [("a.json", b"{}")])
    b.collections.take(collecting, [("a.json", b"{}")])
    until(lambda: b.collections.taking(collecting) is None)


def test_what_one_server_holds_by_name_no_other_does_until_it_ends(two, monkeypatch):
    monkeypatch.setattr(postgres, "HELD_SECONDS", 0.1)
    a, b = two
    with a.store.held("x") as first, b.store.held("x") as second, b.store.held("y") as other:
        assert (first, second, other) == (True, False, True)
    with b.store.held("x") as now:
        assert now
