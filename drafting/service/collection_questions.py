"""What the files of a collection left to ask, unit by unit and the same of many units once; and the answers of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from drafting import report_file
from drafting.collection.folder import Folder
from drafting.collection.questions import Asked, answered, of_many, open_questions, settled
from drafting.errors import InputError
from drafting.form import edition_for
from drafting.reading import Question
from drafting.report import Report
from drafting.values import parse

from .collection_kept import Kept
from .collections import Collections


@dataclass(frozen=True)
class Open:
    """What is open. ``together``: the same question of many units once, the commonest first; ``by_unit``: key -> the questions
    of the one unit.
    """

    together: tuple[Asked, ...] = ()
    by_unit: Mapping[str, tuple[Asked, ...]] | None = None

    @property
    def count(self) -> int:
        """How many questions of how many cells there are."""
        return sum(asked.count for asked in self.together)


class CollectionQuestions:
    """The questions of collections."""

    def __init__(self, collections: Collections):
        self._collections = collections
        self._kept = Kept()

    def open(self, id: str) -> Open:
        """What nobody has answered. A report that cannot be read asks nothing: 点名 says so."""
        folder = self._collections.open(id)
        roster = folder.collection.roster
        paths = {
            folder.report_path(unit): unit.key for unit in roster.units if folder.collection.record(unit.key).rounds
        }
        read = self._kept.spread(("questions",), lambda path: path, _of_file, paths)
        asked = {paths[each.item]: each.result for each in read if each.result}
        form = edition_for(folder.collection.year)
        return Open(of_many(form, asked), {key: of_many(form, {key: questions}) for key, questions in asked.items()})

    def answer(self, id: str, cells: Mapping[str, Mapping[str, str]]) -> Callable[[], None]:
        """Fill cells: unit -> cell -> text as typed, ``""`` to leave it blank; what undoes it. Raises InputError, and then nothing
        has changed.
        """

        def filled(unit: str, report: Report) -> Report:
            told = {}
            for cell, text in cells[unit].items():
                if cell not in report.form.inputs and cell not in report.form.formulas:
                    raise InputError("要填的栏目不在表中，请刷新页面再试。")
                told[cell] = parse(text, report.form.cells[cell].kind)
            return answered(report, told)

        return self._write(id, cells, filled)

    def settle(self, id: str, texts: Mapping[str, Iterable[str]]) -> Callable[[], None]:
        """Close questions about no cell, which a person has looked at: unit -> their texts; what undoes it."""
        return self._write(id, texts, lambda unit, report: settled(report, texts[unit]))

    def _write(self, id: str, units: Iterable[str], change: Callable[[str, Report], Report]) -> Callable[[], None]:
        with self._collections.changing(id) as folder:
            before = {unit: _report(folder, unit) for unit in units}
            try:
                after = {unit: change(unit, report) for unit, report in before.items()}
            except InputError as error:
                labels = folder.collection.roster.labels
                named = f"“{labels[next(iter(before))]}”：" if len(before) == 1 else ""
                raise InputError(f"{named}{error}") from None
            for unit, report in after.items():
                folder.write_report(unit, report)
            written = {unit: _report(folder, unit) for unit in after}

        def undo() -> None:
            with self._collections.changing(id) as folder:
                if any(_report(folder, unit) != report for unit, report in written.items()):
                    raise InputError("其间又有别的改动，没有撤销，请在“收回”里核对。")
                for unit, report in before.items():
                    folder.write_report(unit, report)

        return undo


def _of_file(path: Path) -> tuple[Question, ...]:
    return open_questions(report_file.read(path))


def _report(folder: Folder, unit: str) -> Report:
    report = folder.report(unit)
    if report is None:
        raise InputError("这个单位还没有报送，请刷新页面。")
    return report
