"""Work on a file from elsewhere in a process of its own, with limits of time and memory: a damaged or hostile file ends
the child, not the page.

The child knows neither keys nor addresses of its parent. It gets the bytes on stdin and answers on stdout.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module

KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT", "LANG", "LC_ALL", "TMP", "TEMP", "TMPDIR")
"""What the child may know of the environment."""
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None
"""How a child ends whose processor time is used up, where the system has that signal."""


@dataclass(frozen=True)
class Limits:
    """``seconds`` of processor time: what a file costs, however busy the computer is. ``patience``: seconds on the
    clock; only a computer that is busy with other work takes as long. ``megabytes`` of memory.

    Where the system has no such limits, only the clock counts.
    """

    seconds: int = 9
    patience: float = 60
    megabytes: int = 500


@dataclass(frozen=True)
class Answer:
    """How the child ended: its exit ``status`` and what it wrote; ``out_of_time``: of the processor's time."""

    status: int
    output: bytes
    out_of_time: bool = False


class OutOfPatience(Exception):
    """The child took longer by the clock than it may."""


def run(work: str, arguments: list[str], data: bytes, limits: Limits) -> Answer:
    """Call ``work`` (“module:function”, a function of strings) with ``arguments`` in a child that has ``data`` on stdin.

    Raises OutOfPatience, and OSError where no child can be started.
    """
    command = [sys.executable, "-c", "from drafting.guarded_child import _child; _child()", work]
    environment = {key: os.environ[key] for key in KEPT if key in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    environment["PYTHONIOENCODING"] = "utf-8"
    try:
        done = subprocess.run(
            [*command, str(limits.megabytes), str(limits.seconds), *arguments],
            input=data,
            capture_output=True,
            timeout=limits.patience,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OutOfPatience from None
    return Answer(done.returncode, done.stdout, done.returncode == _OUT_OF_TIME)


def _child() -> None:
    """Do the work under the limits and end without cleaning up what a damaged file left behind; never returns."""
    work, megabytes, seconds, *arguments = sys.argv[1:]
    _limit(int(megabytes), int(seconds))
    module, _, name = work.partition(":")
    try:
        status = getattr(import_module(module), name)(*arguments)
    except MemoryError:
        status = 1
    sys.stdout.buffer.flush()
    os._exit(status)


def _limit(megabytes: int, seconds: int) -> None:
    """Memory and processor time of this process."""
    if sys.platform == "win32":
        return
    import resource

    size = megabytes * 2**20
    for limit, value in ((resource.RLIMIT_DATA, size), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (min(value, hard) if hard != resource.RLIM_INFINITY else value, hard))
