"""Entering: cells, sections, organ and document data. Every save answers with a version number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydantic import ValidationError

from drafting import values as v
from drafting.errors import Conflict, InputError, NotFound, Settled
from drafting.form import CellKind, Edition, edition_for
from drafting.report import MAX_SECTION, ChosenChart, Document, Organ, Report, Section
from drafting.report_file import check_year
from drafting.store import Store, Version
from drafting.store.parts import cells_content
from drafting.writing.merge import edited

from . import particulars
from .library import Library
from .particulars import Particular
from .prose import NOTHING, Prose, Refilled, must_have
from .whole import whole

RUN = timedelta(minutes=10)
"""Saves by one author within this time of each other are shown as one version."""

ORIGINS = {
    "person": "填写",
    "import": "读入文件",
    "zero": "空白填零",
    "carried": "填入上年结转",
    "totals": "采用自动合计",
    "undo": "撤销",
}
"""How the cells came to their values, by the origin kept with the version."""


@dataclass(frozen=True)
class Entered:
    """What became of cells that were sent: the version that stands, a sentence for each cell refused, what stands in
    each cell that was changed elsewhere meanwhile and so not saved, and the figures of the narrative that followed.
    """

    number: int
    refused: dict[str, str]
    elsewhere: dict[str, v.Value] = field(default_factory=dict)
    refilled: Refilled = NOTHING


@dataclass(frozen=True)
class CellChange:
    """One change of a cell: when (UTC), by what (``ORIGINS``), from which value to which, and the version it came with."""

    at: datetime
    origin: str
    before: v.Value
    after: v.Value
    number: int


class Editing:
    """The verbs of filling in and writing."""

    def __init__(self, store: Store, library: Library, prose: Prose):
        self._store = store
        self._library = library
        self._prose = prose

    # Cells

    @whole
    def enter(self, id: str, typed: Mapping[str, str], was: Mapping[str, Collection[str]] | None = None) -> Entered:
        """Set the input cells in ``typed`` (key -> text as typed; blank clears).

        Good cells are saved even when others in the same message are refused: unknown or computed keys, anything
        ``values.parse`` does not take, and every cell of a report that was approved as a whole. ``was`` are the texts
        that a cell may have held when it was changed, by
        key: one that holds another value, and not the one typed either, was changed elsewhere and is not overwritten.
        """
        stored = self._store.load(id)
        good, refused = _read(stored.report.form, typed)
        standing = stored.report.values
        elsewhere = {
            key: standing.get(key)
            for key, value in good.items()
            if was is not None
            and key in was
            and standing.get(key) not in (value, *_values(was[key], stored.report.form.cells[key].kind))
        }
        changed = {key: value for key, value in good.items() if standing.get(key) != value and key not in elsewhere}
        if not changed:
            return Entered(stored.number("cells"), refused, elsewhere)
        touched = set().union(*(stored.report.form.dependents(key) for key in changed))
        try:
            number = self._store.amend_cells(id, changed, touched)
        except Settled as error:
            name = stored.report.form.name
            return Entered(
                stored.number("cells"), refused | {key: f"{name(key)}：{error}" for key in changed}, elsewhere
            )
        return Entered(number, refused, elsewhere, self._prose.refill(id))

    def cell_history(self, id: str, key: str) -> list[CellChange]:
        """The changes of one cell, the newest first, computed cells too. Raises NotFound."""
        form = self._store.load(id).report.form
        changes, before = [], None
        for version, values in self._store.cell_versions(id):
            after = v.with_totals(form, values).get(key) if form.cells[key].computed else values.get(key)
            if after != before:
                changes.append(CellChange(version.at, version.origin, before, after, version.number))
            before = after
        return changes[::-1]

    @whole
    def fill_blanks(self, id: str) -> int:
        """Set every blank input cell to 0 (空白填零); the version number."""
        report = self._store.load(id).report
        blank = {key: 0 for key in report.form.inputs if key not in report.values}
        touched = set().union(*(report.form.dependents(key) for key in blank)) if blank else set()
        return self._amend(id, blank, touched, "zero")

    @whole
    def carry_over(self, id: str, last_year_id: str) -> int:
        """Set 上年结转 from last year's 结转下年度, column by column (relation A5, domain §2.4); the version number."""
        offered = carried_over(self._store.load(last_year_id).report.values)
        form = self._store.load(id).report.form
        return self._amend(id, offered, set().union(*(form.dependents(key) for key in offered), set()), "carried")

    @whole
    def adopt_totals(self, id: str) -> int:
        """Let the computed totals stand where a file had stated others; the version number."""
        return self._amend(id, {}, set(self._store.load(id).report.stated), "totals")

    @whole
    def revert_cells(self, id: str, number: int) -> int:
        """Undo the act that followed version ``number`` of the cells; the number of the new version.

        Where cells were changed since, only those are set back that still hold what the act put there.
        """
        versions = {version.number: (version.content, values) for version, values in self._store.cell_versions(id)}
        standing = versions[max(versions)]
        if versions.get(number + 1, standing) == standing:
            restored = self._restore(id, "cells", number, "undo")
            self._prose.refill(id)
            return restored
        was, put, now = versions[number][1], versions[number + 1][1], standing[1]
        back = {
            key: was.get(key)
            for key in was.keys() | put.keys()
            if was.get(key) != put.get(key) and put.get(key) == now.get(key)
        }
        form = self._store.load(id).report.form
        return self._amend(id, back, set().union(*(form.dependents(key) for key in back)), "undo")

    @whole
    def _amend(self, id: str, values: Mapping[str, v.Value], touched: set[str], origin: str) -> int:
        """Set cells and let the narrative follow; the version number of the cells."""
        number = self._store.amend_cells(id, dict(values), touched, origin=origin)
        self._prose.refill(id)
        return number

    # Sections

    @whole
    def save_section(
        self,
        id: str,
        section: str,
        text: str,
        expected: int | None = None,
        earlier: Sequence[str] = (),
        pasted: Sequence[str] = (),
    ) -> int:
        """Save a person's text of a section, paragraphs that did not change keeping their sources; the version number.

        A standing version that reads like one of ``earlier`` (texts the same window has sent) is as good as
        ``expected``. ``pasted``: what of the text came from the clipboard. Raises InputError (also where a locked paragraph would change), Conflict (nothing is saved),
        NotFound.
        """
        if len(text) > MAX_SECTION:
            raise InputError(f"一节最多 {MAX_SECTION:,} 字，现有 {len(text):,} 字，没有保存，请删减。")
        stored = self._store.load(id)
        must_have(stored.report, section)
        standing = stored.report.sections.get(section, Section())
        number = stored.number(f"section:{section}")
        new = edited(standing, text)
        if new == standing:
            return number
        if expected is not None and any(edited(standing, sent) == standing for sent in earlier):
            expected = number
        return self._prose.save(id, section, new, by="person", expected=expected, pasted=pasted)

    def section_versions(self, id: str, section: str) -> list[Version]:
        """The versions of a section worth showing, newest first: the last of each run by one author."""
        shown: list[Version] = []
        for version in self._store.versions(id, f"section:{section}"):
            if shown and shown[-1].origin == version.origin == "person" and version.at - shown[-1].at < RUN:
                shown.pop()
            shown.append(version)
        return shown[::-1]

    def restore_section(self, id: str, section: str, number: int) -> int:
        """Let version ``number`` stand again, as a new version; its number."""
        return self._restore(id, f"section:{section}", number)

    @whole
    def _restore(self, id: str, part: str, number: int, origin: str = "") -> int:
        old = next((version for version in self._store.versions(id, part) if version.number == number), None)
        if old is None:
            raise NotFound("找不到这一版，请刷新页面后再选。")
        return self._store.save(id, part, old.content, origin=origin or old.origin)

    # Organ and document

    @whole
    def save_head(self, id: str, organ: Organ, year: int) -> str:
        """Save organ data and year, with last year's report following the year; a sentence on what became of the
        comparison with it, ``""`` where it stands. Raises InputError, also when that report is there already, or when
        the edition in force for ``year`` lacks a cell that is filled.
        """
        check_year(year)
        before = self._library.open(id)
        form = edition_for(year) if year != before.report.year else before.report.form
        self._store.save(id, "head", {"organ": organ.model_dump(mode="json"), "year": year, "edition": form.edition})
        if form != before.report.form:
            self._store.save(id, "cells", cells_content(_on(form, before.report)))
        if self._library.follow_year(id):
            return f"上年报告已换成本机关 {year - 1} 年度的报告，正文中的同比请核对。"
        why = self._library.open(id).assessment.why_no_comparison if before.last_year else None
        return f"{why}，不再与它比较，正文中的同比请核对。" if why else ""

    def save_document(self, id: str, document: Document) -> int:
        """Save 文号, 成文日期, 抄送, 印发机关, 印发日期; the version number."""
        return self._store.save(id, "document", document.model_dump(mode="json"))

    @whole
    def save_particular(self, id: str, field: str, value: Particular, was: Collection[Particular] | None = None) -> str:
        """Change one field of organ, year and document (``particulars.LABELS``) and no other; for a name or year what
        ``save_head`` says, else ``""``.

        ``was``: what the field may have held when it was changed. Raises InputError, Settled, NotFound, and Conflict
        where it holds something else, not ``value`` either; then nothing is saved.
        """
        stored = self._store.load(id)
        report = stored.report
        new = particulars.read(report, field, value)
        now = particulars.standing(report, field)
        if new == now:
            return ""
        if was is not None and now not in was:
            raise Conflict(particulars.elsewhere(field, now, new), stored.number(particulars.part(field)))
        if field in particulars.DOCUMENT:
            self.save_document(id, report.document.model_copy(update={field: new}))
            return ""
        organ = report.organ.model_copy(update={field: new}) if field in particulars.ORGAN else report.organ
        year = new if field == "year" and isinstance(new, int) else report.year
        followed = self.save_head(id, organ, year)
        return followed if field in ("name", "year") else ""

    def place_chart(self, id: str, chart: str, place: str) -> None:
        """Print the ``chart`` at the end of the chapter ``place`` (see ``ChosenChart``), or not at all (``""``).

        Raises InputError, Settled, NotFound.
        """
        standing = [chosen for chosen in self._store.load(id).report.charts if chosen.chart != chart]
        try:
            chosen = [*standing, ChosenChart.model_validate({"chart": chart, "place": place})] if place else standing
        except ValidationError:
            raise InputError("没有这张图表，或报告中没有这个位置，没有改动；请刷新页面再选。") from None
        self._store.save(id, "charts", [each.model_dump(mode="json") for each in chosen])


