"""Gathering wheels: every distribution that a program needs on another machine, in the versions installed on this one.

pip takes wheels for another platform, but reads the conditions of requirements (``; sys_platform == "win32"``) as if
they were meant for this machine, and so forgets what only the other needs. Therefore the gathered wheels themselves are
asked, with the other machine's answers to those conditions, until nothing is missing.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from email.parser import HeaderParser
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from drafting.errors import FileError

from .platforms import Platform

EXTRAS = ("sign-in", "postgres")
"""What the program itself has more of in a bundle: what an office that is served needs."""
ROUNDS = 5
"""How often what was gathered may name something more; two are usual."""


def gather(folder: Path, platform: Platform, python: str) -> None:
    """Bring into ``folder`` all that the wheels in it need on ``platform`` with ``python`` (like 3.11), and pip itself.

    Raises FileError where the package index has no wheel of a version, or cannot be reached.
    """
    wanted = ["pip", *missing(folder, platform, python)]
    for _ in range(ROUNDS):
        if not wanted:
            return
        _download(folder, wanted, platform, python)
        wanted = missing(folder, platform, python)
    if wanted:
        raise FileError(f"没有收齐安装包，还缺 {'、'.join(wanted)}，没有写出文件夹，请核对本机安装的程序是否完整。")


def missing(folder: Path, platform: Platform, python: str) -> list[str]:
    """What the wheels in ``folder`` need on ``platform`` and is not there in a version that they can use."""
    there = {name: version for name, version, *_ in (parse_wheel_filename(path.name) for path in folder.glob("*.whl"))}
    answers = platform.marker | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.whl")):
        for requirement, extra in _needed(path, answers):
            version = there.get(canonicalize_name(requirement.name))
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                found[f"{requirement.name}{extra}{requirement.specifier}"] = None
    return list(found)


def _needed(path: Path, answers: dict[str, str]) -> Iterable[tuple[Requirement, str]]:
    """The requirements of the wheel that hold under these ``answers``, of extras the program's own ``EXTRAS`` alone; and the
    extras they ask for.
    """
    extras = ("", *EXTRAS) if path.name.startswith("nianbao-") else ("",)
    with zipfile.ZipFile(path) as wheel:
        name = next(name for name in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        headers = HeaderParser().parsestr(wheel.read(name).decode("utf-8"))
    for line in headers.get_all("Requires-Dist", ()):
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({**answers, "extra": extra}) for extra in extras):
            yield requirement, f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""


def _download(folder: Path, wanted: list[str], platform: Platform, python: str) -> None:
    """Bring ``wanted`` and what pip knows to belong to it into ``folder``. Raises FileError."""
    pins = folder / "pins.txt"
    pins.write_text("".join(f"{name}=={version}\n" for name, version in _installed().items()), encoding="utf-8")
    short = f"cp{python.replace('.', '')}"
    options = [f"--platform={tag}" for tag in platform.tags] + [f"--abi={abi}" for abi in (short, "abi3", "none")]
    options += [f"--python-version={python}", "--implementation=cp", "--only-binary=:all:", f"--find-links={folder}"]
    try:
        run_pip("download", "--dest", str(folder), "--constraint", str(pins), *options, *wanted)
    finally:
        pins.unlink()


def _installed() -> dict[str, str]:
    """The version of each distribution beside this program, which is itself left out."""
    found = {canonicalize_name(each.name): each.version for each in distributions()}
    return {name: version for name, version in sorted(found.items()) if name != "nianbao"}


def run_pip(*arguments: str) -> None:
    """Run this Python's pip. Raises FileError with its last complaint."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode:
        complaints = [line for line in done.stderr.splitlines() if line.strip() and not line.startswith("WARNING")]
        said = complaints[-1].strip() if complaints else f"pip 返回 {done.returncode}"
        raise FileError(f"没有收齐安装包（{said}），没有写出文件夹，请核对网络和 pip 的软件源后重试。")
