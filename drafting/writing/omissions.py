"""What a report's text leaves out: notes and main facts that it does not state, by section, and how one is added.

The counterpart of ``bearing``: there the text is asked what bears it out, here the notes are asked what tells of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from drafting.assessment import Assessment
from drafting.bearing import Bearing, Clause, Evidence, clauses, fragments
from drafting.binding import read
from drafting.errors import NotFound
from drafting.language.register import written
from drafting.report import Note, Paragraph, Report, Section, is_heading, new_id

from .composer import ORIGIN, fee
from .noted import sentences_of, speaker
from .section import basis

MAIN = (
    "requests.new_received.total",
    "requests.carried_in.total",
    "requests.total.total",
    "requests.carried_out.total",
    "proceedings.review.total",
    "formula.litigation",
    "disclosure.normative_documents.made",
    "disclosure.normative_documents.repealed",
    "disclosure.normative_documents.in_force",
    "disclosure.licences",
    "disclosure.penalties",
    "disclosure.coercive_measures",
    "disclosure.fees_wan_yuan",
)
"""The facts that a reader looks for."""
UNTOLD = 0.33
"""Share of a note's letters, in clauses that the text does not have, from which the note counts as left out."""
_NONE_OF = {
    "requests.new_received.total": "申请",
    "proceedings.review.total": "复议",
    "formula.litigation": "诉讼|起诉|官司",
    "disclosure.normative_documents.made": "规范性文件",
}
"""Where the cell is 0: the word by which the text tells of it in whatever way."""
_PARTS = {
    "last_year_fix": "上年|上一?年度|整改情况",
    "problem": "存在|主要问题|不足",
    "measure": "改进|措施|打算|下一步",
}
"""Aspect -> the words of the heading within a section under which it is told."""


@dataclass(frozen=True)
class Omission:
    """Something that the text does not tell. ``ref``: ``fact:<id>`` or ``note:<id>``; ``text``: what it says."""

    ref: str
    text: str

    @property
    def kind(self) -> Literal["fact", "note"]:
        """Whether it is a figure of the tables or a note."""
        return "fact" if self.ref.startswith("fact:") else "note"


class Omissions:
    """What the text of the report of ``assessment`` leaves out. Asked of sections in which something is written."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._report = assessment.report
        texts = [self._report.text(id) for id in self._report.sections]
        self._text = "\n".join(texts)
        self._values = {figure.value for figure in read(self._text)}
        told = Evidence([one for text in texts for one in fragments("text", text, "own")])
        self._told = Bearing(assessment.ground, told)
        self._stated = {
            source
            for marks in assessment.marks.values()
            for mark in marks
            if mark.mark and mark.mark.state in ("fact", "contradicted")
            for source in mark.mark.sources
        }

    def of(self, section: str) -> list[Omission]:
        """The main facts and the notes that belong to ``section`` and stand nowhere in the report, in their order."""
        if not self._report.text(section).strip():
            return []
        items = basis(self._report, section, self._assessment.last_year)
        return [Omission(item.ref, item.text) for item in items if not self._tells(item.ref, item.text)]

    def _tells(self, ref: str, text: str) -> bool:
        kind, _, id = ref.partition(":")
        if kind == "fact":
            zero = self._assessment.ground.facts[id].value == 0
            return (
                id not in MAIN or ref in self._stated or (zero and bool(re.search(_NONE_OF.get(id, "^"), self._text)))
            )
        return any(self._told_in(form) for form in self._forms(id, text))

    def _forms(self, id: str, text: str) -> Iterator[str]:
        """How the text may tell a note: as typed, as written Chinese, as the composer says it."""
        yield text
        yield written(text, speaker(self._report))
        note = next((note for note in self._report.notes if note.id == id), None)
        if note and note.aspect == "fee":
            yield "".join(source.sentence for source in fee(note, self._report))

    def _told_in(self, text: str) -> bool:
        found = list(clauses(text))
        marks = [replace(mark, state="fact", sources=()) for mark in self._assessment.ground.marks(text)]
        untold = [one for one in self._told.baseless(text, marks) if not one.said]
        lacking = [
            clause
            for clause in found
            if any(one.start < clause.end and clause.start < one.end for one in untold)
            or self._counts_unseen(clause.text)
        ]
        return _letters(lacking) < UNTOLD * _letters(found) or not found

    def _counts_unseen(self, clause: str) -> bool:
        """Whether ``clause`` counts something, and none of its figures stands in the text."""
        values = {figure.value for figure in read(clause)}
        return bool(values) and values.isdisjoint(self._values)


def _letters(found: Iterable[Clause]) -> int:
    return sum(len(clause.key) for clause in found)


def with_added(report: Report, section: str, omission: Omission) -> Section:
    """``section`` with what it left out: a fact as a sentence of its own, a note in its own words, as a paragraph at the
    end of the section or of the part of it that tells of such things. Raises NotFound when it is not there any more.
    """
    kind, _, id = omission.ref.partition(":")
    note = next((note for note in report.notes if note.id == id), None) if kind == "note" else None
    if kind == "note" and note is None:
        raise NotFound("这条素材已经删除，没有加入。")
    sources = tuple(sentences_of(note, report)) if note else ()
    text = "".join(source.sentence for source in sources) if note else f"{omission.text}。"
    added = Paragraph(id=new_id(), text=text, origin=ORIGIN, sources=sources)
    paragraphs = list(report.sections.get(section, Section()).paragraphs)
    at = _end_of_part(paragraphs, note) if note else len(paragraphs)
    return Section(paragraphs=(*paragraphs[:at], added, *paragraphs[at:]))


def _end_of_part(paragraphs: Sequence[Paragraph], note: Note) -> int:
    """Where the part under the heading for ``note``'s aspect ends; the end of the section without such a heading."""
    wanted = _PARTS.get(note.aspect)
    heads = [at for at, paragraph in enumerate(paragraphs) if is_heading(paragraph.text)]
    for at, until in zip(heads, [*heads[1:], len(paragraphs)]):
        if wanted and re.search(wanted, paragraphs[at].text):
            return until
    return len(paragraphs)


def listed(assessment: Assessment, sections: Sequence[str]) -> Iterator[tuple[str, list[Omission]]]:
    """Each of ``sections`` with what it leaves out."""
    omissions = Omissions(assessment)
    for section in sections:
        yield section, omissions.of(section)
