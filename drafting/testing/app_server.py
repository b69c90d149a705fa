"""A Streamlit server for browser tests: started on a free loopback port, stopped by its own process id."""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .warm import Forked, can_fork

START_SECONDS = 60
"""How long the server may take to answer."""
STOP_SECONDS = 5
"""How long it may take to end when asked."""


@dataclass
class AppServer:
    """A running server. ``output`` is a file with everything it has printed."""

    port: int
    process: subprocess.Popen | Forked
    output: Path

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"http://127.0.0.1:{self.port}"

    def printed(self) -> str:
        """Everything the server has printed so far, standard error included."""
        return self.output.read_text("utf-8", errors="replace")


@contextmanager
def serve(
    script: str | Path,
    *options: str,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    port: int | None = None,
    warm: bool = False,
) -> Iterator[AppServer]:
    """Serve the Streamlit ``script`` until the block ends.

    ``env`` is added to this process's environment. ``folder`` is where the server runs, and so which
    ``.streamlit/config.toml`` it reads (default: beside the script). ``port``: where it listens, to come back where an
    open page looks for it (default: a free one). ``warm``: fork it from a process that has imported everything, where
    the system can; otherwise it is a new interpreter. Raises RuntimeError, with what the server printed, when it ends
    or does not answer in time.
    """
    script = Path(script).resolve()
    port = port or free_port()
    folder = folder or script.parent
    env = {**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})}
    arguments = [
        str(script),
        f"--server.port={port}",
        "--server.address=127.0.0.1",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        *options,
    ]
    with tempfile.TemporaryDirectory(prefix="nianbao-server-") as logs:
        output = Path(logs, "output.txt")
        output.touch()
        if warm and can_fork():
            process = Forked(arguments, env=env, folder=folder, output=output)
        else:
            with output.open("wb") as out:
                process = subprocess.Popen(
                    [sys.executable, "-m", "streamlit", "run", *arguments],
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    env=env,
                )
        server = AppServer(port, process, output)
        try:
            _wait_until_healthy(server)
            yield server
        finally:
            _stop(process)


def free_port() -> int:
    """A loopback port that nothing listens on; below those that systems give to outgoing connections, so that none
    takes it before the server does.
    """
    while not is_free(port := random.SystemRandom().randrange(20_000, 32_000)):
        pass
    return port


def is_free(port: int) -> bool:
    """Whether nothing listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what a server has closed may still linger
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _wait_until_healthy(server: AppServer) -> None:
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last:
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended with status {server.process.returncode}:\n{server.printed()}")
        if healthy(server.port):
            return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not answer within {START_SECONDS} seconds:\n{server.printed()}")


def healthy(port: int) -> bool:
    """Whether a Streamlit server answers on this loopback port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)  # never through a proxy
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen | Forked) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
