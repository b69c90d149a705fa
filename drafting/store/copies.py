"""Consistent copies of a database file while it is in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from drafting import times
from drafting.errors import FileError

KEPT = 3
"""How many copies of before an upgrade stay."""


def copy(source: str | Path, target: str | Path) -> None:
    """Copy the database at ``source`` as it stands between two transactions. Raises FileError."""
    target = Path(target)
    part = target.with_name(f".{target.name}.part")
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
        os.chmod(part, 0o600)
        os.replace(part, target)
    except (sqlite3.Error, OSError) as error:
        raise FileError(f"数据库没有复制成（{error}），原来的数据未作改动，请核对磁盘空间和文件夹权限。") from None
    finally:
        part.unlink(missing_ok=True)


def at_rest(database: str | Path) -> bool:
    """Whether no program has the database at ``database`` open; a damaged one is nobody's."""
    with closing(sqlite3.connect(database, timeout=0.5)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")  # refused while anybody else has it open
        except sqlite3.OperationalError:
            return False
        except sqlite3.DatabaseError:
            pass
    return True


def keep_beside(database: str | Path) -> Path:
    """A copy beside the database, named by the moment; the oldest go. Raises FileError."""
    database = Path(database)
    target = database.with_name(f"{database.stem}-before-upgrade-{times.now():%Y%m%d-%H%M%S-%f}.db")
    copy(database, target)
    for old in sorted(database.parent.glob(f"{database.stem}-before-upgrade-*.db"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return target
