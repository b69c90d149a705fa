"""``nianbao move``: all that a data file holds comes to an empty PostgreSQL, compared row by row, or nothing does."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from drafting import settings
from drafting.service import Service
from drafting.store import Store, moving
from drafting.store.tables import metadata

EARLIEST = sorted((Path(__file__).parent / "data" / "databases").glob("*.sql.gz"))[0]


@pytest.fixture
def url(postgres):
    """The address of an empty database."""
    name = postgres.new()
    yield postgres.url(name)
    postgres.drop(name)


def rows(url):
    store = Store(url)
    with store._database.read() as connection:
        found = {table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables}
    store.close()
    return found


def file():
    return settings.load().data_dir / "nianbao.db"


@pytest.fixture
def filled(service, town):
    """A data file with two reports, one the other's last year, notes, versions, a trail, a run, a talk, a paste."""
    last = service.library.create(town, 2023)
    id = service.library.create(town, 2024)
    assert service.library.open(id).stored.row.last_year_id == last
    service.editing.enter(id, {"disclosure.licences": "7", "disclosure.fees_wan_yuan": "2.05"})
    for at in range(60):
        service.notes.add(id, "platform", f"新建查阅点 {at} 个。")
    service.documents.approve_all(id, "张三", {"tables": service.library.open(id).report.digest("tables")})
    service.store.generations.create(id, "problems", "更短些", "m")
    service.store.messages.add(id, "person", "你好")
    service.store.imports.add(id, "上年.docx", bytes(range(256)), {"a": [1, None]}, {})
    service.pasting.save(id, "一、\n二、")
    service.choices.keep(id, service.choices.of(id))
    service.close()
    return id


def test_everything_comes_and_the_file_is_as_it_was(filled, run, url, monkeypatch, town):
    before = rows(settings.load().database_url)
    status, out, err = run("move", "--to", url)
    assert (status, out) == (0, "") and "已把 2 份报告" in err and "逐行核对无误" in err
    assert rows(settings.load().database_url) == rows(url) == before
    monkeypatch.setenv("NIANBAO_DATABASE_URL", url)
    service = Service(settings.load())
    opened = service.library.open(filled)
    assert len(opened.report.notes) == 60 and str(opened.report.values["disclosure.fees_wan_yuan"]) == "2.05"
    service.notes.add(filled, "platform", "搬后再记一条。")
    service.library.create(town, 2022)
    assert len(service.library.open(filled).report.notes) == 61
    service.close()


def test_numbers_go_on_after_the_last_one(filled, run, url, postgres):
    run("move", "--to", url)
    name = url.split("/")[3].partition("?")[0]
    for table in ("versions", "trail"):
        next_one = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) - (SELECT max(id) FROM {table})"
        assert postgres.sql(next_one, database=name) == [(1,)]


def test_a_database_that_holds_something_is_refused_and_not_touched(filled, run, url, report):
    store = Store(url)
    store.create(report)
    store.close()
    before = rows(url)
    status, _, err = run("move", "--to", url)
    assert status == 2 and "里已经有数据，没有搬动；请另建一个空的数据库" in err
    assert rows(url) == before


def test_while_the_program_runs_nothing_is_moved(filled, run, url):
    service = Service(settings.load())
    service.library.rows()
    status, _, err = run("move", "--to", url)
    service.close()
    assert status == 2 and "程序正在使用这些数据，没有搬动；请先关掉程序再试" in err


@pytest.mark.parametrize("fault", ["lost", "changed"])
def test_what_does_not_arrive_as_it_was_is_seen_and_nothing_stays(filled, run, url, monkeypatch, fault):
    statement = {
        "lost": "DELETE FROM versions WHERE id = (SELECT max(id) FROM versions)",
        "changed": "UPDATE versions SET origin = 'x' WHERE id = (SELECT max(id) FROM versions)",
    }[fault]
    real = moving._refer

    def meddled(table, source, target):
        real(table, source, target)
        if table.name == "versions":
            target.execute(text(statement))

    monkeypatch.setattr(moving, "_refer", meddled)
    status, _, err = run("move", "--to", url)
    assert status == 2 and "与原来的不一致，没有搬动任何数据" in err
    assert not any(rows(url).values())


def test_damaged_content_comes_as_it_is_and_is_still_named(filled, run, url, monkeypatch):
    with closing(sqlite3.connect(file())) as connection:
        connection.execute("UPDATE versions SET content = '{' WHERE part = 'cells'")
        connection.execute("UPDATE trail SET at = 'never'")
        connection.execute("UPDATE pastes SET text = '甲' || char(0) || '乙'")
        connection.commit()
    status, _, err = run("move", "--to", url)
    assert status == 0 and "处原来就已损坏" in err
    monkeypatch.setenv("NIANBAO_DATABASE_URL", url)
    service = Service(settings.load())
    with pytest.raises(Exception, match="“三张表”保存的数据已损坏"):
        service.library.open(filled)
    assert len(service.library.rows()) == 2 and service.store.pastes.of(filled).text == "甲乙"
    service.close()


def test_a_file_of_the_earliest_version_is_moved_and_stays_as_it_is(run, url):
    file().parent.mkdir()
    with closing(sqlite3.connect(file())) as connection:
        connection.executescript(gzip.decompress(EARLIEST.read_bytes()).decode())
    before = file().read_bytes()
    status, _, err = run("move", "--to", url)
    assert status == 0, err
    assert any(rows(url)["versions"]) and file().read_bytes() == before


def test_without_a_data_file_or_with_another_address_it_is_said(run, url):
    assert run("move", "--to", url)[2].endswith("没有可以搬的数据，请核对 NIANBAO_DATA_DIR。\n")
    for wrong in ("sqlite:///x.db", "mysql://user:secret@host/x", "nonsense"):
        status, _, err = run("move", "--to", wrong)
        assert status == 2 and "--to 应是 postgresql:// 开头的数据库地址" in err and "secret" not in err
