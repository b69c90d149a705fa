"""A hundred reports of a hundred organs, each with every section written, exported to every format one after the other
in one process, beside the time its Word documents alone take; and the review copies of ten of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from drafting.assessment import Assessment
from drafting.publishing import FORMATS, export
from drafting.report import Report
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named

from .outcome import Outcome, Row, Series, Target, in_turn

TITLE = "exporting a hundred reports"
REPEAT = 3
REPORTS = 100
REVIEWED = 10
TARGET = 30
"""Seconds for all of them in all formats."""


def measure(repeat: int) -> Outcome:
    """All formats, then the Word documents alone, in turn."""
    report, last_year = sample("town").load()
    full = draft_report(report, sections_named(report, ()), None, last_year=last_year).report
    reports = [_named(full, f"青石{number}镇人民政府") for number in range(REPORTS)]

    def made(formats: Iterable[str]) -> float:
        start = time.perf_counter()
        for each in reports:
            for format in formats:
                export(each, format)
        return (time.perf_counter() - start) * 1000

    def reviewed() -> float:
        start = time.perf_counter()
        for each in reports[:REVIEWED]:
            export(each, "docx", copy="review", assessment=Assessment(each, last_year))
        return (time.perf_counter() - start) * 1000 / REVIEWED

    made([format.id for format in FORMATS][:1])
    taken = in_turn(
        repeat,
        {"all": lambda: made([format.id for format in FORMATS]), "word": lambda: made(["docx"]), "review": reviewed},
    )
    whole = Series(taken["all"])
    return Outcome(
        (
            Row(f"{REPORTS} reports, {len(FORMATS)} formats", whole, Series(taken["word"])),
            Row("a review copy", Series(taken["review"])),
        ),
        (
            Target(
                f"{REPORTS} reports in all formats take less than {TARGET} s",
                f"{whole.median / 1000:.1f} s",
                whole.median < TARGET * 1000,
            ),
        ),
        ("Its baseline: the Word documents alone.",),
    )


def _named(report: Report, name: str) -> Report:
    return report.model_copy(update={"organ": report.organ.model_copy(update={"name": name})})
