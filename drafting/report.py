"""The report: organ, year, cell values, notes, narrative sections, document data.

Plain data with no store and no page behind it; every other floor works on it. The tables' computed cells are
never stored: ``Report.cells`` adds them up each time. Only where a *file* printed another total is that kept, in
``stated``, so that the checks can show the difference and nothing is repaired in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from drafting.form import ASPECTS, SECTIONS, Aspect, ChapterId, TableId
from drafting.narrative import (
    DRAFTED,
    MAX_SECTION,
    FigureTie,
    Line,
    Narrative,
    Origin,
    Paragraph,
    Section,
    SentenceSource,
    is_heading,
    new_id,
)
from drafting.organ import KIND_LABELS, LEVEL_LABELS, Kind, Level, Organ
from drafting.reviewed import Approval, Remark, Waiver
from drafting.strict_model import Model
from drafting.values import Value, with_totals

MAX_NOTE = 5_000
"""Characters in one note; a longer one is a document, not a note."""
TABLES = "tables"
"""The part of a report that is its three tables, where parts are approved one by one."""


def due_year(today: date) -> int:
    """The year whose report an organ works on at ``today``: from November on the year that is ending, whose report is
    due next 31 January (a government's 31 March; Article 49 of the Regulation); before that the year before.
    """
    return today.year if today.month >= 11 else today.year - 1


class Note(Model):
    """One thing staff say happened. ``aspect`` is an id of ``form.ASPECTS``; ``asked`` the reminder it answers, if one."""

    id: str = Field(min_length=1, max_length=64)
    aspect: str
    text: str = Field(max_length=MAX_NOTE)
    asked: str = Field(default="", max_length=MAX_NOTE)


class Document(Model):
    """Data of the issued document: 文号, 成文日期, 抄送, 印发机关, 印发日期, 索引号.

    ``printed_on``: 印发日期, the day it went to print, where that is another than 成文日期 (GB/T 9704 7.4.3).
    ``signed``: whether 署名 and 成文日期 stand at the end of the text; many published reports print neither (domain
    §5.1).
    """

    number: str = Field(default="", max_length=100)
    issued_on: date | None = None
    copied_to: str = Field(default="", max_length=500)
    issuing_office: str = Field(default="", max_length=100)
    printed_on: date | None = None
    index_number: str = Field(default="", max_length=100)
    signed: bool = True

    @property
    def printing_day(self) -> date | None:
        """印发日期 as it is printed: the one given, else 成文日期."""
        return self.printed_on or self.issued_on


class ChosenChart(Model):
    """A chart printed in the report, drawn from the cells then: its id, and the chapter at whose end it stands."""

    chart: Literal["applicants", "results", "trend"]
    place: Literal["overview", "requests"]


class AsPrinted(Model):
    """Where the file that a report was read from differs from the form; the program itself prints it as the form has
    it.

    ``headings``: chapter -> its heading as printed, ``""`` where it is missing; None for a file of tables alone.
    ``labels``: label as printed -> that of the form. ``tables``: those without any row; ``rows``: keys of rows that are
    not there, of tables that are. ``single_other``: whether （六）其他处理 is one row; ``old_form``: whether table two
    is that of 2019.
    """

    headings: dict[ChapterId, str] | None = None
    labels: dict[str, str] = Field(default_factory=dict)
    tables: list[TableId] = Field(default_factory=list)
    rows: list[str] = Field(default_factory=list)
    single_other: bool = False
    old_form: bool = False


class Report(Narrative):
    """One organ's report on one year.

    ``values``: input cells by key, only those that are filled. ``stated``: computed cells as a file printed
    them, where that differs from the sum. ``notes_done``: aspects of which staff say that all is noted.
    ``published_on``: the day it was published, once it is.
    ``as_printed``: of a report that was read. ``extra``: further keys of the file, kept for the way back.
    """

    values: dict[str, int | Decimal] = Field(default_factory=dict)
    stated: dict[str, int | Decimal] = Field(default_factory=dict)
    notes: list[Note] = Field(default_factory=list)
    notes_done: list[str] = Field(default_factory=list)
    waivers: list[Waiver] = Field(default_factory=list)
    approvals: list[Approval] = Field(default_factory=list)
    remarks: list[Remark] = Field(default_factory=list)
    charts: list[ChosenChart] = Field(default_factory=list)
    document: Document = Field(default_factory=Document)
    published_on: date | None = None
    as_printed: AsPrinted | None = None
    extra: dict[str, Any] = Field(default_factory=dict)

    @property
    def title(self) -> str:
        """``<organ>YYYY年政府信息公开工作年度报告`` (domain §5.2)."""
        return f"{self.organ.name}{self.year}年政府信息公开工作年度报告"

    @property
    def deadline(self) -> date:
        """31 January, or 31 March for a government above township level (Article 49 of the Regulation; domain §1.2)."""
        late = self.organ.kind is Kind.GOVERNMENT and self.organ.level not in (Level.TOWNSHIP, Level.SUBDISTRICT)
        return date(self.year + 1, 3 if late else 1, 31)

    def cells(self) -> dict[str, Value]:
        """Every cell of the three tables as it stands: inputs, totals added up, and totals a file stated otherwise."""
        return {**with_totals(self.form, self.values), **self.stated}

    def notes_on(self, aspects: Iterable[str]) -> list[Note]:
        """The notes filed under ``aspects``, in the order they stand; also those still blank."""
        wanted = set(aspects)
        return [note for note in self.notes if note.aspect in wanted]

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """The aspects this organ files notes under."""
        return tuple(
            aspect for aspect in ASPECTS.values() if not aspect.governments_only or self.organ.kind is Kind.GOVERNMENT
        )

    def passage(self, remark: Remark) -> tuple[int, int] | None:
        """Where the words stand that ``remark`` quotes, in its section's text; None without such words or when they
        changed.

        Of several places the nearest to where they stood in their paragraph, else the first.
        """
        words = remark.quote.split("\n")[0]
        section = self.sections.get(remark.section, Section()) if words else Section()
        found: list[tuple[bool, int, int]] = []
        offset = 0
        for paragraph in section.paragraphs:
            at, own = paragraph.text.find(words), paragraph.id == remark.paragraph
            while at >= 0:
                found.append((not own, abs(at - remark.start) if own else offset + at, offset + at))
                at = paragraph.text.find(words, at + 1)
            offset += len(paragraph.text) + 1
        start = min(found)[2] if found else 0
        return (start, start + len(words)) if found else None

    @property
    def parts(self) -> dict[str, str]:
        """What is approved one by one: ``tables`` and the sections this organ writes, each with what staff call it."""
        return {TABLES: "三张表", **{spec.id: spec.label for spec in self.outline}}

    def digest(self, part: str) -> str:
        """SHA-256 over what stands in ``part`` (a key of ``parts``): every cell and chosen chart, or the section's
        text. What a chart shows of other years is in no report alone; the approval of the whole covers it
        (``service.states``)."""
        if part == TABLES:
            said = "\n".join(
                [
                    *(f"{key}={value}" for key, value in sorted(self.cells().items())),
                    *sorted(f"{chosen.chart}@{chosen.place}" for chosen in self.charts),
                ]
            )
        else:
            spec = self.spec(part)
            own = spec.heading if spec.heading != (SECTIONS[part].heading if part in SECTIONS else None) else ""
            said = f"{own}\n{self.text(part)}" if own else self.text(part)
        return hashlib.sha256(f"{self.organ.name}\n{self.year}\n{part}\n{said}".encode("utf-8", "replace")).hexdigest()

    def approval(self, part: str) -> Approval | None:
        """The approval that holds for ``part`` as it stands; none when it was never given or the part changed since."""
        digest = self.digest(part)
        return next((given for given in self.approvals if given.part == part and given.digest == digest), None)


__all__ = [
    "DRAFTED",
    "KIND_LABELS",
    "LEVEL_LABELS",
    "MAX_NOTE",
    "MAX_SECTION",
    "TABLES",
    "Approval",
    "ChosenChart",
    "Document",
    "FigureTie",
    "Kind",
    "Level",
    "Line",
    "Note",
    "Organ",
    "Origin",
    "Paragraph",
    "Remark",
    "Report",
    "Section",
    "SentenceSource",
    "Waiver",
    "is_heading",
    "new_id",
]
