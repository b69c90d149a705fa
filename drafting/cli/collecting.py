"""The commands over many units: ``handout``, ``collect``, ``rollup``."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafting.errors import FileError, InputError
from drafting.whole_files import read_whole, write_whole

from .progress import Progress, processes, say
from .spreading import spreading

if TYPE_CHECKING:
    from drafting.checks import OfficeRules
    from drafting.checks.units import Units
    from drafting.collection.choice import Choice
    from drafting.collection.folder import Folder
    from drafting.collection.intake import Intake
    from drafting.collection.rollup import Adjustment
    from drafting.collection.roster import Roster
    from drafting.collection.rounds import Collection
    from drafting.report import Report


def handout(arguments: argparse.Namespace) -> int:
    """A form for each unit of the roster, prefilled from last year's reports."""
    from drafting import place, settings
    from drafting.collection import handout, last_year, roster_file
    from drafting.report_file import check_year

    if arguments.template:
        if Path(arguments.roster).exists():
            raise FileError(f"“{arguments.roster}”已经存在，没有覆盖，请换一个文件名。")
        write_whole(arguments.roster, roster_file.template())
        say(f"名单模板已写到“{arguments.roster}”，填好后再用 handout 生成各单位的表。")
        return 0
    if arguments.year is None or not arguments.output:
        raise InputError("请用 --year 写明报告年度，用 -o 写明放到哪个文件夹或压缩包。")
    check_year(arguments.year)
    roster = roster_file.read(arguments.roster).within(place.due(settings.data_dir(), arguments.year))
    before, told = last_year.by_unit(roster, arguments.year, [arguments.last_year]) if arguments.last_year else ({}, ())
    for sentence in told:
        say(sentence)
    with spreading(arguments, len(roster.units)) as (spread, workers), Progress("正在生成") as progress:
        files = handout.handed_out(roster, arguments.year, before, workers=workers, spread=spread, on_unit=progress)
        names = handout.write(files, arguments.output)
    print(f"已生成 {len(names)} 个文件，写到“{arguments.output}”。")
    if arguments.last_year:
        lacking = [roster.labels[unit.key] for unit in roster.units if unit.key not in before]
        lacking = [label for label in lacking if not roster.government or label != roster.government.name]
        if lacking:
            say(f"{len(lacking)} 个单位没有上年的报告，表里没有上年数字：{'、'.join(lacking)}")
    return 0


def collect(arguments: argparse.Namespace) -> int:
    """Take back what came into the folder ``-o``, and say what is missing, unsure or asked."""
    from drafting.collection import roster_file, sources
    from drafting.collection.folder import Folder
    from drafting.collection.intake import STATUSES, in_threads, missing, take_back
    from drafting.report_file import check_year

    check_year(arguments.year)
    roster = roster_file.read(arguments.roster)
    found = sources.find(arguments.paths)
    if not found.sources and not found.refused:
        raise FileError(f"“{arguments.paths[0]}”里没有可以读的文件，请核对。")
    assigned = _assigned(arguments.assign, roster)
    folder = Folder.begun(arguments.output, arguments.year, roster)
    with spreading(arguments, 0) as (spread, workers), Progress("正在读取") as progress:
        if not arguments.cluster:  # each file waits for a process of its own
            spread, workers = in_threads, processes(arguments.workers or 2, 0)
        taken = take_back(folder, found, assigned=assigned, workers=workers, spread=spread, on_file=progress)
    lacking = missing(folder.collection)
    if arguments.json:
        print(json.dumps(_collected(folder, taken), ensure_ascii=False, indent=2))
    else:
        for item in taken.items:
            unit = f"“{roster.labels[item.unit]}”" if item.unit else ""
            times = f"第 {item.number} 次" if item.number > 1 else ""
            print(f"{STATUSES[item.status]} {item.file} {unit}{times}{item.says}".rstrip())
            for change in item.changed:
                print(f"    {change}")
        for asked in _asked(folder):
            print(f"待答 {len(asked.units)} 个单位（{_listed(roster, asked.units)}）：{asked.text}")
        if lacking:
            print(f"未报 {len(lacking)} 个单位：{'、'.join(roster.labels[unit.key] for unit in lacking)}")
    return int(bool(lacking or taken.unsettled or taken.unread))


