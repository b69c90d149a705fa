"""What only a database server does: it is away, refuses, is stopped in the middle, and serves several programs at once."""

import logging
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import String, insert, text

from drafting import settings
from drafting.errors import FileError, NianbaoError, SettingError
from drafting.service import Service
from drafting.store import Store
from drafting.store import postgres as own
from drafting.store.tables import Words, metadata, reports
from tests.postgres_server import Server

KEYS = ("disclosure.licences", "disclosure.penalties")


@pytest.fixture
def empty(postgres):
    """The address of an empty database."""
    name = postgres.new()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def store(empty):
    store = Store(empty)
    yield store
    store.close()


def refused(url, match, kind=FileError):
    with pytest.raises(kind, match=match) as error:
        Store(url)
    assert "secret" not in str(error.value)


# Opening


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2", "postgresql+psycopg"])
def test_however_its_address_begins_the_one_driver_is_used(scheme, empty):
    Store(empty.replace("postgresql", scheme, 1)).close()


def test_a_new_database_has_the_tables_of_today(store):
    with store._database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_without_the_driver_the_way_to_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    refused("postgresql://user:secret@/x", r'请先运行 pip install "nianbao\[postgres\]"', SettingError)


def test_an_address_with_an_impossible_port_shows_no_password():
    refused("postgresql://user:secret@host:port/x", "不是可用的数据库地址", SettingError)


def test_a_server_that_is_away_is_said():
    refused("postgresql://user:secret@127.0.0.1:9/nianbao", "连接不上数据库“127.0.0.1:9/nianbao”.*是否已启动")


def test_a_wrong_password_is_said(postgres):
    postgres.sql("DROP ROLE IF EXISTS secured", "CREATE ROLE secured LOGIN PASSWORD 'right'")
    url = postgres.url("ours", "secured").replace("secured@", "secured:secret-wrong@")
    refused(url, "不接受所给的用户名或密码，请管理员核对 NIANBAO_DATABASE_URL")


def test_a_missing_database_is_said(postgres):
    refused(postgres.url("nowhere"), "没有“.*/nowhere”这个数据库")


def test_an_unknown_user_is_said(postgres):
    refused(postgres.url("ours", "nobody_here"), "不接受所给的用户名或密码")


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ('FATAL:  用户 "x" Password 认证失败', "不接受所给的用户名或密码"),
        ('FATAL:  数据库 "x" 不存在', "没有“h/x”这个数据库"),
        ('FATAL:  角色 "x" 不存在', "不接受所给的用户名或密码"),
        ("FATAL:  对不起, 已经有太多的客户", "连接数已满"),
        ("FATAL:  数据库系统启动中", "连接不上"),
    ],
)
def test_a_server_that_speaks_chinese_is_understood(cause, said):
    import psycopg
    from sqlalchemy.exc import OperationalError

    assert said in own.said(OperationalError(None, None, psycopg.OperationalError(cause)), "h/x")


def test_a_database_that_cannot_keep_chinese_is_refused(postgres):
    postgres.sql(
        "DROP DATABASE IF EXISTS latin", "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    )
    refused(postgres.url("latin"), "编码是 LATIN1，存不下中文")


def test_a_user_without_rights_is_told_whom_to_ask(postgres):
    postgres.sql("DROP ROLE IF EXISTS bare", "CREATE ROLE bare LOGIN")
    refused(postgres.url("empty", "bare"), "账户没有建表和读写的权限，本次没有保存，请管理员授权")


def test_tables_of_another_program_are_left_alone(postgres, empty):
    name = empty.split("/")[3].partition("?")[0]
    postgres.sql("CREATE TABLE reports (name text)", database=name)
    refused(empty, "是其他程序的数据库，未作改动")
    assert postgres.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", database=name) == [(1,)]


def test_a_database_of_a_newer_version_is_refused_and_not_touched(empty):
    store = Store(empty)
    with store._database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    refused(empty, "由更新版本的程序建立，未作改动")


def test_four_programs_that_start_together_on_an_empty_database_make_the_tables_once(postgres, empty):
    script = f"from drafting.store import Store; store = Store({empty!r}); print(len(store.rows())); store.close()"
    four = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [each.communicate() for each in four] == [("0\n", "")] * 4
    name = empty.split("/")[3].partition("?")[0]
    assert len(postgres.sql("SELECT * FROM alembic_version", database=name)) == 1


def test_four_programs_that_start_together_on_an_earlier_database_upgrade_it_once(postgres, empty, monkeypatch):
    Store(empty).close()
    name = empty.split("/")[3].partition("?")[0]
    postgres.sql("UPDATE alembic_version SET version_num = '0000'", "CREATE TABLE upgrades (at int)", database=name)
    script = f"""
import time
from sqlalchemy import text
from drafting.store import Store, upgrade
known = upgrade.known()
upgrade.known = lambda: known | {{"0000"}}
def counted(connection):
    time.sleep(0.2)
    connection.execute(text("INSERT INTO upgrades VALUES (1)"))
    connection.execute(text("UPDATE alembic_version SET version_num = :head"), {{"head": upgrade.HEAD}})
upgrade.upgrade = counted
Store({empty!r}).close()
"""
    four = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(4)]
    assert [each.wait() for each in four] == [0] * 4
    assert postgres.sql("SELECT count(*) FROM upgrades", database=name) == [(1,)]


