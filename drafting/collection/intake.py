"""Taking back: each file read by the readers, matched to its unit, and kept as that unit's next round, or asked about."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from drafting import times
from drafting.errors import FileError
from drafting.organ import Organ
from drafting.reading import Reading, guarded
from drafting.reading.form.notes import notes
from drafting.report import Note, Report

from .folder import Folder
from .form_id import form_id
from .matching import match
from .pool import Outcome, Spread, one
from .questions import noted, open_questions
from .roster import Unit
from .rounds import Collection, digest
from .sources import Found, Source

Status = Literal["taken", "same", "asked", "unreadable", "left_out"]
STATUSES: dict[Status, str] = {
    "taken": "已收",
    "same": "以前收过，没有变化",
    "asked": "等待核对",
    "unreadable": "读不出来",
    "left_out": "不取用",
}
"""What can become of a file; ``asked``: a person must say something first, ``left_out``: a person said so."""


@dataclass(frozen=True)
class Item:
    """One file and what became of it. ``unit``: key; ``says``: why it was not taken, or what to know; ``candidates``: keys
    of units it may be from; ``by_unit``: whether a person settles what is asked by saying whose it is; ``number``: of the
    round it became; ``changed``: since the round before; ``questions``: how many it leaves.
    """

    file: str
    status: Status
    unit: str = ""
    says: str = ""
    candidates: tuple[str, ...] = ()
    by_unit: bool = True
    number: int = 0
    changed: tuple[str, ...] = ()
    questions: int = 0
    report: Report | None = None


@dataclass(frozen=True)
class Intake:
    """What became of each file, in order; ``unread``: those that were not read when it was stopped."""

    items: tuple[Item, ...]
    unread: tuple[str, ...] = ()

    @property
    def unsettled(self) -> tuple[Item, ...]:
        """What a person has to see to: files that were not taken, and those that leave questions."""
        return tuple(
            item for item in self.items if item.status in ("asked", "unreadable") or (item.questions and item.unit)
        )


@dataclass(frozen=True)
class Read:
    """A file, read: its ``reading``, the notes and the number in it, or why it could not be read."""

    name: str
    reading: Reading | None = None
    notes: tuple[Note, ...] = ()
    form: str = ""
    says: str = ""


@dataclass(frozen=True)
class Carried:
    """A file with its bytes, as it travels to another process; ``says``: why there are none."""

    name: str
    file: str
    data: bytes = b""
    says: str = ""

    def __str__(self) -> str:
        return self.name


def carried(source: Source) -> Carried:
    """``source`` with its bytes, or why they could not be had."""
    try:
        return Carried(source.name, source.file, source.load())
    except FileError as error:
        return Carried(source.name, source.file, says=str(error))


def read_carried(carried: Carried) -> Read:
    """The file read in a guarded child. One that cannot be read says so; nothing is raised."""
    if carried.says:
        return Read(carried.name, says=carried.says)
    try:
        reading = guarded.read(carried.data, carried.file)
        if reading.container not in ("xlsx", "xls"):
            return Read(carried.name, reading)
        return Read(carried.name, reading, _notes(carried.data, carried.file), form_id(carried.data))
    except FileError as error:
        return Read(carried.name, says=str(error))


def in_threads(
    work: Callable[[Carried], Read], items: Iterable[Carried], workers: int = 2, chunk: int = 1
) -> Iterator[Outcome[Carried, Read]]:
    """As ``pool.in_order``, for work that waits for a process of its own; ``chunk`` does not matter."""
    waiting: deque[Future[Outcome[Carried, Read]]] = deque()
    with ThreadPoolExecutor(max(1, workers)) as pool:
        for item in items:
            waiting.append(pool.submit(one, work, item))
            if len(waiting) > max(1, workers):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def take_back(
    folder: Folder,
    found: Found,
    *,
    assigned: Mapping[str, str] | None = None,
    workers: int = 2,
    spread: Spread = in_threads,
    stop: threading.Event | None = None,
    on_file: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> Intake:
    """Read the files that were ``found`` and keep in ``folder`` what can be taken.

    ``assigned``: file -> key of the unit that a person says it is from, ``""`` to leave it out. ``on_file(done, total,
    name)`` follows the reading; ``stop``, when set, leaves unread what is not begun. Of several new reports of one unit
    none is taken unless a person has chosen. Raises FileError where the folder cannot be written.
    """
    stop, assigned = stop or threading.Event(), assigned or {}
    reads: list[Read] = []
    wanted = [source for source in found.sources if _said(assigned, source.name) != ""]
    left_out = [Item(source.name, "left_out") for source in found.sources if _said(assigned, source.name) == ""]
    begun = (carried(source) for source in takewhile(lambda _: not stop.is_set(), wanted))
    for outcome in spread(read_carried, begun, workers):
        name = outcome.item.name
        reads.append(outcome.result or Read(name, says=outcome.error))
        on_file(len(reads), len(wanted), name)
    unread = tuple(source.name for source in wanted[len(reads) :])
    items = [_judged(folder.collection, read, _said(assigned, read.name)) for read in reads]
    kept = _take(folder, items, assigned)
    refused = [Item(name, "unreadable", says=says) for name, says in found.refused]
    return Intake((*kept, *left_out, *refused), unread)


def missing(collection: Collection) -> tuple[Unit, ...]:
    """The units from which nothing has come; the government's own report, which is the sum, is not missed."""
    own = collection.roster.government
    return tuple(unit for unit in collection.roster.units if unit is not own and not collection.record(unit.key).rounds)