def rollup(arguments: argparse.Namespace, office: OfficeRules) -> int:
    """Add up the units' tables; who is missing or refused, and each unit's part in each cell."""
    from drafting import report_file
    from drafting.collection import rollup_sheet, summing
    from drafting.collection.choice import ALL
    from drafting.collection.compared import compared
    from drafting.collection.last_year import report_files
    from drafting.values import printed

    paths = report_files(arguments.paths)
    there = _collection_there(arguments.paths)
    roster = _units(arguments.units) if arguments.units else there.roster if there else None
    adjustments = there.adjustments if there else ()
    with spreading(arguments, len(paths)) as (spread, workers), Progress("正在汇总") as progress:
        summed = summing.of_files(
            paths,
            roster,
            choice=_choice(arguments, roster) or (there.choice if there and not arguments.units else ALL),
            errors=arguments.with_errors,
            adjustments=_adjustments(arguments.adjustments) if arguments.adjustments else adjustments,
            office=office,
            workers=workers,
            spread=spread,
            on_file=progress,
        )
    found = summed.rollup
    target = Path(arguments.output)
    into = report_file.read(arguments.into) if arguments.into else None
    report = found.report(into.organ if into else summing.organ_of(roster, arguments.organ), into)
    against, unused = None, ()
    if arguments.last_year:
        against, unused = compared(found, [arguments.last_year], roster, report.organ.name)
    if target.is_dir():
        target = target / f"{report.title}汇总.xlsx"
    if target.suffix.lower() == ".xlsx":
        write_whole(target, rollup_sheet.write(found, report, against))
    else:
        report_file.write(report, target)
    if arguments.json:
        data = found.to_data(report_file.to_data(report))
        data |= {"last_year": against.to_data()} if against else {}
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        print(f"汇总了 {len(found.figures)} 个单位，写到“{target}”。")
        for unit in found.units:
            if unit.status != "summed" or unit.why:
                print(f"{unit.label}：{unit.why}")
                for finding in unit.findings:
                    print(f"    {finding.rule} {finding.said}")
        for cell, labels in found.blanks().items():
            print(
                f"{found.form.name(cell)}有 {len(labels)} 个单位没有填：{'、'.join(labels[:5])}{'等' * (len(labels) > 5)}"
            )
        for change in against.whole() if against else ():
            if change.now != change.before:
                print(f"{found.form.name(change.cell)}本年 {printed(change.now)}，上年 {printed(change.before)}")
    for sentence in (*summed.beside, *unused, *(against.said() if against else ())):
        say(sentence)
    return int(not found.whole)


def units(place: str, report: Report, office: OfficeRules) -> Units:
    """What the units of the collection in the folder ``place`` reported that ``report`` adds up. Raises FileError, and InputError where
    it adds up no such units.
    """
    from drafting.collection import scopes, summing
    from drafting.collection.folder import Folder

    folder = Folder.opened(place)
    held, own = folder.collection, folder.collection.roster.government
    if own is None or (own.name, held.year) != (report.organ.name, report.year):
        whose = f"“{own.name}”{held.year} 年度" if own else "没有本级政府的一份名单"
        raise InputError(
            f"“{place}”收的是{whose}各单位的，“{report.title}”不是由它们相加的，没有检查；请核对文件，或去掉 --collection。"
        )
    rollup = summing.of_folder(folder, office=office).rollup
    if rollup.form.edition != report.edition:
        raise InputError(f"“{report.title}”与“{place}”里各单位的格式版本不同，没有检查，请先统一格式版本。")
    return scopes.units(rollup, held.roster, own)


