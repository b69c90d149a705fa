"""A report to put a fault into, the places where a rule must point at it, and the list of faults."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from drafting import checks
from drafting.form import SECTIONS
from drafting.report import Paragraph, Report, Section, is_heading, new_id
from drafting.values import Value

_SENTENCE_ENDS = re.compile("[。；](?!$)|。$")


@dataclass(frozen=True)
class Place:
    """Where a finding must point: at least at these ``cells``, at exactly this ``section`` and ``span``."""

    cells: tuple[str, ...] = ()
    section: str | None = None
    span: tuple[int, int] | None = None

    def holds(self, finding: checks.Finding) -> bool:
        """Whether ``finding`` points there."""
        return set(self.cells) <= set(finding.cells) and (self.section, self.span) == (finding.section, finding.span)


@dataclass
class Case:
    """A report and last year's; faults change both in place."""

    report: Report
    last_year: Report

    def copy(self) -> Case:
        """The same reports, to be broken."""
        return Case(_copy(self.report), _copy(self.last_year))

    def cell(self, key: str) -> Value:
        """What stands in the cell now, 0 when nothing does."""
        return self.report.cells().get(key) or 0

    def sections(self, chapter: str) -> list[str]:
        """The sections of ``chapter`` that have text."""
        return [id for id in SECTIONS if SECTIONS[id].chapter == chapter and self.report.text(id).strip()]

    def write(self, section: str, *paragraphs: str) -> None:
        """Put ``paragraphs`` in place of the section's text."""
        self.report.sections[section] = Section.of("\n".join(paragraphs))

    def replace(self, section: str, change: Callable[[str], str]) -> None:
        """Change the text of every paragraph of the section; paragraphs that become empty go."""
        changed = [
            paragraph.model_copy(update={"text": change(paragraph.text), "ties": ()})
            for paragraph in self.report.sections[section].paragraphs
        ]
        self.report.sections[section] = Section(
            paragraphs=tuple(paragraph for paragraph in changed if paragraph.text.strip())
        )

    def insert(self, section: str, sentence: str, words: str, chance: random.Random) -> Place:
        """Put ``sentence`` after some sentence of the section; the place is that of ``words`` in it."""
        paragraphs = list(self.report.sections[section].paragraphs)
        spots = [
            (at, match.end())
            for at, paragraph in enumerate(paragraphs)
            if not is_heading(paragraph.text)
            for match in _SENTENCE_ENDS.finditer(paragraph.text)
            if match[0] == "。"
        ]
        if not spots:
            return self.add(section, sentence, words)
        at, end = chance.choice(spots)
        text = paragraphs[at].text
        paragraphs[at] = paragraphs[at].model_copy(update={"text": text[:end] + sentence + text[end:], "ties": ()})
        self.report.sections[section] = Section(paragraphs=tuple(paragraphs))
        start = sum(len(paragraph.text) + 1 for paragraph in paragraphs[:at]) + end + sentence.index(words)
        return Place(section=section, span=(start, start + len(words)))

    def somewhere(self, sentence: str, words: str, chance: random.Random) -> Place:
        """``insert`` into some section of the overview."""
        return self.insert(chance.choice(self.sections("overview")), sentence, words, chance)

    def add(self, section: str, line: str, words: str | None = None, origin: str = "person") -> Place:
        """Put ``line`` at the end of the section as a paragraph; the place is that of ``words``, else of the line."""
        paragraphs = self.report.sections[section].paragraphs if section in self.report.sections else ()
        paragraphs += (Paragraph(id=new_id(), text=line, origin=origin),)
        self.report.sections[section] = Section(paragraphs=paragraphs)
        words = line if words is None else words
        start = len(self.report.text(section)) - len(line) + line.index(words)
        return Place(section=section, span=(start, start + len(words)))

    def at(self, section: str, words: str) -> Place:
        """The place of ``words``, which stand once in the section."""
        text = self.report.text(section)
        assert text.count(words) == 1, (section, words)
        return Place(section=section, span=(text.index(words), text.index(words) + len(words)))


def _copy(report: Report) -> Report:
    """A copy that shares only what no fault changes in place; a whole deep copy takes as long as some rules."""
    return report.model_copy(
        update={
            "values": dict(report.values),
            "stated": dict(report.stated),
            "sections": dict(report.sections),
            "approvals": list(report.approvals),
            "document": report.document.model_copy(),
        }
    )


Break = Callable[[Case, random.Random], Place | tuple[Place, ...] | None]
"""Breaks the case; gives back where that must be found, None where the fault does not suit the report."""


@dataclass(frozen=True)
class Fault:
    """A way to break a rule. ``also``: rules that find an error of their own in it, because it cannot be helped."""

    rule: str
    name: str
    breaks: Break
    also: frozenset[str]

    def __str__(self) -> str:
        return f"{self.rule}: {self.name}"


FAULTS: list[Fault] = []
"""The catalogue, filled by the modules beside this one."""


def fault(rule: str, name: str, also: str = "") -> Callable[[Break], Break]:
    """Puts the function below into the catalogue; ``also``: ids of rules, a space between."""

    def put(breaks: Break) -> Break:
        FAULTS.append(Fault(rule, name, breaks, frozenset(also.split())))
        return breaks

    return put
