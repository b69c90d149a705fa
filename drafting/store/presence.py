"""Who has a report open in a browser now, and where in it: a row a session, which is old after half a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from .database import Database, now
from .tables import presence

GONE = timedelta(seconds=30)
"""A session that has not been noted for so long has left."""


@dataclass(frozen=True)
class Present:
    """A session in a report. ``name``: who signed in, ``""`` without sign-in. ``place``: a page, or a page and a section of
    it (``draft:problems``). ``at``: when it was noted last.
    """

    session: str
    name: str
    place: str
    at: datetime


class Presence:
    """The table of sessions that have a report open. Nothing rests on it: what is lost is noted again in seconds."""

    def __init__(self, database: Database):
        self._database = database

    def note(self, session: str, report_id: str, name: str, place: str) -> None:
        """A session is in a report, at ``place``; it is nowhere else. Those that have left are forgotten."""
        row = {"report_id": report_id, "name": name, "place": place, "at": now()}
        with self._database.write() as connection:
            connection.execute(delete(presence).where(presence.c.at < now() - GONE))
            if not connection.execute(update(presence).where(presence.c.session == session).values(**row)).rowcount:
                connection.execute(insert(presence).values(session=session, **row))

    def of(self, report_id: str) -> list[Present]:
        """The sessions in a report, who came first first."""
        query = (
            select(presence.c.session, presence.c.name, presence.c.place, presence.c.at)
            .where(presence.c.report_id == report_id, presence.c.at >= now() - GONE)
            .order_by(presence.c.session)
        )
        with self._database.read() as connection:
            return [Present(*row) for row in connection.execute(query)]
