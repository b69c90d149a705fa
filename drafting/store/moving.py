"""Carrying a SQLite database over to an empty PostgreSQL: in one transaction, and compared row by row before it ends.

The JSON of a row goes as the text it is, so that nothing is lost that a reading and a writing would change.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Insert,
    Integer,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    select,
    update,
)

from drafting.errors import FileError, InputError, SettingError
from drafting.language.encoding import storable

from . import copies
from .database import Database, address, recognise
from .files import Files
from .tables import LOST, Words, metadata, reports

_AT_ONCE = 50
"""Rows sent together; one may hold a file of some megabytes."""
_STREAMED = {"yield_per": _AT_ONCE}
_DIFFERS = "核对时发现搬过去的与原来的不一致，没有搬动任何数据，请联系管理员。"


@dataclass(frozen=True)
class Moved:
    """How many ``reports`` and ``rows`` of all tables came, to which ``place``, and in how many of them something cannot
    be read.
    """

    reports: int
    rows: int
    damaged: int
    place: str


def move(source: Path, url: str, office: Mapping[str, bytes]) -> Moved:
    """Bring all that the file ``source`` holds into the database at ``url``, and the files of the ``office`` by their names
    (``files.Files``), or nothing.

    Raises InputError for an address that is no PostgreSQL's and for a database that holds something, FileError where
    there is nothing to move, while a program has the file open, and for what opening and writing raise.
    """
    try:
        target = address(url)
    except SettingError:
        target = None
    if target is None or target.get_backend_name() == "sqlite":
        raise InputError("--to 应是 postgresql:// 开头的数据库地址，没有搬动任何数据，请改正后重试。")
    if not source.is_file():
        raise FileError(f"“{source}”不存在，没有可以搬的数据，请核对 NIANBAO_DATA_DIR。")
    recognise(str(source))
    if not copies.at_rest(source):
        raise FileError("程序正在使用这些数据，没有搬动；请先关掉程序再试。")
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work, source.name)
        copies.copy(source, copy)  # an earlier one is upgraded here, not where it lies
        old = Database(f"sqlite:///{copy}")
        try:
            return _moved(old, Database(url), office)
        finally:
            old.close()


def _moved(old: Database, new: Database, office: Mapping[str, bytes]) -> Moved:
    try:
        with old.read() as source, new.write() as target:
            if any(_count(target, table) for table in metadata.sorted_tables):
                raise InputError(f"数据库“{new.place}”里已经有数据，没有搬动；请另建一个空的数据库。")
            damaged = sum(_carry(table, source, target) for table in metadata.sorted_tables)
            rows = sum(_count(target, table) for table in metadata.sorted_tables)
            for name, data in office.items():
                Files(new).keep(name, data)
            return Moved(_count(target, reports), rows, damaged, new.place)
    finally:
        new.close()


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _carry(table: Table, source: Connection, target: Connection) -> int:
    """Bring one table over and compare; in how many rows something cannot be read. Raises FileError."""
    sent: dict[Any, bytes] = {}
    damaged = 0
    for rows in source.execute(_selection(table), execution_options=_STREAMED).mappings().partitions(_AT_ONCE):
        values, hurt = zip(*(_sound(table, row) for row in rows))
        damaged += sum(hurt)
        sent |= {_key(table, row): _digest(row) for row in values}
        target.execute(_insertion(table), [_parameters({**row, **dict.fromkeys(_to_itself(table))}) for row in values])
    _refer(table, source, target)
    with target.execute(_selection(table), execution_options=_STREAMED) as found:
        for row in found.mappings():
            if sent.pop(_key(table, row), None) != _digest(row):
                raise FileError(_DIFFERS)
    if sent:
        raise FileError(_DIFFERS)
    _count_on(table, target)
    return damaged


def _selection(table: Table) -> Select:
    """All of the table, its JSON as text."""
    return select(*(cast(c, Text).label(c.name) if _json(c) else c for c in table.c))


def _insertion(table: Table) -> Insert:
    return insert(table).values(
        {
            c.name: cast(bindparam(f"{c.name}_", type_=Text), JSON) if _json(c) else bindparam(f"{c.name}_")
            for c in table.c
        }
    )


def _parameters(row: Mapping) -> dict[str, Any]:
    return {f"{name}_": value for name, value in row.items()}


def _refer(table: Table, source: Connection, target: Connection) -> None:
    """Fill the references of a table to itself, now that all its rows are there."""
    for column in _to_itself(table):
        keys = [bindparam(f"{key.name}_") == key for key in table.primary_key]
        filled = select(*table.primary_key, table.c[column]).where(table.c[column].is_not(None))
        rows = [_parameters(row) for row in source.execute(filled).mappings()]
        if rows:
            target.execute(update(table).where(*keys).values({column: bindparam(f"{column}_")}), rows)


def _count_on(table: Table, target: Connection) -> None:
    """Let the numbers that the database gives go on after the last one."""
    for column in table.primary_key:
        if isinstance(column.type, Integer) and column is table.autoincrement_column:
            last = target.execute(select(func.max(column))).scalar()
            if last:
                target.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), last)))


def _sound(table: Table, row: Mapping) -> tuple[dict[str, Any], bool]:
    """A row as PostgreSQL takes it, and whether something in it could not be read before: that goes as a text in its place."""
    kept, damaged = dict(row), LOST in row.values()
    for column in table.c:
        value = kept[column.name]
        if isinstance(column.type, Words) and value is not None:
            kept[column.name] = storable(str(value))
        elif _json(column) and value is not None and not _is_json(value):
            kept[column.name], damaged = json.dumps(value), True
    return kept, damaged


def _is_json(value: str) -> bool:
    try:
        json.loads(value, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is a number to Python only")


def _json(column: Column) -> bool:
    return isinstance(column.type, JSON)


def _to_itself(table: Table) -> list[str]:
    """The columns that refer to other rows of the same table."""
    return [column.name for column in table.c if any(key.column.table is table for key in column.foreign_keys)]


def _key(table: Table, row: Mapping) -> tuple:
    return tuple(row[column.name] for column in table.primary_key)


def _digest(row: Mapping) -> bytes:
    return hashlib.sha256(repr(sorted(row.items())).encode("utf-8", "backslashreplace")).digest()
