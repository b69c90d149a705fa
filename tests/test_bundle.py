"""``nianbao bundle``: the program as a folder for a machine without internet."""

import os
import platform as machine
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from importlib.metadata import Distribution, version
from pathlib import Path

import pytest

from drafting import report_file, samples
from drafting.bundling import folder, own_wheel, wheels
from drafting.bundling.platforms import PLATFORMS
from drafting.errors import FileError

WINDOWS, LINUX, ARM = PLATFORMS
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
PATIENCE = 300
"""Seconds that installing the whole program may take beside other tests."""


def wheel(where: Path, name: str, number: str, *requires: str) -> None:
    """A wheel with nothing in it but what it needs."""
    with zipfile.ZipFile(where / f"{name}-{number}-py3-none-any.whl", "w") as made:
        lines = [f"Name: {name}", f"Version: {number}", *(f"Requires-Dist: {each}" for each in requires)]
        made.writestr(f"{name}-{number}.dist-info/METADATA", "\n".join(lines) + "\n\n")


def test_what_only_the_other_machine_needs_is_missing_there_and_not_here(tmp_path):
    wheel(tmp_path, "program", "1.0", "ansi[all]>=2; sys_platform == 'win32'", "uring; platform_system == 'Linux'")
    assert wheels.missing(tmp_path, WINDOWS, "3.11") == ["ansi[all]>=2"]
    assert wheels.missing(tmp_path, LINUX, "3.11") == ["uring"]


def test_a_wheel_that_is_there_in_another_version_than_needed_is_missing(tmp_path):
    wheel(tmp_path, "program", "1.0", "first>=2", "second", "old; python_version < '3.12'", "more; extra == 'cluster'")
    wheel(tmp_path, "first", "1.9")
    wheel(tmp_path, "second", "1.0")
    assert wheels.missing(tmp_path, LINUX, "3.11") == ["first>=2", "old"]
    assert wheels.missing(tmp_path, LINUX, "3.12") == ["first>=2"]


def test_what_an_office_is_served_by_is_missing_too_and_other_extras_are_not(tmp_path):
    more = [f"more-{extra}; extra == '{extra}'" for extra in ("sign-in", "postgres", "cluster")]
    wheel(tmp_path, "nianbao", "1.0", "first", *more)
    assert wheels.missing(tmp_path, LINUX, "3.11") == ["first", "more-sign-in", "more-postgres"]


def test_what_pip_refuses_is_told_in_a_sentence_and_leaves_nothing(run, tmp_path, monkeypatch):
    def refuse(*arguments):
        raise FileError("没有收齐安装包（没有这个版本），没有写出文件夹，请核对网络和 pip 的软件源后重试。")

    monkeypatch.setattr(wheels, "run_pip", refuse)
    status, _, err = run("bundle", "--for", "windows", "-o", tmp_path / "安装" / "windows")
    assert status == 2 and "没有收齐安装包" in err
    assert list((tmp_path / "安装").iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(run, tmp_path):
    (tmp_path / "年报.docx").write_bytes(b"mine")
    status, _, err = run("bundle", "--for", "linux", "-o", tmp_path)
    assert status == 2 and "已经存在" in err
    assert [path.name for path in tmp_path.iterdir()] == ["年报.docx"]


def test_pips_last_complaint_is_in_the_sentence():
    with pytest.raises(FileError, match=r"No matching distribution found for nothing-of-this-name==1"):
        wheels.run_pip("download", "--no-index", "nothing-of-this-name==1")


@pytest.fixture
def explained(tmp_path):
    """A folder with the start script and the page for a platform, and nothing that could be installed."""

    def made(platform):
        (tmp_path / "wheels").mkdir()
        wheel(tmp_path / "wheels", "pip", "99")
        folder.explain(tmp_path, platform, PYTHON)
        return tmp_path

    return made


def test_the_windows_script_is_what_cmd_reads(explained):
    raw = explained(WINDOWS).joinpath("start.bat").read_bytes()
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines), "each line ends as in DOS"
    assert lines[:2] == [b"@echo off", b"chcp 936 >nul"], "nothing Chinese stands before the code page is set"
    text = raw.decode("gb2312")
    assert "请先安装" in text and "@{" not in text
    lines = text.splitlines()
    assert {line.split("goto ")[1] for line in lines if "goto " in line} == {
        line[1:] for line in lines if line[:1] == ":"
    }


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.id)
def test_the_page_to_read_is_what_notepad_reads(explained, platform):
    raw = explained(platform).joinpath("安装说明.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\n") == raw.count(b"\r\n")
    text = raw.decode("utf-8-sig")
    assert f"Python {PYTHON}" in text and "127.0.0.1:8501" in text and "@{" not in text
    assert len(text.splitlines()) < 45, "one page"


def start(where: Path, *arguments: str, path: str, isolated: bool = False, **more: str) -> subprocess.CompletedProcess:
    """What ``start.sh`` answers, with nothing of this test's surroundings."""
    return subprocess.run(
        [*(["unshare", "--net"] if isolated else []), "/bin/sh", str(where / "start.sh"), *arguments],
        env=environment(where, path, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )


def environment(where: Path, path: str, **more: str) -> dict[str, str]:
    """A user who has nothing yet; what would reach the network goes nowhere."""
    nowhere = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "all_proxy")}
    return (
        {"PATH": path, "HOME": str(where / "home"), "LANG": "C.UTF-8", "PIP_CONFIG_FILE": os.devnull} | nowhere | more
    )


needs_sh = pytest.mark.skipif(os.name != "posix", reason="start.sh is for Linux")


def commands(where: Path, *names: str) -> str:
    """A folder with these commands of the system alone, to be the PATH."""
    where.mkdir()
    for name in names:
        (where / name).symlink_to(shutil.which(name))
    return str(where)


