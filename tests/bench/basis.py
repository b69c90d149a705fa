"""Looking at the words of a whole draft against the notes of its report, and at all that is asked of the draft at once.
The assessment is made anew each time, as after a change; notes and paragraphs that stayed are not read again. Processor time: the machine may be busy with other work.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from drafting.assessment import Assessment
from drafting.bearing import Bearing
from drafting.report import Note
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named

from .outcome import Outcome, Row, Series, Target

TITLE = "what the words of a draft rest on"
REPEAT = 30
TARGET = 60


def measure(repeat: int) -> Outcome:
    """The words of a drafted report, all its marks, and the same beside a thousand notes."""
    report, last_year = sample("town").load()
    drafted = draft_report(report, sections_named(report, ()), None, last_year=last_year).report
    office, its_last_year = sample("department").load()
    office = draft_report(office, sections_named(office, ()), None, last_year=its_last_year).report
    foreign = drafted.model_copy(update={"notes": []})
    many = [Note(id=f"m{at}", aspect="proactive", text=f"第{at}次培训发布信息，答复申请。") for at in range(1_000)]
    crowded = drafted.model_copy(update={"notes": [*drafted.notes, *many]})
    ground = Assessment(drafted, last_year).ground
    text = "\n".join(section.text for section in drafted.sections.values())
    rows: dict[str, Callable[[], object]] = {
        "the words of a draft": lambda: Bearing(ground).baseless(text, ()),
        "all marks of a draft": lambda: Assessment(drafted, last_year).marks,
        "all marks where no note says any of it": lambda: Assessment(foreign, last_year).marks,
        "marks and findings of a department's draft": lambda: _whole(Assessment(office, its_last_year)),
        "all marks beside a thousand notes more": lambda: Assessment(crowded, last_year).marks,
    }
    series = {name: Series([_milliseconds(work) for _ in range(repeat)]) for name, work in rows.items()}
    taken = series["marks and findings of a department's draft"].median
    return Outcome(
        tuple(Row(name, values) for name, values in series.items()),
        (Target(f"marks and findings of a draft in less than {TARGET} ms", f"{taken:.1f} ms", taken < TARGET),),
        (f"{len(text)} characters, {len(drafted.notes)} notes.",),
    )


def _whole(assessment: Assessment) -> None:
    _ = assessment.marks, assessment.result


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.thread_time()
    work()
    return 1000 * (time.thread_time() - started)
