"""What a collection shows: where each unit stands, what was found, the sum; and these as files, and as a report.

What was worked out of a report file is kept until the file, or the office's rules, change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from drafting import times
from drafting.collection import batch_check, findings_sheet, roll_call, summing
from drafting.collection.batch_check import Checked, Task
from drafting.collection.findings_sheet import Row
from drafting.collection.folder import Folder
from drafting.collection.pool import Outcome, one
from drafting.collection.roll_call import Line
from drafting.collection.summing import Summed
from drafting.errors import InputError
from drafting.report import Report
from drafting.values import printed

from .collections import Collections, author
from .editing import Editing
from .library import Library
from .tables import Tables


@dataclass(frozen=True)
class Made:
    """The government's report on the shelf: its id, whether it is new, and the cells that were set."""

    id: str
    new: bool
    cells: int
    before: dict[str, str]
    """What the cells held that were set, as typed, by which it can be undone."""


class CollectionViews:
    """The views of collections, and what is made of them."""

    def __init__(self, collections: Collections, library: Library, editing: Editing, tables: Tables):
        self._collections, self._library, self._editing, self._tables = collections, library, editing, tables
        self._kept = _Kept()

    def checked(self, id: str) -> tuple[Checked, ...]:
        """What was found in each report that came."""
        folder = self._collections.open(id)
        labels = folder.collection.roster.labels
        tasks = [
            Task(folder.report_path(unit), unit.key, labels[unit.key])
            for unit in folder.collection.roster.units
            if folder.collection.record(unit.key).rounds
        ]
        office, before = self._tables.office(), self._collections.last_year_files(id)
        rules = ("check", office, tuple((name, path, _state(path)) for name, path in before.items()))
        return self._kept.whole(
            ("checked", id),
            (tuple((task, _state(task.path)) for task in tasks), rules),
            lambda: batch_check.check_all(
                tasks,
                office=office,
                last_year=before,
                spread=partial(self._kept.spread, rules, lambda task: task.path),
            ),
        )

    def lines(self, id: str) -> tuple[Line, ...]:
        """Where each unit stands today."""
        collection = self._collections.open(id).collection
        return roll_call.roll_call(collection, {each.key: each for each in self.checked(id)}, times.today())

    def rows(self, id: str) -> list[Row]:
        """Every finding and open question of every unit."""
        return list(findings_sheet.rows(self.checked(id)))

    # As files

    def roll_call_file(self, id: str, kind: str) -> bytes:
        """The roll-call as a workbook (``xlsx``) or a Word document (``docx``)."""
        collection = self._collections.open(id).collection
        write = roll_call.workbook if kind == "xlsx" else roll_call.document
        return write(self.lines(id), collection.year, times.today(), author(collection))

    def findings_file(self, id: str) -> bytes:
        """The findings table as a workbook."""
        collection = self._collections.open(id).collection
        title = f"{collection.year}年度报告校核情况"
        return findings_sheet.table(self.checked(id), title, times.today(), author(collection))

    def slips(self, id: str) -> bytes:
        """The 退回单 of every unit that has to mend something, in Word and as a workbook, as a zip archive."""
        collection = self._collections.open(id).collection
        due = {line.unit.key: line.due for line in self.lines(id)}
        held, today = BytesIO(), times.today()
        with ZipFile(held, "w", ZIP_DEFLATED) as package:
            for unit in self.checked(id):
                if unit.key not in due or not findings_sheet.owes(unit):
                    continue
                stem = collection.roster.stem(collection.roster.by_key[unit.key], collection.year)
                word, sheet = findings_sheet.slip(
                    unit, collection.year, today, due=due[unit.key], author=author(collection)
                )
                for suffix, data in (("docx", word), ("xlsx", sheet)):
                    package.writestr(ZipInfo(f"{stem}-退回单.{suffix}"), data, ZIP_DEFLATED)
        return held.getvalue()

    # The sum

    def summed(self, id: str, errors: bool = False) -> Summed:
        """The units' tables added up. ``errors``: also those with errors in their tables or open questions.

        Raises InputError where nothing can be added up.
        """
        folder = self._collections.open(id)
        roster, office = folder.collection.roster, self._tables.office()
        paths = [folder.report_path(unit) for unit in roster.units if folder.collection.record(unit.key).rounds]
        if not paths:
            raise InputError("还没有收到报告，没有可以汇总的数字。")
        state = (tuple(map(_state, paths)), roster, office)
        return self._kept.whole(
            ("summed", id, errors),
            state,
            lambda: summing.of_files(
                paths,
                roster,
                errors=errors,
                office=office,
                spread=partial(self._kept.spread, ("count", errors, office), lambda path: path),
            ),
        )

    def sum_file(self, id: str, errors: bool = False) -> bytes:
        """The sum as a workbook, with a sheet of each unit's part."""
        from drafting.collection import rollup_sheet

        rollup = self.summed(id, errors).rollup
        return rollup_sheet.write(rollup, rollup.report(self._organ(self._collections.open(id))))

    def standing(self, id: str) -> str | None:
        """The id of the government's own report on the shelf, where it is there."""
        folder = self._collections.open(id)
        organ = self._organ(folder)
        year = folder.collection.year
        return next((row.id for row in self._library.rows() if (row.organ.name, row.year) == (organ.name, year)), None)

    def differing(self, id: str, errors: bool = False) -> dict[str, tuple[str, str]]:
        """Cell -> its figure in the government's report on the shelf and in the sum, where the sum has another; nothing
        where that report is not there.
        """
        if (standing := self.standing(id)) is None:
            return {}
        report, rollup = self._library.open(standing).report, self.summed(id, errors).rollup
        self._comparable(report, rollup.form.edition)
        return {
            cell: (printed(report.values.get(cell)), printed(rollup.values.get(cell)))
            for cell in rollup.form.inputs
            if cell in rollup.values and report.values.get(cell) != rollup.values[cell]
        }

    def make_report(self, id: str, errors: bool = False) -> Made:
        """The government's own report with the sum in its tables: made, or the one on the shelf brought up to date, whose
        words follow its figures as they do when a cell is typed. Raises InputError.
        """
        standing = self.standing(id)
        if standing is None:
            rollup = self.summed(id, errors).rollup
            report = rollup.report(self._organ(self._collections.open(id)))
            return Made(self._library.add(report), True, len(report.values), {})
        changed = self.differing(id, errors)
        self._enter(standing, {cell: now for cell, (_, now) in changed.items()})
        return Made(standing, False, len(changed), {cell: was for cell, (was, _) in changed.items()})

    def take_back_report(self, made: Made) -> None:
        """Undo ``make_report``."""
        if made.new:
            self._library.delete(made.id)
        else:
            self._enter(made.id, made.before)

    def _enter(self, id: str, typed: dict[str, str]) -> None:
        refused = self._editing.enter(id, typed).refused
        if refused:
            raise InputError(next(iter(refused.values())))

    @staticmethod
    def _comparable(report: Report, edition: str) -> None:
        if report.edition != edition:
            raise InputError(f"“{report.title}”与汇总的格式版本不同，没有写入，请先统一格式版本。")

    @staticmethod
    def _organ(folder: Folder):
        return summing.organ_of(folder.collection.roster)


