"""The folder that is carried to a machine without internet: wheels, a script that starts, a page that explains."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from drafting import __version__, resources
from drafting.errors import FileError, InputError

from . import own_wheel, wheels
from .platforms import Platform

_SHIPPED = Path(__file__).parent
PAGE = "安装说明.txt"
WHEELS = "wheels"


def make(target: Path, platform: Platform, python: str) -> None:
    """Write the folder ``target``, which is not there yet or empty, for ``platform`` and Python ``python`` (like 3.11).

    It appears whole or not at all. Raises InputError, FileError.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"“{target}”已经存在，里面有文件，没有写出，请换一个文件夹。")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as work:
            made = Path(work, "made")
            (made / WHEELS).mkdir(parents=True)
            _program(made / WHEELS)
            wheels.gather(made / WHEELS, platform, python)
            explain(made, platform, python)
            if target.exists():
                target.rmdir()
            made.rename(target)
    except OSError as error:
        raise FileError(f"无法写入“{target}”（{error.strerror}），没有写出，请核对文件夹和磁盘空间。") from None


def _program(folder: Path) -> None:
    """The program's own wheel, into ``folder``. Raises FileError."""
    checkout = resources.home()
    if (checkout / "pyproject.toml").exists():
        with tempfile.TemporaryDirectory() as copy:  # building writes beside the sources
            own = shutil.ignore_patterns(".*", "__pycache__", "tests", "build", "dist")
            source = Path(shutil.copytree(checkout, Path(copy, "source"), ignore=own))
            shutil.copytree(checkout / ".streamlit", source / ".streamlit")
            wheels.run_pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(source))
        return
    try:
        own_wheel.packed(distribution("nianbao"), folder)
    except PackageNotFoundError:
        raise FileError("找不到本程序的安装记录，无法打包，请用 pip 重新安装本程序后重试。") from None


def explain(folder: Path, platform: Platform, python: str) -> None:
    """Write the start script and the page to read into ``folder``, for the wheels that lie in it."""
    names = sorted(path.name for path in (folder / WHEELS).glob("*.whl"))
    known = {
        "version": __version__,
        "extras": ",".join(wheels.EXTRAS),
        "python": python,
        "comma": python.replace(".", ", "),
        "pip": next(name for name in names if name.startswith("pip-")),
        "content": hashlib.sha256("\n".join(names).encode()).hexdigest()[:12],
        "machine": platform.marker["platform_machine"],
        "platform": platform.name,
    }
    kind = "windows" if platform.windows else "linux"
    page = _filled(f"{kind}.txt", known)
    (folder / PAGE).write_bytes(page.replace("\n", "\r\n").encode("utf-8-sig"))  # as Windows' Notepad reads it
    if (
        platform.windows
    ):  # cmd reads it by the code page 936, which its second line sets; GB 2312 has no letter of cmd's
        (folder / "start.bat").write_bytes(_filled("start.bat", known).replace("\n", "\r\n").encode("gb2312"))
    else:
        (folder / "start.sh").write_text(_filled("start.sh", known), encoding="utf-8", newline="\n")
        (folder / "start.sh").chmod(0o755)


def _filled(name: str, known: dict[str, str]) -> str:
    """A shipped text with what is ``known`` in the places of ``@{name}``: $ and % are the scripts' own."""
    text = _SHIPPED.joinpath(name).read_text(encoding="utf-8")
    for place, value in known.items():
        text = text.replace(f"@{{{place}}}", value)
    return text
