"""Answers of a scripted model on loopback, in a process of its own (200 pieces of four characters, 5 ms apart), through
the program beside the bare synchronous `openai` client with a prompt of like length and the same parameters. Warm: one
process, its client kept. Cold: the first answer of a fresh process, imports and all, counted from when the report is
loaded; *imported*: with the model libraries loaded before, as `client.preload()` does. Through the store:
`service.Drafts` from `start` to the run's end, first text when the page's next poll gets it (*kept*: when it stands in
SQLite too). Seven sections: all at once, beside
each of the seven alone, of which the slowest counts, and beside seven bare clients at once.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from drafting.report import Report
from drafting.service import ConcurrencyLimits, Drafts, Prose
from drafting.service.shares import Shares
from drafting.store import Store

from . import answer, model
from .outcome import Outcome, Row, Series, Target, in_turn

TITLE = "what the program adds to a stream"
REPEAT = 10
SHARE, SLACK = 1.05, 10
TOGETHER = 1.15
SEVEN = (
    "overview.proactive",
    "overview.on_request",
    "overview.management",
    "overview.platform",
    "overview.oversight",
    "problems",
    "other",
)
WAIT = 60
"""Seconds anything may take before the measurement is given up."""


class Clerk:
    """Drafts sections of fresh reports through ``service.Drafts`` over one SQLite file."""

    def __init__(self, folder: str, url: str, report: Report):
        self._store = Store(f"sqlite:///{folder}/bench.db")
        self._drafts = Drafts(self._store, Prose(self._store), ConcurrencyLimits(), Shares(self._store))
        self._endpoint, self._report = answer.endpoint(url), report
        self._shown = self._written = self.kept = 0.0
        self._set, self._grow = self._store.generations.set, self._drafts._grow
        self._store.generations.set, self._drafts._grow = self._noted, self._growing

    def _growing(self, job: object, text: str) -> None:
        """Stands before ``Drafts._grow``, which puts the text where pages read it, and notes when text first came."""
        if text and not self._shown:
            self._shown = time.perf_counter()
        self._grow(job, text)

    def _noted(self, id: str, **changes: object) -> None:
        """Stands before ``generations.set`` and notes when text was first kept."""
        self._set(id, **changes)
        if changes.get("text") and not self._written:
            self._written = time.perf_counter()

    def draft(self, sections: Sequence[str]) -> answer.Taken:
        """Milliseconds from the order to the first text for the page, and to the end of the last section.

        ``kept`` is then the milliseconds to the first text in the store.
        """
        id = self._store.create(self._report)
        self._shown = self._written = 0.0
        started = time.perf_counter()
        self._drafts.start(id, sections, self._endpoint)
        while self._drafts.active(id):
            if time.perf_counter() - started > WAIT:
                raise RuntimeError("the drafts did not end in time")
            time.sleep(0.001)
        ended = time.perf_counter()
        drafted = self._store.load(id).report
        short = [section for section in sections if len(drafted.text(section)) < 500]
        if short:
            said = [f"{run.section}: {run.state}, {run.error}" for run in self._drafts.open(id)]
            raise RuntimeError(f"not drafted whole: {', '.join(short)} ({'; '.join(said)})")
        self.kept = 1000 * (self._written - started)
        return 1000 * (self._shown - started), 1000 * (ended - started)

    def close(self) -> None:
        """Stop what runs and close the store."""
        self._drafts.close()
        self._store.close()


@contextmanager
def clerk(url: str) -> Iterator[Clerk]:
    """A clerk over a store of its own."""
    with TemporaryDirectory(prefix="nianbao-bench-") as folder:
        at_work = Clerk(folder, url, answer.report())
        try:
            yield at_work
        finally:
            at_work.close()


def fresh(side: str, url: str, *warmed: str) -> answer.Taken:
    """The first answer of a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", answer.__name__, side, url, *warmed],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=WAIT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    first, end = map(float, done.stdout.split())
    return first, end


def costed(take: Callable[[], answer.Taken]) -> tuple[float, float, float]:
    """What ``take`` gives, and the milliseconds of processor time it used in this process."""
    before = time.process_time()
    first, end = take()
    return first, end, 1000 * (time.process_time() - before)


def seven_bare(url: str) -> float:
    """Milliseconds seven bare clients' answers take side by side."""
    with ThreadPoolExecutor(7) as pool:
        started = time.perf_counter()
        for one in [pool.submit(answer.bare, url) for _ in range(7)]:
            one.result(WAIT)
        return 1000 * (time.perf_counter() - started)


def measure(repeat: int) -> Outcome:
    """Warm, through the store, and seven at once with kept clients; then fresh processes."""
    with model.served() as url, clerk(url) as at_work:
        answer.program(url), answer.bare(url), seven_bare(url), at_work.draft(SEVEN)
        warm = in_turn(
            repeat,
            {
                "program": lambda: costed(lambda: answer.program(url)),
                "bare": lambda: costed(lambda: answer.bare(url)),
                "store": lambda: (*costed(lambda: at_work.draft([answer.SECTION])), at_work.kept),
            },
        )
        seven = in_turn(
            max(2, repeat // 2),
            {
                "together": lambda: at_work.draft(SEVEN)[1],
                "alone": lambda: max(at_work.draft([section])[1] for section in SEVEN),
                "bare": lambda: seven_bare(url),
            },
        )
        cold = in_turn(
            max(2, repeat // 2),
            {
                "program": lambda: fresh("program", url),
                "bare": lambda: fresh("bare", url),
                "program imported": lambda: fresh("program", url, "warmed"),
                "bare imported": lambda: fresh("bare", url, "warmed"),
            },
        )

    def pair(what: str, taken: dict[str, list], program: str, baseline: str) -> list[Row]:
        return [
            Row(f"{what}: {part}", *(Series([one[at] for one in taken[side]]) for side in (program, baseline)))
            for at, part in enumerate(("first text", "whole", "processor time")[: len(taken[baseline][0])])
        ]

    direct, stored = pair("warm", warm, "program", "bare"), pair("warm, through the store", warm, "store", "bare")
    kept = Row(
        "warm, through the store: first text kept", Series([one[3] for one in warm["store"]]), direct[0].baseline
    )
    together = Row(
        "seven sections at once (baseline: the slowest alone)", Series(seven["together"]), Series(seven["alone"])
    )
    return Outcome(
        (
            *direct,
            *stored,
            kept,
            *pair("cold", cold, "program", "bare"),
            *pair("cold, imported", cold, "program imported", "bare imported"),
            together,
            Row(
                "seven sections at once (baseline: seven bare clients at once)", together.program, Series(seven["bare"])
            ),
        ),
        (
            *(
                Target(
                    f"{row.what} within {SHARE - 1:.0%} or {SLACK} ms of the bare client",
                    f"{row.difference:+.1f} ms, {row.ratio:.3f} ×",
                    row.ratio <= SHARE or row.difference <= SLACK,
                )
                for row in (*direct[:2], *stored[:2])
            ),
            Target(
                f"seven sections at once take at most {TOGETHER} × the slowest alone",
                f"{together.ratio:.3f} ×",
                together.ratio <= TOGETHER,
            ),
        ),
    )
