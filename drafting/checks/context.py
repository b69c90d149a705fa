"""What the rules look at: one report, last year's where there is one, and the cells and lines of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from drafting.bearing import Bearing
from drafting.binding import EvidenceIndex
from drafting.form import Edition
from drafting.report import Report
from drafting.values import Values

from .marks import Marked, baseless, figures
from .office import SHIPPED, OfficeRules
from .scopes import Key, Known, scoped
from .units import Units
from .wording import SHARED, said


@dataclass(frozen=True)
class Line:
    """One non-empty line of a section, without the space around it; ``start`` is its place in the section's text."""

    section: str
    text: str
    start: int

    @property
    def span(self) -> tuple[int, int]:
        """Start and end of the whole line."""
        return self.at((0, len(self.text)))

    def at(self, span: tuple[int, int]) -> tuple[int, int]:
        """The place in the section's text of ``span``, a start and end in the line."""
        return self.start + span[0], self.start + span[1]


@dataclass(frozen=True)
class Chapter:
    """The words of a narrative chapter, its sections one below the other: ``texts`` by section id, in printed order.
    ``headings``: what stands above a section, where that tells what its words are (改进措施).
    """

    id: str
    texts: Mapping[str, str]
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All of them as one text."""
        return "\n".join(f"{self._above(section)}{text}" for section, text in self.texts.items())

    def at(self, start: int, end: int) -> dict[str, Any]:
        """The place of the characters ``start`` to ``end`` of ``text`` as findings name it: section and span there. What
        goes over several sections is where it begins.
        """
        for section, text in self.texts.items():
            above = len(self._above(section))
            start, end = start - above, end - above
            if start <= len(text):
                return {"section": section, "span": (max(0, start), max(0, min(end, len(text))))}
            start, end = start - len(text) - 1, end - len(text) - 1
        return {"section": self.id}

    def _above(self, section: str) -> str:
        return f"{self.headings[section]}\n" if section in self.headings else ""


def true_last_year(report: Report, given: Report | None) -> Report | None:
    """``given`` where it is on the year before that of ``report``: only that is last year's report, for whoever asks."""
    return given if given is not None and given.year == report.year - 1 else None


@dataclass(frozen=True)
class Context:
    """The report under review, with what several rules need worked out once.

    ``given``: the report that is named as last year's; it counts where it is (``last_year``). ``office``: the rules of
    the office. ``known``: the marks of sections that were worked out before and would come to the same. ``units``: what the
    units reported whose tables this report adds up; None where it adds up none.
    """

    report: Report
    given: Report | None = None
    office: OfficeRules = SHIPPED
    known: Mapping[str, list[Marked]] = field(default_factory=dict)
    units: Units | None = None

    @property
    def form(self) -> Edition:
        """The edition of the report under review."""
        return self.report.form

    @property
    def last_year(self) -> Report | None:
        """The report on the year before; None when there is nothing to compare with (see ``why_no_comparison``)."""
        return true_last_year(self.report, self.given)

    @cached_property
    def cells(self) -> Values:
        """Every cell as it stands, totals that a file stated included."""
        return self.report.cells()

    @cached_property
    def before(self) -> Values:
        """Last year's cells; empty when there is nothing to compare with."""
        return self.last_year.cells() if self.last_year else {}

    @cached_property
    def ground(self) -> EvidenceIndex:
        """What the figures of the narrative can rest on."""
        return EvidenceIndex(self.report, self.last_year)

    @cached_property
    def marks(self) -> dict[str, list[Marked]]:
        """The figures and claiming words of each section that has text, in order."""
        return {
            id: self.known[id] if id in self.known else figures(id, self.report.sections[id], self.ground)
            for id in self.texts
        }

    @cached_property
    def scoped(self) -> dict[Key, Known]:
        """The figures that are said of a part of the units, with what that part reported."""
        return scoped(self.units, self.marks, self.report)

    def of_part(self, found: Marked) -> Known | None:
        """What the part of the units reported that the figure ``found`` is said of; None where it is of none that is known."""
        return self.scoped.get((found.section, found.paragraph, found.start, found.end))

    @cached_property
    def bearing(self) -> Bearing:
        """What the words of the narrative can rest on."""
        return Bearing(self.ground)

    @cached_property
    def baseless(self) -> dict[str, list[Marked]]:
        """The drafted clauses of each section that nothing bears out, in order."""
        return {id: baseless(id, self.report.sections[id], found, self.bearing) for id, found in self.marks.items()}

    @property
    def why_no_comparison(self) -> str:
        """Why nothing can be compared with last year, ``""`` when it can."""
        if self.given is None:
            return said(SHARED, "未检查 no_last_year")
        if self.last_year is None:
            return said(SHARED, "未检查 other_last_year", given=self.given.year, wanted=self.report.year - 1)
        return ""

    @cached_property
    def texts(self) -> dict[str, str]:
        """The sections that have text, in printed order."""
        return {spec.id: self.report.text(spec.id) for spec in self.report.outline if self.report.written(spec.id)}

    @cached_property
    def chapters(self) -> dict[str, str]:
        """The chapter of each section of the outline."""
        return {spec.id: spec.chapter for spec in self.report.outline}

    def lines(self, chapter: str | None = None) -> Iterator[Line]:
        """The non-empty lines of ``chapter``, or of all narrative chapters, in printed order."""
        for section, text in self.texts.items():
            if chapter not in (None, self.chapters[section]):
                continue
            start = 0
            for raw in text.split("\n"):
                if raw.strip():
                    yield Line(section, raw.strip(), start + len(raw) - len(raw.lstrip()))
                start += len(raw) + 1

    def chapter(self, chapter: str, *, headed: bool = False) -> Chapter:
        """The words of a narrative chapter as one text. ``headed``: with the headings of its sections."""
        texts = {id: text for id, text in self.texts.items() if self.chapters[id] == chapter}
        above = {line.section: line.text for line in self.report.narrative(chapter) if not line.paragraph}
        return Chapter(chapter, texts, above if headed else {})

    def place(self, aspect: str, chapter: str) -> str:
        """The id of the section that covers ``aspect``, or of the ``chapter`` where none does."""
        spec = self.report.covering(aspect)
        return spec.id if spec else chapter

    def title(self, chapter: str) -> str:
        """The printed heading of a narrative chapter, quoted: ``“一、总体情况”``."""
        return f"“{self.report.heading(chapter)}”"