# One writer at a time


def test_two_programs_saving_at_once_lose_nothing_and_number_every_version(empty, store, report):
    id = store.create(report)
    script = f"""
from drafting.store import Store
store = Store({empty!r})
for n in range(15):
    store.save({id!r}, "section:problems", {{"paragraphs": []}})
store.close()
"""
    four = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(4)]
    assert [each.wait() for each in four] == [0] * 4
    assert [each.number for each in store.versions(id, "section:problems")] == list(range(1, 61))


def test_two_programs_making_the_same_report_make_it_once(empty, report):
    stores = [Store(empty) for _ in range(8)]
    done = []

    def make(store):
        try:
            done.append(store.create(report))
        except NianbaoError as error:
            done.append(str(error))

    threads = [threading.Thread(target=make, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("已经有了" in said for said in done) == [False] + [True] * 7
    assert len(stores[0].rows()) == 1
    for store in stores:
        store.close()


def test_a_writer_that_waits_too_long_is_told_to_try_again(store, empty, report, monkeypatch):
    monkeypatch.setattr(own, "BUSY_SECONDS", 1)
    other = Store(empty)
    with store.transaction(), pytest.raises(FileError, match="其他窗口正在写入数据库，本次没有保存，请稍候再试"):
        other.create(report)
    other.create(report)
    other.close()


def test_a_writer_that_never_ends_loses_the_lock(store, empty, report, monkeypatch):
    monkeypatch.setattr(own, "IDLE_SECONDS", 1)
    other = Store(empty)
    with pytest.raises(FileError, match="连接中断，这一步可能没有保存"), store.transaction():
        id = store.create(report)
        time.sleep(1.5)
        other.create(report)
        store.save(id, "section:problems", {"paragraphs": []})
    assert len(other.rows()) == 1
    other.close()


def test_what_is_read_together_is_of_one_moment(store, empty, report):
    other, id = Store(empty), store.create(report)
    count = text("SELECT count(*) FROM versions")
    with store._database.read() as connection:
        before = connection.execute(count).scalar()
        other.amend_cells(id, {KEYS[0]: 5}, set())
        assert connection.execute(count).scalar() == before
    assert store.load(id).report.values == {KEYS[0]: 5}
    other.close()


def test_reading_writes_nothing(store):
    with pytest.raises(FileError, match="只能读不能写"), store._database.read() as connection:
        connection.execute(text("DELETE FROM trail"))


# What is kept


def test_what_postgresql_does_not_take_is_kept_as_on_sqlite(store, report):
    report.notes, strange = [], "甲\x00乙\ud83d"
    report.extra = {"strange": "甲\x00乙"}
    id = store.create(report)
    assert store.load(id).report.extra == {"strange": "甲\x00乙"}
    file = store.imports.add(id, "很长的文件名" * 60 + ".docx", b"\x00\xff", {"x": strange}, {})
    assert store.imports.data(file) == b"\x00\xff"
    assert store.imports.load(file).name == "很长的文件名" * 60 + ".docx"
    store.pastes.save(id, strange)
    assert store.pastes.of(id).text == "甲乙?"
    store.messages.add(id, "person", strange)
    assert [each.text for each in store.messages.of(id)] == ["甲乙?"]


def test_every_text_column_takes_what_postgresql_does_not():
    texts = [
        column for table in metadata.sorted_tables for column in table.c if isinstance(column.type, (String, Words))
    ]
    assert len(texts) > 20 and all(isinstance(column.type, Words) for column in texts)


def test_content_of_another_shape_is_named_and_the_other_reports_open(store, report):
    id = store.create(report)
    other = store.create(report.model_copy(update={"year": 2023}))
    with store._database.write() as connection:
        connection.execute(
            text("UPDATE versions SET content = '5' WHERE part = 'cells' AND report_id = :id"), {"id": id}
        )
    with pytest.raises(NianbaoError, match="“三张表”保存的数据已损坏"):
        store.load(id)
    assert store.load(other).report.year == 2023 and len(store.rows()) == 2


def test_neither_password_nor_contents_stand_in_the_log(empty, caplog):
    caplog.set_level(logging.DEBUG, "sqlalchemy.engine")
    store = Store(empty.replace("postgres@", "postgres:secret@"))
    row = dict(id="a", organ_name="机密", year=2024, state="draft", created_at=None, updated_at=None)
    with pytest.raises(FileError) as error, store._database.write() as connection:
        connection.execute(insert(reports).values(**row))
    assert "INSERT INTO reports" in caplog.text
    for word in ("secret", "机密"):
        assert word not in caplog.text + repr(store._database.engine) + str(error.value)
    store.close()


# The connection


def test_connections_are_given_back(store, empty, postgres, report):
    id = store.create(report)
    threads = [threading.Thread(target=store.amend_cells, args=(id, {KEYS[0]: at}, set())) for at in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.versions(id, "cells")) == 41
    assert store._database.engine.pool.checkedout() == 0
    name = empty.split("/")[3].partition("?")[0]
    idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND state LIKE 'idle in%%'" % name
    assert postgres.sql(idle) == [(0,)]


def test_when_all_connections_are_in_use_it_is_said(empty, monkeypatch):
    small = {**own.pool(), "pool_size": 1, "max_overflow": 0, "pool_timeout": 0.1}
    monkeypatch.setattr(own, "pool", lambda: small)
    store = Store(empty)
    with store._database.read(), pytest.raises(FileError, match="连接都在使用中，本次没有保存"):
        store.rows()  # a read within a read takes a second connection
    store.close()


@pytest.fixture(scope="module")
def alone():
    """A server that a test may stop."""
    server = Server.made()
    yield server
    server.remove()


@contextmanager
def stopped(server, how="immediate"):
    server.stop(how)
    yield
    server.start()


def test_a_server_that_goes_away_and_comes_back_is_said_and_loses_nothing(alone, town, monkeypatch):
    monkeypatch.setenv("NIANBAO_DATABASE_URL", alone.url(alone.new()))
    service = Service(settings.load())
    id = service.library.create(town, 2024)
    service.editing.enter(id, {KEYS[0]: "5"})
    with stopped(alone):
        for act in (lambda: service.editing.enter(id, {KEYS[1]: "7"}), lambda: service.library.open(id)):
            with pytest.raises(FileError, match="连接不上数据库“.*，本次没有保存；请稍候再试"):
                act()
    assert service.library.open(id).report.values == {KEYS[0]: 5}
    service.editing.enter(id, {KEYS[1]: "7"})
    assert service.library.open(id).report.values == {KEYS[0]: 5, KEYS[1]: 7}
    service.close()


def test_a_server_that_goes_away_in_the_middle_of_an_act_leaves_nothing_of_it(alone, town, monkeypatch):
    monkeypatch.setenv("NIANBAO_DATABASE_URL", alone.url(alone.new()))
    service = Service(settings.load())
    id = service.library.create(town, 2024)
    with pytest.raises(FileError, match="连接中断，这一步可能没有保存；请稍候刷新页面，核对后再试"):
        with service.store.transaction():
            service.editing.enter(id, {KEYS[0]: "5"})
            alone.stop()
            alone.start()
            service.editing.enter(id, {KEYS[1]: "7"})
    assert service.library.open(id).report.values == {}
    service.editing.enter(id, {KEYS[1]: "7"})
    assert service.library.open(id).report.values == {KEYS[1]: 7}
    service.close()
