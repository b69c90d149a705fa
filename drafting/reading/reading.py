"""What was read from a file: the figures as printed, where each stands, and what a person has to answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from drafting import report_file
from drafting.arranging import arranged
from drafting.form import Edition, edition
from drafting.parting import LineSaid
from drafting.report import AsPrinted, Document, Kind, Level, Organ, Report
from drafting.values import Number, with_totals

from .content import Container

Confidence = Literal["read", "derived", "guessed"]
"""``read``: stands in the file as it is; ``derived``: the only reading the identities leave; ``guessed``: asked about.
"""


OLD_FORM = "2019"
"""The form before those the program knows: of its table two no figure is taken."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Frozen):
    """What a value or question rests on: ``where`` in words, the ``text`` that stands there, and for a PDF the place on
    the page.
    """

    where: str = ""
    text: str = ""
    page: int = 0
    box: tuple[float, float, float, float] | None = None


class Question(_Frozen):
    """What only a person can say. ``cell``: the cell it is about, None for the whole report or a table.

    ``kind``: ``blank`` (nothing printed), ``mark`` (a “/” or “-”), ``word`` (no number), ``unclear`` (several
    readings), ``missing`` (a row or table that was not found), ``single`` (one row for three), ``edition`` (the old
    form), ``row`` (one the form does not have), ``document``. ``offers``: values that may be meant, the likeliest
    first.
    """

    kind: Literal["blank", "mark", "word", "unclear", "missing", "single", "edition", "row", "document"]
    text: str
    cell: str | None = None
    evidence: Evidence = Evidence()
    offers: tuple[Number, ...] = ()


class Reading(_Frozen):
    """One file, read. ``printed``: every figure the file has, computed cells too, by cell key.

    ``edition``: the one it was read with, whose cells ``printed`` names; ``apart``: what stands in a table two of the
    2019 form and has no cell there, label -> column -> figure as text. ``narrative``: the text of ``overview``, ``problems``, ``other``, one paragraph a line.
    ``notices``: Chinese sentences that need no answer. ``as_printed``: where the file differs from the form
    (``as_printed.as_printed``). ``whole``: the text of the report file, where it was one of the program's own.
    ``part``: which of several reports in the file it is, where one was chosen.
    """

    name: str
    container: Container
    edition: str
    organ: Organ | None = None
    year: int | None = None
    printed: dict[str, Number] = Field(default_factory=dict)
    confidence: dict[str, Confidence] = Field(default_factory=dict)
    evidence: dict[str, Evidence] = Field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    notices: tuple[str, ...] = ()
    apart: dict[str, dict[str, str]] = Field(default_factory=dict)
    preamble: str = ""
    narrative: dict[str, str] = Field(default_factory=dict)
    document: Document = Document()
    as_printed: AsPrinted | None = None
    whole: str = ""
    part: str = ""

    @field_validator("edition")
    @classmethod
    def _as_kept_before(cls, edition: str) -> str:
        """A file that waits since a version which kept the mark of the old form here was read with the 2021 edition."""
        return "2021" if edition == OLD_FORM else edition

    @property
    def form(self) -> Edition:
        """The edition the file was read with."""
        return edition(self.edition)

    @property
    def printed_edition(self) -> str:
        """What the file itself prints: ``OLD_FORM`` where table two is that of 2019, else the edition."""
        return OLD_FORM if self.apart else self.edition

    @property
    def texts(self) -> dict[str, str]:
        """Chapter -> its text, the preface first; those that have words."""
        return {chapter: text for chapter, text in {"preface": self.preamble, **self.narrative}.items() if text.strip()}

    def report(
        self,
        organ: Organ | None = None,
        year: int | None = None,
        said: Mapping[str, Mapping[int, LineSaid]] | None = None,
    ) -> Report:
        """The report as printed: totals that differ from the sum of their parts stand in ``stated``.

        ``organ``, ``year``: where the file does not say, or says wrongly. ``said``: what a person said of lines of
        ``texts``, chapter -> index among those that have words. Raises ValueError when organ or year is missing.
        """
        organ, year = organ or self.organ, year or self.year
        if organ is None or year is None:
            raise ValueError("a report needs an organ and a year")
        if self.whole:
            return report_file.loads(self.whole, self.name).model_copy(update={"organ": organ, "year": year})
        form = self.form
        values = {key: self.printed[key] for key in form.inputs if key in self.printed}
        sums = with_totals(form, values)
        stated = {key: value for key, value in self.printed.items() if form.cells[key].computed and value != sums[key]}
        report = Report(
            organ=organ,
            year=year,
            edition=self.edition,
            values=values,
            stated=stated,
            document=self.document,
            as_printed=self.as_printed,
        )
        report.own_outline, report.sections = arranged(report, self.texts, said)
        if self.apart:
            report.extra["edition_2019"] = self.apart
        return report

    def to_data(self) -> dict[str, Any]:
        """The report as the data of a report file, also where organ or year are not known: these are then null."""
        organ = self.organ or Organ(name="机关", level=Level.COUNTY, kind=Kind.DEPARTMENT)
        data = report_file.to_data(self.report(organ, self.year or report_file.report_years()[0]))
        return data | {"organ": data["organ"] if self.organ else None, "year": self.year}
