"""What belongs together is written as a whole or not at all: an act that fails or is killed at any of its writes leaves
nothing.
"""

import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from sqlalchemy import event, insert, select, update

from drafting import settings
from drafting.errors import FileError, InputError
from drafting.reading import Reading
from drafting.report import Document, Section
from drafting.samples import sample
from drafting.service import Service
from drafting.service import importing as importing_module
from drafting.store.tables import metadata, reports, versions

pytestmark = pytest.mark.both_databases

CELL, PROSE = "requests.new_received.natural_person", "overview.on_request"
SAID = "全年新收政府信息公开申请16件，均按时答复。"


@pytest.fixture
def id(service, town):
    """A report with a figure, a sentence that has it, and a note."""
    id = service.library.create(town, 2024)
    service.editing.enter(id, {CELL: "16"})
    service.notes.add(id, "platform", "新建查阅点 3 个。")
    service.prose.save(id, PROSE, Section.of(SAID, "model"), by="model")
    return id


def everything(service):
    """All rows of all tables."""
    with service.store._database.read() as connection:
        return {table.name: connection.execute(select(table)).all() for table in metadata.sorted_tables}


@contextmanager
def failing_at(service, which):
    """Let the ``which``-th write (1-based) fail as a full disk makes it fail; how many writes there were."""
    seen = []

    def look(connection, cursor, statement, *rest):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(statement)
            if len(seen) == which:
                raise FileError("磁盘空间不足，本次没有保存，请清理磁盘后再试。")

    engine = service.store._database.engine
    event.listen(engine, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", look)


def a_proposal(service, id):
    run = service.store.generations.create(id, PROSE, "", "m", state="running")
    content = Section.of("全年新收政府信息公开申请16件，全部答复。", "model").model_dump(mode="json")
    service.store.generations.set(run.id, state="done", text="", content=content)
    return run.id


def a_file(service, monkeypatch, town, report_id):
    """Last year's report, handed in; its id."""
    read = Reading(
        name="上年.docx",
        container="docx",
        edition="2021",
        organ=town.model_copy(update={"superior": "青石县人民政府"}),
        year=2023,
        printed={CELL: 9, "requests.carried_out.natural_person": 1},
        narrative={"problems": "存在的主要问题：一是政策解读形式单一。"},
        confidence={CELL: "read", "requests.carried_out.natural_person": "read"},
        document=Document(copied_to="县政府办"),
    )
    monkeypatch.setattr(importing_module, "_read", lambda data, name, part="", year=None: read)
    return service.importing.open(b"x", "上年.docx", report_id)


ACTS = {
    "a cell and its refill": lambda service, id: service.editing.enter(id, {CELL: "18"}),
    "blanks filled with zeros": lambda service, id: service.editing.fill_blanks(id),
    "a note and its refill": lambda service, id: service.notes.save(
        id, service.library.open(id).report.notes[0].id, "新建查阅点 4 个。"
    ),
    "a field of the head": lambda service, id: service.editing.save_particular(id, "year", 2023),
    "a proposal": lambda service, id: service.drafts.take(service.drafts.open(id)[0].id),
    "an approval": lambda service, id: service.documents.approve_all(
        id,
        "张三",
        {part: service.library.open(id).report.digest(part) for part in service.library.open(id).report.parts},
    ),
    "a question answered without a model": lambda service, id: service.conversation.ask(id, "missing"),
    "items of a pasted text": lambda service, id: service.pasting.take(id, range(9), service.library.open(id).report),
    "a sample and its last year": lambda service, id: service.library.add_sample(sample("town", date(2026, 11, 30))),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_an_act_that_fails_at_any_of_its_writes_leaves_nothing_of_it(service, id, act):
    a_proposal(service, id)
    service.pasting.save(id, "平台建设：\n1. 门户网站改版上线，新增栏目三个。\n2. 政务新媒体全年发布信息一千条。")
    service.pasting.divide(id)
    assert_whole(service, lambda: act(service, id))


def test_taking_a_file_that_fails_at_any_of_its_writes_leaves_nothing_of_it(service, id, town, monkeypatch):
    file = a_file(service, monkeypatch, town, id)
    assert_whole(service, lambda: service.importing.take(file, 1, "王敏"))
    done = service.library.open(id)
    assert done.last_year.values[CELL] == 9 and done.report.values["requests.carried_in.natural_person"] == 1


def test_undoing_what_a_file_brought_is_whole_too(service, id, town, monkeypatch):
    done = service.importing.take(a_file(service, monkeypatch, town, id), 1, "王敏")
    assert_whole(service, lambda: service.importing.undo(done))


def assert_whole(service, act):
    """Let ``act`` fail at its first write, at its second … until it succeeds: each time nothing has changed."""
    before, which = everything(service), 0
    while True:
        which += 1
        with failing_at(service, which) as seen:
            try:
                act()
                break
            except FileError:
                assert everything(service) == before, f"write {which} failed"
    assert len(seen) == which - 1 >= 2
    assert everything(service) != before


def test_no_one_comes_between_a_cell_and_its_refill(service, id, monkeypatch):
    real = service.prose._save

    def slowly(*args):
        other.start()
        entered.wait(0.3)  # as long as it may take: it must not get in
        assert not entered.is_set()
        return real(*args)

    entered = threading.Event()
    other = threading.Thread(target=from_another_window, args=(entered,))
    monkeypatch.setattr(service.prose, "_save", slowly)
    service.editing.enter(id, {CELL: "18"})
    other.join()
    report = service.library.open(id).report
    assert report.values[CELL] == 18 and report.text(PROSE) == SAID.replace("16", "18")


def from_another_window(entered):
    """Begin to write as soon as that may be done."""
    service = Service(settings.load())
    with service.store.transaction():
        entered.set()
    service.close()


def test_what_an_inner_unit_wrote_goes_alone_when_the_outer_one_goes_on(service, id):
    with service.store.transaction():
        service.editing.enter(id, {"disclosure.licences": "1"})
        with pytest.raises(InputError), service.store.transaction():
            service.editing.enter(id, {"disclosure.penalties": "2"})
            raise InputError("不要了。")
    values = service.library.open(id).report.values
    assert values["disclosure.licences"] == 1 and "disclosure.penalties" not in values


KILLED = """
import os, signal, sys
from sqlalchemy import event
from drafting import settings
from drafting.service import Service
service, which, seen = Service(settings.load()), int(sys.argv[2]), []
def look(connection, cursor, statement, *rest):
    if statement.startswith(("INSERT", "UPDATE", "DELETE")):
        seen.append(statement)
        if len(seen) == which:
            os.kill(os.getpid(), signal.SIGKILL)
event.listen(service.store._database.engine, "after_cursor_execute", look)
if sys.argv[1] == "cell":
    service.editing.enter(sys.argv[3], {"requests.new_received.natural_person": "18"})
else:
    service.importing.take(sys.argv[3], 1, "王敏")
"""


@pytest.mark.parametrize(("what", "which"), [("cell", 1), ("cell", 3), ("file", 2), ("file", 9)])
def test_an_act_killed_between_its_writes_leaves_nothing_of_it(what, which, service, id, town, monkeypatch):
    file = a_file(service, monkeypatch, town, id)
    before = everything(service)
    done = subprocess.run([sys.executable, "-c", KILLED, what, str(which), id if what == "cell" else file])
    assert done.returncode == -signal.SIGKILL
    assert everything(service) == before
    assert service.importing.load(file).number == 1


# One report of an organ and year


def test_a_second_report_of_the_same_organ_and_year_is_not_made_by_editing_the_year(service, town):
    first = service.library.create(town, 2023)
    second = service.library.create(town, 2024)
    with pytest.raises(InputError, match="“青石镇人民政府”2023 年度的报告已经有了"):
        service.editing.save_head(second, town, 2023)
    assert [(row.id, row.year) for row in service.library.rows()] == [(second, 2024), (first, 2023)]


def test_a_field_alone_cannot_make_a_second_report_of_the_same_organ_and_year_either(service, town):
    service.library.create(town, 2023)
    second = service.library.create(town, 2024)
    other = service.library.create(town.model_copy(update={"name": "白沙镇人民政府"}), 2023)
    for id, field, value in ((second, "year", "2023"), (other, "name", town.name)):
        with pytest.raises(InputError, match="已经有了"):
            service.editing.save_particular(id, field, value)
    assert [(row.id, row.year) for row in service.library.rows()][0] == (second, 2024)


def test_two_reports_of_one_year_from_an_earlier_version_can_still_be_edited_and_told_apart(service, town):
    service.library.create(town, 2023)
    second = service.library.create(town, 2024)
    with service.store._database.write() as connection:  # as versions before this rule let it happen
        content = {"organ": town.model_dump(mode="json"), "year": 2023, "edition": "2021"}
        connection.execute(
            insert(versions).values(
                report_id=second, part="head", number=2, content=content, origin="person", at=datetime(2026, 11, 1)
            )
        )
        connection.execute(update(reports).where(reports.c.id == second).values(year=2023))
    service.editing.save_head(second, town.model_copy(update={"short_name": "青石镇"}), 2023)
    service.editing.save_head(second, town, 2024)
    assert [row.year for row in service.library.rows()] == [2024, 2023]


def test_a_deleted_report_does_not_come_back_beside_one_made_meanwhile(service, town):
    old = service.library.create(town, 2024)
    service.library.delete(old)
    service.library.create(town, 2024)
    with pytest.raises(InputError, match="已经有了"):
        service.library.restore(old)
    assert len(service.library.rows()) == 1
