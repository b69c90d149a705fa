"""Marks on a section: which figure or word rests on what, which sentence rests on nothing or says what last year's
said.

The rules judge them, the editor draws them, the review copy and the conversation list them; each says why it is there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from drafting.binding import Ground, Mark
from drafting.report import Paragraph, Section

from . import likeness
from .rule import Severity

LEGEND = {
    "fact": "来自表格",
    "note": "来自素材",
    "person": "由人填写或确认",
    "untied": "没有找到依据",
    "contradicted": "与表格不符",
    "doubt": "数字已更新，请核对措辞",
    "fresh": "与上年相似",
    "no-basis": "依据不足",
}
"""Mark state -> what it means. The first five are of figures and words, the others of whole sentences."""
DRAFTED = ("model", "composer")
"""Origins of text whose sentences must name what they rest on."""
STANDARD = ("overview.lead",)
"""Sections of standard sentences, which rest on the organ and the year."""


AROUND = 20
"""Characters before a mark that a message quotes, no further than its clause."""
_CLAUSE = re.compile("[，。；！？、：（）]")
_ENDS = re.compile("[，。；！？：（）]")


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
    ground: Ground | None = field(default=None, repr=False, compare=False)
    reason: str = ""

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


def figures(id: str, section: Section, ground: Ground) -> list[Marked]:
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


def sentences(id: str, section: Section, figures: Sequence[Marked], last_text: str) -> list[Marked]:
    """The marks of whole sentences of the section ``id``, whose ``figures`` are marked already; ``last_text``: the same
    section of last year.
    """
    found: list[Marked] = []
    offset = 0
    for at, paragraph in enumerate(section.paragraphs):
        based = [each.start for each in figures if each.paragraph == at and each.state in ("fact", "note", "person")]
        found += [
            Marked(id, at, start, end, offset, state, paragraph, reason=reason)
            for start, end, state, reason in _sentences(paragraph, based, last_text, id not in STANDARD)
        ]
        offset += len(paragraph.text) + 1
    return found


def _sentences(
    paragraph: Paragraph, based: list[int], last_text: str, drawn: bool
) -> Iterator[tuple[int, int, str, str]]:
    """Sentences to look at again, sentences like last year's, and drafted sentences that rest on nothing: start, end,
    state, reason. ``based``: where what rests on something begins; ``drawn``: drafted sentences must rest on something.
    """
    text = paragraph.text
    for sentence in paragraph.doubts:
        if (start := text.find(sentence)) >= 0:
            yield start, start + len(sentence), "doubt", "这句话里的数字已随表格或素材更新，请核对措辞是否仍然合适。"
    for start, end, ratio, old in likeness.fresh(text, last_text) if last_text else ():
        yield start, end, "fresh", f"与上年报告相似 {ratio:.0%}：{old[:60]}"
    if drawn and paragraph.origin in DRAFTED:
        sourced = [source.sentence for source in paragraph.sources if source.ids]
        for start, end, sentence in likeness.sentences(text):
            rests = bisect_left(based, start) < bisect_left(based, end) or any(
                sentence in other or other in sentence for other in sourced
            )
            if not rests and len(sentence) > 8 and "〔待补" not in sentence and not sentence.startswith("（"):
                yield start, end, "no-basis", "依据不足：这句话没有对应的素材或表格数据，请核实，或补记一条素材。"


def explained(mark: Mark, ground: Ground) -> str:
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
        narrow = "；这里说的范围可能较窄，确是如此可以保留" if mark.narrow else ""
        return f"与表格不符，{should}（{rests}）{narrow}。"
    return "没有找到依据：表格和素材里都没有。请补记素材、改正，或确认由您负责。"