def _on(form: Edition, report: Report) -> Report:
    """``report`` on ``form``, the edition of another year. Raises InputError where that lacks a cell that is filled."""
    lost = [report.form.name(key) for key in report.form.inputs if key in report.values and key not in form.inputs]
    if lost:
        more = f"等 {len(lost)} 格" if len(lost) > 1 else ""
        raise InputError(f"那一年的表格没有{lost[0]}{more}，这里已填了数字，没有保存；请先清空再改报告年度。")
    stated = {key: value for key, value in report.stated.items() if key in form.formulas}
    return report.model_copy(update={"edition": form.edition, "stated": stated})


def carried_over(last_year: Mapping[str, v.Value]) -> dict[str, v.Value]:
    """What last year's 结转下年度 gives for this year's 上年结转, by cell key; only columns that are filled."""
    prefix = "requests.carried_out."
    return {
        key.replace(prefix, "requests.carried_in."): value for key, value in last_year.items() if key.startswith(prefix)
    }


def _read(form: Edition, typed: Mapping[str, str]) -> tuple[dict[str, v.Value], dict[str, str]]:
    """The values of what was typed, and a sentence for each cell that cannot hold it."""
    good: dict[str, v.Value] = {}
    refused: dict[str, str] = {}
    for key, text in typed.items():
        cell = form.cells.get(key)
        if cell is None:
            refused[key] = f"没有名为“{key[:40]}”的单元格，未作改动，请刷新页面后再填。"
        elif cell.computed:
            refused[key] = f"{form.name(key)}由程序自动合计，不能直接填写。"
        else:
            try:
                good[key] = v.parse(text, cell.kind)
            except InputError as error:
                refused[key] = f"{form.name(key)}：{error}"
    return good, refused


def _values(texts: Collection[str], kind: CellKind) -> list[v.Value]:
    """The values of texts a cell may have held; what is no value was never held."""
    found = []
    for text in texts:
        with suppress(InputError):
            found.append(v.parse(text, kind))
    return found
