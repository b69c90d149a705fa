"""``check``, ``draft``, ``export`` of several reports at once."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drafting.errors import FileError, InputError
from drafting.whole_files import write_whole

from .progress import Progress, say
from .spreading import spreading

if TYPE_CHECKING:
    from drafting.checks import OfficeRules
    from drafting.collection.batch_check import Checked, Task
    from drafting.collection.folder import Folder


def check(arguments: argparse.Namespace, office: OfficeRules) -> int:
    """Check all that ``arguments.report`` names; 1 where there is an error, or a file that cannot be used."""
    from drafting.checks import SEVERITIES
    from drafting.collection.batch_check import check_all

    tasks, folder = _tasks(arguments.report)
    before = before_of(folder, arguments.last_year)
    with spreading(arguments, len(tasks)) as (spread, workers), Progress("正在检查") as progress:
        found = check_all(tasks, office=office, last_year=before, workers=workers, spread=spread, on_unit=progress)
    if arguments.output:
        _write(found, Path(arguments.output), folder)
    if arguments.json:
        print(json.dumps({"units": [_data(unit) for unit in found]}, ensure_ascii=False, indent=2))
    else:
        for unit in found:
            counts = "，".join(f"{name} {unit.count(each)} 处" for each, name in SEVERITIES.items())
            print(f"{unit.label}：{unit.error or counts}")
            for finding in unit.findings:
                print(f"    {SEVERITIES[finding.severity]} {finding.rule} {finding.message}")
            for question in unit.questions:
                print(f"    待答 {question}")
    return int(any(unit.error or unit.count("error") for unit in found))


def each(
    arguments: argparse.Namespace,
    command: Callable[[argparse.Namespace], int],
    what: str,
    suffix: str,
    *,
    office: OfficeRules | None = None,
    side_by_side: bool = True,
) -> int:
    """``command``, which takes one report, for all that ``arguments.report`` names, each into the folder ``-o`` under its
    own name with ``suffix``. One that fails stops no other. The gravest exit status. ``office``: whose rules hold, in
    every process and on every machine; ``side_by_side``: whether many are worth several processes.
    """
    from drafting.collection.last_year import report_files

    if not arguments.output:
        raise InputError("有多份年报文件，请用 -o 写明放到哪个文件夹。")
    paths, folder = report_files(arguments.report), Path(arguments.output)
    targets = {path: folder / f"{path.name.removesuffix('.json').removesuffix('.report')}{suffix}" for path in paths}
    if len(set(targets.values())) < len(targets):
        raise InputError("有几份年报文件的文件名相同，写到一个文件夹里会互相覆盖，请先改名或分开处理。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"无法建立文件夹“{folder}”（{error.strerror}），请核对。") from None
    before = last_year(arguments.last_year) if arguments.last_year else {}
    alike = argparse.Namespace(**{**vars(arguments), "run": None, "report": [], "office": office})
    work = partial(_single, command=command, arguments=alike, before=before)
    jobs = [_Job(path, target) for path, target in targets.items()]
    worst, told = 0, []
    with spreading(arguments, len(jobs) if side_by_side else 0) as (spread, workers), Progress(what) as progress:
        for done, outcome in enumerate(spread(work, jobs, workers), 1):
            progress(done, len(jobs))
            status, out, said = outcome.result or (2, "", outcome.error)
            worst = max(worst, status)
            told.append((outcome.item.path, status, out, said))
    for path, _, _, said in told:
        for line in said.splitlines():
            say(f"{path.name}：{line}")
    if getattr(arguments, "json", False):
        found = [
            {"file": str(path), "status": status, **(json.loads(out) if out else {})} for path, status, out, _ in told
        ]
        print(json.dumps({"reports": found}, ensure_ascii=False, indent=2))
    failed = sum(status != 0 for _, status, _, _ in told)
    say(f"{len(told)} 份中 {len(told) - failed} 份完成，{failed} 份有问题，写到“{folder}”。")
    return worst


@dataclass(frozen=True)
class _Job:
    """A report file, and the file that is made of it."""

    path: Path
    target: Path

    def __str__(self) -> str:
        return self.path.name


def _single(
    job: _Job,
    *,
    command: Callable[[argparse.Namespace], int],
    arguments: argparse.Namespace,
    before: Mapping[str, Path],
) -> tuple[int, str, str]:
    """``command`` for the report of ``job``: its exit status, and what it printed and said. Raises FileError.

    A report that was drafted before into the folder is taken up where it stands, so that work begun again is not done
    twice.
    """
    from drafting import report_file

    target = job.target
    source = target if target.suffix == job.path.suffix and target.exists() else job.path
    organ = report_file.read(source).organ.name if before else ""
    own = {"report": [str(source)], "output": str(target), "last_year": str(before[organ]) if organ in before else None}
    out, said = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        status = command(argparse.Namespace(**{**vars(arguments), **own}))
    return status, out.getvalue(), said.getvalue()


def is_many(paths: list[str]) -> bool:
    """Whether ``paths`` may name more than one report."""
    return len(paths) > 1 or not Path(paths[0]).is_file()


def _tasks(paths: list[str]) -> tuple[list[Task], Folder | None]:
    """The reports to check; those of a collection under the names of its roster."""
    from drafting.collection.batch_check import Task
    from drafting.collection.folder import LIST, Folder
    from drafting.collection.last_year import report_files

    there = next((path for path in paths if (Path(path) / LIST).exists()), None)
    folder = Folder.opened(there) if there else None
    known = {}
    if folder:
        roster = folder.collection.roster
        known = {folder.report_path(unit): (unit.key, roster.labels[unit.key]) for unit in roster.units}
    return [Task(path, *known.get(path, (str(path), ""))) for path in report_files(paths)], folder


def last_year(folder: str) -> dict[str, Path]:
    """Name of an organ -> its report file in ``folder``; what cannot be read is said and left out."""
    from drafting import report_file
    from drafting.collection.last_year import report_files

    found: dict[str, Path] = {}
    for path in report_files([folder]):
        try:
            found.setdefault(report_file.read(path).organ.name, path)
        except FileError as error:
            say(str(error))
    return found


def before_of(folder: Folder | None, given: str | None) -> dict[str, tuple[Path, ...]]:
    """Name of an organ -> the files of its report on the year before in the folder ``given``; in a collection's ``folder`` those of
    units merged into it too.
    """
    from drafting.collection.last_year import files_of

    files = last_year(given) if given else {}
    return files_of(folder.collection.roster, files) if folder else {name: (path,) for name, path in files.items()}


def _data(unit: Checked) -> dict[str, Any]:
    """A unit as ``check --json`` prints it."""
    return {
        "file": str(unit.path),
        "organ": unit.label,
        "error": unit.error or None,
        "findings": [finding.to_data() for finding in unit.findings],
        "not_assessed": [entry.to_data() for entry in unit.not_assessed],
        "questions": list(unit.questions),
    }


def _write(found: tuple[Checked, ...], target: Path, folder: Folder | None) -> None:
    """The findings table and the 退回单 of each unit that has something to mend, in the folder ``target``."""
    from drafting import place, settings, times
    from drafting.collection import findings_sheet
    from drafting.publishing import MAX_STEM

    today = times.today()
    slips = target / "退回单"
    try:
        slips.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"无法建立文件夹“{slips}”（{error.strerror}），请核对。") from None
    write_whole(target / "问题清单.xlsx", findings_sheet.table(found, "年度报告问题清单", today))
    held = folder.collection if folder else None
    units = held.roster.within(place.due(settings.data_dir(), held.year)).by_key if held else {}
    for at, unit in enumerate(found, 1):
        if findings_sheet.owes(unit):
            year = unit.report.year if unit.report else today.year - 1
            due = units[unit.key].deadline if unit.key in units else None
            word, sheet = findings_sheet.slip(unit, year, today, due=due if due and due >= today else None)
            order = units[unit.key].order if unit.key in units else at
            stem = f"{order:02}-{unit.label.replace('/', '／')}-退回单".encode()[:MAX_STEM].decode("utf-8", "ignore")
            write_whole(slips / f"{stem}.docx", word)
            write_whole(slips / f"{stem}.xlsx", sheet)
