"""A sum, and each unit in it, beside the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drafting import report_file
from drafting.errors import FileError
from drafting.organ import Organ
from drafting.report import Report
from drafting.values import Number, Value, tidy, total, with_totals

from .last_year import by_unit, keyed
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
    ``units``: label -> last year's cells; ``without``: summed units whose report on last year is not there.
    """

    rollup: Rollup
    before: Mapping[str, Value]
    own: bool
    units: Mapping[str, Mapping[str, Value]]
    without: tuple[str, ...]

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
            yield f"合计的上年数由 {len(self.units)} 个单位 {self.year} 年度的报告相加。"
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
        reports = {roster.labels[key]: report for key, report in found.items()}
        organ = roster.labels[roster.government.key] if roster.government else organ
    else:
        reports, said = _by_name(rollup, paths, organ)
    against, more = beside(rollup, reports, organ)
    if against is None:
        raise FileError(f"没有可以比较的 {rollup.year - 1} 年度报告，请核对文件夹。{''.join((*said, *more))}")
    return against, (*said, *more)


def beside(rollup: Rollup, reports: Mapping[str, Report], organ: str) -> tuple[Compared | None, tuple[str, ...]]:
    """``rollup`` beside the ``reports`` on the year before, by label; None where none can be used; and a sentence for each of
    those. ``organ``: the label of the one whose report the sum is.
    """
    other = [label for label, report in reports.items() if report.edition != rollup.form.edition]
    said = tuple(f"“{label}”上年的报告是另一版格式，不能逐格比较，没有使用。" for label in other)
    usable = {label: report for label, report in reports.items() if label not in other}
    own = usable.get(organ)
    units = {label: usable[label].cells() for label in rollup.figures if label in usable}
    if own is None and not units:
        return None, said
    without = tuple(label for label in rollup.figures if label not in units)
    before = own.cells() if own else _sum(rollup, list(units.values()))
    return Compared(rollup, before, own is not None, units, without), said


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
