"""Work over many items on the command line: how many processes, the bar on a terminal, messages on stderr."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType

from drafting.errors import InputError

PATIENCE = 1.0
"""Seconds of work before a bar is shown."""
WIDTH = 30
MANY = 40
"""Items from which other processes are worth their start."""
MOST = 64


def processes(asked: int | None, items: int) -> int:
    """How many processes work on ``items``: as many as were ``asked`` for, else one for few and one a processor for many.

    Raises InputError.
    """
    if asked is not None and not 1 <= asked <= MOST:
        raise InputError(f"--workers 应为 1 到 {MOST}，写的是 {asked}。")
    return asked or (1 if items < MANY else os.cpu_count() or 1)


def say(message: str) -> None:
    """A message to the person at the keyboard."""
    print(message, file=sys.stderr)


class Progress:
    """A bar for work over many items, on one line of stderr; only on a terminal, and only for work over a second."""

    def __init__(self, what: str):
        self._what = what
        self._began = time.monotonic()
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int, name: str = "") -> None:
        """``done`` of ``total`` items are done, the last one called ``name``."""
        if not sys.stderr.isatty() or time.monotonic() - self._began < PATIENCE:
            return
        self._shown = True
        full = WIDTH * done // max(total, 1)
        print(f"\r{self._what} {'█' * full}{'░' * (WIDTH - full)} {done}/{total}", end="", file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            print(file=sys.stderr)
