"""What was answered is kept: versions, conflicts, other windows, restarts, kill -9, files that cannot be used."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from decimal import Decimal

import pytest

from drafting.errors import Conflict, FileError, NotFound, SettingError
from drafting.report import Note, Section
from drafting.store import Store

pytestmark = pytest.mark.both_databases


@pytest.fixture
def url(tmp_path, database):
    return database or f"sqlite:///{tmp_path}/nianbao.db"


@pytest.fixture
def store(url):
    store = Store(url)
    yield store
    store.close()


def test_a_report_comes_back_as_it_was_kept(store, report):
    report.values = {"disclosure.fees_wan_yuan": Decimal("2.0005"), "requests.granted.business": 3}
    report.stated = {"requests.granted.total": 9}
    report.notes = [Note(id="b", aspect="fee", text="乙"), Note(id="a", aspect="fee", text="甲 <b>\x07")]
    report.sections = {"problems": Section.of("一\n二")}
    report.extra = {"reviewers": ["甲"]}
    assert store.load(store.create(report)).report == report


def test_a_save_answers_with_a_version_number_that_rises_by_one(store, report):
    id = store.create(report)
    assert [store.save(id, "section:problems", {"paragraphs": []}) for _ in range(3)] == [1, 2, 3]
    assert [version.number for version in store.versions(id, "section:problems")] == [1, 2, 3]


def test_a_save_from_an_older_version_is_refused_and_changes_nothing(store, report):
    id = store.create(report)
    store.save(id, "section:problems", {"paragraphs": []}, expected=0)
    with pytest.raises(Conflict) as conflict:
        store.save(id, "section:problems", {"paragraphs": []}, expected=0)
    assert conflict.value.number == 1
    assert len(store.versions(id, "section:problems")) == 1


def test_two_windows_filling_different_cells_both_win(url, report):
    one, other = Store(url), Store(url)
    id = one.create(report)
    one.amend_cells(id, {"disclosure.licences": 5}, set())
    other.amend_cells(id, {"disclosure.penalties": 7}, set())
    assert one.load(id).report.values == {"disclosure.licences": 5, "disclosure.penalties": 7}


def test_many_threads_saving_at_once_lose_nothing(url, report):
    store = Store(url)
    id = store.create(report)
    keys = report.form.inputs[:24]
    threads = [threading.Thread(target=store.amend_cells, args=(id, {key: at}, set())) for at, key in enumerate(keys)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.load(id).report.values == {key: at for at, key in enumerate(keys)}


def test_blanking_a_cell_makes_it_unfilled_again(store, report):
    id = store.create(report)
    store.amend_cells(id, {"disclosure.licences": 0}, set())
    store.amend_cells(id, {"disclosure.licences": None}, set())
    assert store.load(id).report.values == {}


def test_a_deleted_report_is_not_loaded_and_takes_no_save_until_it_is_restored(store, report):
    id = store.create(report)
    store.set_deleted(id, True)
    assert store.rows() == [] and [row.id for row in store.rows(deleted=True)] == [id]
    with pytest.raises(NotFound):
        store.load(id)
    with pytest.raises(NotFound):
        store.amend_cells(id, {"disclosure.licences": 1}, set())
    store.set_deleted(id, False)
    assert store.load(id).report == report


def test_what_was_answered_survives_a_new_process(url, report):
    store = Store(url)
    id = store.create(report)
    store.amend_cells(id, {"disclosure.licences": 5}, set())
    store.close()
    assert Store(url).load(id).report.values == {"disclosure.licences": 5}


def test_what_was_answered_survives_kill_9(url, report):
    store = Store(url)
    id = store.create(report)
    script = f"""
from drafting.store import Store
store = Store({url!r})
n = 0
while True:
    n += 1
    store.amend_cells({id!r}, {{"disclosure.licences": n}}, set())
    print(n, flush=True)
"""
    answered = 0
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            answered = int(line)
            if answered >= 20:
                os.kill(process.pid, signal.SIGKILL)
                break
        rest = process.stdout.read().split()
    answered = int(rest[-1]) if rest else answered
    assert store.load(id).report.values["disclosure.licences"] >= answered
    assert Store(url).load(id).report.values["disclosure.licences"] >= answered


@pytest.mark.sqlite
def test_a_damaged_file_is_said_and_left_alone(tmp_path):
    path = tmp_path / "x.db"
    path.write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    before = path.read_bytes()
    with pytest.raises(FileError, match="已损坏"):
        Store(f"sqlite:///{path}")
    assert path.read_bytes() == before


@pytest.mark.sqlite
def test_a_file_damaged_in_the_middle_is_said(tmp_path, report):
    path = tmp_path / "x.db"
    store = Store(f"sqlite:///{path}")
    for year in range(1990, 2020):
        store.create(report.model_copy(update={"year": year}))
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:8192] = os.urandom(4096)
    path.write_bytes(content)
    with pytest.raises(FileError, match="已损坏"):
        Store(f"sqlite:///{path}")


@pytest.mark.sqlite
def test_a_database_of_another_program_is_said_and_left_alone(tmp_path):
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as other:
        other.execute("create table customers (name text)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(FileError, match="其他程序"):
        Store(f"sqlite:///{path}")
    assert path.read_bytes() == before


@pytest.mark.sqlite
def test_a_database_of_a_newer_version_is_said(url, tmp_path):
    Store(url).close()
    with sqlite3.connect(tmp_path / "nianbao.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(FileError, match="更新版本"):
        Store(url)


@pytest.mark.sqlite
def test_an_address_that_makes_no_sense_is_said_without_showing_a_password():
    with pytest.raises(SettingError) as error:
        Store("postgres//user:secret@host")
    assert "secret" not in str(error.value)


@pytest.mark.sqlite
def test_the_database_runs_in_wal_mode_with_a_busy_timeout(store):
    with store._database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() >= 5000


def test_a_generation_keeps_lone_surrogates_from_breaking_the_database(store, report):
    run = store.generations.create(store.create(report), "problems", "", "m")
    store.generations.set(run.id, text="好\ud83d")
    assert store.generations.get(run.id).text == "好?"
