"""Marks on the narrative: which figure or word rests on what, in the editor and as a page to read."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from drafting.binding import Ground, Mark
from drafting.checks import likeness
from drafting.report import Paragraph, Section
from drafting.service.library import Opened

from .components.editor import MarkSpan

LEGEND = {
    "fact": "来自表格", "note": "来自素材", "person": "由人填写或确认", "untied": "没有找到依据", "contradicted": "与表格不符",
    "doubt": "数字已更新，请核对措辞", "fresh": "与上年相似", "no-basis": "依据不足",
}
"""Mark state -> what it means. The first five are of figures and words, the others of whole sentences."""
DRAFTED = ("model", "composer")
"""Origins of text whose sentences must name what they rest on."""
STANDARD = ("overview.lead",)
"""Sections of standard sentences, which rest on the organ and the year."""


@dataclass(frozen=True)
class Found:
    """A mark in a section: ``paragraph`` is its place (0-based), ``start``–``end`` its span in that paragraph's text.

    ``mark`` is None for a mark of a whole sentence. ``offset``: where the paragraph begins in the section's text.
    """

    paragraph: int
    start: int
    end: int
    offset: int
    state: str
    why: str
    mark: Mark | None = None

    @property
    def id(self) -> str:
        """Names the mark in messages from the browser."""
        return f"{self.state}:{self.paragraph}:{self.start}:{self.end}"

    @property
    def span(self) -> MarkSpan:
        """The mark as the editor draws it, placed in the section's text."""
        return MarkSpan(start=self.offset + self.start, end=self.offset + self.end, state=self.state, why=self.why, id=self.id)


def marks_of(opened: Opened) -> dict[str, list[Found]]:
    """The marks of every written section, by section id; worked out again only when the report changed."""
    state = (opened.report, opened.last_year)
    kept = st.session_state.get("marks")
    if kept is None or kept[0] != state:
        ground = Ground(opened.report, opened.last_year)
        kept = (state, {id: found(section, ground, last_text(opened, id), drawn=id not in STANDARD)
                        for id, section in opened.report.sections.items() if section.text.strip()})
        st.session_state["marks"] = kept
    return kept[1]


def found(section: Section, ground: Ground, last_text: str, *, drawn: bool = True) -> list[Found]:
    """Every mark of a section, whole sentences first, so that figures are drawn over them.

    ``drawn``: its drafted sentences must rest on notes or facts.
    """
    sentences: list[Found] = []
    figures: list[Found] = []
    offset = 0
    for at, paragraph in enumerate(section.paragraphs):
        marks = ground.marks(paragraph.text, paragraph.ties)
        figures += [Found(at, mark.start, mark.end, offset, mark.state, why(mark, ground), mark) for mark in marks]
        sentences += _sentences(at, paragraph, offset, marks, last_text, drawn)
        offset += len(paragraph.text) + 1
    return sentences + figures


def _sentences(at: int, paragraph: Paragraph, offset: int, marks: list[Mark], last_text: str,
               drawn: bool) -> Iterable[Found]:
    """Sentences to look at again, sentences like last year's, and drafted sentences that rest on nothing."""
    text = paragraph.text
    for sentence in paragraph.doubts:
        if (start := text.find(sentence)) >= 0:
            yield Found(at, start, start + len(sentence), offset, "doubt", "这句话里的数字已随表格或素材更新，请核对措辞是否仍然合适。")
    for start, end, ratio, old in likeness.fresh(text, last_text) if last_text else ():
        yield Found(at, start, end, offset, "fresh", f"与上年报告相似 {ratio:.0%}：{old[:60]}")
    if drawn and paragraph.origin in DRAFTED:
        sourced = [source.sentence for source in paragraph.sources if source.ids]
        for start, end, sentence in likeness.sentences(text):
            rests = any(sentence in other or other in sentence for other in sourced) or any(
                mark.state in ("fact", "note", "person") and start <= mark.start < end for mark in marks)
            if not rests and len(sentence) > 8 and "〔待补" not in sentence and not sentence.startswith("（"):
                yield Found(at, start, end, offset, "no-basis", "依据不足：这句话没有对应的素材或表格数据，请核实，或补记一条素材。")


def why(mark: Mark, ground: Ground) -> str:
    """What a mark says when it is pointed at."""
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


def read_only(section: Section, marks: Iterable[Found]) -> str:
    """The section as HTML to read, its figures and words underlined by state; everything escaped."""
    by_paragraph: dict[int, list[Found]] = {}
    for each in marks:
        if each.mark:
            by_paragraph.setdefault(each.paragraph, []).append(each)
    lines = []
    for at, paragraph in enumerate(section.paragraphs):
        shown, place = [], 0
        for each in sorted(by_paragraph.get(at, ()), key=lambda each: each.start):
            if each.start < place:
                continue
            shown.append(html.escape(paragraph.text[place:each.start]))
            words = html.escape(paragraph.text[each.start:each.end])
            shown.append(f"<span class='nb-mark nb-{each.state}' title='{html.escape(each.why, quote=True)}'>{words}</span>")
            place = each.end
        shown.append(html.escape(paragraph.text[place:]))
        lines.append(f"<p>{''.join(shown)}</p>")
    return f"<div class='nb-paper'>{''.join(lines)}</div>"


def legend(states: Iterable[str]) -> str:
    """The legend for the states that occur, as HTML."""
    seen = set(states)
    return "<div class='nb-quiet nb-legend'>" + "　".join(
        f"<span class='nb-mark nb-{state}'>{says}</span>" for state, says in LEGEND.items() if state in seen) + "</div>"


def last_text(opened: Opened, section: str) -> str:
    """Last year's text of a section, ``""`` when there is none."""
    return opened.last_year.text(section) if opened.last_year else ""
