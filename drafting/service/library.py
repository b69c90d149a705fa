"""The list of reports: new, copied from last year, deleted, restored; and a report's last year."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from drafting import place
from drafting.arranging import renewed
from drafting.assessment import Assessment
from drafting.checks.context import true_last_year
from drafting.errors import Damaged, NotFound
from drafting.report import Document, Note, Organ, Report, new_id
from drafting.report_file import check_year
from drafting.samples import Sample
from drafting.store import SETTLED, ReportRow, Store, Stored

from .assessments import Assessments
from .whole import whole


@dataclass(frozen=True)
class Opened:
    """A report as it stands, with the report it names as last year's if the program has it (``given``).

    ``may_write``: whether the person who opened it may change it.
    """

    stored: Stored
    given: Report | None
    _assessments: Assessments = field(repr=False, compare=False)
    may_write: bool = True

    @cached_property
    def assessment(self) -> Assessment:
        """What there is to say about the report as it stands: marks, findings, obstacles."""
        return self._assessments.of(self.stored.row.id, self.report, self.given)

    @property
    def last_year(self) -> Report | None:
        """The report on the year before; None where there is none, or the one named is on another year."""
        return true_last_year(self.report, self.given)

    @property
    def report(self) -> Report:
        """The report itself."""
        return self.stored.report

    @property
    def read_only(self) -> bool:
        """Whether nothing in the report is to be changed by the person who opened it."""
        return bool(self.closed)

    @property
    def settled(self) -> bool:
        """Whether the report was approved as a whole."""
        return self.stored.row.state in SETTLED

    @property
    def closed(self) -> str:
        """Why nothing in it is to be changed: it was approved as a whole, or the person may only read it; else ``""``."""
        if self.settled:
            return "报告已审定，要修改请先点上方的“撤回修改”。"
        return "" if self.may_write else "您可以查看这份报告，不能修改；需要修改时请联系管理员。"


class Library:
    """Reports as a shelf."""

    def __init__(self, store: Store, assessments: Assessments | None = None, folder: Path | None = None):
        """``folder``: where the profile of the place is kept."""
        self._store, self._folder = store, folder
        self._assessments = assessments or Assessments()

    def rows(self) -> list[ReportRow]:
        """The reports, newest year first."""
        return self._store.rows()

    def deleted(self) -> list[ReportRow]:
        """Deleted reports that can be restored."""
        return self._store.rows(deleted=True)

    def open(self, id: str) -> Opened:
        """The report ``id`` and its last year's. Raises NotFound."""
        stored = self._store.load(id)
        given = None
        if stored.row.last_year_id:
            try:
                given = self._store.load(stored.row.last_year_id).report
            except NotFound:  # last year's report was deleted or is damaged: this one goes on without it
                given = None
        return Opened(stored, given, self._assessments)

    @whole
    def create(self, organ: Organ, year: int) -> str:
        """A new empty report; last year's report of the same organ becomes its last year's. Raises InputError.

        It begins with what the place lays down: its sections of chapter six, what its prefaces say, as notes.
        """
        check_year(year)
        report = Report(organ=organ, year=year)
        if self._folder and (kept := place.kept(self._folder)):
            report = _begun(report, kept.place)
        id = self._store.create(report, last_year_id=self._find(organ.name, year - 1))
        self._lead_on(report, id)
        return id

    @whole
    def add(self, report: Report) -> str:
        """Keep a report that was read from a file. Raises InputError when the shelf has that organ and year."""
        id = self._store.create(report, last_year_id=self._find(report.organ.name, report.year - 1), origin="import")
        self._lead_on(report, id)
        return id

    @whole
    def add_sample(self, sample: Sample) -> str:
        """Put a sample and its last year's report on the shelf; the one that is there already if it was added before."""
        report, last_year = sample.load()
        if last_year and not self._find(last_year.organ.name, last_year.year):
            self.add(last_year)
        return self._find(report.organ.name, report.year) or self.add(report)

    @whole
    def copy_to_next_year(self, id: str) -> str:
        """A new report of the year after ``id``: organ, outline and standing document data carried over, figures and text
        empty.

        文号 and 成文日期 belong to one year and are left blank. Raises InputError when that year exists.
        """
        last = self._store.load(id).report
        check_year(last.year + 1)
        outline = renewed(last.outline) if last.own_outline is not None else None
        document = Document(copied_to=last.document.copied_to, issuing_office=last.document.issuing_office)
        return self._store.create(
            Report(organ=last.organ, year=last.year + 1, document=document, own_outline=outline), last_year_id=id
        )

    def follow_year(self, id: str) -> bool:
        """Name the organ's report on the year before as last year's, where another one is named; whether that was so.

        Without such a report the one that is named stays, and does not count while it is on another year.
        """
        opened = self.open(id)
        found = None if opened.last_year else self._find(opened.report.organ.name, opened.report.year - 1)
        if found:
            self._store.set_last_year(id, found)
        return found is not None

    def other_years(self, report: Report) -> list[Report]:
        """The reports on file of the organ of ``report`` on other years."""
        found = []
        for row in self.rows():
            if row.organ.name == report.organ.name and row.year != report.year:
                with suppress(Damaged):  # the shelf says so
                    found.append(self._store.load(row.id).report)
        return found

    def charted(self, opened: Opened) -> list[Report]:
        """The reports on other years that the charts of ``opened`` may show, last year's wherever it came from."""
        given = opened.given
        return [*self.other_years(opened.report), *([given] if given and given.year != opened.report.year else [])]

    def delete(self, id: str) -> None:
        """Take a report off the shelf; ``restore`` brings it back whole."""
        self._store.set_deleted(id, True)

    def restore(self, id: str) -> None:
        """Put a deleted report back. Raises InputError when its organ and year were made anew meanwhile."""
        self._store.set_deleted(id, False)

    def _lead_on(self, report: Report, id: str) -> None:
        """Make ``id`` the last year's report of the one on the next year, where that has none any more and is not
        settled.
        """
        rows = {row.id: row for row in self.rows()}
        following = self._find(report.organ.name, report.year + 1)
        if following and rows[following].last_year_id not in rows and rows[following].state not in SETTLED:
            self._store.set_last_year(following, id)

    def _find(self, organ_name: str, year: int) -> str | None:
        return next((row.id for row in self.rows() if row.organ.name == organ_name and row.year == year), None)


def _begun(report: Report, laid_down: place.Place) -> Report:
    """``report``, new and empty, as ``laid_down`` wants it begun."""
    notes = [Note(id=new_id(), aspect="preface", text=text) for text in laid_down.said(report.organ.name, report.year)]
    outline = (*report.outline, *laid_down.further()) if laid_down.other else None
    return report.model_copy(update={"notes": notes, "own_outline": outline})
