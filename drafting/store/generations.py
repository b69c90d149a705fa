"""Drafting runs: the text as it grows, so that neither a reload nor a crash loses what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from drafting.report import Section, new_id

from .database import Database, now
from .leases import Leases
from .tables import generations

ACTIVE = ("queued", "running")
"""States in which a worker still writes."""


@dataclass(frozen=True)
class Generation:
    """One run of drafting one section.

    ``state``: queued, running, done, stopped, failed, interrupted (its process died). ``content``: the section as JSON
    data while it waits as a proposal, else None. ``error``: a sentence to read. ``decision``: ``""`` while it runs,
    waits as a proposal or has a sentence to read; then taken, refused or superseded (by a newer run). ``tokens``: of
    the answer; ``cost`` in 元 where the office has set a price. ``server``: whose worker writes it, or wrote it;
    ``stopping``: somebody asked it to stop. ``person``: who asked for it, ``""`` without sign-in.
    """

    id: str
    report_id: str
    section: str
    instruction: str
    state: str
    text: str
    content: Any
    error: str
    model: str
    prompt: str
    prompt_tokens: int | None
    tokens: int | None
    seconds: float | None
    cost: float | None
    started_at: datetime
    heartbeat_at: datetime
    decision: str
    server: str
    stopping: bool
    person: str

    @property
    def active(self) -> bool:
        """Whether a worker still writes it."""
        return self.state in ACTIVE


class Generations:
    """The table of drafting runs. ``leases``: of those that are active."""

    def __init__(self, database: Database, server: str):
        self._database = database
        self.leases = Leases(database, generations, ACTIVE, server)

    def begin(
        self, report_id: str, section: str, instruction: str, model: str, state: str = "queued", person: str = ""
    ) -> Generation | None:
        """As ``create``; None where the section is being drafted already, by whichever server."""
        query = select(generations.c.id).where(
            generations.c.report_id == report_id, generations.c.section == section, generations.c.state.in_(ACTIVE)
        )
        with self._database.write() as connection:
            if set(connection.execute(query).scalars()) - set(self.leases.lost()):
                return None
            return self.create(report_id, section, instruction, model, state, person)

    def create(
        self, report_id: str, section: str, instruction: str, model: str, state: str = "queued", person: str = ""
    ) -> Generation:
        """A new run, queued or running. A proposal for the same section that still waits is superseded by it."""
        row: dict[str, Any] = dict(
            id=new_id(),
            report_id=report_id,
            section=section,
            instruction=instruction,
            state=state,
            text="",
            content=None,
            error="",
            model=model,
            prompt="",
            prompt_tokens=None,
            tokens=None,
            seconds=None,
            cost=None,
            started_at=now(),
            decision="",
            person=person,
        )
        waiting = (
            generations.c.report_id == report_id,
            generations.c.section == section,
            generations.c.decision == "",
            generations.c.state.not_in(ACTIVE),
        )
        with self._database.write() as connection:
            row |= self.leases.taken()
            connection.execute(update(generations).where(*waiting).values(decision="superseded"))
            connection.execute(insert(generations).values(**row))
        return Generation(**row)

    def set(self, id: str, **changes: Any) -> None:
        """Change columns of a run."""
        with self._database.write() as connection:
            connection.execute(update(generations).where(generations.c.id == id).values(**changes))

    def get(self, id: str) -> Generation | None:
        """The run ``id``."""
        with self._database.read() as connection:
            row = connection.execute(select(generations).where(generations.c.id == id)).one_or_none()
        return _generation(row) if row else None

    def open(self, report_id: str) -> list[Generation]:
        """The runs of a report that are active or wait for a person's decision, oldest first."""
        query = (
            select(generations)
            .where(generations.c.report_id == report_id, generations.c.decision == "")
            .order_by(generations.c.started_at, generations.c.id)
        )
        with self._database.read() as connection:
            return [_generation(row) for row in connection.execute(query)]

    def texts(self, report_id: str) -> list[str]:
        """What was ever drafted for a report, also what was never taken."""
        query = select(generations.c.text).where(generations.c.report_id == report_id, generations.c.text != "")
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def seconds(self, model: str, most: int) -> list[float]:
        """How long whole sections took ``model`` that were drafted to their end, the newest ``most``."""
        query = (
            select(generations.c.seconds)
            .where(
                generations.c.model == model,
                generations.c.state == "done",
                generations.c.instruction == "",
                generations.c.seconds.is_not(None),
            )
            .order_by(generations.c.started_at.desc())
            .limit(most)
        )
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def lost(self) -> list[Generation]:
        """Active runs whose worker is gone."""
        ids = self.leases.lost()
        if not ids:
            return []
        query = select(generations).where(generations.c.id.in_(ids))
        with self._database.read() as connection:
            return [_generation(row) for row in connection.execute(query)]


def _generation(row: Any) -> Generation:
    """A run as it is kept; one whose text cannot be read says so instead."""
    values = dict(row._mapping)
    try:
        Section.model_validate(values["content"] or {})
    except ValueError:
        values |= {"content": None, "error": "这份修改提案的内容已损坏，读不出来，请重新起草。"}
    return Generation(**values)
