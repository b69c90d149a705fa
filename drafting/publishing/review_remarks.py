"""What the review copy says beside the text: for each sentence what it rests on and what the rules found in it, and the
remarks of the reviewers at their places.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime

from drafting import times
from drafting.assessment import Assessment
from drafting.binding import EvidenceIndex
from drafting.checks import SEVERITIES, Finding, Result
from drafting.checks.marks import Marked
from drafting.language.sentences import sentences
from drafting.report import Paragraph, Remark, Report

from .document import clean

LONGEST = 200
"""Characters of one line of a remark: a note may have 5,000, a comment is read in the margin."""
ORDER = ("contradicted", "untied", "no-basis", "doubt", "fresh", "fact", "note", "person")
"""States of marks as a reader should see them, what needs a look first."""


@dataclass
class Comment:
    """What is said about one place, line by line.

    The place is a ``sentence`` of paragraph ``at`` (0-based) of ``section``, or the ``passage`` of it that stands at
    about ``start``, a ``cell`` by its key, or, with none of these, the whole of ``section``, which may be a chapter.
    ``person``: who says it, ``""`` for the program; ``said_at``: when, a moment as ``report.Remark`` has it.
    """

    section: str = ""
    at: int = 0
    sentence: str = ""
    passage: str = ""
    start: int = 0
    cell: str = ""
    lines: list[str] = field(default_factory=list)
    person: str = ""
    said_at: str = ""

    @property
    def text(self) -> str:
        """The lines, printable and short; one said twice stands once. What a person says is not cut."""
        return "\n".join(dict.fromkeys(map(clean if self.person else shortened, self.lines)))


def comments(assessment: Assessment) -> list[Comment]:
    """Everything to say about places of a report: sentences in order, then the rest, last what the reviewers said."""
    report, result, ground, marks = assessment.report, assessment.result, assessment.ground, assessment.marks
    said = [(finding, sentence_of(finding)) for finding in result.findings]
    said += [
        (finding, f"已说明理由保留：{finding.said}理由：{reason}") for finding, reason, _ in waived(report, result)
    ]
    found: list[Comment] = []
    placed: set[str] = set()
    for id, section in report.sections.items():
        offset = 0
        for at, paragraph in enumerate(section.paragraphs):
            until = offset + len(paragraph.text)
            about = [
                (finding, (finding.span[0] - offset, finding.span[1] - offset), line)
                for finding, line in said
                if finding.section == id and finding.span and offset <= finding.span[0] <= until
            ]
            here = [mark for mark in marks.get(id, ()) if mark.paragraph == at]
            found += _sentences(
                paragraph,
                [Comment(id, at, text) for _, _, text in sentences(paragraph.text)],
                about,
                here,
                ground,
            )
            placed.update(finding.fingerprint for finding, _, _ in about)
            offset = until + 1
    places: dict[tuple[str, str], Comment] = {}
    for finding, line in said:
        if finding.fingerprint not in placed and (finding.section or finding.cells):
            section, cell = (finding.section, "") if finding.section else ("", finding.cells[0])
            places.setdefault((section, cell), Comment(section, cell=cell)).lines.append(line)
    return [comment for comment in found if comment.lines] + list(places.values()) + _reviewers(report)


def _sentences(
    paragraph: Paragraph,
    comments: list[Comment],
    about: list[tuple[Finding, tuple[int, int], str]],
    marks: list[Marked],
    ground: EvidenceIndex,
) -> list[Comment]:
    """``comments``, one a sentence of ``paragraph``, with their lines; ``about``: findings, each with its span in the
    paragraph and its line.
    """
    starts = [start for start, _, _ in sentences(paragraph.text)]
    if not starts:
        return []

    def at(place: int) -> int:
        return max(bisect_right(starts, place) - 1, 0)

    judged: dict[int, list[tuple[int, int]]] = {}
    for _, span, line in about:
        comments[at(span[0])].lines.append(line)
        judged.setdefault(at(span[0]), []).append(span)
    rests: dict[int, set[str]] = {}
    figures: dict[tuple[int, str], list[str]] = {}
    for mark in sorted(marks, key=lambda mark: (ORDER.index(mark.state), mark.start)):
        here = at(mark.start)
        told = any(mark.start < end and start < mark.end for start, end in judged.get(here, ()))  # a finding says it
        if mark.mark is None:
            if mark.state != "no-basis" or not told:
                comments[here].lines.append(mark.why)
            continue
        rests.setdefault(here, set()).update(mark.mark.sources)
        wrong = mark.state in ("contradicted", "untied")
        if not (wrong and told):
            figures.setdefault((here, mark.why), []).append(f"“{mark.mark.text}”")
    for (here, why), texts in figures.items():
        comments[here].lines.append("".join(texts) + why)
    for source in paragraph.sources:
        for here, comment in enumerate(comments):
            if comment.sentence in source.sentence or source.sentence in comment.sentence:
                comment.lines += [f"依据：{ground.says(id)}" for id in source.ids if id not in rests.get(here, ())]
    return comments


def _reviewers(report: Report) -> list[Comment]:
    """The remarks on places of the report; one on the whole stands on the first page only."""
    found = []
    for remark in report.remarks:
        lines = [
            remark.text,
            *(
                [f"{signed('答复', remark.answered_by, remark.answered_at)}：{remark.answer}"]
                if remark.answer
                else ["尚未答复。"]
            ),
        ]
        made = Comment(lines=lines, person=remark.person, said_at=remark.at)
        if remark.cell in report.form.cells:
            made.cell = remark.cell
        elif remark.section in report.parts or remark.section in report.sections:
            made.section = remark.section
            _point(made, remark, report)
        else:
            continue
        found.append(made)
    return found


def _point(comment: Comment, remark: Remark, report: Report) -> None:
    """Put ``comment`` at the words of ``remark``; where they no longer stand, say what they were."""
    words = remark.quote.split("\n")[0]
    found = report.passage(remark)
    if not found:
        if words:
            comment.lines.insert(0, f"针对原文“{words}”，该处文字已改动。")
        return
    offset = 0
    for at, paragraph in enumerate(report.sections[remark.section].paragraphs):
        if offset <= found[0] < offset + len(paragraph.text):
            comment.at, comment.passage, comment.start = at, words, found[0] - offset
        offset += len(paragraph.text) + 1


def waived(report: Report, result: Result) -> list[tuple[Finding, str, str]]:
    """The findings let pass, each with the reason and when it was given (Beijing time, may be empty)."""
    found = ((finding, finding.waiver(report.waivers)) for finding in result.waived)
    return [(finding, waiver.reason, moment(waiver.at)) for finding, waiver in found if waiver]


def place(remark: Remark, report: Report) -> str:
    """Where a remark belongs, as staff call it."""
    if remark.cell in report.form.cells:
        return report.form.name(remark.cell)
    where = report.called(remark.section) if remark.section else "全文"
    return f"{where}“{remark.quote}”" if remark.quote else where


def signed(what: str, person: str, at: str) -> str:
    """``what`` with who did it and when: ``答复（张三　2025年1月20日 14:02）``."""
    by = "　".join(filter(None, (person, moment(at) if at else "")))
    return f"{what}（{by}）" if by else what


def sentence_of(finding: Finding) -> str:
    """A finding as one line, its severity first."""
    return f"{SEVERITIES[finding.severity]}：{finding.said}"


def moment(at: str) -> str:
    """A moment of the store (ISO, UTC) as ``2025年1月20日 14:02`` in Beijing; what is no moment stands as it is."""
    local = beijing(at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}" if local else shortened(at)


def beijing(at: str) -> datetime | None:
    """A moment of the store (ISO, UTC) as the clock in Beijing showed it; None for what is no moment."""
    try:
        return times.beijing(datetime.fromisoformat(at))
    except (ValueError, OverflowError):
        return None


def shortened(line: str) -> str:
    """``line`` printable, cut to LONGEST characters."""
    line = clean(line)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
