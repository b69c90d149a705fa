"""Last year's reports of many units: which file of a folder is whose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from drafting import report_file
from drafting.errors import FileError
from drafting.organ import Organ
from drafting.report import Report

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
    """Key of a unit -> its report on the year before ``year``, of the report files that ``paths`` name; and a sentence for
    each file that is none. Raises FileError where there is nothing.
    """

    def whose(organ: Organ) -> str:
        unit = match(roster, organ).unit
        return unit.key if unit else ""

    return keyed(paths, year, whose, "名单里没有对应的单位", roster.labels)


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
