"""Reading the figures and claims of a section of 2,000 characters against a report with 30 notes and last year's
report, of one full of figures, and of a text of 100,000 characters; none was read before. Working out the report once
(`EvidenceIndex`) is the first row. Processor time in a running process.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from drafting.binding import EvidenceIndex
from drafting.report import Note
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named
from tests.lies.marked import own

from .outcome import Outcome, Row, Series, Target

TITLE = "binding figures to cells and notes"
REPEAT = 30
TARGET = 20


def measure(repeat: int) -> Outcome:
    """The ground, one section, and a very long text."""
    report, last_year = sample("town").load()
    drafted = draft_report(report, sections_named(report, ()), None, last_year=last_year).report
    written = "".join(section.text for section in drafted.sections.values())
    notes = [
        Note(id=f"n{at}", aspect="proactive", text=f"开展业务培训{at}次，发放手册{at}00份，接待咨询{at}人次")
        for at in range(30)
    ]
    report = report.model_copy(update={"notes": notes})
    ground = EvidenceIndex(report, last_year)
    section = (written * 4)[:2_000]
    dense = "".join(piece.text for piece in own())[:2_000]
    rows: dict[str, Callable[[int], object]] = {
        "the report, once": lambda _: EvidenceIndex(report, last_year).marks("收到申请1件。"),
        "a section of 2,000 characters": lambda at: ground.marks(f"第{at}，{section}"),  # not one that was read before
        "2,000 characters full of figures": lambda at: ground.marks(f"第{at}，{dense}"),
        "100,000 characters": lambda _: ground.marks((written * 200)[:100_000]),
    }
    series = {name: Series([_milliseconds(work, at) for at in range(repeat)]) for name, work in rows.items()}
    taken = series["2,000 characters full of figures"].median
    return Outcome(
        tuple(Row(name, values) for name, values in series.items()),
        (Target(f"a section of 2,000 characters in less than {TARGET} ms", f"{taken:.1f} ms", taken < TARGET),),
        (
            f"{len(ground.marks(section))} figures and claims in the section,"
            f" {len(ground.marks(dense))} in the one full of them.",
        ),
    )


def _milliseconds(work: Callable[[int], object], at: int) -> float:
    started = time.thread_time()
    work(at)
    return 1000 * (time.thread_time() - started)
