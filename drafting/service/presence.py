"""Who else has a report open now, and where in it; and when what a page shows of the report is old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drafting.store import Store
from drafting.store.presence import Present


@dataclass(frozen=True)
class Look:
    """A report at a glance. ``others``: who else is in it. ``stands``: its state, and when it was saved last.
    ``drafting``: the runs that write its sections now, on whichever server, with their states.
    """

    others: list[Present]
    stands: tuple[str, datetime]
    drafting: frozenset[tuple[str, str]]


class Presence:
    """The sessions in a report. A failure to tell is the caller's to pass over: nobody's work rests on it."""

    def __init__(self, store: Store):
        self._store = store

    def here(self, id: str, session: str, place: str, person: str = "") -> None:
        """``session`` of ``person`` is in the report, at ``place``: a page, or a part of it (``draft:problems``)."""
        self._store.presence.note(session, id, person, place[:100])

    def look(self, id: str, session: str) -> Look:
        """The report as ``session`` would see it now. Raises NotFound."""
        return Look(
            [each for each in self._store.presence.of(id) if each.session != session],
            self._store.stands(id),
            frozenset((run.id, run.state) for run in self._store.generations.open(id) if run.section and run.active),
        )
