"""The tables of many units added up, with each unit's part in each cell (domain §6).

Blank is not zero: a cell that no unit has filled stays blank, and the units that left one blank are named. The report is
the sum of what people filled in; totals are added up from that, never taken from a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from drafting.checks import Finding
from drafting.errors import InputError
from drafting.form import Edition, edition
from drafting.organ import Organ
from drafting.report import Report
from drafting.report_file import plain
from drafting.values import Number, Value, tidy, to_json, with_totals

KEY = "rollup"
"""Where the report file of a sum keeps what it was added up from."""


AdjustmentKind = Literal["joint", "direct", "zone", "other"]
ADJUSTMENT_KINDS: dict[AdjustmentKind, str] = {
    "joint": "联合发文只计一次",
    "direct": "垂直管理机关",
    "zone": "开发区、功能区",
    "other": "其他",
}
"""Why a sum of units' tables is not yet the government's (domain §6)."""


class Adjustment(BaseModel):
    """A figure that a person adds to a cell of the sum, or takes from it (negative), and why: a joint document counted
    twice, an organ that reports elsewhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cell: str
    amount: Number
    reason: str = Field(min_length=1, max_length=500)
    kind: AdjustmentKind = "other"

    def to_data(self) -> dict[str, Any]:
        """The adjustment as files keep it."""
        return {"cell": self.cell, "amount": to_json(self.amount), "reason": self.reason, "kind": self.kind}


Standing = Literal["summed", "refused", "missing", "left_out"]
STANDINGS: dict[Standing, str] = {"summed": "已汇总", "refused": "没有汇总", "missing": "未报", "left_out": "没有选入"}
"""``left_out``: the office does not want the unit in this sum."""


@dataclass(frozen=True)
class Contribution:
    """A unit's place in the sum. ``why``: in a sentence, why it was left out, or what it was taken in spite of."""

    label: str
    status: Standing
    file: str = ""
    why: str = ""
    findings: tuple[Finding, ...] = ()
    questions: int = 0

    def to_data(self) -> dict[str, Any]:
        """The unit as ``rollup --json`` prints it."""
        return {
            "file": self.file,
            "organ": self.label,
            "status": self.status,
            "why": self.why,
            "questions": self.questions,
            "findings": [finding.to_data() for finding in self.findings],
        }


