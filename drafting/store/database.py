"""Opening the database, its transactions, and plain words for a file that cannot be used."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from drafting.errors import FileError, SettingError

from . import copies, postgres, upgrade
from .migrations import HEAD
from .tables import read_json

APPLICATION_ID = 0x6E69616E
"""Marks a SQLite file as ours (the letters “nian”)."""
SCHEMA_VERSION = 2
"""Kept in the file for programs that know no revisions (they wrote 1): they refuse it as a newer one's."""
BUSY_SECONDS = 10


def now() -> datetime:
    """The present moment, UTC without a zone, as kept in the database."""
    return datetime.now(UTC).replace(tzinfo=None)


class Database:
    """A connection pool with one way to read and one way to write.

    Raises SettingError for a URL that makes no sense, FileError for a file that is damaged, of another program,
    of a newer version, or not writable.
    """

    def __init__(self, url: str):
        parsed = address(url)
        self._lite = parsed.get_backend_name() == "sqlite"
        self.place = parsed.database or ":memory:" if self._lite else postgres.place(parsed)
        try:
            if self._lite and parsed.database not in (None, "", ":memory:"):
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                recognise(parsed.database)
            self.engine = create_engine(
                parsed, json_deserializer=read_json, hide_parameters=True, **({} if self._lite else postgres.pool())
            )
        except ImportError:
            raise SettingError(
                '这台机器上还没有装连接 PostgreSQL 的部件，请先运行 pip install "nianbao[postgres]"，再启动。'
            ) from None
        except OSError as error:
            raise FileError(f"数据文件夹无法建立（{error.strerror}），请核对 NIANBAO_DATA_DIR。") from None
        self._units = threading.local()
        self._reading = self.engine if self._lite else self.engine.execution_options(**postgres.READING)
        if self._lite:
            event.listen(self.engine, "connect", _pragmas)
        event.listen(self.engine, "begin", _begin if self._lite else postgres.begin)
        try:
            self._prepare()
        except Exception:
            self.close()
            raise

    def _prepare(self) -> None:
        """Make the tables, or bring them to what this program writes: all of it or nothing, after a copy of the file."""
        with self.read() as connection:
            if not self._lite:
                postgres.recognise(connection, self.place)
            if upgrade.revision(connection) == HEAD:
                return
        with (
            self._plain_words(),
            self.engine.connect().execution_options(write=True, patient=True) as connection,
            self._loose(connection),
            connection.begin(),
        ):
            standing = upgrade.revision(connection)  # another window may have been first
            if not inspect(connection).has_table("reports"):
                upgrade.create(connection)
            elif not standing and not self._lite:  # ours had a revision from the first on
                raise FileError(_foreign(self.place))
            elif standing not in ("", *upgrade.known()):
                raise FileError(_newer(self.place))
            elif standing != HEAD:
                self._upgrade(connection)
            if self._lite:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _upgrade(self, connection: Connection) -> None:
        kept = copies.keep_beside(self.place) if self._lite else None
        try:
            upgrade.upgrade(connection)
        except SQLAlchemyError as error:
            said = f"，升级前的副本是“{kept.name}”" if kept else ""
            raise FileError(f"数据库“{self.place}”升级没有成功，内容未作改动{said}，请联系管理员。") from error

    @contextmanager
    def _loose(self, connection: Connection) -> Iterator[None]:
        """Let SQLite rebuild a table that others refer to; it takes this outside a transaction only."""
        if not self._lite:
            yield
            return
        driver = connection.connection.driver_connection
        assert driver is not None  # the connection is open
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            yield
        finally:
            driver.execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read with; within ``write`` it sees what that has written."""
        with self._plain_words():
            if self._unit is not None:
                yield self._unit
                return
            with self._reading.connect() as connection:
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A unit of work: it holds the write lock from its start and is committed when the block ends.

        A block within another of the same thread joins it: what it wrote is committed with the outer one, and goes
        alone where it raises and the outer one goes on. See docs/decisions/0013-unit-of-work.md.
        """
        with self._plain_words():
            if self._unit is not None:
                with self._unit.begin_nested():
                    yield self._unit
                return
            with self.engine.connect().execution_options(write=True) as connection, connection.begin():
                self._units.connection = connection
                try:
                    yield connection
                finally:
                    self._units.connection = None

    @contextmanager
    def held(self, name: str) -> Iterator[bool]:
        """A block in which this program alone holds ``name`` among all that share the database; False: another does.

        The server ends it with the connection, also when this program is killed. A database of one machine: always True.
        """
        if self._lite:
            yield True
            return
        with self._plain_words(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            try:
                yield postgres.take(connection, name)
            finally:
                connection.invalidate()

    @property
    def of_many(self) -> bool:
        """Whether programs on several machines may share it."""
        return not self._lite

    def clock(self, connection: Connection) -> datetime:
        """The present moment as ``now``, by the one clock of all programs that share the database."""
        return now() if self._lite else connection.execute(text(postgres.CLOCK)).scalar_one()

    @property
    def _unit(self) -> Connection | None:
        """The connection of the unit of work that this thread is in."""
        return getattr(self._units, "connection", None)

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            said = _said if self._lite else postgres.said
            raise FileError(said(error, self.place)) from error

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def address(url: str) -> URL:
    """``url`` with the driver this program uses. Raises SettingError, which shows nothing of it, for any other kind."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is not None and parsed.get_backend_name() in postgres.NAMES:
        return postgres.normalised(parsed)
    if parsed is None or parsed.get_backend_name() != "sqlite":
        raise SettingError("NIANBAO_DATABASE_URL 不是可用的数据库地址，请核对；不设置时使用本机数据文件。")
    return parsed


def recognise(path: str, called: str = "") -> None:
    """Look before anything is written: raise FileError unless the file is new or a sound database of ours.

    ``called``: what the sentence calls it, where that is not its path.
    """
    called = called or path
    if not Path(path).exists() or not Path(path).stat().st_size:
        return
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        try:
            mark, version, tables = (
                connection.execute(query).fetchone()[0]
                for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
            )
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            stamped = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall() if stamped else []
        except sqlite3.DatabaseError:
            raise FileError(_damaged(called)) from None
    if mark != APPLICATION_ID and tables:
        raise FileError(_foreign(called))
    if version > SCHEMA_VERSION or {revision for (revision,) in revisions} - upgrade.known():
        raise FileError(_newer(called))
    if not sound:
        raise FileError(_damaged(called))


def _pragmas(dbapi: sqlite3.Connection, _record: object) -> None:
    dbapi.isolation_level = None  # transactions begin where we say so, see _begin
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
    ):
        dbapi.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _said(error: SQLAlchemyError, place: str) -> str:
    cause = str(getattr(error, "orig", error) or error)
    if "not a database" in cause or "malformed" in cause:
        return _damaged(place)
    if "locked" in cause:
        return "数据文件正被其他窗口占用，本次没有保存，请稍候再试。"
    if "readonly" in cause or "unable to open" in cause:
        return f"数据文件“{place}”不能写入，请核对文件夹权限。"
    if "full" in cause:
        return "磁盘空间不足，本次没有保存，请清理磁盘后再试。"
    kind = "连接不上" if isinstance(error, OperationalError) else "操作失败"
    return f"数据库“{place}”{kind}，本次没有保存，请联系管理员。"


def _foreign(place: str) -> str:
    return f"“{place}”是其他程序的数据库，未作改动，请核对 NIANBAO_DATABASE_URL 或另选数据文件夹。"


def _newer(place: str) -> str:
    return f"“{place}”由更新版本的程序建立，未作改动，请升级本程序后再打开。"


def _damaged(place: str) -> str:
    return f"数据文件“{place}”已损坏或不是本程序的数据库，未作改动；请用备份替换，或另设 NIANBAO_DATA_DIR 后重新启动。"
