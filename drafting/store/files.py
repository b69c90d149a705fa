"""Files of an office that several servers share: the database says what they hold (docs/decisions/0024-several-servers.md).

A file that was taken away stays as a row without content, so that every server learns of it.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import delete, func, insert, select

from .database import Database, now
from .tables import files

GONE = ""
"""The digest of a file that was taken away."""


def digest(data: bytes) -> str:
    """What tells contents apart: SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Files:
    """The table of files, by name; a name may have folders in it (``prompts/other.md``)."""

    def __init__(self, database: Database):
        self._database = database

    def number(self) -> int:
        """The number of the last change, 0 where there was none: it grows with each."""
        with self._database.read() as connection:
            return connection.execute(select(func.max(files.c.number))).scalar() or 0

    def digests(self) -> dict[str, str]:
        """Name -> digest of every file that there is, and GONE for each that was."""
        with self._database.read() as connection:
            return {row.name: row.digest for row in connection.execute(select(files.c.name, files.c.digest))}

    def data(self, name: str) -> bytes | None:
        """The content of a file, None where there is none."""
        query = select(files.c.data).where(files.c.name == name, files.c.digest != GONE)
        with self._database.read() as connection:
            return connection.execute(query).scalar()

    def keep(self, name: str, data: bytes | None) -> None:
        """Let the file hold ``data`` from now on; None: take it away."""
        with self._database.write() as connection:
            number = (connection.execute(select(func.max(files.c.number))).scalar() or 0) + 1
            connection.execute(delete(files).where(files.c.name == name))
            said = GONE if data is None else digest(data)
            connection.execute(insert(files).values(name=name, data=data or b"", digest=said, number=number, at=now()))
