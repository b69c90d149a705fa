"""Marks on a section: which figure or word rests on what, which sentence rests on nothing or says what last year's
said.

The rules judge them, the editor draws them, the review copy and the conversation list them; each says why it is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from drafting.bearing import Baseless, Bearing, drafted
from drafting.binding import EvidenceIndex, Mark
from drafting.language.late_pattern import late_pattern
from drafting.report import DRAFTED, Paragraph, Section

from .carried_over import carried_over
from .rule import Severity

LEGEND = {
    "fact": "来自表格",
    "note": "来自素材",
    "person": "由人填写或确认",
    "untied": "没有找到依据",
    "contradicted": "与表格不符",
    "doubt": "请核对措辞",
    "fresh": "与上年相似",
    "no-basis": "依据不足",
}
"""Mark state -> what it means. The first five are of figures and words, the others of whole sentences."""

AROUND = 20
"""Characters before a mark that a message quotes, no further than its clause."""
_CLAUSE = late_pattern("[，。；！？、：（）]")
_ENDS = late_pattern("[，。；！？：（）]")


@dataclass(frozen=True)
class Marked:
    """A mark in ``section``: ``paragraph`` is its place there (0-based), ``start``–``end`` its span in the text of that
    paragraph, which is ``within``. ``offset``: where the paragraph begins in the section's text.

    ``mark``: what was read of a figure or word, on the ``ground`` of the report; None for a mark of a whole sentence,
    which says itself why it is there (``reason``).
    """

    section: str
    paragraph: int
    start: int
    end: int
    offset: int
    state: str
    within: Paragraph = field(repr=False)
    mark: Mark | None = None
    ground: EvidenceIndex | None = field(default=None, repr=False, compare=False)
    reason: str = ""
    missing: str = ""
    instead: str = ""

    @property
    def id(self) -> str:
        """Names the mark in messages from the browser."""
        return f"{self.state}:{self.paragraph}:{self.start}:{self.end}"

    @property
    def span(self) -> tuple[int, int]:
        """Its place in the section's text."""
        return self.offset + self.start, self.offset + self.end

    @property
    def text(self) -> str:
        """What is marked."""
        return self.within.text[self.start : self.end]

    @cached_property
    def why(self) -> str:
        """Why it is there, one Chinese sentence."""
        return explained(self.mark, self.ground) if self.mark and self.ground else self.reason

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells behind what it rests on or should rest on, of the first source that is a fact only."""
        facts = self.ground.facts if self.mark and self.ground else {}
        names = (source.removeprefix("fact:") for source in (self.mark.sources if self.mark else ()))
        return next((facts[name].cells for name in names if name in facts), ())

    @property
    def quoted(self) -> str:
        """The mark with the words before it, quoted: ``“收到政府信息公开申请17件”``."""
        before = _CLAUSE.split(self.within.text[max(0, self.start - AROUND) : self.start])[-1]
        figure = self.mark and self.mark.kind == "figure"
        after = "" if figure else _ENDS.split(self.within.text[self.end : self.end + AROUND])[0]
        return f"“{before.strip()}{self.text}{after.strip()}”"

    @property
    def doubt(self) -> Severity | None:
        """How grave it is that it rests on nothing: None for what a person wrote, a hint for what was imported.

        What a model wrote stays its own also in a paragraph a person edited: there the paragraph's ties remember it.
        """
        if self.within.origin == "import":
            return "hint"
        place = self.start, self.end, ""
        loose = any((tie.start, tie.end, tie.source) == place for tie in self.within.ties)
        return "warning" if loose or self.within.origin in DRAFTED else None

    @property
    def questioned(self) -> bool:
        """Whether it is a figure of the tables' own matter that differs, in words that leave room, and no person stands for
        it: words of a narrower scope are taken at their word only where no model wrote them.
        """
        mark = self.mark
        if mark is None or self.state != "contradicted" or mark.kind != "figure" or not mark.narrow or self.reckoned:
            return False
        given = any((tie.start, tie.end, tie.source) == (self.start, self.end, "person") for tie in self.within.ties)
        return not given and (self.doubt == "warning" or (mark.asked and self.doubt is not None))

    @property
    def reckoned(self) -> bool:
        """Whether it is a share, or a change from last year."""
        mark = self.mark
        return mark is not None and (
            (mark.figure is not None and mark.figure.unit in ("%", "百分点"))
            or any(source.startswith(("fact:change.", "fact:ratio.", "fact:before.")) for source in mark.sources)
        )

    def to_data(self) -> dict[str, Any]:
        """The mark as ``check --json --marks`` prints it."""
        return {
            "section": self.section,
            "paragraph": self.paragraph,
            "span": [self.start, self.end],
            "text": self.text,
            "kind": self.mark.kind if self.mark else "sentence",
            "state": self.state,
            "sources": list(self.mark.sources) if self.mark else [],
            "cells": list(self.cells),
            "expected": self.mark.expected or None if self.mark else None,
        }


def figures(id: str, section: Section, ground: EvidenceIndex) -> list[Marked]:
    """The marks of the figures and claiming words of the section ``id``, in order."""
    found: list[Marked] = []
    offset = 0
    for at, paragraph in enumerate(section.paragraphs):
        found += [
            Marked(id, at, mark.start, mark.end, offset, mark.state, paragraph, mark, ground)
            for mark in ground.marks(paragraph.text, paragraph.ties)
        ]
        offset += len(paragraph.text) + 1
    return found


def baseless(id: str, section: Section, figures: Sequence[Marked], bearing: Bearing) -> list[Marked]:
    """The marks of the drafted clauses of the section ``id``, whose ``figures`` are marked already, that nothing bears
    out.
    """
    found: list[Marked] = []
    offset = 0
    for at, paragraph in enumerate(section.paragraphs):
        if only := drafted(paragraph):
            within = [each.mark for each in figures if each.paragraph == at and each.mark]
            for one in bearing.baseless(paragraph.text, within, only, section=id):
                reason, missing = _lacking(one), "、".join(one.words)
                found.append(
                    Marked(
                        id, at, one.start, one.end, offset, "no-basis", paragraph,
                        reason=reason, missing=missing, instead=one.said,
                    )
                )  # fmt: skip
        offset += len(paragraph.text) + 1
    return found


def _lacking(one: Baseless) -> str:
    """Why a clause is marked as baseless."""
    if one.said:
        return f"依据不足：素材写的是“{one.said[:60]}”，这里的说法与它不同。请改正，或补记素材。"
    words = f"“{'、'.join(one.words)[:40]}”" if one.words else "这里的说法"
    return f"依据不足：{words}在素材和表格中都没有。请核实改写，或补记一条素材。"


def sentences(id: str, section: Section, last_text: str) -> list[Marked]:
    """The marks of whole sentences of the section ``id``; ``last_text``: the same section of last year."""
    found: list[Marked] = []
    offset = 0
    for at, paragraph in enumerate(section.paragraphs):
        found += [
            Marked(id, at, start, end, offset, state, paragraph, reason=reason)
            for start, end, state, reason in _sentences(paragraph, last_text)
        ]
        offset += len(paragraph.text) + 1
    return found


def _sentences(paragraph: Paragraph, last_text: str) -> Iterator[tuple[int, int, str, str]]:
    """Sentences to look at again and sentences like last year's: start, end, state, reason."""
    text = paragraph.text
    for sentence in paragraph.doubts:
        if (start := text.find(sentence)) >= 0:
            yield start, start + len(sentence), "doubt", "这句话里的数字已随表格或素材更新，请核对措辞是否仍然合适。"
    for source in paragraph.sources:
        if source.doubted and not source.ids and (start := text.find(source.sentence)) >= 0:
            yield start, start + len(source.sentence), "doubt", "这句话与它依据的素材说法不尽相同，请对照素材核对。"
    for start, end, ratio, old in carried_over(text, last_text) if last_text else ():
        yield start, end, "fresh", f"与上年报告相似 {ratio:.0%}：{old[:60]}"


def explained(mark: Mark, ground: EvidenceIndex) -> str:
    """Why a figure or word is marked: what it rests on, or what it disagrees with or lacks and what to do."""
    rests = "；".join(ground.says(source) for source in mark.sources[:2])
    if mark.state == "fact":
        return f"来自表格：{rests}"
    if mark.state == "note":
        return f"来自素材：{rests}"
    if mark.state == "person":
        return "由人填写或确认。"
    if mark.state == "contradicted":
        should = f"应为“{mark.expected}”" if mark.expected else "请核对"
        narrow = "；这里的范围或口径可能不同，确是如此可以保留" if mark.narrow else ""
        return f"与表格不符，{should}（{rests}）{narrow}。"
    return "没有找到依据：表格和素材里都没有。请补记素材、改正，或确认由您负责。"
