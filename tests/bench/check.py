"""The process `nianbao check FILE` on the sample town's report with every section written, beside a process that starts
the same interpreter, imports the same modules, and ends. Both from start to exit, run by the same parent.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from drafting import checks, report_file
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named

from .outcome import Outcome, Row, Series, Target, in_turn

TITLE = "checking a report from the command line"
REPEAT = 30
TARGET = 50
WAIT = 60
"""Seconds a process may take before the measurement is given up."""

_RUN = "import sys; from drafting.cli import main; status = main(sys.argv[1:])"
_LIST = f"{_RUN}; print(*(name for name in sys.modules if name != '__main__'), file=sys.stderr)"
_IMPORT = "import sys; from importlib import import_module; [import_module(name) for name in sys.argv[1:]]"


def run(*command: str | Path) -> tuple[float, float, str]:
    """Milliseconds a process takes, by the clock and of the processor, and what it wrote to stderr.

    Raises RuntimeError when it did not do its work.
    """
    started, before = time.perf_counter(), _processor()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=WAIT, text=True)
    taken, used = 1000 * (time.perf_counter() - started), _processor() - before
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise RuntimeError(f"status {done.returncode}: {done.stderr}")
    return taken, used, done.stderr


def _processor() -> float:
    """Milliseconds of processor time that ended child processes have used."""
    used = os.times()
    return 1000 * (used.children_user + used.children_system)


def measure(repeat: int) -> Outcome:
    """Both processes in turn; then the rules alone, in this process."""
    with TemporaryDirectory(prefix="nianbao-bench-") as folder:
        report, last_year = sample("town").load()
        full = draft_report(report, sections_named(report, ()), None, last_year=last_year).report
        file, last = Path(folder, "town.report.json"), Path(folder, "last.report.json")
        report_file.write(full, file)
        report_file.write(last_year, last)
        arguments = ("check", file, "--last-year", last)
        names = run(sys.executable, "-c", _LIST, *arguments)[2].split()
        command = Path(sys.executable).with_name("nianbao")
        taken = in_turn(
            repeat,
            {
                "program": lambda: run(command, *arguments),
                "baseline": lambda: run(sys.executable, "-c", _IMPORT, *names),
            },
        )
        alone = []
        for _ in range(repeat):
            started = time.perf_counter()
            checks.run(full, last_year)
            alone.append(1000 * (time.perf_counter() - started))
    process, processor = (
        Row(what, *(Series([one[at] for one in taken[side]]) for side in ("program", "baseline")))
        for at, what in enumerate(("process, start to exit", "its processor time"))
    )
    return Outcome(
        (process, processor, Row("all rules, in a running process", Series(alone))),
        (
            Target(
                f"checking adds less than {TARGET} ms to starting and importing",
                f"{process.difference:.0f} ms",
                process.difference < TARGET,
            ),
        ),
        (
            f"{len(names)} modules are imported, {sum(name.startswith('drafting') for name in names)} of them the program's.",
        ),
    )