class _Kept:
    """What was worked out, until what it was worked out of is other."""

    def __init__(self) -> None:
        self._wholes: dict[tuple[Any, ...], tuple[Any, Any]] = {}
        self._parts: dict[tuple[str, Path], tuple[Any, Outcome]] = {}

    def whole(self, of: tuple[Any, ...], state: Any, work: Callable[[], Any]) -> Any:
        """The outcome of ``work`` for ``of``, done again only when ``state`` is other."""
        known = self._wholes.get(of)
        if known is None or known[0] != state:
            known = self._wholes[of] = (state, work())
        return known[1]

    def spread(
        self,
        kind: tuple[Any, ...],
        path_of: Callable[[Any], Path],
        work: Callable[[Any], Any],
        items: Iterable[Any],
        workers: int = 1,
        chunk: int = 1,
    ) -> Iterator[Outcome]:
        """As ``pool.in_order``, in this process, with what is known of files that are as they were."""
        for item in items:
            path = path_of(item)
            state = (kind, item, _state(path))
            known = self._parts.get((kind[0], path))
            if known is None or known[0] != state:
                known = self._parts[kind[0], path] = (state, one(work, item))
            yield known[1]


def _state(path: Path) -> tuple[int, int]:
    """By which a file is known to be as it was; zeros where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size
