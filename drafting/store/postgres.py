"""What is PostgreSQL's own: its driver, its one writer at a time, and plain words for a server that does not do it.

See docs/decisions/0022-postgresql.md.
"""

from __future__ import annotations

import time
import zlib
from typing import Any

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFree

from drafting.errors import FileError

NAMES = ("postgresql", "postgres")
DRIVER = "postgresql+psycopg"
WRITER = 0x6E69616E
"""The advisory lock of whoever writes (the letters “nian”); each database of a server has its own."""
BUSY_SECONDS, UPGRADE_SECONDS = 10, 600
"""How long a writer waits for the one before; the same where that one may be making or changing the tables."""
HELD_SECONDS = 3
"""How long is waited for what another program holds by name."""
IDLE_SECONDS = 60
"""After so long without a word from a program that holds the lock, the server takes the lock away."""
_CONNECTING = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "application_name": "nianbao",
}
CLOCK = "SELECT clock_timestamp() AT TIME ZONE 'UTC'"
"""The moment by the server's clock."""
READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Options of a connection to read with: all that one block reads is of one moment, as in SQLite."""


def normalised(url: URL) -> URL:
    """``url`` with the one driver that this program uses, and waits that end, where it says nothing else."""
    more = {name: str(value) for name, value in _CONNECTING.items() if name not in url.query}
    return url.set(drivername=DRIVER).update_query_dict(more)


def pool() -> dict[str, Any]:
    """How connections are kept: tried before each use, ten of them, thirty when much is done at once."""
    return {
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 20,
        "pool_timeout": BUSY_SECONDS,
        "pool_recycle": 1800,
    }


def place(url: URL) -> str:
    """Which database it is, without who opens it."""
    host = url.host or url.query.get("host") or "本机"
    return f"{host}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def begin(connection: Connection) -> None:
    """Keep other writers out from the start of a transaction that writes, as SQLite's BEGIN IMMEDIATE does.

    The server ends the lock with the transaction, also when this program is killed or its machine lost.
    """
    options = connection.get_execution_options()
    if options.get("write"):
        seconds = UPGRADE_SECONDS if options.get("patient") else BUSY_SECONDS
        connection.exec_driver_sql(
            f"SET LOCAL lock_timeout = '{seconds}s'; SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'; "
            f"SELECT pg_advisory_xact_lock({WRITER})"
        )


def take(connection: Connection, name: str) -> bool:
    """Hold ``name`` for as long as the connection lives; False where another has it, also after a short wait."""
    key = zlib.crc32(name.encode()) - 2**31
    last = time.monotonic() + HELD_SECONDS
    while not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({WRITER}, {key})").scalar():
        if time.monotonic() > last:
            return False
        time.sleep(0.05)
    return True


def recognise(connection: Connection, called: str) -> None:
    """Raise FileError for a database that cannot keep Chinese text."""
    driver: Any = connection.connection.driver_connection
    encoding = driver.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise FileError(
            f"数据库“{called}”的编码是 {encoding}，存不下中文；请管理员另建一个编码为 UTF8 的数据库，再填写它的地址。"
        )


_BY_STATE = {
    "55P03": "其他窗口正在写入数据库，本次没有保存，请稍候再试。",
    "53100": "数据库服务器的磁盘空间不足，本次没有保存，请管理员清理磁盘后再试。",
    "53300": "数据库“{place}”的连接数已满，本次没有保存，请稍候再试；常常如此，请管理员调高连接数上限。",
    "42501": "数据库“{place}”的账户没有建表和读写的权限，本次没有保存，请管理员授权。",
    "25006": "数据库“{place}”只能读不能写，本次没有保存，请管理员核对是否连到了备用服务器。",
}
_AWAY = "连接不上数据库“{place}”，本次没有保存；请稍候再试，仍不行请管理员查看数据库服务器是否已启动。"
_CUT = "与数据库“{place}”的连接中断，这一步可能没有保存；请稍候刷新页面，核对后再试。"
_FULL = "数据库“{place}”的连接都在使用中，本次没有保存，请稍候再试。"
_PASSWORD = "数据库“{place}”不接受所给的用户名或密码，请管理员核对 NIANBAO_DATABASE_URL。"  # noqa: S105
_MISSING = "数据库服务器上没有“{place}”这个数据库，请管理员先建立，或核对 NIANBAO_DATABASE_URL。"
_FAILED = "数据库“{place}”操作失败，本次没有保存，请联系管理员。"


def said(error: SQLAlchemyError, place: str) -> str:
    """One sentence for what the server or the way to it refused."""
    return _sentence(error).format(place=place)


def _sentence(error: SQLAlchemyError) -> str:
    if isinstance(error, NoneFree):
        return _FULL
    if not isinstance(error, DBAPIError):
        return _FAILED
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in _BY_STATE:
        return _BY_STATE[state]
    if error.connection_invalidated or state.startswith(("08", "57P")):
        return _CUT
    if state or type(error.orig).__name__ not in ("OperationalError", "ConnectionTimeout"):
        return _FAILED
    return _connecting(str(error.orig))


def _connecting(cause: str) -> str:
    """Why no connection was made. The driver gives no code for it, and a server may say it in Chinese."""
    if any(word in cause.lower() for word in ("authentication", "认证", "pg_hba", "no password")) or _named(
        cause, "role", "角色"
    ):
        return _PASSWORD
    if _named(cause, "database", "数据库"):
        return _MISSING
    if "too many clients" in cause or "太多的客户" in cause or "remaining connection slots" in cause:
        return _BY_STATE["53300"]
    return _AWAY


def _named(cause: str, *kinds: str) -> bool:
    """Whether the server says that there is no such thing."""
    return any(f'{kind} "' in cause for kind in kinds) and ("does not exist" in cause or "不存在" in cause)
