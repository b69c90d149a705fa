"""Reading a file in: kept while questions are answered, then taken as last year's report or this year's data.

Nothing in a report changes before ``take``; what it does can be undone as one (``undo``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from drafting import times
from drafting import values as v
from drafting.arranging import joined, renewed
from drafting.errors import Conflict, Damaged, FileError, InputError, NotFound
from drafting.form import edition_for
from drafting.parting import LineSaid
from drafting.pdf_picture import picture
from drafting.reading import Reading
from drafting.report import Note, Organ, Report, Section, new_id
from drafting.store import Store, Stored
from drafting.store.imports import Import
from drafting.store.parts import cells_content, outline_content

from .editing import Editing
from .import_outline import lines_of
from .import_plan import PURPOSES, Answers, Change, Found, Plan, Purpose, overdrawn, plan
from .library import Library
from .notes import Notes
from .prose import Prose
from .whole import whole

MAX_BYTES = 50 * 2**20


@dataclass(frozen=True)
class Pending:
    """A file that waits: what was read from it, what was answered, and the number of those answers."""

    id: str
    report_id: str
    name: str
    reading: Reading
    answers: Answers
    number: int
    at: datetime


@dataclass
class Taken:
    """What ``take`` did: the reports it filled, and what is needed to undo it.

    ``written``: report id -> part -> version numbers before and after. ``led``: report id -> the last year's report it
    had.
    """

    last_id: str = ""
    this_id: str = ""
    filled: int = 0
    import_id: str = ""
    created: list[str] = field(default_factory=list)
    written: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    led: dict[str, str | None] = field(default_factory=dict)


class Importing:
    """The verbs of reading a file in."""

    def __init__(self, store: Store, library: Library, editing: Editing, notes: Notes, prose: Prose):
        self._store = store
        self._library = library
        self._editing = editing
        self._noted = notes
        self._prose = prose

    # The file while it waits

    def open(self, data: bytes, name: str, report_id: str = "", part: str = "", *, owner: str = "") -> str:
        """Read a file and keep it, on the shelf for ``owner`` or in the report ``report_id``; its id. ``part``: which of
        the reports in it, where it holds several.

        Raises FileError, and then nothing is kept; SeveralReports where ``part`` is to be chosen.
        """
        if len(data) > MAX_BYTES:
            raise FileError(f"“{name[:80]}”超过 50 MB，不像是一份年报，请核对是不是选错了文件。")
        reading = _read(data, name, part) if part else _read(data, name)
        own = self._library.open(report_id).report if report_id else None
        newest = own.year if own else times.today().year - 1
        purpose: Purpose = "this_year" if reading.year is None or reading.year >= newest else "last_year"
        read, answers = (model.model_dump(mode="json") for model in (reading, Answers(purpose=purpose)))
        return self._store.imports.add(report_id, name[-200:], data, read, answers, owner)

    def load(self, id: str) -> Pending:
        """The file ``id``. Raises NotFound when it no longer waits or was read by a version of the program that
        differs.
        """
        kept: Import = self._store.imports.load(id)
        try:
            reading, answers = Reading.model_validate(kept.reading), Answers.model_validate(kept.answers)
        except ValidationError:
            raise NotFound(f"“{kept.name}”是由另一版程序读入的，请放弃后重新选择文件。") from None
        return Pending(kept.id, kept.report_id, kept.name, reading, answers, kept.number, kept.at)

    def waiting(self, report_id: str = "", *, owner: str = "") -> list[tuple[str, str, datetime]]:
        """Id, name and moment of the files that wait in a report, or on the shelf for ``owner``; the newest first."""
        return self._store.imports.waiting(report_id, owner)

    def answer(self, id: str, typed: Mapping[str, str], number: int) -> int:
        """Say what cells are: text as typed, ``""`` to leave blank; the new number. Raises InputError, Conflict,
        NotFound.
        """
        pending = self.load(id)
        form = pending.reading.form
        cells = {}
        for key, text in typed.items():
            if key not in form.cells or form.cells[key].computed:
                raise InputError("这一格由程序自动合计或不在表中，没有保存，请刷新页面。")
            try:
                cells[key] = v.printed(v.parse(text, form.cells[key].kind))
            except InputError as error:
                raise InputError(f"{form.name(key)}：{error}") from None
        if over := overdrawn(pending.reading, {**pending.answers.cells, **cells}):
            printed = v.printed(pending.reading.printed[over])
            raise InputError(
                f"{form.name(over)}：文件中“（六）其他处理”这一列只有 {printed}，分到另两项的超过了它，没有保存，请核对。"
            )
        return self._amend(id, number, lambda old: {"cells": {**old.cells, **cells}})

    def ask_again(self, id: str, keys: list[str], number: int) -> int:
        """Forget the answers for these cells; the new number. Raises Conflict, NotFound."""
        return self._amend(
            id, number, lambda old: {"cells": {key: text for key, text in old.cells.items() if key not in keys}}
        )

    def identify(self, id: str, purpose: Purpose, organ: Organ | None, year: int | None, number: int) -> int:
        """Say what the file is, whose, and of what year; the new number. Where another edition is in force for that
        year the file is read again with it, and answers for cells that it lacks are let go.

        Raises Conflict, NotFound, FileError.
        """
        pending, reading = self.load(id), None
        if year and pending.reading.container != "json" and edition_for(year) != pending.reading.form:
            reading = _read(self._store.imports.data(id), pending.name, pending.reading.part, year)

        def identified(old: Answers) -> dict[str, Any]:
            said = {"purpose": purpose, "organ": organ, "year": year}
            if reading is None:
                return said
            before, now = pending.reading.texts, reading.texts
            return said | {
                "cells": {key: text for key, text in old.cells.items() if key in reading.form.inputs},
                "lines": {name: told for name, told in old.lines.items() if now.get(name) == before.get(name)},
            }

        return self._amend(id, number, identified, reading)

    def choose(self, id: str, changes: list[Change], files: bool, number: int) -> int:
        """Let the file's stand instead of what stands in ``changes``, or not; the new number. Raises Conflict,
        NotFound.
        """

        def chosen(old: Answers) -> dict[str, Any]:
            kept = {name: mark for name, mark in old.choices.items() if name not in {change.id for change in changes}}
            return {"choices": {**kept, **({change.id: change.mark for change in changes} if files else {})}}

        return self._amend(id, number, chosen)

    def say(self, id: str, chapter: str, line: int, said: LineSaid | None, number: int) -> int:
        """Say what a line of a chapter is and what the section there covers, None: as the file reads; the new number.

        Raises InputError where there is no such line, Conflict, NotFound.
        """
        if not 0 <= line < len(lines_of(self.load(id).reading, chapter)):
            raise InputError("没有这一行，没有保存，请刷新页面后再试。")

        def told(old: Answers) -> dict[str, Any]:
            here = {at: one for at, one in old.lines.get(chapter, {}).items() if at != line}
            return {"lines": {**old.lines, chapter: here | ({line: said} if said else {})}}

        return self._amend(id, number, told)

    def _amend(
        self, id: str, number: int, change: Callable[[Answers], dict[str, Any]], reading: Reading | None = None
    ) -> int:
        old = self.load(id).answers
        new = old.model_copy(update=change(old))
        read = reading.model_dump(mode="json") if reading else None
        return self._store.imports.answer(id, new.model_dump(mode="json"), number, read)

    def discard(self, id: str) -> None:
        """Let go of the file; no report changes. ``keep`` brings it back."""
        self._store.imports.close(id, "thrown")

    def keep(self, id: str) -> None:
        """Let a file that was thrown away wait again."""
        self._store.imports.close(id, "waiting")

    def page(self, id: str, page: int, box: tuple[float, float, float, float] | None, whole: bool) -> bytes | None:
        """A picture (PNG) of a PDF's page with ``box`` framed, or of what stands round it; None where it cannot be
        drawn.
        """
        return picture(self._store.imports.data(id), page, box, whole=whole)

    # Taking it

    def plan(self, pending: Pending) -> Plan:
        """What ``take`` would do now."""
        return self._plan(pending, self._notes(pending))

    def _plan(self, pending: Pending, notes: tuple[Note, ...]) -> Plan:
        opened = self._store.load(pending.report_id) if pending.report_id else None
        try:
            return plan(pending.reading, pending.answers, Found(opened, self._find, notes))
        except Damaged as error:  # the report of that organ and year, into which the file would go
            return Plan(
                pending.answers.organ or pending.reading.organ,
                pending.answers.year or pending.reading.year,
                obstacles=(str(error),),
            )

    def _notes(self, pending: Pending) -> tuple[Note, ...]:
        """The notes in the file itself, where it is a spreadsheet of this year's."""
        if pending.reading.container in ("xlsx", "xls") and pending.answers.purpose == "this_year":
            return _notes(self._store.imports.data(pending.id), pending.name)
        return ()

    def take(self, id: str, number: int, person: str = "") -> Taken:
        """Do what ``plan`` says, as one unit of work. Nothing that was entered is replaced but where the file's was
        chosen over just that.

        Raises Conflict when the answers are not number ``number`` any more, InputError when something stands in the
        way, NotFound; nothing has changed then.
        """
        notes = self._notes(self.load(id))  # a large spreadsheet is read before other windows have to wait
        with self._store.transaction():
            return self._take(id, number, person, notes)

    def _take(self, id: str, number: int, person: str, notes: tuple[Note, ...]) -> Taken:
        pending = self.load(id)
        if pending.number != number:
            raise Conflict("这份文件刚刚在另一个窗口作答，还没有取用，请看过现在的内容再取用。", pending.number)
        wanted = self._plan(pending, notes)
        if wanted.obstacles:
            raise InputError(wanted.obstacles[0])
        assert wanted.report is not None  # what nothing stands in the way of has one
        done = Taken(import_id=id, filled=len(wanted.chosen))
        if pending.answers.purpose == "last_year":
            self._take_last(wanted, wanted.report, done)
        self._take_this(wanted, wanted.report, done)
        said = f"{PURPOSES[pending.answers.purpose]}：“{pending.name}”"
        for report_id in filter(None, (done.last_id, done.this_id)):
            if report_id in (*done.created, *done.led) or done.written.get(report_id):
                self._store.audit_log.add(report_id, person, "import", said)
        self._store.imports.close(id, "taken")
        return done

    def _take_last(self, wanted: Plan, report: Report, done: Taken) -> None:
        if wanted.last:
            done.last_id = wanted.last.row.id
            self._write(wanted.last, wanted.on("last_year"), report, done)
            return
        done.last_id = self._library.add(report)
        done.created.append(done.last_id)
        done.filled += len(report.values)

    def _take_this(self, wanted: Plan, report: Report, done: Taken) -> None:
        this = wanted.this
        if this is None and not done.last_id:  # the file whole, with what no change speaks of
            notes = [
                Note(id=new_id(), aspect=change.value[0], text=change.value[1])
                for change in wanted.on("this_year")
                if change.part == "note"
            ]
            there = {(note.aspect, note.text) for note in report.notes}
            report.notes += [note for note in notes if (note.aspect, note.text) not in there]
            done.this_id = self._library.add(report)
            done.created.append(done.this_id)
            return
        if this is None:
            done.this_id = self._library.create(report.organ, report.year + 1)
            done.created.append(done.this_id)
            last = self._store.load(done.last_id).report
            if last.own_outline is not None:
                self._store.save(done.this_id, "outline", outline_content(renewed(last.outline)), origin="import")
            this = self._store.load(done.this_id)
        done.this_id = this.row.id
        if done.last_id and this.row.last_year_id != done.last_id:
            done.led[this.row.id] = this.row.last_year_id
            self._store.set_last_year(this.row.id, done.last_id)
        self._write(this, wanted.on("this_year"), report, done, totals=not done.last_id)

    def _write(
        self, stored: Stored, changes: list[Change], report: Report, done: Taken, *, totals: bool = True
    ) -> None:
        """Save ``changes``, one version a part. ``report``: the file, for its outline and, with ``totals``, the totals it
        states.
        """
        id, before = stored.row.id, stored.numbers
        by_part: dict[str, list[Change]] = {}
        for change in changes:
            by_part.setdefault(change.part, []).append(change)
        if "cell" in by_part:
            cells = cells_content(_filled(stored.report, by_part["cell"], report if totals else None))
            self._store.save(id, "cells", cells, origin="import")
            self._prose.refill(id)
        for part, name in (("organ", "head"), ("document", "document")):
            if part in by_part:
                self._store.save(id, name, _particulars(stored, part, by_part[part]), origin="import")
        for change in by_part.get("note", ()):
            self._noted.add(id, *change.value)
        outline = joined(stored.report, report, [change.name for change in by_part.get("section", ())])
        if "section" in by_part and outline is not None:
            self._store.save(id, "outline", outline_content(outline), origin="import")
        for change in by_part.get("section", ()):
            self._prose.save(id, change.name, Section.of(change.value, "import"), by="import")
        after = self._store.load(id).numbers
        done.written[id] = {
            part: (before.get(part, 0), number) for part, number in after.items() if number != before.get(part, 0)
        }

    @whole
    def undo(self, done: Taken) -> None:
        """Take everything back that ``done`` did: parts read as before, reports it made are deleted, the file waits
        again.

        A part that was changed since stays as it is now.
        """
        for id, parts in done.written.items():
            if id in done.created:
                continue
            standing = self._store.load(id).numbers
            for part, (before, after) in parts.items():
                if standing.get(part) == after:
                    old = next((each for each in self._store.versions(id, part) if each.number == before), None)
                    self._store.save(id, part, old.content if old else None, origin=old.origin if old else "person")
        for id, last_id in done.led.items():
            self._store.set_last_year(id, last_id)
        for id in done.created:
            self._library.delete(id)
        self._store.imports.close(done.import_id, "waiting")

    def _find(self, organ_name: str, year: int) -> Stored | None:
        row = next((row for row in self._library.rows() if row.organ.name == organ_name and row.year == year), None)
        return self._store.load(row.id) if row else None


