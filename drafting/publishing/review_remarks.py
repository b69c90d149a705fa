"""What the review copy says beside the text: for each sentence what it rests on and what the rules found in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from drafting.binding import Ground
from drafting.checks import SEVERITIES, Finding, Result, likeness
from drafting.checks.marks import Found, marked
from drafting.report import Paragraph, Report

from .document import clean

LONGEST = 200
"""Characters of one line of a remark: a note may have 5,000, a comment is read in the margin."""
BEIJING = timezone(timedelta(hours=8))
"""The time that clerks read; the store keeps UTC."""
ORDER = ("contradicted", "untied", "no-basis", "doubt", "fresh", "fact", "note", "person")
"""States of marks as a reader should see them, what needs a look first."""



@dataclass
class Remark:
    """What is said about one place, line by line.

    The place is a ``sentence`` of paragraph ``at`` (0-based) of ``section``, a ``cell`` by its key, or, with neither,
    the whole of ``section``, which may be a chapter.
    """

    section: str = ""
    at: int = 0
    sentence: str = ""
    cell: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines, printable and short; one said twice stands once."""
        return "\n".join(dict.fromkeys(map(shortened, self.lines)))


def remarks(report: Report, last_year: Report | None, result: Result) -> list[Remark]:
    """Everything to say about places of ``report``, whose checks gave ``result``: sentences in order, then the rest."""
    ground, marks = Ground(report, last_year), marked(report, last_year)
    said = [(finding, sentence_of(finding)) for finding in result.findings]
    said += [(finding, f"已说明理由保留：{finding.said}理由：{reason}") for finding, reason, _ in waived(report, result)]
    found: list[Remark] = []
    placed: set[str] = set()
    for id, section in report.sections.items():
        offset = 0
        for at, paragraph in enumerate(section.paragraphs):
            until = offset + len(paragraph.text)
            about = [(finding, finding.span[0] - offset, line) for finding, line in said
                     if finding.section == id and finding.span and offset <= finding.span[0] <= until]
            here = [mark for mark in marks.get(id, ()) if mark.paragraph == at]
            found += _sentences(paragraph, [Remark(id, at, text) for _, _, text in likeness.sentences(paragraph.text)],
                                about, here, ground)
            placed.update(finding.fingerprint for finding, _, _ in about)
            offset = until + 1
    places: dict[tuple[str, str], Remark] = {}
    for finding, line in said:
        if finding.fingerprint not in placed and (finding.section or finding.cells):
            section, cell = (finding.section, "") if finding.section else ("", finding.cells[0])
            places.setdefault((section, cell), Remark(section, cell=cell)).lines.append(line)
    return [remark for remark in found if remark.lines] + list(places.values())


def _sentences(paragraph: Paragraph, remarks: list[Remark], about: list[tuple[Finding, int, str]], marks: list[Found],
               ground: Ground) -> list[Remark]:
    """``remarks``, one a sentence of ``paragraph``, with their lines; ``about``: findings with their place and line."""
    starts = [start for start, _, _ in likeness.sentences(paragraph.text)]
    if not starts:
        return []

    def at(place: int) -> int:
        return max(bisect_right(starts, place) - 1, 0)

    judged: dict[int, list[tuple[int, int]]] = {}
    for finding, place, line in about:
        remarks[at(place)].lines.append(line)
        judged.setdefault(at(place), []).append((place, place + finding.span[1] - finding.span[0]))
    rests: dict[int, set[str]] = {}
    figures: dict[tuple[int, str], list[str]] = {}
    for mark in sorted(marks, key=lambda mark: (ORDER.index(mark.state), mark.start)):
        here = at(mark.start)
        if mark.mark is None:
            remarks[here].lines.append(mark.why)
            continue
        rests.setdefault(here, set()).update(mark.mark.sources)
        wrong = mark.state in ("contradicted", "untied")
        if not (wrong and any(mark.start < end and start < mark.end for start, end in judged.get(here, ()))):
            figures.setdefault((here, mark.why), []).append(f"“{mark.mark.text}”")  # else a finding says it
    for (here, why), texts in figures.items():
        remarks[here].lines.append("".join(texts) + why)
    for source in paragraph.sources:
        for here, remark in enumerate(remarks):
            if remark.sentence in source.sentence or source.sentence in remark.sentence:
                remark.lines += [f"依据：{ground.says(id)}" for id in source.ids if id not in rests.get(here, ())]
    return remarks


def waived(report: Report, result: Result) -> list[tuple[Finding, str, str]]:
    """The findings let pass, each with the reason and when it was given (Beijing time, may be empty)."""
    given = {waiver.fingerprint: waiver for waiver in report.waivers}
    found = ((finding, given[finding.fingerprint]) for finding in result.waived)
    return [(finding, waiver.reason, moment(waiver.at)) for finding, waiver in found]


def sentence_of(finding: Finding) -> str:
    """A finding as one line, its severity first."""
    return f"{SEVERITIES[finding.severity]}：{finding.said}"


def moment(at: str) -> str:
    """A moment of the store (ISO, UTC) as ``2025年1月20日 14:02`` in Beijing; what is no moment stands as it is."""
    try:
        given = datetime.fromisoformat(at)
        local = (given if given.tzinfo else given.replace(tzinfo=UTC)).astimezone(BEIJING)
    except (ValueError, OverflowError):
        return shortened(at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def shortened(line: str) -> str:
    """``line`` printable, cut to LONGEST characters."""
    line = clean(line)
    return line if len(line) <= LONGEST else line[:LONGEST - 1] + "…"
