"""The report laid out once for every writer: a title, six chapters of blocks, a signature.

Text is made safe here: whatever was typed, pasted or generated, a writer gets plain printable characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from drafting.form import CHAPTERS, Cell, Table
from drafting.report import Report
from drafting.values import printed

_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"  # not allowed, or discouraged, in XML 1.0
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # direction marks: they can show digits in another order


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) or 2 （（一））."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """A body paragraph."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table of the form with its figures as they are printed, by cell key."""

    table: Table
    figures: dict[str, str]

    def text(self, cell: Cell) -> str:
        """What stands in ``cell``: its label or its figure."""
        return cell.text if cell.key is None else self.figures[cell.key]

    @cached_property
    def at(self) -> dict[tuple[int, int], Cell]:
        """Each grid position (row, column) with the cell that covers it."""
        return {
            (row, col): cell for cell in self.table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for col in range(cell.col, cell.col + cell.colspan)
        }


Block = Heading | Paragraph | Grid


@dataclass(frozen=True)
class Signature:
    """Who signs, and the day the document was made (成文日期)."""

    organ: str
    issued_on: date

    @property
    def day(self) -> str:
        """The date in full with Arabic numerals and no leading zeros (GB/T 9704 7.3.5.4)."""
        return f"{self.issued_on.year}年{self.issued_on.month}月{self.issued_on.day}日"


@dataclass(frozen=True)
class Publication:
    """A report ready to print. ``title`` is in two lines; ``mark`` (草稿, or empty) stands on every page."""

    organ: str
    title: tuple[str, str]
    chapters: tuple[tuple[Block, ...], ...]
    signature: Signature | None
    dated: date
    mark: str = ""


def compose(report: Report, mark: str = "") -> Publication:
    """``report`` laid out under the headings of its edition. Blank cells stay blank; empty paragraphs are left out."""
    organ = clean(report.organ.name) or "本机关"
    issued_on = report.document.issued_on
    return Publication(
        organ=organ,
        title=(organ, report.title.removeprefix(report.organ.name)),
        chapters=tuple(_chapters(report)),
        signature=Signature(organ, issued_on) if issued_on else None,
        dated=issued_on or date(report.year + 1, 1, 1),
        mark=mark,
    )


def clean(text: str) -> str:
    """``text`` on one line, without the characters that XML forbids or that change the order of what is shown."""
    return _UNPRINTABLE.sub("", _BREAKS.sub(" ", text)).strip()


def _chapters(report: Report) -> Iterator[tuple[Block, ...]]:
    figures = {key: printed(value) for key, value in report.cells().items()}
    tables = {table.section: table for table in report.form.tables}
    narratives = {chapter.number: chapter.id for chapter in CHAPTERS.values()}
    for number, heading in enumerate(report.form.sections, 1):
        blocks: list[Block] = [Heading(heading, 1)]
        if number in tables:
            blocks.append(Grid(tables[number], figures))
        if number in narratives:
            for kind, line in report.narrative(narratives[number]):
                if text := clean(line):
                    blocks.append(Heading(text, 2) if kind == "heading" else Paragraph(text))
        yield tuple(blocks)
