"""A Dask scheduler and its workers on loopback, each a process of its own, for tests and measurements."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60.0
"""Seconds within which all are to be up, on a busy machine."""


@dataclass(frozen=True)
class Running:
    """The ``address`` of the scheduler, and the processes."""

    address: str
    scheduler: subprocess.Popen
    workers: tuple[subprocess.Popen, ...]


@contextmanager
def dask_cluster(folder: Path, workers: int = 2, failures: int = 3, more: str = "") -> Iterator[Running]:
    """A cluster whose scheduler keeps its address in ``folder``; ends with all its processes.

    ``failures``: workers that a piece of work may outlive; ``more``: a folder with modules that the workers can import.
    """
    found = folder / "scheduler.json"
    paths = os.pathsep.join(filter(None, [more, *sys.path]))
    env = {**os.environ, "PYTHONPATH": paths, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures)}
    with ExitStack() as held, (folder / "dask.log").open("wb") as log:

        def started(*arguments: str) -> subprocess.Popen:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(found)],
                env=env,
                cwd=folder,
                stdout=log,
                stderr=log,
            )
            held.callback(process.wait)
            held.callback(process.kill)
            return process

        scheduler = started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        _until(lambda: found.exists() and found.stat().st_size, scheduler)
        address = json.loads(found.read_bytes())["address"]
        own = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
        running = Running(address, scheduler, tuple(started("worker", *own) for _ in range(workers)))
        if workers:
            _there(running)
        yield running


def _there(running: Running) -> None:
    """Wait for the workers."""
    from distributed import Client

    with Client(running.address, timeout=PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(len(running.workers), timeout=PATIENCE)


def _until(there, process: subprocess.Popen) -> None:
    ends = time.monotonic() + PATIENCE
    while not there():
        if process.poll() is not None or time.monotonic() > ends:
            raise RuntimeError(f"no scheduler within {PATIENCE:g} s")
        time.sleep(0.05)