def _read(data: bytes, name: str, part: str = "", year: int | None = None) -> Reading:
    from drafting.reading import guarded

    return guarded.read(data, name, year, part=part)


def _notes(data: bytes, name: str) -> tuple[Note, ...]:
    from drafting.reading.form.notes import notes

    try:
        return notes(data, name)
    except FileError:
        return ()


def _filled(stands: Report, changes: list[Change], report: Report | None) -> Report:
    """``stands`` with the figures of ``changes``; a total ``report`` states otherwise is kept where its parts are the
    file's.
    """
    new = stands.model_copy(deep=True)
    touched: set[str] = set()
    for change in changes:
        new.values[change.name] = change.value
        touched |= new.form.dependents(change.name)
    new.stated = {key: value for key, value in new.stated.items() if key not in touched}
    if report:
        for key, value in report.stated.items():
            parts = new.form.formulas[key]
            if key in touched and all(new.cells()[part] == report.cells()[part] is not None for part in parts):
                new.stated[key] = value
    return new


def _particulars(stored: Stored, part: str, changes: list[Change]) -> dict[str, Any]:
    """The organ or document data of a report with ``changes``, as their part keeps them."""
    old = stored.report.organ if part == "organ" else stored.report.document
    data = old.model_copy(update={change.name: change.value for change in changes}).model_dump(mode="json")
    return data if part == "document" else {"organ": data, "year": stored.report.year, "edition": stored.report.edition}