def _collected(folder: Folder, taken: Intake) -> dict[str, Any]:
    """What ``collect --json`` prints."""
    from drafting.collection.intake import missing

    collection = folder.collection
    labels = collection.roster.labels
    lacking = {unit.key for unit in missing(collection)}
    units = []
    for unit in collection.roster.units:
        record = collection.record(unit.key)
        last = record.last
        units.append(
            {
                "unit": unit.key,
                "organ": labels[unit.key],
                "status": "missing" if unit.key in lacking else "received" if last else "not_expected",
                "rounds": len(record.rounds),
                "file": last.file if last else None,
                "report": str(folder.report_path(unit)) if last else None,
                "changed": list(last.changed) if last else [],
            }
        )
    return {
        "year": collection.year,
        "units": units,
        "files": [
            {
                "file": item.file,
                "status": item.status,
                "unit": item.unit or None,
                "round": item.number or None,
                "says": item.says,
                "candidates": list(item.candidates),
                "changed": list(item.changed),
                "questions": item.questions,
            }
            for item in taken.items
        ],
        "missing": [labels[unit.key] for unit in collection.roster.units if unit.key in lacking],
        "questions": [
            {"text": asked.text, "units": {key: list(cells) for key, cells in asked.cells.items()}}
            for asked in _asked(folder)
        ],
        "unread": list(taken.unread),
    }


def _asked(folder: Folder):
    """What the reports that came leave to ask, the same question of many units once."""
    from drafting.collection.questions import of_many, open_questions
    from drafting.form import edition_for

    reports = {key: folder.report(key) for key in folder.collection.roster.by_key}
    questions = {key: open_questions(report) for key, report in reports.items() if report}
    return of_many(edition_for(folder.collection.year), questions)


def _listed(roster: Roster, keys: tuple[str, ...]) -> str:
    return "、".join(roster.labels[key] for key in keys[:5]) + ("等" if len(keys) > 5 else "")


def _assigned(given: list[str], roster: Roster) -> Mapping[str, str]:
    """``文件=单位`` as file -> key; without a unit the file is left out."""
    found = {}
    for each in given:
        file, sign, called = each.rpartition("=")
        if not sign or not file:
            raise InputError(f"“{each}”应写成“文件=单位”，例如“3.docx=青石镇”；不要这个文件就写“3.docx=”。")
        found[file] = roster.unit(called).key if called else ""
    return found


def _collection_there(paths: list[str]) -> Collection | None:
    """The collection, where one of ``paths`` is its folder."""
    from drafting.collection.folder import LIST, Folder

    there = next((path for path in paths if (Path(path) / LIST).exists()), None)
    return Folder.opened(there).collection if there else None


def _choice(arguments: argparse.Namespace, roster: Roster | None) -> Choice | None:
    """The units that ``--only`` or ``--without`` names; None where neither is given."""
    from drafting.collection.choice import Choice

    given = arguments.only if arguments.only is not None else arguments.without
    if given is None:
        return None
    if not (names := _names(given)):
        raise InputError("请在 --only 或 --without 后面写单位名称，用逗号分开。")
    units = tuple(roster.added(name).key for name in names) if roster else tuple(names)
    return Choice(how="without" if arguments.only is None else "only", units=units)


def _names(given: str) -> list[str]:
    return [name for name in re.split(r"[、，,；;\s]+", given) if name]


def _units(given: str) -> Roster:
    """The roster that ``--units`` names: a file, or names with commas between them."""
    from drafting.collection import roster_file
    from drafting.collection.roster import Unit, roster
    from drafting.organs import named

    if Path(given).exists():
        return roster_file.read(given)
    names = _names(given)
    if len(names) < 2 and "." in given:
        return roster_file.read(given)
    return roster(
        Unit(name=name, order=at, kind=(told := named(name)).kind, level=told.level) for at, name in enumerate(names, 1)
    )


def _adjustments(path: str) -> tuple[Adjustment, ...]:
    from drafting.collection.adjustments import loads

    return loads(read_whole(path, most=2**20), Path(path).name)
