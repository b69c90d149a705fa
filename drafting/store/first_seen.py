"""When each finding of a report was first seen, by fingerprint; nothing of the report's text is in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select

from .database import Database, now
from .tables import sightings


class FirstSeen:
    """The table of what was seen first when."""

    def __init__(self, database: Database):
        self._database = database

    def of(self, report_id: str) -> dict[str, datetime]:
        """Fingerprint -> the UTC moment it was first seen."""
        query = (
            select(sightings.c.fingerprint, func.min(sightings.c.at).label("at"))
            .where(sightings.c.report_id == report_id)
            .group_by(sightings.c.fingerprint)
        )
        with self._database.read() as connection:
            return {row.fingerprint: row.at for row in connection.execute(query)}

    def keep(self, report_id: str, fingerprints: Collection[str]) -> dict[str, datetime]:
        """The same for ``fingerprints``, all that stand now: what is not known is seen first now, what is gone
        forgotten.

        Writes only where something came or went. Two windows may both be first; the earlier moment counts.
        """
        known = self.of(report_id)
        fresh, gone = set(fingerprints) - known.keys(), known.keys() - set(fingerprints)
        at = now()
        if fresh or gone:
            with self._database.write() as connection:
                if gone:
                    connection.execute(
                        delete(sightings).where(
                            sightings.c.report_id == report_id, sightings.c.fingerprint == bindparam("gone")
                        ),
                        [{"gone": each} for each in gone],
                    )
                if fresh:
                    connection.execute(
                        insert(sightings),
                        [{"report_id": report_id, "fingerprint": each, "at": at} for each in sorted(fresh)],
                    )
        return {each: known.get(each, at) for each in fingerprints}
