"""Marks on a section: which figure or word rests on what, which sentence rests on nothing or says what last year's said.

The editor draws them, the review copy lists them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from drafting.binding import Ground, Mark
from drafting.report import Paragraph, Report, Section

from . import likeness

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


def marked(report: Report, last_year: Report | None = None) -> dict[str, list[Found]]:
    """The marks of every written section, by section id."""
    ground = Ground(report, last_year)
    return {id: found(section, ground, last_year.text(id) if last_year else "", drawn=id not in STANDARD)
            for id, section in report.sections.items() if section.text.strip()}


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
               drawn: bool) -> Iterator[Found]:
    """Sentences to look at again, sentences like last year's, and drafted sentences that rest on nothing."""
    text = paragraph.text
    for sentence in paragraph.doubts:
        if (start := text.find(sentence)) >= 0:
            yield Found(at, start, start + len(sentence), offset, "doubt", "这句话里的数字已随表格或素材更新，请核对措辞是否仍然合适。")
    for start, end, ratio, old in likeness.fresh(text, last_text) if last_text else ():
        yield Found(at, start, end, offset, "fresh", f"与上年报告相似 {ratio:.0%}：{old[:60]}")
    if drawn and paragraph.origin in DRAFTED:
        sourced = [source.sentence for source in paragraph.sources if source.ids]
        based = [mark.start for mark in marks if mark.state in ("fact", "note", "person")]
        for start, end, sentence in likeness.sentences(text):
            rests = bisect_left(based, start) < bisect_left(based, end) or any(
                sentence in other or other in sentence for other in sourced)
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
