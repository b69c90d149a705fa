"""What the program answers without a model: what is missing, and why something is marked.

The same lines tell a model in the conversation what the checks and the marks say.
"""

from __future__ import annotations

from collections.abc import Iterator

from drafting.assessment import Assessment
from drafting.checks import RULES
from drafting.checks.marks import Marked
from drafting.checks.patterns import GAP
from drafting.report import Report, is_heading

MOST = 30
"""How many marks one answer explains."""
SHOWN = 30
"""Characters of a doubted sentence that are shown."""


def missing(about: Assessment) -> str:
    """What the report still lacks, one thing a line: sections, gaps, cells, notes, answers to last year's problems."""
    report, lines = about.report, []
    unwritten = [spec.label for spec in report.outline if not report.text(spec.id).strip()]
    if unwritten:
        lines.append(f"还没有写的章节：{'、'.join(unwritten)}。")
    for spec in report.outline:
        if gaps := GAP.findall(report.text(spec.id)):
            lines.append(f"“{spec.label}”有 {len(gaps)} 处待补：{'、'.join(gaps)}。")
    lines += [finding.message for finding in about.findings if RULES[finding.rule].lack]
    told = {note.aspect for note in report.notes if note.text.strip()}
    for aspect in report.aspects:
        if not aspect.optional and aspect.id not in told and aspect.id not in report.notes_done:
            lines.append(f"“{aspect.label}”还没有素材，可以想想：{aspect.reminders[0]}")
    return "\n".join(lines) or "没有发现缺的内容：表格已填齐，各方面都有素材，正文没有待补之处。"


def why(about: Assessment) -> str:
    """Why figures and words of the text are marked, one place a line."""
    report = about.report
    if not any(report.text(spec.id).strip() for spec in report.outline):
        return "正文还没有写，没有标记。"
    said = [line(mark, report) for mark in doubtful(about)]
    rest = [f"此外还有 {len(said) - MOST} 处，改好这些后请再问一次。"] if len(said) > MOST else []
    return "\n".join([*said[:MOST], *rest]) or "正文中的数字和说法都有依据，没有要说明的标记。"


def doubtful(about: Assessment) -> Iterator[Marked]:
    """Every mark that rests on nothing or is contradicted, and every doubted sentence, as printed."""
    for spec in about.report.outline:
        found = [mark for mark in about.marks.get(spec.id, ()) if mark.state in ("untied", "contradicted", "doubt")]
        yield from sorted(found, key=lambda mark: (mark.paragraph, mark.mark is None, mark.start))


def line(mark: Marked, report: Report) -> str:
    """Where a mark stands, what it marks and why: ``“监督保障”第1段“18件”：没有找到依据……``."""
    words = mark.text if mark.mark or len(mark.text) <= SHOWN else mark.text[:SHOWN] + "……"
    return f"{place(report, mark.section, mark.within.id)}“{words}”：{mark.why}"


def place(report: Report, section: str, paragraph: str) -> str:
    """How a clerk finds a paragraph: ``“监督保障”第1段``, headings not counted; ``“监督保障”`` for a heading."""
    number = 0
    for standing in report.sections[section].paragraphs:
        number += not is_heading(standing.text)
        if standing.id == paragraph and not is_heading(standing.text):
            return f"“{report.called(section)}”第{number}段"
    return f"“{report.called(section)}”"
