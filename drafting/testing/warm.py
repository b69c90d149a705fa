"""Servers for tests that are copies of one process which has already imported everything: a fork instead of six seconds
of imports.

Each is a process of its own with memory of its own; only where it stands when it begins differs from a new interpreter.
"""

from __future__ import annotations

import functools
import gc
import importlib
import io
import multiprocessing
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGES = (
    "altair",
    "anyio._backends._asyncio",
    "docx",
    "openai",
    "pandas",
    "pdfplumber",
    "pypdfium2",
    "streamlit.web.bootstrap",
    "streamlit.web.cli",
    "streamlit.web.server.starlette",
    "typst",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)
"""What pages and server import when they first need it, besides our own modules."""

_SCRIPTS = re.compile(r"__main__|\.migrations\b")
"""Modules that are run, not imported."""


class Forked:
    """A server forked from the warm process, with the verbs of ``subprocess.Popen`` that callers use."""

    def __init__(self, arguments: Sequence[str], *, env: Mapping[str, str], folder: Path, output: Path):
        self._process = _context().Process(
            target=_run, args=(list(arguments), dict(env), str(folder), str(output)), daemon=True
        )
        with _no_main_module():
            self._process.start()

    @property
    def pid(self) -> int:
        """The process's id."""
        assert self._process.pid is not None  # it was started
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit status; None while it runs. Negative: the signal that ended it."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """As ``returncode``."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended, ``timeout`` seconds at most. Raises ``subprocess.TimeoutExpired``."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired("streamlit", timeout or 0)
        return self.returncode

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it as it stands."""
        self._process.kill()


def can_fork() -> bool:
    """Whether this system forks processes safely; elsewhere each server is a new interpreter."""
    return sys.platform == "linux"


@functools.cache
def _context() -> Any:  # a ForkServerContext, which Windows has not
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{__name__}_imports"])
    return context


@contextmanager
def _no_main_module() -> Iterator[None]:
    """A child of multiprocessing first runs its parent's main module. Here that may be the page which a test ran last
    (Streamlit puts each script there); a server needs none.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def import_everything() -> None:
    """Import what the pages will need. What cannot be imported by itself, or is not installed, is left to the server."""
    import drafting

    ours = (
        found.name for found in pkgutil.walk_packages(drafting.__path__, "drafting.") if not _SCRIPTS.search(found.name)
    )
    for name in (*PACKAGES, *ours):
        with suppress(Exception):
            importlib.import_module(name)
    from streamlit.components.v2 import manifest_scanner

    manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)
    manifest_scanner.scan_component_manifests()
    gc.freeze()  # what stands is never looked through again, and so stays shared


def _run(arguments: list[str], env: dict[str, str], folder: str, output: str) -> None:
    """In the fork: ``streamlit run`` with these arguments, as if this process had been started so."""
    with open(output, "wb") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    assert isinstance(sys.stdout, io.TextIOWrapper)  # a process of its own, its output put in no other's place
    sys.stdout.reconfigure(line_buffering=True)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    from streamlit.web.cli import main

    sys.argv = ["streamlit", "run", *arguments]
    main(sys.argv[1:])