def this_machine():
    """The platform that this machine is. Skips the test where a folder cannot be made for it."""
    for platform in (LINUX, ARM):
        if sys.platform == "linux" and platform.marker["platform_machine"] == machine.machine():
            return platform
    pytest.skip("no Linux on x86_64 or aarch64")


@needs_sh
def test_without_python_the_script_says_what_to_install(explained, tmp_path):
    done = start(explained(this_machine()), path=commands(tmp_path / "bin", "dirname", "uname", "cat"))
    assert done.returncode == 1
    assert f"本机没有 Python {PYTHON}，请先安装" in done.stderr and "not found" not in done.stderr


@needs_sh
def test_on_another_processor_the_script_says_so(explained):
    other = ARM if this_machine() is LINUX else LINUX
    done = start(explained(other), path=os.environ["PATH"])
    assert done.returncode == 1
    assert f"本机是 {machine.machine()}，请换用对应的安装包" in done.stderr


@needs_sh
def test_an_installation_that_fails_says_where_to_look_and_is_tried_again(explained, tmp_path):
    where, path = explained(this_machine()), f"{python_folder(tmp_path)}:/usr/bin:/bin"
    for _ in range(2):
        done = start(where, "--help", path=path)
        assert done.returncode == 1 and "安装没有完成" in done.stderr
        assert (where / "安装记录.txt").stat().st_size > 0


def python_folder(tmp_path: Path) -> Path:
    """A folder with this test's Python, as a system has it, not as a virtual environment."""
    where = tmp_path / "python"
    where.mkdir()
    base = Path(sys.base_prefix, "bin", f"python{PYTHON}")
    (where / f"python{PYTHON}").symlink_to(base)
    return where


@pytest.fixture(scope="session")
def index(tmp_path_factory):
    """Skips the test where pip reaches no package index; in CI it must."""
    options = ("--retries=0", "--timeout=20", "--no-deps", f"--dest={tmp_path_factory.mktemp('probe')}")
    try:
        wheels.run_pip("download", *options, f"socksio=={version('socksio')}")
    except FileError as error:
        unreachable = pytest.fail if os.environ.get("NIANBAO_REQUIRE_INDEX") else pytest.skip
        unreachable(f"pip reaches no package index: {error}")


def bundled(platform, target: Path) -> Path:
    """The folder for ``platform``, made by the command line as people do."""
    command = [sys.executable, "-m", "drafting", "bundle", "--for", platform.id, "-o", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return target


@pytest.mark.parametrize("platform", (WINDOWS, ARM), ids=lambda each: each.id)
def test_the_folder_for_another_machine_has_all_that_the_program_needs_there(index, tmp_path, platform):
    made = bundled(platform, tmp_path / "made")
    assert wheels.missing(made / "wheels", platform, PYTHON) == []
    for path in (made / "wheels").iterdir():
        tags = path.stem.rsplit("-", 1)[1].split(".")
        assert {*tags} & {"any", *platform.tags}, path.name
    for name in ("streamlit", "pydantic_core", "lxml", "authlib", "psycopg_binary"):
        assert list((made / "wheels").glob(f"{name}-{version(name)}-*.whl")), name


@needs_sh
def test_the_folder_is_installed_without_a_network_drafts_a_sample_and_shows_its_pages(index, tmp_path):
    where = bundled(this_machine(), tmp_path / "年报 安装")
    path, isolated = f"{python_folder(tmp_path)}:/usr/bin:/bin", no_network()
    sample = tmp_path / "青石镇.report.json"
    shutil.copy(samples.samples()[1].path, sample)
    done = start(where, "draft", str(sample), "--offline", "-o", str(sample), path=path, isolated=isolated)
    assert done.returncode == 0, (done.stderr, (where / "安装记录.txt").read_text("utf-8"))
    assert "第一次启动" in done.stdout
    assert all(section.text for section in report_file.read(sample).sections.values())
    imported = subprocess.run([where / "env" / "bin" / "python", "-c", "import authlib, psycopg"])
    assert imported.returncode == 0
    shows_pages(where, path)
    assert repacked(where, tmp_path) == unpacked(next((where / "wheels").glob("nianbao-*.whl")))


def no_network() -> bool:
    """Whether a process here can be given a network of its own with nothing in it."""
    return bool(shutil.which("unshare")) and subprocess.run(["unshare", "--net", "true"]).returncode == 0


def shows_pages(where: Path, path: str) -> None:
    """The second start needs no installation, and answers on its port until it is stopped."""
    from drafting.testing.app_server import free_port, healthy

    port = free_port()
    more = {"STREAMLIT_SERVER_HEADLESS": "true"}
    server = subprocess.Popen(
        ["/bin/sh", str(where / "start.sh"), "serve", f"--port={port}"], env=environment(where, path, **more)
    )
    try:
        ends = time.monotonic() + PATIENCE
        while not healthy(port):
            assert server.poll() is None and time.monotonic() < ends
            time.sleep(0.1)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    assert not healthy(port), "what was started is what was stopped"


def repacked(where: Path, tmp_path: Path) -> dict[str, bytes]:
    """The program's wheel as the installed program makes it of itself."""
    site = next((where / "env" / "lib").glob("python*/site-packages/nianbao-*.dist-info"))
    return unpacked(own_wheel.packed(Distribution.at(site), tmp_path))


def unpacked(path: Path) -> dict[str, bytes]:
    """Name -> content of what a wheel holds; the list of its files in any order."""
    with zipfile.ZipFile(path) as file:
        held = {name: file.read(name) for name in file.namelist()}
    record = next(name for name in held if name.endswith("/RECORD"))
    return held | {record: b"\n".join(sorted(held[record].splitlines()))}
