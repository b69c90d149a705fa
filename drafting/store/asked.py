"""Who had a model write when: what one person may have written is counted here, whichever server works on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, or_, select

from .database import Database
from .generations import ACTIVE
from .leases import LEASE
from .tables import asked, generations, talks

KEPT = timedelta(hours=1)
"""How long it is remembered."""


class Asked:
    """The table of what people had a model write."""

    def __init__(self, database: Database):
        self._database = database

    def note(self, person_id: str, run: str) -> None:
        """A person had the model write ``run``, the id of a drafting run or a message. What is older than ``KEPT`` is
        forgotten.
        """
        with self._database.write() as connection:
            at = self._database.clock(connection)
            connection.execute(delete(asked).where(asked.c.at < at - KEPT))
            connection.execute(insert(asked).values(person_id=person_id, run=run, at=at))

    def lately(self, person_id: str) -> list[datetime]:
        """When a person had something written that is not older than ``KEPT``, oldest first."""
        with self._database.read() as connection:
            limit = self._database.clock(connection) - KEPT
            query = select(asked.c.at).where(asked.c.person_id == person_id, asked.c.at > limit).order_by(asked.c.at)
            return list(connection.execute(query).scalars())

    def running(self, person_id: str) -> int:
        """How many of a person's are being written or wait for their turn; not those whose worker is gone."""
        with self._database.read() as connection:
            living = self._database.clock(connection) - LEASE
            run = select(generations.c.id).where(generations.c.state.in_(ACTIVE), generations.c.heartbeat_at >= living)
            talk = select(talks.c.id).where(talks.c.state.in_(ACTIVE), talks.c.heartbeat_at >= living)
            mine = select(func.count()).select_from(asked).where(asked.c.person_id == person_id)
            return connection.execute(mine.where(or_(asked.c.run.in_(run), asked.c.run.in_(talk)))).scalar_one()
