"""What the text of a government calls its units and groups of them, and what these reported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from drafting.binding.scope import reporting
from drafting.checks.units import Scope, Units
from drafting.organ import Kind, Level, Organ
from drafting.report import Report
from drafting.values import Number

from .rollup import Rollup
from .roster import Roster, Unit

_OFFICE = re.compile(r"政府办公[室厅]$")
_LOOSE = re.compile(r"[我本]|^(?:办公[室厅]|[镇乡街道]*(?:人民)?政府|街道(?:办(?:事处)?)?|办事处)$|(?<!人民)政府$")
"""Names that a unit's own text uses, and the government's for anything."""
_TOWNS = (
    "各乡镇（街道）",
    "乡镇（街道）",
    "各镇（街道）",
    "镇（街道）",
    "各镇街",
    "镇街",
    "各乡镇",
    "乡镇街道",
    "各镇",
)


def units(rollup: Rollup, roster: Roster, government: Unit) -> Units:
    """What the report of ``government`` is held against: the sum, and each unit and group that is wholly in it."""
    return Units(rollup.cells, tuple(_scopes(rollup, roster, government)))


def _scopes(rollup: Rollup, roster: Roster, government: Unit) -> Iterator[Scope]:
    called = {unit.key: _names(unit) for unit in roster.summed}
    times = Counter(name for names in called.values() for name in names)
    for unit in roster.summed:
        names = tuple(name for name in called[unit.key] if times[name] == 1)
        if names and roster.labels[unit.key] in rollup.figures:
            yield Scope(roster.labels[unit.key], names, (_report(rollup, unit.organ, [roster.labels[unit.key]]),))
    towns = [unit for unit in roster.summed if unit.level in (Level.TOWNSHIP, Level.SUBDISTRICT)]
    streets = [unit for unit in towns if unit.kind is Kind.SUBDISTRICT_OFFICE or unit.level is Level.SUBDISTRICT]
    bureaus = [unit for unit in roster.summed if unit not in towns]
    offices = [unit for unit in bureaus if _OFFICE.search(unit.name)]
    rank = re.sub("人民政府$", "", government.name)[-1:]
    groups = (
        (f"{rank}直部门", _bureau_names(rank), (bureaus, [unit for unit in bureaus if unit not in offices])),
        ("乡镇（街道）", _TOWNS, (towns, [unit for unit in towns if unit not in streets])),
    )
    for label, names, meant in groups:
        reports = [
            _report(rollup, government.organ, labels)
            for of in meant
            if (labels := [roster.labels[unit.key] for unit in of]) and all(each in rollup.figures for each in labels)
        ]
        if len(reports) == len(meant):
            yield Scope(label, names, tuple(reports))


def _names(unit: Unit) -> tuple[str, ...]:
    own = (*unit.names, *reporting(unit.organ).names)
    return tuple(name for name in dict.fromkeys(own) if len(name) > 2 and not _LOOSE.search(name))


def _bureau_names(rank: str) -> tuple[str, ...]:
    who = ("部门", "单位", "各部门", "各单位", "机关")
    return (*(f"{rank}{of}{each}" for of in "直级" for each in who), f"{rank}政府各部门", f"{rank}政府部门")


def _report(rollup: Rollup, organ: Organ, labels: Sequence[str]) -> Report:
    """What the units called ``labels`` reported, as one report. Of several, without the cells that a person adjusted: whose the
    adjustment is is not known.
    """
    adjusted = {each.cell for each in rollup.adjustments} if len(labels) > 1 else set()
    values: dict[str, Number] = {}
    for at, cell in enumerate(rollup.form.inputs):
        filled = [value for label in labels if (value := rollup.figures[label][at]) is not None]
        if filled and cell not in adjusted:
            values[cell] = sum(filled)
    return Report(organ=organ, year=rollup.year, edition=rollup.form.edition, values=values)
