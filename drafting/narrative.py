"""The narrative of a report: its outline, the texts of its sections, and how they are printed chapter by chapter.

A report is this and more (``report``). docs/decisions/0017-outline.md.
"""

from __future__ import annotations

import re
import secrets
from typing import Literal, NamedTuple

from pydantic import Field

from drafting.form import (
    CHAPTERS,
    PREFACE_LABEL,
    SECTIONS,
    Edition,
    SectionSpec,
    completed,
    edition,
    edition_for,
    numeral,
    sections_for,
)
from drafting.organ import Organ
from drafting.strict_model import Model

MAX_SECTION = 100_000
"""Characters in one narrative section."""
UNPLACED = "未归入章节的文字"
"""What staff call a text whose section is in the outline no more."""

Origin = Literal["person", "model", "composer", "import"]
"""Who wrote a text as it stands."""
DRAFTED: tuple[Origin, ...] = ("model", "composer")
"""Origins of text that no person wrote."""


class SentenceSource(Model):
    """The notes (``note:<id>``) and facts (``fact:<id>``) one sentence rests on. ``doubted``: those that a model named for it
    and whose words do not bear it out, to be looked at by a person.
    """

    sentence: str
    ids: tuple[str, ...]
    doubted: tuple[str, ...] = Field(default=(), exclude_if=lambda ids: not ids)


class FigureTie(Model):
    """What the figure at ``start``–``end`` of a paragraph's text rested on when the text was last written.

    ``source``: ``fact:<id>``, ``note:<id>``, ``person`` (typed or confirmed by one), or ``""`` (nothing).
    """

    start: int
    end: int
    source: str = ""


class Paragraph(Model):
    """A paragraph of a section. ``origin``: who wrote the text that stands now.

    ``ties``: its figures, in order (docs/decisions/0004-live-figures.md). ``locked``: no model and no refill may change
    it. ``doubts``: sentences of it, word for word, whose wording may no longer fit because a figure in them changed.
    ``drafted``: the clauses (``bearing.Clause.key``) that a model or the composer put there and no person changed; None
    where the origin tells it of all (docs/decisions/0016-basis.md).
    """

    id: str
    text: str
    origin: Origin = "person"
    sources: tuple[SentenceSource, ...] = ()
    ties: tuple[FigureTie, ...] = ()
    locked: bool = False
    doubts: tuple[str, ...] = ()
    drafted: tuple[str, ...] | None = None


class Section(Model):
    """The text of one narrative section, in paragraphs."""

    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @classmethod
    def of(cls, text: str, origin: Origin = "person") -> Section:
        """A section whose paragraphs are the non-empty lines of ``text``."""
        return cls(
            paragraphs=tuple(
                Paragraph(id=new_id(), text=line.strip(), origin=origin) for line in text.split("\n") if line.strip()
            )
        )


class Line(NamedTuple):
    """A printed line of a chapter, and the section and paragraph it is; a heading of the form belongs to no paragraph."""

    kind: Literal["heading", "body"]
    text: str
    section: str
    paragraph: str = ""


def is_heading(line: str) -> bool:
    """Whether ``line`` is a second-level heading: ``（一）…`` standing alone, without a full stop."""
    return bool(re.fullmatch(r"[（(][一二三四五六七八九十]+[）)].{1,26}(?<![。；，：])", line.strip()))


def new_id() -> str:
    """A short random id for a paragraph or note."""
    return secrets.token_hex(5)


class Narrative(Model):
    """The words of one organ's report on one year. ``edition``: the one in force for that year where none is named;
    ``sections`` by id; ``own_outline``: which there are and in what order, None where
    they are those of the edition for this kind of organ.
    """

    organ: Organ
    year: int
    edition: str = Field(default_factory=lambda read: edition_for(read["year"]).edition)
    own_outline: tuple[SectionSpec, ...] | None = None
    sections: dict[str, Section] = Field(default_factory=dict)

    @property
    def form(self) -> Edition:
        """The edition's tables and relations."""
        return edition(self.edition)

    @property
    def outline(self) -> tuple[SectionSpec, ...]:
        """The sections of this report, in printed order: its own, else the edition's for its kind of organ."""
        if self.own_outline is not None:
            return completed(self.own_outline, self.organ.kind)
        return sections_for(self.organ.kind, [id for id in self.sections if self.written(id)])

    def spec(self, section: str) -> SectionSpec:
        """The section with the id ``section``; for one that is in the outline no more, what is known of it."""
        found = next((spec for spec in self.outline if spec.id == section), None) or SECTIONS.get(section)
        return found or SectionSpec(id="unplaced", chapter="other", name=UNPLACED)

    def has(self, section: str) -> bool:
        """Whether there is a section with the id ``section``: in the outline, set aside, or one of the edition's."""
        known = section in self.sections or any(spec.id == section for spec in self.outline)
        return known or (self.own_outline is None and section in SECTIONS)

    def covering(self, aspect: str) -> SectionSpec | None:
        """The first section that covers ``aspect``; None when there is none."""
        return next((spec for spec in self.outline if aspect in spec.aspects), None)

    @property
    def prefaces(self) -> tuple[str, ...]:
        """The ids of what is written as a preface: before 一、, or as the opening of 一."""
        opening = next((spec for spec in self.outline if spec.chapter == "overview"), None)
        return tuple(
            spec.id
            for spec in self.outline
            if spec.chapter == "preface"
            or "preface" in spec.aspects
            or (spec is opening and not spec.heading and not spec.aspects)
        )

    @property
    def set_aside(self) -> dict[str, Section]:
        """The texts that are written and stand in no section of the outline, by id: they want another place."""
        placed = {spec.id for spec in self.outline}
        return {id: section for id, section in self.sections.items() if id not in placed and self.written(id)}

    def heading(self, chapter: str) -> str:
        """The printed heading of a narrative chapter; for the preface, which has none, what staff call it."""
        number = CHAPTERS[chapter].number
        return self.form.sections[number - 1] if number else PREFACE_LABEL

    def called(self, section: str) -> str:
        """What staff call a section or a chapter by its id."""
        known = section in SECTIONS or any(spec.id == section for spec in self.outline)
        return self.heading(section) if section in CHAPTERS and not known else self.spec(section).label

    def text(self, section: str) -> str:
        """The text of one section, ``""`` when nothing is written yet."""
        return self.sections[section].text if section in self.sections else ""

    def written(self, section: str) -> bool:
        """Whether anything is written in ``section``."""
        return section in self.sections and any(each.text.strip() for each in self.sections[section].paragraphs)

    def narrative(self, chapter: str) -> list[Line]:
        """A chapter (``preface``, ``overview`` …) as printed: its lines, each a heading or a body paragraph."""
        lines: list[Line] = []
        number = 0
        for spec in self.outline:
            if spec.chapter != chapter or not self.written(spec.id):
                continue
            if spec.heading and (heading := " ".join(spec.heading.split())):
                number += spec.numbered
                printed = f"（{numeral(number)}）{heading}" if spec.numbered else heading
                lines.append(Line("heading", printed, spec.id))
            lines += [
                Line("heading" if is_heading(text) else "body", text.strip(), spec.id, paragraph.id)
                for paragraph in self.sections[spec.id].paragraphs
                for text in paragraph.text.split("\n")
                if text.strip()
            ]
        return lines

    def narrative_text(self, chapter: str) -> str:
        """A chapter as plain text, one paragraph a line."""
        return "\n".join(line.text for line in self.narrative(chapter))
