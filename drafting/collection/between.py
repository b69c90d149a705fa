"""What only several units' reports together show: texts alike, tables alike, another unit's name (rule R-10)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drafting.checks import Finding
from drafting.checks.rules import r10_batch
from drafting.organ import Kind, Organ
from drafting.organs import parted
from drafting.report import Report
from drafting.values import Value

from .likeness import Sentence, alike, written

COPIED = 0.5
"""Part of a unit's own words from which likeness is a warning."""
FILLED = 3
"""Cells other than 0 that two tables must share before that is more than chance, if …"""
COUNTED = 30
"""… they come to this together."""
SHORTEST = 3


@dataclass(frozen=True)
class Told:
    """Of a report what is compared with others: small, so that thousands fit."""

    organ: Organ
    sentences: tuple[Sentence, ...]
    figures: Mapping[str, tuple[Value, ...]]
    texts: Mapping[str, str]


def told(report: Report) -> Told:
    """What ``report`` is compared by."""
    cells = report.cells()
    figures = {
        table.id: tuple(cells[cell.key] for cell in table.numbers if not cell.computed) for table in report.form.tables
    }
    texts = {spec.id: report.text(spec.id) for spec in report.outline if report.written(spec.id)}
    return Told(report.organ, written(report), figures, texts)


def between(units: Mapping[str, Told], labels: Mapping[str, str], form) -> dict[str, list[Finding]]:
    """Key -> what is alike between the unit and others. ``labels``: what people call each unit."""
    found: dict[str, list[Finding]] = {key: [] for key in units}
    for key, finding in (*_texts(units, labels), *_tables(units, labels, form), *_names(units, labels)):
        found[key].append(finding)
    return found


def _texts(units: Mapping[str, Told], labels: Mapping[str, str]) -> Iterator[tuple[str, Finding]]:
    groups: dict[str, list] = defaultdict(list)
    for each in alike({key: unit.sentences for key, unit in units.items()}):
        groups[each.unit].append(each)
    for key, likes in groups.items():
        nearest = likes[0]
        first = nearest.pairs[0].mine
        yield (
            key,
            r10_batch.alike(
                [labels[each.other] for each in likes],
                len(nearest.pairs),
                round(nearest.share * 100),
                first.text,
                first.section,
                (first.start, first.end),
                "warning" if nearest.share >= COPIED else "hint",
            ),
        )


def _tables(units: Mapping[str, Told], labels: Mapping[str, str], form) -> Iterator[tuple[str, Finding]]:
    same: dict[tuple, list[str]] = defaultdict(list)
    for key, unit in units.items():
        for table, figures in unit.figures.items():
            filled = [value for value in figures if value]
            if len(filled) >= FILLED and sum(filled) >= COUNTED:
                same[table, figures].append(key)
    for (table, _), keys in same.items():
        for key in keys if len(keys) > 1 else ():
            cells = [cell.key for cell in form.table(table).numbers if not cell.computed]
            others = [labels[other] for other in keys if other != key]
            yield key, r10_batch.same_figures(others, form.table(table).nickname, cells)


def _names(units: Mapping[str, Told], labels: Mapping[str, str]) -> Iterator[tuple[str, Finding]]:
    """Another town or 街道 of the batch in the text of one; offices tell of each other by right."""
    towns = {key: unit for key, unit in units.items() if unit.organ.kind is not Kind.DEPARTMENT}
    called: dict[str, str] = {}
    for key, unit in towns.items():
        own = parted(unit.organ.name)[1]
        for name in (own, own.removesuffix("人民政府").removesuffix("办事处")):
            if len(name) >= SHORTEST:
                called[name] = key
    heads: dict[str, list[str]] = defaultdict(list)
    for name in sorted(called, key=len, reverse=True):
        heads[name[:2]].append(name)
    for key, unit in towns.items():
        own = f"{unit.organ.name}{unit.organ.superior}"
        places: dict[str, tuple[str, int, int]] = {}
        times: Counter[str] = Counter()
        for section, text in unit.texts.items():
            for at in range(len(text) - 1):
                for name in heads.get(text[at : at + 2], ()):
                    if called[name] != key and text.startswith(name, at) and name not in own:
                        times[called[name]] += 1
                        places.setdefault(called[name], (section, at, at + len(name)))
                        break
        for other, (section, start, end) in places.items():
            yield key, r10_batch.named(labels[other], times[other], unit.organ.name, section, (start, end))
