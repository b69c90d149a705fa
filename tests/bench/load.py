"""Many signed-in sessions at one server, each a websocket as a browser's page has it (`tests/tab.py`), each of a
person with a report of their own: in 填报 a cell of 表三, in 素材 a note that grows by a word, by turns, every one to three
seconds. The edit counts from the message sent to the run's end, as the page sees it. Beside it one session alone, before
the others come.

Every answer is held against what was sent, and at the end every cell and note in the database against the last that was
answered as saved. A repetition is a second. Sizes are of the server's process.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import statistics
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from drafting.report import Organ
from drafting.service.permissions import Role
from tests.office import Office, office
from tests.postgres_server import Server
from tests.tab import Tab

from .outcome import Outcome, Row, Series, Target

TITLE = "many at once, over real websockets"
REPEAT = 600
"""Seconds."""
SESSIONS = {
    "PostgreSQL": int(os.environ.get("NIANBAO_BENCH_SESSIONS", "50")),
    "SQLite": min(20, int(os.environ.get("NIANBAO_BENCH_SESSIONS", "20"))),
}
ALONE = 30
"""Edits of the one alone."""
MOST = 3.0
CELL = "requests.granted.business"


@dataclass
class Clerk:
    """One person at their pages: what was answered as saved last, how long each edit took, what went wrong."""

    office: Office
    number: int
    id: str = ""
    note: str = ""
    cell: int = 0
    text: str = "全年公开。"
    cells: list[float] = field(default_factory=list)
    texts: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self):
        service, name = self.office.service, f"云溪县第{self.number}局"
        self.id = service.library.create(Organ(name=name, kind="department", level="county"), 2025)
        self.note = service.notes.add(self.id, "proactive", self.text)
        service.people.add(f"甲{self.number}", self.email, [(Role.FILL, name)])

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"u{self.number}@example.gov.cn"

    def opened(self) -> tuple[Tab, Tab]:
        """Their two pages."""
        return (
            self.office.tab(self.email, "entry", report=self.id),
            self.office.tab(self.email, "notes", report=self.id),
        )

    def work(self, stop: threading.Event, pauses: random.Random, edits: int | None = None) -> None:
        """Edit by turns until ``stop``, or so many times."""
        entry, notes = self.opened()
        with entry, notes:
            seq = 0
            while not stop.is_set() and (edits is None or seq < edits):
                seq += 1
                try:
                    self._cell(entry, seq)
                    self._text(notes, seq)
                except Exception as error:
                    self.errors.append(f"{type(error).__name__}: {error}")
                    if len(self.errors) > 3:
                        return
                stop.wait(pauses.uniform(1, 3) if edits is None else 0.2)

    def _cell(self, tab: Tab, seq: int) -> None:
        key, value = f"grid_{self.id}_requests", seq % 900 + 1
        tab.send(key, cells={"seq": seq, "changes": {CELL: str(value)}})
        self.cells.append(tab.seconds * 1000)
        if tab.data(key)["ack"] == seq:
            self.cell = value
        else:
            self.errors.append(f"cell {seq} was not answered")

    def _text(self, tab: Tab, seq: int) -> None:
        key, text = f"note_{self.note}", f"全年公开。第{seq}次写。"
        tab.send(key, text={"seq": seq, "rev": tab.data(key)["rev"], "value": text})
        self.texts.append(tab.seconds * 1000)
        if tab.data(key)["ack"] == seq:
            self.text = text
        else:
            self.errors.append(f"text {seq} was not answered")

    def lost(self) -> int:
        """How many of what was answered as saved last the database has not."""
        report = self.office.service.library.open(self.id).report
        return (bool(self.cell) and report.values.get(CELL) != self.cell) + (report.notes[0].text != self.text)


@dataclass
class Found:
    """What one run of many found."""

    alone: Clerk
    many: list[Clerk]
    lost: int
    sizes: list[float]
    before: float

    @property
    def errors(self) -> list[str]:
        """All that went wrong."""
        return [error for clerk in (self.alone, *self.many) for error in clerk.errors]

    def edits(self, what: str) -> list[float]:
        """How long each edit of the many took, in milliseconds."""
        return [each for clerk in self.many for each in getattr(clerk, what)]


def measure(repeat: int) -> Outcome:
    """``repeat`` seconds on each database."""
    rows, targets, notes = [], [], []
    with ExitStack() as stack:
        server = Server.made()
        stack.callback(server.remove)
        for name, sessions in SESSIONS.items():
            database = server.url(server.new()) if name == "PostgreSQL" else ""
            found = _run(database, sessions, repeat)
            cells, alone = Series(found.edits("cells")), Series(found.alone.cells)
            rows += [
                Row(f"a cell, one of {sessions} on {name} beside one alone", cells, alone),
                Row(f"a note, one of {sessions} on {name}", Series(found.edits("texts")), Series(found.alone.texts)),
            ]
            made, lost = len(cells.values) + len(found.edits("texts")), found.lost
            targets.append(
                Target(
                    f"{sessions} sessions on {name}: no error, no edit lost",
                    f"{made} edits in {repeat} s, {len(found.errors)} errors, {lost} lost",
                    not found.errors and not lost,
                )
            )
            targets.append(
                Target(
                    f"{sessions} sessions on {name}: the p95 of a cell is within {MOST:.0f} × of one alone",
                    f"{Row('', cells, alone).p95_ratio:.2f} ×",
                    Row("", cells, alone).p95_ratio <= MOST,
                )
            )
            notes.append(_sizes(name, sessions, found))
            notes += [f"{name}: {error}" for error in sorted(set(found.errors))[:5]]
    return Outcome(rows=rows, targets=targets, notes=notes)


def _run(database: str, sessions: int, seconds: int) -> Found:
    folder, stop, pauses = Path(tempfile.mkdtemp(prefix="nianbao-load-")), threading.Event(), random.Random(50)
    try:
        with office(folder, database) as place:
            process = place.server.process.pid
            alone = Clerk(place, 0)
            alone.work(stop, pauses, ALONE)
            many = [Clerk(place, number) for number in range(1, sessions + 1)]
            before, sizes = _size(process), []
            threads = [
                threading.Thread(target=clerk.work, args=(stop, random.Random(clerk.number)), daemon=True)
                for clerk in many
            ]
            for thread in threads:
                thread.start()
                time.sleep(0.1)
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                sizes.append(_size(process))
                time.sleep(min(5.0, max(0.1, until - time.monotonic())))
            stop.set()
            for thread in threads:
                thread.join(120)
            alone.errors += ["a session hangs" for thread in threads if thread.is_alive()]
            alone.errors += [line for line in place.server.printed().splitlines() if "Error" in line]
            return Found(alone, many, sum(clerk.lost() for clerk in many), sizes, before)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _size(process: int) -> float:
    """Resident memory in MB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1000


def _sizes(name: str, sessions: int, found: Found) -> str:
    sizes = found.sizes
    third = max(1, len(sizes) // 3)
    second, last = statistics.median(sizes[third : 2 * third] or sizes), statistics.median(sizes[-third:])
    return (
        f"{name}: {found.before:.0f} MB before the {sessions} came, {max(sizes):.0f} MB at the most: "
        f"{(max(sizes) - found.before) / sessions:.1f} MB a session with its two pages; "
        f"from the second third of the time to the last {last - second:+.0f} MB"
    )
