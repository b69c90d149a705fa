"""``rollcall``: where each unit of a collection stands, and what the office decides of its report."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafting.errors import FileError, InputError
from drafting.whole_files import write_whole

from .many import before_of
from .progress import Progress, processes

if TYPE_CHECKING:
    from drafting.checks import OfficeRules
    from drafting.collection.batch_check import Checked
    from drafting.collection.folder import Folder
    from drafting.collection.roll_call import Line
    from drafting.collection.rounds import Decision


def run(arguments: argparse.Namespace, office: OfficeRules) -> int:
    """Keep what was decided, check what came, and list all units; 1 while one owes something."""
    from drafting import times
    from drafting.collection import roll_call
    from drafting.collection.folder import Folder

    folder = Folder.opened(arguments.folder)
    _decide(folder, arguments)
    lines, _ = called(folder, arguments, office)
    collection, today = folder.collection, times.today()
    if arguments.output:
        target = Path(arguments.output)
        if target.suffix.lower() not in (".xlsx", ".docx"):
            raise FileError(f"点名表只写 .xlsx 和 .docx，“{target.name}”不是，请换一个文件名。")
        write = roll_call.workbook if target.suffix.lower() == ".xlsx" else roll_call.document
        own = collection.roster.government
        write_whole(target, write(lines, collection.year, today, own.name if own else ""))
    if arguments.json:
        print(json.dumps({"units": [_data(line, collection.year) for line in lines]}, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            counts = f"错误 {line.errors} 提醒 {line.warnings} 待答 {line.questions} 报送 {line.rounds} 次"
            print(f"{roll_call.STATES[line.state]} {line.label} {counts} {roll_call.left(line)}".rstrip())
        for sentence in filter(None, (roll_call.reminder(line, collection.year) for line in lines)):
            print(sentence)
    return int(any(line.owes for line in lines))


def called(
    folder: Folder, arguments: argparse.Namespace, office: OfficeRules
) -> tuple[tuple[Line, ...], dict[str, Checked]]:
    """The roll-call of today, and what was found in the report of each unit that sent one, by its key."""
    from drafting import place, settings, times
    from drafting.collection.batch_check import Task, check_all
    from drafting.collection.roll_call import roll_call

    collection = folder.collection
    came = [unit for unit in collection.roster.units if collection.record(unit.key).rounds]
    tasks = [Task(folder.report_path(unit), unit.key, collection.roster.labels[unit.key]) for unit in came]
    with Progress("正在检查") as progress:
        found = check_all(
            tasks,
            office=office,
            last_year=before_of(folder, arguments.last_year),
            workers=processes(arguments.workers, len(tasks)),
            on_unit=progress,
        )
    checked = {unit.key: unit for unit in found}
    return roll_call(collection, checked, times.today(), place.due(settings.data_dir(), collection.year)), checked


def _decide(folder: Folder, arguments: argparse.Namespace) -> None:
    """Keep the decisions all together, or none where one of them cannot be."""
    from drafting import times

    collection, at = folder.collection, times.now().isoformat(timespec="seconds")
    said: tuple[tuple[list[str], Decision], ...] = (
        (arguments.returned, "returned"),
        (arguments.passed, "passed"),
        (arguments.received, ""),
    )
    for names, decision in said:
        for name in names:
            collection = collection.decided(collection.roster.unit(name).key, decision, at)
    for given in arguments.published:
        name, day, address = [*given.split("=", 2), "", ""][:3]
        try:
            on = date.fromisoformat(day.strip()) if day.strip() else None
        except ValueError:
            raise InputError(f"“{given}”里的公布日期应写成 2025-01-20 的样子，请改正。") from None
        collection = collection.published(collection.roster.unit(name).key, on, address)
    if collection is not folder.collection:
        folder.keep(collection)


def _data(line: Line, year: int) -> dict[str, Any]:
    """A unit as ``rollcall --json`` prints it."""
    from drafting.collection.roll_call import reminder

    return {
        "unit": line.unit.key,
        "organ": line.label,
        "state": line.state,
        "errors": line.errors,
        "warnings": line.warnings,
        "questions": line.questions,
        "rounds": line.rounds,
        "returned": line.returned,
        "due": line.due.isoformat(),
        "statutory": line.statutory.isoformat(),
        "days": line.days,
        "published_on": line.published_on.isoformat() if line.published_on else None,
        "address": line.address,
        "reminder": reminder(line, year),
    }
