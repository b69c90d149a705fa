"""The sum of a collection: who is in it, what people adjusted, the year before, and the government's report made from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drafting.collection import summing
from drafting.collection.choice import Choice
from drafting.collection.compared import Compared, beside, by_label
from drafting.collection.folder import Folder
from drafting.collection.rollup import Adjustment, AdjustmentKind
from drafting.collection.rounds import Collection
from drafting.collection.summing import Summed
from drafting.errors import InputError
from drafting.organ import Organ
from drafting.report import Report
from drafting.values import parse, printed

from .collection_kept import Kept, state_of
from .collections import Collections
from .editing import Editing
from .library import Library
from .unit_sums import UnitSums


@dataclass(frozen=True)
class Made:
    """The government's report on the shelf: its id, whether it is new, and the cells that were set."""

    id: str
    new: bool
    cells: int
    before: dict[str, str]
    """What the cells held that were set, as typed, by which it can be undone."""


class CollectionSums:
    """The sums of collections, and what is made of them."""

    def __init__(self, collections: Collections, library: Library, editing: Editing, sums: UnitSums):
        self._collections, self._library, self._editing, self._sums = collections, library, editing, sums
        self._kept = Kept()

    def summed(self, id: str) -> Summed:
        """The units' tables added up. Raises InputError where nothing can be."""
        return self._sums.summed(self._collections.open(id))

    def take_errors(self, id: str, errors: bool) -> None:
        """Let units with errors in their tables or open questions be added up too, or not."""
        self._change(id, lambda held: held.model_copy(update={"with_errors": errors}))

    def choose(self, id: str, choice: Choice) -> None:
        """Let the sum be of the units of ``choice``. Raises InputError for one that is not added up, and then nothing has
        changed.
        """
        roster = self._collections.open(id).collection.roster
        for key in choice.units:
            roster.added(key)
        self._change(id, lambda held: held.model_copy(update={"choice": choice}))

    def compared(self, id: str) -> Compared | None:
        """The sum and each unit beside the year before; None where there is nothing to compare with. Raises InputError."""
        rollup, roster = self.summed(id).rollup, self._collections.open(id).collection.roster
        paths = self._collections.last_year_files(id)
        shelf = tuple((row.id, row.updated_at) for row in self._library.rows() if row.year == rollup.year - 1)
        before = self._kept.whole(
            ("last year", id),
            (tuple((path, state_of(path)) for path in paths.values()), shelf, roster),
            lambda: self._collections.last_year(id),
        )
        own = roster.government
        return beside(rollup, by_label(roster, before), roster.labels[own.key] if own else "", roster)[0]

    def sum_file(self, id: str) -> bytes:
        """The sum as a workbook, with a sheet of each unit's part, one of adjustments, and the year before."""
        from drafting.collection import rollup_sheet

        rollup = self.summed(id).rollup
        return rollup_sheet.write(rollup, rollup.report(self._organ(self._collections.open(id))), self.compared(id))

    # Adjustments

    def adjust(
        self, id: str, cells: Sequence[str], amount: str, kind: AdjustmentKind, reason: str
    ) -> Callable[[], None]:
        """Add ``amount`` (as typed, negative to take off) to each of the ``cells`` of the sum; what undoes it. Raises InputError,
        and then nothing has changed.
        """
        if not cells:
            raise InputError("请选要调整的栏目。")
        if not reason.strip():
            raise InputError("请写明调整的原因，例如“与县司法局联合发文，只计一次”。")
        form = self.summed(id).rollup.form
        less = amount.strip().startswith(("-", "－", "−"))
        new = []
        for cell in cells:
            if cell not in form.inputs:
                raise InputError("要调整的栏目不在表中，请重新选择。")
            value = parse(amount.strip().lstrip("+＋-－−"), form.cells[cell].kind)
            if not value:
                raise InputError("请填写增减多少，例如 2 或 -2。")
            new.append(Adjustment(cell=cell, amount=-value if less else value, reason=reason.strip()[:500], kind=kind))
        before = self._collections.open(id).collection.adjustments
        self.summed(id).rollup.adjusted([*before, *new])  # refuses what cannot be made
        return self._adjusted(id, before, (*before, *new))

    def withdraw(self, id: str, adjustment: Adjustment) -> Callable[[], None]:
        """Take an adjustment back; what undoes it. Raises InputError where it is not there (any more)."""
        before = self._collections.open(id).collection.adjustments
        if adjustment not in before:
            raise InputError("这项调整已经撤去，请刷新页面。")
        at = before.index(adjustment)
        return self._adjusted(id, before, (*before[:at], *before[at + 1 :]))

    def _adjusted(self, id: str, before: tuple[Adjustment, ...], after: tuple[Adjustment, ...]) -> Callable[[], None]:
        def put(expected: tuple[Adjustment, ...], new: tuple[Adjustment, ...]) -> None:
            def changed(held: Collection) -> Collection:
                if held.adjustments != expected:
                    raise InputError("其间又有别的调整，没有改动，请刷新页面再试。")
                return held.model_copy(update={"adjustments": new})

            self._change(id, changed)

        put(before, after)
        return lambda: put(after, before)

    def _change(self, id: str, change: Callable[[Collection], Collection]) -> None:
        self._collections.change(id, (), change)

    # The government's report

    def standing(self, id: str) -> str | None:
        """The id of the government's own report on the shelf, where it is there."""
        folder = self._collections.open(id)
        organ = self._organ(folder)
        year = folder.collection.year
        return next((row.id for row in self._library.rows() if (row.organ.name, row.year) == (organ.name, year)), None)

    def differing(self, id: str) -> dict[str, tuple[str, str]]:
        """Cell -> its figure in the government's report on the shelf and in the sum, where the sum has another; nothing
        where that report is not there.
        """
        if (standing := self.standing(id)) is None:
            return {}
        report, rollup = self._library.open(standing).report, self.summed(id).rollup
        self._comparable(report, rollup.form.edition)
        return {
            cell: (printed(report.values.get(cell)), printed(rollup.values.get(cell)))
            for cell in rollup.form.inputs
            if cell in rollup.values and report.values.get(cell) != rollup.values[cell]
        }

    def make_report(self, id: str) -> Made:
        """The government's own report with the sum in its tables: made, or the one on the shelf brought up to date, whose
        words follow its figures as they do when a cell is typed. Raises InputError.
        """
        standing = self.standing(id)
        if standing is None:
            rollup = self.summed(id).rollup
            report = rollup.report(self._organ(self._collections.open(id)))
            return Made(self._library.add(report), True, len(report.values), {})
        changed = self.differing(id)
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
    def _organ(folder: Folder) -> Organ:
        return summing.organ_of(folder.collection.roster)
