"""What a reading of the whole report makes of its paragraphs: kept while it grows, proposed section by section.

A rewrite holds the text it was made of, so that one of a paragraph that was changed meanwhile is left.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from drafting.language.likeness import likeness
from drafting.language.sentences import FULL_STOPS, sentences
from drafting.report import Paragraph, Report, Section, SentenceSource

from .client import Usage

SAME = 0.5
"""Likeness from which a sentence rests on what another one rested on."""


@dataclass(frozen=True)
class Rewrite:
    """``new`` in place of ``old``, the text of a section's paragraph; ``""``: the paragraph is left out."""

    section: str
    paragraph: str
    old: str
    new: str


@dataclass(frozen=True)
class Reading:
    """What came of reading a report, or of as much of it as was read. ``read`` of ``total`` sections; ``refused``:
    changes that were asked for and cannot be made, because a fact would shift or their words are not there. ``failed``: sections without an answer that can be used.
    """

    rewrites: tuple[Rewrite, ...] = ()
    read: int = 0
    total: int = 0
    refused: int = 0
    failed: int = 0

    @property
    def text(self) -> str:
        """As the store keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> Reading:
        """What ``text`` made; an empty one for anything else."""
        try:
            data = json.loads(text)
            return cls(**{**data, "rewrites": tuple(Rewrite(**each) for each in data["rewrites"])})
        except (ValueError, TypeError, KeyError):
            return cls()


@dataclass(frozen=True)
class Pass:
    """A reading and how it came about. ``prompt``: its ref. ``finished``: it came to its end."""

    reading: Reading
    prompt: str
    usage: Usage | None
    finished: bool


def rewritten(standing: Section, rewrites: Iterable[Rewrite]) -> tuple[Section, int]:
    """``standing`` with the rewrites of its paragraphs, and how many were left: changed meanwhile, locked or gone."""
    wanted = {rewrite.paragraph: rewrite for rewrite in rewrites}
    made: list[Paragraph] = []
    done = 0
    for paragraph in standing.paragraphs:
        rewrite = wanted.get(paragraph.id)
        if rewrite is None or paragraph.locked or paragraph.text != rewrite.old:
            made.append(paragraph)
            continue
        done += 1
        if rewrite.new:
            made.append(restated(paragraph, rewrite.new))
    return Section(paragraphs=tuple(made)), len(wanted) - done


def restated(paragraph: Paragraph, text: str) -> Paragraph:
    """``paragraph`` saying ``text``: each sentence rests on what the most like one rested on."""
    return Paragraph(
        id=paragraph.id,
        text=text,
        origin="person" if paragraph.origin == "person" else "model",
        sources=_sources(text, paragraph.sources),
    )


def _sources(text: str, known: Sequence[SentenceSource]) -> tuple[SentenceSource, ...]:
    found = []
    for _, _, sentence in sentences(text, FULL_STOPS):
        like, nearest = max(((likeness(sentence, one.sentence), one.ids) for one in known), default=(0.0, ()))
        if like >= SAME and nearest:
            found.append(SentenceSource(sentence=sentence, ids=nearest))
    return tuple(found)


def told(report: Report, rewrites: Iterable[Rewrite]) -> Report:
    """``report`` with ``rewrites``."""
    by_section: dict[str, list[Rewrite]] = {}
    for rewrite in rewrites:
        by_section.setdefault(rewrite.section, []).append(rewrite)
    sections = {
        id: rewritten(section, by_section[id])[0] if id in by_section else section
        for id, section in report.sections.items()
    }
    return report.model_copy(update={"sections": sections})


__all__ = ["Pass", "Reading", "Rewrite", "restated", "rewritten", "told"]
