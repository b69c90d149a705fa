"""Use an installed wheel from an empty folder with an empty home: draft a sample, export it, start the pages."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

FORMATS = ("docx", "pdf", "html", "txt", "xlsx", "json")
NIANBAO = Path(sys.executable).with_name("nianbao")


def main() -> None:
    """Raises CalledProcessError or AssertionError when the wheel does not work by itself."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
        find = "from drafting import samples; print(samples.samples()[1].path)"
        sample = subprocess.run(
            [sys.executable, "-c", find], cwd=folder, env=env, check=True, capture_output=True, text=True
        )
        for command in (
            ["draft", sample.stdout.strip(), "--offline", "-o", "drafted.report.json"],
            *(["export", "drafted.report.json", "--to", format, "-o", f"report.{format}"] for format in FORMATS),
        ):
            done = subprocess.run([NIANBAO, *command], cwd=folder, env=env)
            assert done.returncode == 0, (command, done.returncode)
        assert all(Path(folder, f"report.{format}").stat().st_size > 500 for format in FORMATS)
        _pages_start(folder, env)
    print("the wheel works from an empty folder")


def _pages_start(folder: str, env: dict[str, str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [NIANBAO, "serve", "--port", str(port)],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        for _ in range(300):
            assert server.poll() is None, server.stdout.read()
            try:
                answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
                assert answer == b"ok", answer
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the pages did not start within 30 seconds")
    finally:
        server.terminate()
        said, _ = server.communicate(timeout=10)
        assert "Email" not in said and "Traceback" not in said, said


main()
