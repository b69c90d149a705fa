"""Last year's reports of many units: which file of a folder is whose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from drafting import report_file
from drafting.errors import FileError
from drafting.organ import Organ
from drafting.report import Report
from drafting.values import Number, tidy

from .folder import ROUNDS, SUFFIX
from .matching import match
from .roster import Roster
from .sources import expanded


def report_files(paths: Iterable[str | Path]) -> list[Path]:
    """The report files that ``paths`` (files, folders, patterns) name, without the earlier rounds that a collection
    keeps. Raises FileError: one that is not there, or none at all.
    """
    given = [Path(path) for path in paths]
    found = [
        path for path in expanded(given) if path in given or (path.name.endswith(SUFFIX) and path.parent.name != ROUNDS)
    ]
    if not found:
        raise FileError(f"“{given[0] if given else ''}”里没有年报文件（{SUFFIX}），请核对文件夹。")
    return found


def by_unit(roster: Roster, year: int, paths: Iterable[str | Path]) -> tuple[dict[str, Report], tuple[str, ...]]:
    """Key of a unit -> its report on the year before ``year``, of the report files that ``paths`` name, as ``combined`` has it; and
    a sentence for each file that is none. Raises FileError where there is nothing.
    """

    def whose(organ: Organ) -> str:
        unit = match(roster.before, organ).unit
        return unit.key if unit else ""

    found, said = keyed(paths, year, whose, "名单里没有对应的单位", roster.before.labels)
    return combined(roster, found), said


def combined(roster: Roster, found: Mapping[str, Report]) -> dict[str, Report]:
    """Key of a unit -> its report on the year before, of those ``found`` by the keys that units had then (``Roster.before``).

    A unit into which others were merged has their sum, where all of them are there; one that was divided has its own, under the
    key it had, and its parts have none.
    """
    reports = dict(found)
    for unit in roster.units:
        if unit.merged:
            reports.pop(unit.key, None)
            then = [roster.before.unit(name).key for name in unit.merged]
            if all(key in found for key in then):
                own = [found[unit.key]] if unit.key in found else []
                if whole := together(unit.organ, [*own, *(found[key] for key in then)]):
                    reports[unit.key] = whole
    return {key: report for key, report in reports.items() if key in roster.by_key or key in _divided(roster)}


def together(organ: Organ, reports: Sequence[Report]) -> Report | None:
    """What ``reports`` come to as one of ``organ``: their figures added up, blank where all are; its words where one is its own. None
    where they are on different editions.
    """
    first = reports[0]
    if any(report.edition != first.edition for report in reports):
        return None
    values: dict[str, Number] = {}
    for cell in first.form.inputs:
        filled = [value for report in reports if (value := report.values.get(cell)) is not None]
        if filled:
            values[cell] = tidy(sum(filled))
    own = first if first.organ.name == organ.name else Report(organ=organ, year=first.year, edition=first.edition)
    return own.model_copy(update={"values": values, "stated": {}})


def parts(roster: Roster) -> dict[str, tuple[str, ...]]:
    """Label of a unit that was divided and is no more -> those of its parts."""
    labels = roster.before.labels
    return {
        labels[key]: tuple(roster.labels[unit.key] for unit in roster.units if unit.split_from == name)
        for key, name in _divided(roster).items()
    }


def files_of(roster: Roster, files: Mapping[str, Path]) -> dict[str, tuple[Path, ...]]:
    """Name of an organ -> the ``files``, by the name they have, of its report on the year before: several where others were merged
    into it, under its former name where it had another. A part of what was divided has none.
    """
    found: dict[str, tuple[Path, ...]] = {}
    for unit in roster.units:
        names = (unit.name, *unit.former_names, *unit.aliases)
        own = [files[name] for name in names if name in files][:1]
        merged = [files[name] for name in unit.merged if name in files]
        if len(merged) == len(unit.merged) and (own or merged):
            found[unit.name] = (*own, *merged)
    return found


def _divided(roster: Roster) -> dict[str, str]:
    """Key -> name of the units that were divided and are no more."""
    from_ = {unit.split_from for unit in roster.units}
    return {unit.key: unit.name for unit in roster.before.units if unit.name in from_ and unit.key not in roster.by_key}


def keyed(
    paths: Iterable[str | Path],
    year: int,
    whose: Callable[[Organ], str],
    nobodys: str,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> tuple[dict[str, Report], tuple[str, ...]]:
    """What ``whose`` says of its organ -> the report on the year before ``year``, of the report files that ``paths`` name; and a
    sentence for each file that is none. ``nobodys``: why one is left of which ``whose`` says nothing; ``labels``: what people
    call a key. Raises FileError where there is nothing.
    """
    found: dict[str, Report] = {}
    said: list[str] = []
    for path in report_files(paths):
        try:
            report = report_file.read(path)
        except FileError as error:
            said.append(str(error))
            continue
        key = whose(report.organ)
        if report.year != year - 1:
            said.append(f"“{path.name}”是 {report.year} 年度的，不是上年（{year - 1} 年度）的，没有使用。")
        elif not key:
            said.append(f"“{path.name}”是“{report.organ.name}”的，{nobodys}，没有使用。")
        elif key in found:
            said.append(f"“{path.name}”与另一份都是“{labels.get(key, key)}”上年的，只用了前一份。")
        else:
            found[key] = report
    return found, tuple(said)