@dataclass(frozen=True)
class Rollup:
    """The sum. ``units``: every unit, in order. ``figures``: label -> its input cells in the order of the form's."""

    form: Edition
    year: int
    units: tuple[Contribution, ...]
    figures: Mapping[str, tuple[Value, ...]]
    adjustments: tuple[Adjustment, ...] = ()
    values: Mapping[str, Number] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, Value]:
        """Every cell of the sum, adjustments and totals included."""
        return with_totals(self.form, self.values)

    @property
    def whole(self) -> bool:
        """Whether every unit that is wanted is in it."""
        return all(unit.status in ("summed", "left_out") for unit in self.units)

    def part(self, cell: str) -> dict[str, Number]:
        """Label -> the unit's part in ``cell``, of those that have one; totals as the unit's own parts come to."""
        if cell in self.form.formulas:
            return {
                label: value
                for label, figures in self.figures.items()
                if (value := with_totals(self.form, dict(zip(self.form.inputs, figures)))[cell]) is not None
            }
        at = self.form.inputs.index(cell)
        return {label: value for label, figures in self.figures.items() if (value := figures[at]) is not None}

    def parts(self) -> dict[str, dict[str, Number]]:
        """Cell -> label -> part, of every cell in printed order."""
        found: dict[str, dict[str, Number]] = {cell: {} for cell in self.form.cells}
        for label, cells in self.rows():
            for cell, value in cells.items():
                if value is not None:
                    found[cell][label] = value
        return found

    def rows(self) -> Iterator[tuple[str, dict[str, Value]]]:
        """Each summed unit with all its cells, totals as its own parts come to."""
        for label, figures in self.figures.items():
            yield label, with_totals(self.form, dict(zip(self.form.inputs, figures)))

    def blanks(self) -> dict[str, tuple[str, ...]]:
        """Cell -> the summed units that left it blank, of the cells that some unit left blank."""
        found: dict[str, tuple[str, ...]] = {}
        for at, cell in enumerate(self.form.inputs):
            if left := tuple(label for label, figures in self.figures.items() if figures[at] is None):
                found[cell] = left
        return found

    def adjusted(self, adjustments: Iterable[Adjustment]) -> Rollup:
        """The sum with these ``adjustments`` instead of those it had. Raises InputError for one that cannot be made."""
        adjustments = tuple(adjustments)
        values = dict(_summed(self.form, self.figures.values()))
        for each in adjustments:
            if each.cell not in self.form.cells:
                raise InputError(f"表中没有“{each.cell[:40]}”这一栏，请核对要调整的栏目。")
            if each.cell in self.form.formulas:
                raise InputError(f"{self.form.name(each.cell)}是合计，自动算出，请调整它的各项。")
            if not each.reason.strip():
                raise InputError(f"{self.form.name(each.cell)}的调整没有写原因，请写明后再调整。")
            if self.form.cells[each.cell].kind == "count" and each.amount != int(each.amount):
                raise InputError(f"{self.form.name(each.cell)}按件数填写，调整 {each.amount} 带小数，请核对。")
            values[each.cell] = tidy(values.get(each.cell, 0) + each.amount)
            if values[each.cell] < 0:
                raise InputError(f"{self.form.name(each.cell)}调整后是负数，请核对调整的数字。")
        return Rollup(self.form, self.year, self.units, self.figures, adjustments, values)

    def report(self, organ: Organ, into: Report | None = None) -> Report:
        """The report of ``organ`` with the summed tables, and what they were added up from beside them.

        ``into``: the report that is brought up to date; its words stay. Raises InputError where that is on another year
        or edition.
        """
        if into is not None and (into.year, into.edition) != (self.year, self.form.edition):
            raise InputError(f"“{into.title}”与汇总的年度或格式版本不同，没有写入。")
        base = into or Report(organ=organ, year=self.year, edition=self.form.edition)
        kept = {
            "units": [{key: unit.to_data()[key] for key in ("organ", "status", "why")} for unit in self.units],
            "adjustments": [each.to_data() for each in self.adjustments],
        }
        return base.model_copy(update={"values": dict(self.values), "stated": {}, "extra": {**base.extra, KEY: kept}})

    def to_data(self, report: Mapping[str, Any]) -> dict[str, Any]:
        """What ``rollup --json`` prints beside the data of the ``report``."""
        return {
            "report": report,
            "units": [unit.to_data() for unit in self.units],
            "parts": plain(self.parts()),
            "blanks": {cell: list(labels) for cell, labels in self.blanks().items()},
            "adjustments": [each.to_data() for each in self.adjustments],
        }


@dataclass(frozen=True)
class Counted:
    """A unit's report as it is added up: what is needed of it and no more, so that thousands fit."""

    contribution: Contribution
    year: int = 0
    edition: str = ""
    figures: tuple[Value, ...] = ()


def counted(report: Report, contribution: Contribution) -> Counted:
    """``report`` as it is added up."""
    figures = tuple(report.values.get(cell) for cell in report.form.inputs)
    return Counted(contribution, report.year, report.edition, figures)


def rolled_up(units: Iterable[Counted], adjustments: Sequence[Adjustment] = ()) -> Rollup:
    """The sum of the ``units`` whose status is ``summed``; labels must differ. The order does not matter to the figures.

    Raises InputError: nothing to add, years or editions mixed.
    """
    contributions: list[Contribution] = []
    figures: dict[str, tuple[Value, ...]] = {}
    first: Counted | None = None
    for unit in units:
        label = unit.contribution.label
        contributions.append(unit.contribution)
        if unit.contribution.status != "summed":
            continue
        first = first or unit
        if unit.year != first.year:
            raise InputError(
                f"“{first.contribution.label}”是 {first.year} 年度的，“{label}”是 {unit.year} 年度的，"
                "不同年度的数字不能相加，没有汇总；请只选同一年度的。"
            )
        if unit.edition != first.edition:
            raise InputError(
                f"“{first.contribution.label}”用的是 {first.edition} 版格式，“{label}”用的是 {unit.edition} 版，"
                "不同格式版本的数字不能相加，没有汇总；请先统一格式版本。"
            )
        figures[label] = unit.figures
    if first is None:
        raise InputError("没有可以汇总的单位，请核对文件，或看看各单位没有汇总的原因。")
    form = edition(first.edition)
    return Rollup(form, first.year, tuple(contributions), figures).adjusted(adjustments)


def _summed(form: Edition, rows: Iterable[tuple[Value, ...]]) -> Iterator[tuple[str, Number]]:
    sums: list[Value] = [None] * len(form.inputs)
    for row in rows:
        for at, value in enumerate(row):
            if value is not None:
                sums[at] = value + (sums[at] or 0)
    for cell, value in zip(form.inputs, sums):
        if value is not None:
            yield cell, tidy(value)
