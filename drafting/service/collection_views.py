"""What a collection shows: where each unit stands, what was found, how each unit did; and these as files."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from drafting import times
from drafting.collection import batch_check, findings_sheet, last_year, roll_call
from drafting.collection.batch_check import Checked, Task
from drafting.collection.findings_sheet import Row
from drafting.collection.roll_call import Line

from .collection_kept import Kept, state_of
from .collections import Collections, author
from .tables import Tables


class CollectionViews:
    """The views of collections."""

    def __init__(self, collections: Collections, tables: Tables):
        self._collections, self._tables = collections, tables
        self._kept = Kept()

    def checked(self, id: str) -> tuple[Checked, ...]:
        """What was found in each report that came."""
        folder = self._collections.open(id)
        labels = folder.collection.roster.labels
        tasks = [
            Task(folder.report_path(unit), unit.key, labels[unit.key])
            for unit in folder.collection.roster.units
            if folder.collection.record(unit.key).rounds
        ]
        office, roster = self._tables.office(), folder.collection.roster
        before = last_year.files_of(roster, self._collections.last_year_files(id))
        rules = (
            "check",
            office,
            tuple((name, tuple((path, state_of(path)) for path in paths)) for name, paths in before.items()),
        )
        return self._kept.whole(
            ("checked", id),
            (tuple((task, state_of(task.path)) for task in tasks), rules),
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
        checked = {each.key: each for each in self.checked(id)}
        return roll_call.roll_call(collection, checked, times.today(), self._collections.due(collection.year))

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
