"""What was understood of the words of a file that waits: its sections, where each begins, and what a person said of its lines."""

from __future__ import annotations

from dataclasses import dataclass

from drafting.form import CHAPTERS, SectionSpec
from drafting.parting import LineSaid, begins
from drafting.reading import Reading
from drafting.report import Report

from .import_plan import Answers

LONGEST = 200
"""Characters of a line that may be said to be a heading."""


@dataclass(frozen=True)
class SectionRead:
    """A section that was found. ``line``: the index of the line it begins at, None in a report file, which names its
    sections itself; ``words``: that line; ``said``: what a person said of it.
    """

    spec: SectionSpec
    line: int | None = None
    words: str = ""
    said: LineSaid | None = None


def lines_of(reading: Reading, chapter: str) -> list[str]:
    """The lines of a chapter's text that have words; ``LineSaid`` counts in these."""
    return [line.strip() for line in reading.texts.get(chapter, "").split("\n") if line.strip()]


def sections_read(reading: Reading, answers: Answers, report: Report) -> list[SectionRead]:
    """The written sections of ``report``, which is ``reading`` with ``answers``, in order."""
    found: list[SectionRead] = []
    for chapter in CHAPTERS:
        specs = [spec for spec in report.outline if spec.chapter == chapter and report.written(spec.id)]
        lines = [] if reading.whole else lines_of(reading, chapter)
        starts = begins(specs, report.sections, lines)
        told = answers.lines.get(chapter, {})
        for spec in specs:
            at = starts.get(spec.id)
            found.append(SectionRead(spec) if at is None else SectionRead(spec, at, lines[at], told.get(at)))
    return found


def other_lines(reading: Reading, found: list[SectionRead]) -> list[tuple[str, int, str]]:
    """Chapter, index and words of the lines at which no section begins and that are short enough for a heading."""
    starts = {(section.spec.chapter, section.line) for section in found}
    return [
        (chapter, at, line)
        for chapter in CHAPTERS
        if not reading.whole
        for at, line in enumerate(lines_of(reading, chapter))
        if (chapter, at) not in starts and len(line) <= LONGEST
    ]


__all__ = ["LONGEST", "SectionRead", "lines_of", "other_lines", "sections_read"]
