"""The conversation beside the draft: every message, kept with its report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, insert, select, update

from drafting.language.encoding import storable
from drafting.report import new_id

from .database import Database, now
from .leases import Leases
from .tables import talks


@dataclass(frozen=True)
class Message:
    """One message, the ``number``-th of its report. ``role``: who says it.

    ``state``: running, done, stopped, failed, interrupted (its process died). ``error``: a sentence to read beside the
    text. ``model``: its label, ``""`` for a person and for what the program answered itself. ``prompt``: refs of the
    prompts used. ``tokens``: of the answer; ``cost`` in 元 where the office has set a price. ``proposals``: ids of the
    generations the answer proposes. ``server``: whose worker writes it, or wrote it; ``stopping``: somebody asked it to
    stop.
    """

    id: str
    report_id: str
    number: int
    role: Literal["person", "model"]
    text: str
    state: str
    error: str
    model: str
    prompt: str
    prompt_tokens: int | None
    tokens: int | None
    seconds: float | None
    cost: float | None
    proposals: tuple[str, ...]
    at: datetime
    heartbeat_at: datetime
    server: str
    stopping: bool

    @property
    def active(self) -> bool:
        """Whether a worker still writes it."""
        return self.state == "running"


class Messages:
    """The table of messages. ``leases``: of the answers that are being written."""

    def __init__(self, database: Database, server: str):
        self._database = database
        self.leases = Leases(database, talks, ("running",), server)

    def add(self, report_id: str, role: str, text: str, *, state: str = "done", model: str = "") -> Message:
        """A new message, the last of its report."""
        row: dict[str, Any] = dict(
            id=new_id(),
            report_id=report_id,
            role=role,
            text=storable(text),
            state=state,
            error="",
            model=model,
            prompt="",
            prompt_tokens=None,
            tokens=None,
            seconds=None,
            cost=None,
            proposals=[],
            at=now(),
        )
        last = select(func.max(talks.c.number)).where(talks.c.report_id == report_id)
        with self._database.write() as connection:
            row |= self.leases.taken()
            row["number"] = (connection.execute(last).scalar() or 0) + 1
            connection.execute(insert(talks).values(**row))
        return _message(row)

    def set(self, id: str, **changes: Any) -> None:
        """Change columns of a message."""
        with self._database.write() as connection:
            connection.execute(update(talks).where(talks.c.id == id).values(**changes))

    def get(self, id: str) -> Message | None:
        """The message ``id``."""
        with self._database.read() as connection:
            row = connection.execute(select(talks).where(talks.c.id == id)).one_or_none()
        return _message(row._mapping) if row else None

    def of(self, report_id: str) -> list[Message]:
        """The messages of a report, oldest first."""
        query = select(talks).where(talks.c.report_id == report_id).order_by(talks.c.number)
        with self._database.read() as connection:
            return [_message(row._mapping) for row in connection.execute(query)]


def _message(row: Any) -> Message:
    proposals = row["proposals"]
    return Message(**{**row, "proposals": tuple(proposals) if isinstance(proposals, list) else ()})
