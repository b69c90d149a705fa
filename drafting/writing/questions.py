"""What the program answers without a model: what is missing, and why something is marked.

The same lines tell a model in the conversation what the checks and the marks say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drafting.binding import Ground, Mark
from drafting.checks import Result
from drafting.checks.patterns import GAP
from drafting.form import SECTIONS
from drafting.report import Report, is_heading

MOST = 30
"""How many marks one answer explains."""
SHOWN = 30
"""Characters of a doubted sentence that are shown."""


@dataclass(frozen=True)
class Reason:
    """Why a place of a section is marked: one Chinese sentence that begins with where it stands."""

    section: str
    sentence: str


def missing(report: Report, result: Result) -> str:
    """What the report still lacks, one thing a line: sections, gaps, cells, notes, answers to last year's problems."""
    lines = []
    unwritten = [spec.label for spec in report.outline if not report.text(spec.id).strip()]
    if unwritten:
        lines.append(f"还没有写的章节：{'、'.join(unwritten)}。")
    for spec in report.outline:
        if gaps := GAP.findall(report.text(spec.id)):
            lines.append(f"“{spec.label}”有 {len(gaps)} 处待补：{'、'.join(gaps)}。")
    lines += [finding.message for finding in result.findings if finding.rule in ("T-10", "R-04")]
    told = {note.aspect for note in report.notes if note.text.strip()}
    for aspect in report.aspects:
        if aspect.id not in told and aspect.id not in report.notes_done:
            lines.append(f"“{aspect.label}”还没有素材，可以想想：{aspect.reminders[0]}")
    return "\n".join(lines) or "没有发现缺的内容：表格已填齐，各方面都有素材，正文没有待补之处。"


def why(report: Report, ground: Ground) -> str:
    """Why figures and words of the text are marked, one place a line."""
    if not any(report.text(spec.id).strip() for spec in report.outline):
        return "正文还没有写，没有标记。"
    said = [reason.sentence for reason in reasons(report, ground)]
    rest = [f"此外还有 {len(said) - MOST} 处，改好这些后请再问一次。"] if len(said) > MOST else []
    return "\n".join([*said[:MOST], *rest]) or "正文中的数字和说法都有依据，没有要说明的标记。"


def reasons(report: Report, ground: Ground) -> Iterator[Reason]:
    """Every mark that rests on nothing or is contradicted, and every doubted sentence, as printed."""
    for spec in report.outline:
        section = report.sections.get(spec.id)
        for paragraph in section.paragraphs if section else ():
            where = place(report, spec.id, paragraph.id)
            for mark in ground.marks(paragraph.text, paragraph.ties):
                if mark.state in ("untied", "contradicted"):
                    yield Reason(spec.id, f"{where}“{mark.text}”{_because(mark, ground)}")
            for sentence in paragraph.doubts:
                said = sentence if len(sentence) <= SHOWN else sentence[:SHOWN] + "……"
                yield Reason(spec.id, f"{where}“{said}”中的数字已随表格或素材更新，其余说法可能不再合适，请核对。")


def place(report: Report, section: str, paragraph: str) -> str:
    """How a clerk finds a paragraph: ``“监督保障”第1段``, headings not counted; ``“监督保障”`` for a heading."""
    number = 0
    for standing in report.sections[section].paragraphs:
        number += not is_heading(standing.text)
        if standing.id == paragraph and not is_heading(standing.text):
            return f"“{SECTIONS[section].label}”第{number}段"
    return f"“{SECTIONS[section].label}”"


def _because(mark: Mark, ground: Ground) -> str:
    """The end of the sentence on ``mark``: what it disagrees with or lacks, and what to do."""
    if mark.state == "untied":
        what = "在表格和素材里都没有找到依据" if mark.kind == "figure" else "这个说法在表格和素材里都没有找到依据"
        return f"{what}，请补一条素材、改掉它，或由您确认。"
    against = f"与{ground.says(mark.sources[0])}不符" if mark.sources else "与表格不符"
    if mark.narrow:
        return f"{against}；旁边的词表示它可能只是其中一部分，请核对。"
    return f"{against}，应为“{mark.expected}”，请改正。" if mark.expected else f"{against}，请核对后改正。"