def _said(assigned: Mapping[str, str], name: str) -> str | None:
    """What a person said of the file, by its whole name or by its own."""
    return assigned.get(name, assigned.get(name.replace("\\", "/").rsplit("/", 1)[-1]))


def _judged(collection: Collection, read: Read, chosen: str | None) -> Item:
    """Whose file it is, and its report; not yet taken."""
    reading, roster = read.reading, collection.roster
    if reading is None:
        return Item(read.name, "unreadable", says=read.says)
    if reading.year is not None and reading.year != collection.year:
        return Item(
            read.name,
            "asked",
            says=f"是 {reading.year} 年度的报告，现在收的是 {collection.year} 年度的，没有取用；请核对是不是交错了文件。",
            by_unit=False,
        )
    if chosen is not None:
        unit = roster.by_key[chosen]
    else:
        found = match(roster, reading.organ, form=read.form, file=read.name)
        if found.unit is None:
            return Item(read.name, "asked", says=found.why, candidates=tuple(each.key for each in found.candidates))
        unit = found.unit
    report = reading.report(_organ(unit, reading.organ), collection.year)
    if read.notes:
        report = report.model_copy(update={"notes": list(read.notes)})
    report = noted(report, reading, read.name, own_form=bool(read.form))
    says = "" if reading.year else f"没有写明年度，按 {collection.year} 年度收下，请核对。"
    return Item(read.name, "taken", unit.key, says, questions=len(open_questions(report)), report=report)


def _organ(unit: Unit, printed: Organ | None) -> Organ:
    """The unit as an organ; what its text calls itself, and whether it makes rules, as the file says."""
    own = unit.organ
    if printed is None:
        return own
    return own.model_copy(update={"self_reference": printed.self_reference, "makes_rules": printed.makes_rules})


def _take(folder: Folder, items: Sequence[Item], assigned: Mapping[str, str]) -> list[Item]:
    """``items`` with those kept that can be: each unit's only new report, or the one that a person chose."""
    new: dict[str, dict[str, list[Item]]] = {}
    for item in items:
        if item.report is not None and not folder.collection.holds(item.unit, said := digest(item.report)):
            new.setdefault(item.unit, {}).setdefault(said, []).append(item)
    done = []
    for item in items:
        if item.report is None:
            done.append(item)
            continue
        several = [same[0] for same in new.get(item.unit, {}).values()]
        chosen = [each for each in several if _said(assigned, each.file)]
        if len(several) > 1 and len(chosen) != 1:
            done.append(_doubled(folder.collection, item, several))
        elif len(several) > 1 and digest(item.report) != digest(chosen[0].report or item.report):
            done.append(replace(item, status="left_out", says=f"取用的是“{chosen[0].file}”。"))
        elif folder.take(item.unit, item.file, item.report, times.now().isoformat(timespec="seconds")):
            last = folder.collection.record(item.unit).last
            assert last is not None
            done.append(replace(item, number=last.number, changed=last.changed))
        else:
            done.append(replace(item, status="same"))
    return done


def _doubled(collection: Collection, item: Item, several: Sequence[Item]) -> Item:
    if all(digest(item.report) != digest(each.report) for each in several if item.report and each.report):
        return replace(item, status="same")
    files = "、".join(f"“{each.file}”" for each in several)
    says = f"“{collection.roster.labels[item.unit]}”有 {len(several)} 份内容不同的文件：{files}，没有取用，请说明取用哪一份。"
    return replace(item, status="asked", says=says, candidates=(item.unit,))


def _notes(data: bytes, name: str) -> tuple[Note, ...]:
    try:
        return notes(data, name)
    except FileError:
        return ()
