"""Work of a model in the background: a thread each, its text kept in the store as it grows, a sign of life while it
runs.

Closing the page is not a stop. Whatever ends a job – its end, a stop, an error, a bug – is said once through the
callbacks below; a killed process is seen by the heartbeat that stays away. With each beat a worker hears whether somebody
at another server asked it to stop.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from drafting.errors import NianbaoError
from drafting.store.leases import Leases

from .limits import Turn

FLUSH_SECONDS = 0.3
"""How often growing text goes to the store: what a crash may cost."""
BEAT_SECONDS = 3
CLOSING_SECONDS = 3
"""How long ``close`` waits for the workers to keep what came."""

BrokenOff = Literal["stopped", "failed"]


@dataclass
class Job:
    """A job of this process: written by its worker, read by the pages.

    ``id``: of the row it is kept in, the same in the store. ``turn``: its turn at the endpoint. ``began``: monotonic
    seconds, None while it waits.
    """

    id: str
    report_id: str
    turn: Turn
    began: float | None = None
    text: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    flushed: float = 0.0


Kind = TypeVar("Kind", bound=Job)


class Workers(Generic[Kind]):
    """The jobs of one kind.

    ``keep(id, text)`` stores growing text; ``leases``: of the rows that the jobs are kept in. ``broken_off(job, how, why)``
    records a job that was stopped before its turn came, or that failed, with the sentence for the person; for a
    bug of ours that sentence is ``broken``. ``left(job)`` is called when it has ended, before it is none of the jobs any more.
    """

    def __init__(
        self,
        name: str,
        *,
        broken_off: Callable[[Kind, BrokenOff, str], None],
        broken: str,
        keep: Callable[[str, str], None] = lambda id, text: None,
        leases: Leases | None = None,
        left: Callable[[Kind], None] = lambda job: None,
    ):
        self._name = name
        self._broken_off = broken_off
        self._broken = broken
        self._keep = keep
        self._leases = leases
        self._left = left
        self._jobs: dict[str, Kind] = {}
        self._lock = threading.Lock()
        self._beating: threading.Thread | None = None
        self._closed = threading.Event()

    def start(self, job: Kind, work: Callable[[], None]) -> None:
        """Do ``work`` in a thread of its own as soon as the turn of ``job`` comes."""
        with self._lock:
            self._jobs[job.id] = job
        threading.Thread(target=self._run, name=self._name, daemon=True, args=(job, work)).start()
        self._start_beating()

    def get(self, id: str) -> Kind | None:
        """The job ``id``, while this process has it."""
        return self._jobs.get(id)

    def of(self, report_id: str) -> list[Kind]:
        """The jobs of a report, oldest first."""
        with self._lock:
            return [job for job in self._jobs.values() if job.report_id == report_id]

    def grow(self, job: Kind, text: str) -> None:
        """The text of ``job`` so far."""
        job.text = text
        if time.monotonic() - job.flushed > FLUSH_SECONDS:
            job.flushed = time.monotonic()
            self._keep(job.id, text)

    def stop(self, id: str) -> None:
        """Ask a job to stop, also one of another server; what came is kept. Nothing happens when it has ended."""
        if job := self._jobs.get(id):
            job.stop.set()
        elif self._leases:
            self._leases.ask_to_stop(id)

    def close(self) -> None:
        """Stop every job and wait for the workers to keep what came."""
        with self._lock:
            jobs = list(self._jobs.values())
        for job in jobs:
            job.stop.set()
        deadline = time.monotonic() + CLOSING_SECONDS
        for job in jobs:
            job.ended.wait(max(0.0, deadline - time.monotonic()))
        self._closed.set()
        if beating := self._beating:
            beating.join(CLOSING_SECONDS)

    def _run(self, job: Kind, work: Callable[[], None]) -> None:
        try:
            if not job.turn.wait(job.stop):
                self._broken_off(job, "stopped", "")
                return
            job.began = time.monotonic()
            work()
        except NianbaoError as error:
            self._broken_off(job, "failed", str(error))
        except Exception:
            self._broken_off(job, "failed", self._broken)
            raise
        finally:
            job.turn.end()
            try:
                self._left(job)
            finally:
                with self._lock:
                    self._jobs.pop(job.id, None)
                job.ended.set()

    def _start_beating(self) -> None:
        with self._lock:
            if self._leases is None or self._beating or not self._jobs:
                return
            self._beating = threading.Thread(
                target=self._go_on_beating, name=f"{self._name}-heartbeat", daemon=True, args=(self._leases,)
            )
            self._beating.start()

    def _go_on_beating(self, leases: Leases) -> None:
        while not self._closed.wait(BEAT_SECONDS):
            with self._lock:
                ids = list(self._jobs)
                if not ids:
                    self._beating = None
                    return
            with suppress(NianbaoError):  # the database is away: said again when it may be back
                for id in leases.beat(ids):
                    self.stop(id)
