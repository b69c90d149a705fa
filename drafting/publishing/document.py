"""The report laid out once for every writer: a title, a preface, six chapters of blocks, a signature.

Text is made safe here: whatever was typed, pasted or generated, a writer gets plain printable characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from drafting.form import CHAPTERS, Cell, Table
from drafting.form.charts import caption
from drafting.report import Report
from drafting.values import printed

from .charts import Chart, charts

_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"  # not allowed, or discouraged, in XML 1.0
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)  # direction marks: they can show digits in another order


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) or 2 （（一））; ``section`` and ``paragraph`` as in ``Paragraph``."""

    text: str
    level: int
    section: str = ""
    paragraph: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A body paragraph, and the section and paragraph of the report it was written in."""

    text: str
    section: str = ""
    paragraph: str = ""


@dataclass(frozen=True)
class Grid:
    """A table of the form with its figures as they are printed, by cell key.

    ``formulas``: the parts of each computed cell of the edition (``Edition.formulas``).
    """

    table: Table
    figures: dict[str, str]
    formulas: dict[str, tuple[str, ...]]

    def text(self, cell: Cell) -> str:
        """What stands in ``cell``: its label or its figure."""
        return cell.text if cell.key is None else self.figures[cell.key]

    @cached_property
    def at(self) -> dict[tuple[int, int], Cell]:
        """Each grid position (row, column) with the cell that covers it."""
        return {
            (row, col): cell
            for cell in self.table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for col in range(cell.col, cell.col + cell.colspan)
        }


@dataclass(frozen=True)
class Picture:
    """A chart, and the number it has among those of the document."""

    chart: Chart
    number: int

    @property
    def text(self) -> str:
        """Its caption."""
        return caption(self.number, self.chart.title)


Block = Heading | Paragraph | Grid | Picture


@dataclass(frozen=True)
class Signature:
    """Who signs, and the day the document was made (成文日期)."""

    organ: str
    issued_on: date

    @property
    def day(self) -> str:
        """The date as it is printed."""
        return written_day(self.issued_on)


@dataclass(frozen=True)
class Redhead:
    """What a 红头公文 has around its text (GB/T 9704 7.2, 7.3.6, 7.4).

    ``sign``: 发文机关标志. ``number``: 文号, may be empty. ``note``: 附注 in brackets. ``copied_to``, ``issuer``,
    ``day``: 抄送, 印发机关 and 印发日期 of the 版记; empty ones are left out.
    """

    sign: str
    number: str
    note: str
    copied_to: str
    issuer: str
    day: str


@dataclass(frozen=True)
class Publication:
    """A report ready to print.

    ``title`` is in two lines; ``preface``: what stands between it and 一、; ``mark`` (草稿, or empty) stands on every page; ``redhead`` only in that preset;
    ``metadata``: what a web site asks for beside the text (索引号, 发布机构 …), each with its value, ``""`` when not
    known.
    """

    organ: str
    title: tuple[str, str]
    chapters: tuple[tuple[Block, ...], ...]
    signature: Signature | None
    dated: date
    preface: tuple[Block, ...] = ()
    mark: str = ""
    redhead: Redhead | None = None
    metadata: tuple[tuple[str, str], ...] = ()

    @property
    def blocks(self) -> Iterator[Block]:
        """The blocks of the preface and of all chapters in order."""
        return (block for chapter in (self.preface, *self.chapters) for block in chapter)


def compose(report: Report, mark: str = "", preset: str = "plain", others: Iterable[Report] = ()) -> Publication:
    """``report`` laid out under the headings of its edition. Blank cells stay blank; empty paragraphs are left out.

    ``others``: the organ's reports on other years, for the charts; one that has nothing to show is left out.
    """
    organ = clean(report.organ.name) or "本机关"
    given = report.document
    return Publication(
        organ=organ,
        title=(organ, report.title.removeprefix(report.organ.name)),
        chapters=tuple(_chapters(report, others)),
        signature=Signature(organ, given.issued_on) if given.signed and given.issued_on else None,
        dated=given.issued_on or date(report.year + 1, 1, 1),
        preface=tuple(_words(report, "preface")),
        mark=mark,
        redhead=_redhead(report, organ) if preset == "redhead" else None,
        metadata=tuple(_metadata(report, organ)),
    )


def written_day(day: date) -> str:
    """A date in full with Arabic numerals and no leading zeros (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def clean(text: str) -> str:
    """``text`` on one line, without the characters that XML forbids or that change the order of what is shown."""
    return _UNPRINTABLE.sub("", _BREAKS.sub(" ", text)).strip()


def _redhead(report: Report, organ: str) -> Redhead:
    given = report.document
    issuer = clean(given.issuing_office)
    return Redhead(
        sign=f"{organ}文件",
        number=clean(given.number),
        note="此件公开发布",
        copied_to=clean(given.copied_to).rstrip("。；;，,、 "),
        issuer=issuer or organ,
        day=written_day(given.printing_day) if given.printing_day else "",
    )


def _metadata(report: Report, organ: str) -> Iterator[tuple[str, str]]:
    """The fields that sites of governments show above a document (domain §5.2)."""
    given = report.document
    yield "索引号", clean(given.index_number)
    yield "标题", clean(report.title)
    yield "发布机构", organ
    yield "成文日期", given.issued_on.isoformat() if given.issued_on else ""
    yield "文号", clean(given.number)
    yield "公开方式", "主动公开"
    yield "责任部门", clean(given.issuing_office)
    yield "主题分类", "政府信息公开年度报告"
    yield "有效性", "有效"


def _words(report: Report, chapter: str) -> Iterator[Heading | Paragraph]:
    """The headings and paragraphs of a narrative chapter."""
    for line in report.narrative(chapter):
        if text := clean(line.text):
            made = Heading(text, 2, line.section, line.paragraph) if line.kind == "heading" else None
            yield made or Paragraph(text, line.section, line.paragraph)


def _chapters(report: Report, others: Iterable[Report]) -> Iterator[tuple[Block, ...]]:
    figures = {key: printed(value) for key, value in report.cells().items()}
    tables = {table.section: table for table in report.form.tables}
    narratives = {chapter.number: chapter.id for chapter in CHAPTERS.values()}
    drawn = {chart.id: chart for chart in charts(report, others)} if report.charts else {}
    chosen = [(each.place, drawn[each.chart]) for each in report.charts if each.chart in drawn]
    pictures = 0
    for number, heading in enumerate(report.form.sections, 1):
        blocks: list[Block] = [Heading(heading, 1)]
        if number in tables:
            blocks.append(Grid(tables[number], figures, report.form.formulas))
        if number in narratives:
            blocks += _words(report, narratives[number])
        here = (tables[number].id if number in tables else "", narratives.get(number))
        for chart in sorted((chart for place, chart in chosen if place in here), key=list(drawn.values()).index):
            pictures += 1
            blocks.append(Picture(chart, pictures))
        yield tuple(blocks)
