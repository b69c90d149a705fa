"""What was last chosen on a page for a report, so that it is chosen again wherever and by whomever the page is opened."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select

from .database import Database
from .tables import choices


class Choices:
    """The table of choices: one set a report and page. They are no part of the report and have no versions."""

    def __init__(self, database: Database):
        self._database = database

    def of(self, report_id: str, page: str) -> dict[str, Any]:
        """What was chosen last; empty when nothing was."""
        query = select(choices.c.content).where(choices.c.report_id == report_id, choices.c.page == page)
        with self._database.read() as connection:
            found = connection.execute(query).scalar()
        return found if isinstance(found, dict) else {}

    def keep(self, report_id: str, page: str, content: dict[str, Any]) -> None:
        """Choose ``content`` from now on."""
        with self._database.write() as connection:
            connection.execute(delete(choices).where(choices.c.report_id == report_id, choices.c.page == page))
            connection.execute(insert(choices).values(report_id=report_id, page=page, content=content))
