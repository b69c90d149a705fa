"""Report files -> their sum: read, judged, matched to the roster, added up, in processes where that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from drafting import report_file
from drafting.checks import SHIPPED, OfficeRules
from drafting.errors import InputError
from drafting.organ import Organ
from drafting.organs import named

from .choice import ALL, Choice
from .folder import Folder
from .judging import judged
from .matching import match
from .pool import CHUNK, Spread, in_order
from .rollup import Adjustment, Contribution, Counted, Rollup, Standing, rolled_up
from .roster import Roster

LEFT_OUT = "按选择没有汇总。"
"""Why a unit that is not wanted is not in the sum."""


@dataclass(frozen=True)
class Summed:
    """A sum, and a sentence for each file that is neither added nor refused: the government's own, a unit's that is in its
    parent's report.
    """

    rollup: Rollup
    beside: tuple[str, ...] = ()


def of_files(
    paths: Sequence[Path],
    roster: Roster | None = None,
    *,
    choice: Choice = ALL,
    errors: bool = False,
    adjustments: Sequence[Adjustment] = (),
    office: OfficeRules = SHIPPED,
    workers: int = 1,
    spread: Spread = in_order,
    on_file: Callable[[int, int], None] = lambda done, total: None,
) -> Summed:
    """The sum of the report files ``paths``. With a ``roster`` of its units: the others are named and not added, and the
    units without a file are missing.

    ``choice``: the units that are wanted, by their keys or, without a roster, their names; ``errors``: units with errors in
    their tables or open questions are added too, and named. Raises InputError as ``rolled_up`` does, and for a unit left out
    that is not there.
    """
    beside: list[str] = []
    work = partial(_count, errors=errors, office=office)
    counts = _counted(paths, roster, choice, beside, work, workers, spread, on_file)
    return Summed(rolled_up(counts, adjustments), tuple(beside))


def of_folder(folder: Folder, *, office: OfficeRules = SHIPPED, spread: Spread = in_order) -> Summed:
    """The sum of the collection in ``folder`` as the office wants it, with its adjustments. Raises InputError where nothing can be
    added up, or an adjustment can no longer be made.
    """
    held = folder.collection
    return of_files(
        came(folder),
        held.roster,
        choice=held.choice,
        errors=held.with_errors,
        adjustments=held.adjustments,
        office=office,
        spread=spread,
    )


def came(folder: Folder) -> list[Path]:
    """The files of the units of the collection that sent something. Raises InputError where none did."""
    held = folder.collection
    if paths := [folder.report_path(unit) for unit in held.roster.units if held.record(unit.key).rounds]:
        return paths
    raise InputError("还没有收到报告，没有可以汇总的数字。")


def _count(path: Path, *, errors: bool, office: OfficeRules) -> tuple[Organ, Counted]:
    report = report_file.read(path)
    return report.organ, judged(report, report.organ.name, str(path), errors=errors, office=office)


def _counted(
    paths: Sequence[Path],
    roster: Roster | None,
    choice: Choice,
    beside: list[str],
    work: partial,
    workers: int,
    spread: Spread,
    on_file: Callable[[int, int], None],
) -> Iterator[Counted]:
    """Each file's count under the label its unit has, doubled and strange ones refused; then the missing units."""
    taken: dict[str, str] = {}
    known: set[str] = set()
    names: dict[str, str] = {}
    summed = {unit.key for unit in roster.summed} if roster else set()
    for done, outcome in enumerate(spread(work, paths, workers, CHUNK if len(paths) > CHUNK * workers else 1), 1):
        on_file(done, len(paths))
        file = str(outcome.item)
        if outcome.result is None:
            yield Counted(Contribution(Path(file).name, "refused", file, outcome.error))
            continue
        organ, count = outcome.result
        key = f"{organ.superior}/{organ.name}"
        label = (
            f"{organ.name}（{organ.superior}）" if organ.superior and names.get(organ.name, key) != key else organ.name
        )
        names.setdefault(organ.name, key)
        if roster:
            found = match(roster, organ)
            if found.unit is None:
                yield _not_added(count, label, found.why)
                continue
            key, label = found.unit.key, roster.labels[found.unit.key]
            if key not in summed:
                why = "是汇总后的报告本身" if found.unit is roster.government else "的数字已在上级单位的报告里"
                beside.append(f"“{label}”{why}，没有再加（{Path(file).name}）。")
                continue
        if key in taken:
            yield _not_added(
                count, label, f"与“{Path(taken[key]).name}”是同一个单位的，只汇总了前一份；请核对用哪一份。"
            )
            continue
        taken[key] = file
        known |= {key, label, organ.name}
        if not choice.takes(key, *(() if roster else (label, organ.name))):
            yield _not_added(count, label, LEFT_OUT, "left_out")
            continue
        yield replace(count, contribution=replace(count.contribution, label=label))
    lacking = {unit.key: roster.labels[unit.key] for unit in roster.summed} if roster else _named(choice, known)
    for key, label in lacking.items():
        if key not in taken and choice.takes(key):
            yield Counted(Contribution(label, "missing", why="没有收到报告。"))
        elif key not in taken:
            yield Counted(Contribution(label, "left_out", why=LEFT_OUT))


def _named(choice: Choice, known: set[str]) -> dict[str, str]:
    """The units wanted, where no roster names them, that no file is of. Raises InputError for one left out that is not there: else
    it might be in the sum under another name.
    """
    strange = {name: name for name in choice.units if name not in known}
    if choice.how == "without" and strange:
        raise InputError(
            f"这些年报里没有“{next(iter(strange))}”的，不知道除去哪一份，没有汇总；请按年报里的单位名称填写。"
        )
    return strange


def _not_added(count: Counted, label: str, why: str, status: Standing = "refused") -> Counted:
    return replace(count, contribution=replace(count.contribution, label=label, status=status, why=why))


def organ_of(roster: Roster | None, name: str = "") -> Organ:
    """Whose report a sum is: the organ called ``name``, else the roster's government, else nobody's in particular."""
    if not name and roster and roster.government:
        return roster.government.organ
    return named(name or "各单位汇总")
