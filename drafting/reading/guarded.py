"""Reads a file in a child process with limits: a damaged or hostile file ends the child, not the page.

The parent hands the bytes over on stdin, the child answers on stdout with the reading as JSON, or with the sentence
that says why it could not be read.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

from drafting.errors import FileError, NianbaoError, SeveralReports

from .reading import Reading

SECONDS = 9
"""Processor time: what a file costs, however busy the computer is."""
PATIENCE = 60
"""Seconds on the clock; only a computer that is busy with other work takes as long."""
MEGABYTES = 500
_KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT", "LANG", "LC_ALL", "TMP", "TEMP", "TMPDIR")
"""What the child may know of the environment: no key, no address."""


def read(
    data: bytes,
    name: str,
    year: int | None = None,
    *,
    part: str = "",
    seconds: int = SECONDS,
    patience: float = PATIENCE,
    megabytes: int = MEGABYTES,
) -> Reading:
    """What ``reading.read`` gives, within ``seconds`` of processor time, ``patience`` seconds by the clock and
    ``megabytes``.

    Raises FileError, also when a limit is passed.
    """
    called = name.replace("\0", "").encode("utf-8", "replace").decode()
    command = [
        sys.executable,
        "-c",
        "from drafting.reading.guarded import _child; _child()",
        called,
        str(year or ""),
        str(megabytes),
        str(seconds),
        part.replace("\0", "").encode("utf-8", "replace").decode(),
    ]
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    environment["PYTHONIOENCODING"] = "utf-8"
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=patience, env=environment, check=False)
    except subprocess.TimeoutExpired:
        raise FileError(
            f"电脑正忙，“{name}”等了 {patience:g} 秒还没有读完，没有读入；文件没有问题，请稍后再读一次。"
        ) from None
    except OSError as error:
        raise FileError(f"无法开始读取“{name}”（{error.strerror}），请稍后再试。") from None
    answer = done.stdout.decode("utf-8", "replace")
    if done.returncode == 0 and answer.startswith("{"):
        return Reading.model_validate_json(answer)
    if done.returncode == _CHOICE and answer:
        message, *choices = json.loads(answer)
        raise SeveralReports(message, tuple(choices))
    if done.returncode == _SAID and answer:
        raise FileError(answer)
    if done.returncode == _OUT_OF_TIME:
        raise FileError(
            f"“{name}”太复杂，读了 {seconds:g} 秒还没有读完，已停止；请在 Word、Excel 或浏览器中打开后另存一份再读入。"
        )
    raise FileError(f"“{name}”读取时出了问题，可能已损坏或过于复杂，没有读入；请另存一份再试，或改用其他格式。")


_SAID = 3
"""Exit status of a child that says why it could not read."""
_CHOICE = 4
"""Exit status of a child that found several reports: the sentence and what they are called, as a JSON list."""
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None
"""How a child ends whose processor time is used up, where the system has that signal."""


def _child() -> None:
    """Read stdin under the limits and answer on stdout; never returns."""
    name, year, megabytes, seconds, part = sys.argv[1:6]
    _limit(int(megabytes), int(seconds))
    try:
        from drafting.reading import read as read_here

        read = read_here(sys.stdin.buffer.read(), name, int(year) if year else None, part)
        sys.stdout.buffer.write(read.model_dump_json().encode("utf-8", "replace"))
        status = 0
    except SeveralReports as error:
        sys.stdout.buffer.write(json.dumps([str(error), *error.choices]).encode())
        status = _CHOICE
    except NianbaoError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        status = _SAID
    except MemoryError:
        status = 1
    sys.stdout.buffer.flush()
    os._exit(status)  # no clean-up of what a damaged file left behind


def _limit(megabytes: int, seconds: int) -> None:
    """Memory and processor time of this process; where the system has no such limits only the parent's clock counts."""
    try:
        import resource
    except ImportError:
        return
    size = megabytes * 2**20
    for limit, value in ((resource.RLIMIT_DATA, size), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (min(value, hard) if hard != resource.RLIM_INFINITY else value, hard))
