"""Files being read in: their bytes, what was read and what a person answered, kept until taken or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from drafting.errors import Conflict, NotFound
from drafting.report import new_id

from .database import Database, now
from .tables import imports

GONE = "这份读入的文件已在别处取用或放弃，请重新选择文件。"


@dataclass(frozen=True)
class Import:
    """One file. ``report_id``: the report it was opened in, ``""`` on the shelf. ``reading``: the Reading as JSON data.

    ``answers``: what a person said (``service.import_plan``); ``number`` counts its versions. ``state``: waiting,
    taken, thrown. ``owner``: the id of the person who opened it, ``""`` without sign-in.
    """

    id: str
    report_id: str
    name: str
    reading: dict[str, Any]
    answers: dict[str, Any]
    number: int
    state: str
    at: datetime
    owner: str


class Imports:
    """The table of files being read in."""

    def __init__(self, database: Database):
        self._database = database

    def add(
        self,
        report_id: str,
        name: str,
        data: bytes,
        reading: Mapping[str, Any],
        answers: Mapping[str, Any],
        owner: str = "",
    ) -> str:
        """Keep a file that was read; its id. Those taken or thrown away before are forgotten."""
        id = new_id()
        with self._database.write() as connection:
            connection.execute(delete(imports).where(imports.c.state != "waiting"))
            connection.execute(
                insert(imports).values(
                    id=id,
                    report_id=report_id,
                    name=name,
                    data=data,
                    reading=dict(reading),
                    answers=dict(answers),
                    number=1,
                    state="waiting",
                    at=now(),
                    owner=owner,
                )
            )
        return id

    def load(self, id: str) -> Import:
        """The file ``id``, without its bytes. Raises NotFound when it no longer waits."""
        columns = [column for column in imports.c if column.name != "data"]
        with self._database.read() as connection:
            row = connection.execute(
                select(*columns).where(imports.c.id == id, imports.c.state == "waiting")
            ).one_or_none()
        if row is None:
            raise NotFound(GONE)
        return Import(**row._mapping)

    def data(self, id: str) -> bytes:
        """The bytes of the file. Raises NotFound."""
        with self._database.read() as connection:
            found = connection.execute(select(imports.c.data).where(imports.c.id == id)).scalar()
        if found is None:
            raise NotFound(GONE)
        return found

    def waiting(self, report_id: str, owner: str = "") -> list[tuple[str, str, datetime]]:
        """Id, name and moment of the files that wait in a report, or (``""``) on the shelf for ``owner``; the newest
        first.
        """
        query = (
            select(imports.c.id, imports.c.name, imports.c.at)
            .where(
                imports.c.report_id == report_id,
                imports.c.state == "waiting",
                (imports.c.report_id != "") | (imports.c.owner == owner),
            )
            .order_by(imports.c.at.desc())
        )
        with self._database.read() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def answer(
        self, id: str, answers: Mapping[str, Any], expected: int, reading: Mapping[str, Any] | None = None
    ) -> int:
        """Replace the answers, and the ``reading`` where the file was read again; the new number. Raises Conflict when they are not number ``expected`` now, NotFound."""
        with self._database.write() as connection:
            standing = connection.execute(
                select(imports.c.number).where(imports.c.id == id, imports.c.state == "waiting")
            ).scalar()
            if standing is None:
                raise NotFound(GONE)
            if standing != expected:
                raise Conflict("这份文件刚刚在另一个窗口作答，您这一步没有保存，请看过现在的内容再操作。", standing)
            connection.execute(
                update(imports)
                .where(imports.c.id == id)
                .values(answers=dict(answers), number=standing + 1, **({"reading": dict(reading)} if reading else {}))
            )
        return standing + 1

    def close(self, id: str, state: str) -> None:
        """Mark a file as taken or thrown away, or as waiting again."""
        with self._database.write() as connection:
            connection.execute(update(imports).where(imports.c.id == id).values(state=state))
