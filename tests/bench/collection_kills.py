"""``kill -9`` at random moments while a collection of six units is taken back, checked, drafted and exported on the command
line, by turns (the second time all six send another report); then the same command again, to its end.

What there is then is held against a collection that nobody killed: each unit's rounds and their digests, every report as it
was sent and as it is worked on, the slips, the drafts' words, the exported texts.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from drafting import report_file
from drafting.collection.folder import LIST, ROUNDS, Folder
from drafting.organs import named
from drafting.report import Note, Report

from .check_many import balanced
from .outcome import Outcome, Row, Series, Target

TITLE = "what is left of a collection after kill -9"
REPEAT = 20
UNITS = 6
STAGES: Mapping[str, tuple[str, ...]] = {
    "collect": ("sent", "--roster", "roster.tsv", "--year", "2024", "-o", "taken"),
    "again": ("mended", "--roster", "roster.tsv", "--year", "2024", "-o", "taken"),
    "check": ("taken", "-o", "checked"),
    "draft": ("taken", "--offline", "-o", "drafted", "--workers", "2"),
    "export": ("drafted", "--to", "txt", "-o", "texts", "--workers", "2"),
}
"""What is done one after the other; ``again`` is ``collect`` too."""


def measure(repeat: int) -> Outcome:
    """Kill ``repeat`` times, in the stages by turns."""
    moments = random.Random(17)
    lost: list[str] = []
    times: list[float] = []
    alive = 0
    with tempfile.TemporaryDirectory() as place:
        whole = _begun(Path(place, "whole"))
        usual, wanted = {}, {}
        for stage in STAGES:
            shutil.copytree(whole, Path(place, stage))
            usual[stage] = _timed(whole, stage)
            wanted[stage] = dict(_said(whole))
        for at in range(repeat):
            stage = list(STAGES)[at % len(STAGES)]
            folder = Path(place, f"{at}")
            shutil.copytree(Path(place, stage), folder)
            alive += _killed(folder, stage, usual[stage] * moments.uniform(0.1, 1))
            times.append(_timed(folder, stage) * 1000)
            found = dict(_said(folder))
            differing = [key for key in wanted[stage].keys() | found.keys() if wanted[stage].get(key) != found.get(key)]
            lost += [f"{stage}: {key}" for key in differing]
    return Outcome(
        rows=[Row("the command begun again, to its end", Series(times))],
        targets=[
            Target(
                "after any kill the same command ends as if nothing had been: nothing lost, nothing twice",
                f"{repeat} kills, {repeat - alive} of them before the command's end; other than without a kill: "
                f"{'、'.join(lost[:5]) or 'nothing'}",
                not lost,
            )
        ],
        notes=[f"killed between a tenth and the whole of its usual time: {', '.join(STAGES)}"],
    )


def _begun(folder: Path) -> Path:
    """What six units have sent, and what they send again, in ``folder``."""
    chance = random.Random(2024)
    names = [f"云溪县第{number}局" for number in "一二三四五六"[:UNITS]]
    for place in ("sent", "mended"):  # other figures each time
        (folder / place).mkdir(parents=True)
        for at, name in enumerate(names):
            note = Note(id="n1", aspect="proactive", text=f"全年召开政策解读会{at + 1}场。")
            report = Report(organ=named(name), year=2024, values=balanced(chance), notes=[note])
            report_file.write(report, folder / place / f"{at}.report.json")
    (folder / "roster.tsv").write_text("\n".join(["单位名称", *names]), "utf-8")
    return folder


def _command(folder: Path, stage: str) -> subprocess.Popen:
    name = "collect" if stage == "again" else stage
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "NIANBAO_DATA_DIR": str(folder / "data"),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "drafting", name, *STAGES[stage]],
        cwd=folder,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _timed(folder: Path, stage: str) -> float:
    """Seconds that the command takes, to its end."""
    began = time.monotonic()
    _command(folder, stage).wait()
    return time.monotonic() - began


def _killed(folder: Path, stage: str, after: float) -> bool:
    """Kill the command and all its processes so many seconds in; whether it had ended by then."""
    process = _command(folder, stage)
    try:
        process.wait(after)
        return True
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


def _said(folder: Path) -> Iterator[tuple[str, object]]:
    """Everything that a collection says, by where it is said; not when, nor by which ids."""
    taken = Folder.opened(folder / "taken")
    for key, record in taken.collection.records.items():
        yield f"rounds of {key}", [(each.number, each.digest, each.changed) for each in record.rounds]
    kept = json.loads((folder / "taken" / LIST).read_bytes())
    yield "units", sorted(kept["records"])
    for place in ("taken", f"taken/{ROUNDS}", "drafted"):
        for path in sorted((folder / place).glob("*.report.json")):
            report = report_file.read(path)
            yield f"{place}/{path.name}", (report.values, [report.narrative_text("overview"), report.text("problems")])
    for path in sorted((folder / "texts").glob("[!.]*")):
        yield f"texts/{path.name}", path.read_text("utf-8")
    yield "slips", sorted(path.name for path in (folder / "checked").rglob("[!.]*"))
