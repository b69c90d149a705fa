"""A sum, and each unit in it, beside the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drafting import report_file
from drafting.errors import FileError
from drafting.organ import Organ
from drafting.report import Report
from drafting.values import Number, Value, tidy, total, with_totals

from .last_year import by_unit, keyed, parts
from .rollup import Rollup
from .roster import Roster


@dataclass(frozen=True)
class Change:
    """A cell in both years; ``change``: None where either is blank, for blank is not zero."""

    cell: str
    now: Value
    before: Value

    @property
    def change(self) -> Value:
        """What it has grown by."""
        return None if self.now is None or self.before is None else tidy(self.now - self.before)

    def to_data(self) -> dict[str, Value]:
        """The cell as ``rollup --json`` prints it."""
        return {"now": self.now, "before": self.before, "change": self.change}


@dataclass(frozen=True)
class Compared:
    """``before``: every cell of last year's sum; ``own``: it is from the organ's own report, else added up from the units'.
    ``units``: label -> last year's cells; ``without``: summed units whose report on last year is not there; ``merged``: label -> the
    units whose figures are in last year's too; ``divided``: label of a unit that is no more -> its parts.
    """

    rollup: Rollup
    before: Mapping[str, Value]
    own: bool
    units: Mapping[str, Mapping[str, Value]]
    without: tuple[str, ...]
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    divided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year before."""
        return self.rollup.year - 1

    def whole(self) -> tuple[Change, ...]:
        """The sum's cells in printed order, without those that are blank in both years."""
        return tuple(_changes(self.rollup.cells, self.before))

    def each(self) -> Iterator[tuple[str, tuple[Change, ...]]]:
        """Each summed unit that has both years, with its cells that are not blank in both."""
        for label, cells in self.rollup.rows():
            if label in self.units:
                yield label, tuple(_changes(cells, self.units[label]))

    def said(self) -> Iterator[str]:
        """What must be known to read the comparison of the sum, in sentences."""
        if self.own:
            yield f"合计的上年数取自 {self.year} 年度的汇总报告。"
        else:
            yield f"合计的上年数由 {len(self.units) + len(self.divided)} 个单位 {self.year} 年度的报告相加。"
        for label, names in self.merged.items():
            yield f"{label}的上年数含并入的{'、'.join(names)}。"
        for label, heirs in self.divided.items():
            left = [heir for heir in heirs if heir not in self.rollup.figures]
            part = f"本年的合计没有包括其中的{'、'.join(left)}，增减含有这一部分。" if left and not self.own else ""
            yield f"“{label}”已分为{'、'.join(heirs)}，上年数分不开，只用在合计里。{part}"
        if self.without:
            yield f"{len(self.without)} 个单位没有 {self.year} 年度的报告，没有比较：{'、'.join(self.without)}。"
        left = [unit.label for unit in self.rollup.units if unit.status != "summed"]
        if left and self.own:
            yield f"本年的合计没有包括 {len(left)} 个单位，与上年的差额含有这一部分：{'、'.join(left)}。"
        elif self.without and not self.own:
            yield "本年的合计包括这些单位，上年的没有，合计的增减含有这一部分。"

    def to_data(self) -> dict[str, Any]:
        """The comparison as ``rollup --json`` prints it."""
        return {
            "year": self.year,
            "own": self.own,
            "without": list(self.without),
            "cells": {each.cell: report_file.plain(each.to_data()) for each in self.whole()},
            "units": {
                label: {each.cell: report_file.plain(each.to_data()) for each in changes}
                for label, changes in self.each()
            },
        }


def compared(
    rollup: Rollup, paths: Iterable[str | Path], roster: Roster | None, organ: str = ""
) -> tuple[Compared, tuple[str, ...]]:
    """``rollup`` beside the reports on the year before that ``paths`` name, and a sentence for each file that was not used.
    ``organ``: the name of the one whose report the sum is. Raises FileError where none can be used.
    """
    if roster:
        found, said = by_unit(roster, rollup.year, paths)
        reports = by_label(roster, found)
        organ = roster.labels[roster.government.key] if roster.government else organ
    else:
        reports, said = _by_name(rollup, paths, organ)
    against, more = beside(rollup, reports, organ, roster)
    if against is None:
        raise FileError(f"没有可以比较的 {rollup.year - 1} 年度报告，请核对文件夹。{''.join((*said, *more))}")
    return against, (*said, *more)


def by_label(roster: Roster, reports: Mapping[str, Report]) -> dict[str, Report]:
    """``reports`` on the year before by what people call the units, of those that are no more too."""
    return {roster.labels.get(key) or roster.before.labels[key]: report for key, report in reports.items()}


def beside(
    rollup: Rollup, reports: Mapping[str, Report], organ: str, roster: Roster | None = None
) -> tuple[Compared | None, tuple[str, ...]]:
    """``rollup`` beside the ``reports`` on the year before, by label; None where none can be used; and a sentence for each of
    those. ``organ``: the label of the one whose report the sum is; ``roster``: tells which units were merged and divided.
    """
    other = [label for label, report in reports.items() if report.edition != rollup.form.edition]
    said = tuple(f"“{label}”上年的报告是另一版格式，不能逐格比较，没有使用。" for label in other)
    usable = {label: report for label, report in reports.items() if label not in other}
    own = usable.get(organ)
    units = {label: usable[label].cells() for label in rollup.figures if label in usable}
    divided = {
        label: heirs
        for label, heirs in (parts(roster) if roster else {}).items()
        if label in usable and any(heir in rollup.figures for heir in heirs)
    }
    if own is None and not units and not divided:
        return None, said
    whole = [usable[label].cells() for label in divided]
    inherited = {heir for heirs in divided.values() for heir in heirs}
    without = tuple(label for label in rollup.figures if label not in units and label not in inherited)
    before = own.cells() if own else _sum(rollup, [*units.values(), *whole])
    merged = {roster.labels[unit.key]: unit.merged for unit in roster.units if unit.merged} if roster else {}
    merged = {label: names for label, names in merged.items() if label in units}
    return Compared(rollup, before, own is not None, units, without, merged, divided), said


def _by_name(rollup: Rollup, paths: Iterable[str | Path], organ: str) -> tuple[dict[str, Report], tuple[str, ...]]:
    """Label -> last year's report, where no roster says who is who."""

    def whose(other: Organ) -> str:
        names = (f"{other.name}（{other.superior}）", other.name)
        return next((each for each in names if each in rollup.figures), other.name if other.name == organ else "")

    return keyed(paths, rollup.year, whose, "不在汇总的单位里")


def _sum(rollup: Rollup, rows: list[dict[str, Value]]) -> dict[str, Value]:
    sums: dict[str, Number] = {}
    for cell in rollup.form.inputs:
        filled = {str(at): row[cell] for at, row in enumerate(rows) if row[cell] is not None}
        value = total(filled, filled)
        if value is not None:
            sums[cell] = tidy(value)
    return with_totals(rollup.form, sums)


def _changes(now: Mapping[str, Value], before: Mapping[str, Value]) -> Iterator[Change]:
    for cell, value in now.items():
        if value is not None or before.get(cell) is not None:
            yield Change(cell, value, before.get(cell))
