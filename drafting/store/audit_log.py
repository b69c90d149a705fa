"""The trail of a report: who did what to it and when. It is only ever added to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from .database import Database, now
from .tables import trail


@dataclass(frozen=True)
class Entry:
    """One thing that was done. ``person``: ``""`` where the program did it, or a person who gave no name. ``at``: UTC.

    ``about``: ``said`` (what it was about, in Chinese, as it was called then), and what the verb keeps to go by later.
    """

    at: datetime
    person: str
    verb: str
    about: Mapping[str, Any]

    @property
    def said(self) -> str:
        """What it was about, for people."""
        return self.about["said"]


class AuditLog:
    """The table of what was done."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, report_id: str, person: str, verb: str, said: str = "", **kept: Any) -> None:
        """Write down that ``person`` did ``verb``, now."""
        with self._database.write() as connection:
            record(connection, report_id, person, verb, said, **kept)

    def of(self, report_id: str) -> list[Entry]:
        """Everything done to a report, oldest first."""
        query = select(trail).where(trail.c.report_id == report_id).order_by(trail.c.id)
        with self._database.read() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def last(self, report_id: str, *verbs: str) -> Entry | None:
        """The newest entry that is one of ``verbs``."""
        query = (
            select(trail)
            .where(trail.c.report_id == report_id, trail.c.verb.in_(verbs))
            .order_by(trail.c.id.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return _entry(row) if row else None


def _entry(row: Any) -> Entry:
    sound = isinstance(row.about, dict) and isinstance(row.about.get("said"), str)
    return Entry(row.at, row.person, row.verb, row.about if sound else {"said": "这一条的内容已损坏，读不出来。"})


def record(connection: Connection, report_id: str, person: str, verb: str, said: str, **kept: Any) -> None:
    """The same within a transaction that writes more."""
    connection.execute(
        insert(trail).values(
            report_id=report_id, at=now(), person=person.strip()[:50], verb=verb, about={"said": said, **kept}
        )
    )
