"""The text a person has pasted into a report's notes and not yet taken or put away, with what was chosen for its items.

A working paper, one a report: it has no versions and does not travel in the report file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from drafting.errors import Conflict

from .database import Database, now
from .tables import pastes


@dataclass(frozen=True)
class Kept:
    """A pasted text. ``choices`` is None until it is divided; ``number`` rises with each save of the text."""

    text: str = ""
    choices: dict[str, Any] | None = None
    number: int = 0


class Pastes:
    """The table of pasted texts."""

    def __init__(self, database: Database):
        self._database = database

    def of(self, report_id: str) -> Kept:
        """The report's pasted text; an empty one when there is none."""
        with self._database.read() as connection:
            return self._of(connection, report_id)

    def save(self, report_id: str, text: str, expected: int | None = None) -> int:
        """Keep ``text``; its number. Raises Conflict when the number it was made from no longer stands."""
        with self._database.write() as connection:
            standing = self._of(connection, report_id)
            if expected is not None and expected != standing.number:
                raise Conflict("粘贴的文字已在别处改过，您这一版还没有保存，请对照两版后选用。", standing.number)
            values = {"text": text, "number": standing.number + 1, "at": now()}
            if standing.number:
                connection.execute(update(pastes).where(pastes.c.report_id == report_id).values(**values))
            else:
                connection.execute(insert(pastes).values(report_id=report_id, **values))
        return standing.number + 1

    def choose(self, report_id: str, change: Callable[[Kept], dict[str, Any] | None]) -> None:
        """Let ``change`` of what is kept be its choices; two windows come one after the other."""
        with self._database.write() as connection:
            choices = change(self._of(connection, report_id))
            connection.execute(update(pastes).where(pastes.c.report_id == report_id).values(choices=choices, at=now()))

    def drop(self, report_id: str) -> Kept:
        """Put the text away; what was kept, for ``restore``."""
        with self._database.write() as connection:
            kept = self._of(connection, report_id)
            connection.execute(delete(pastes).where(pastes.c.report_id == report_id))
        return kept

    def restore(self, report_id: str, kept: Kept) -> None:
        """Bring back what was put away, unless another text was pasted meanwhile."""
        with self._database.write() as connection:
            if not self._of(connection, report_id).number:
                connection.execute(
                    insert(pastes).values(
                        report_id=report_id, text=kept.text, choices=kept.choices, number=kept.number + 1, at=now()
                    )
                )

    def _of(self, connection, report_id: str) -> Kept:
        row = connection.execute(select(pastes).where(pastes.c.report_id == report_id)).one_or_none()
        return Kept(row.text, row.choices if isinstance(row.choices, dict) else None, row.number) if row else Kept()
