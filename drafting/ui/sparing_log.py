"""A log that a flood of refusals does not fill: so many warnings a minute are printed, the rest are counted."""

from __future__ import annotations

import logging
import threading
import time

MOST, SECONDS = 60, 60.0
"""Warnings that are printed in so many seconds."""


class Sparing(logging.Filter):
    """Lets what is less than a warning through, and at most ``MOST`` warnings a minute. The first after that says how many
    were left out.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._began, self._count = time.monotonic(), 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether ``record`` is printed."""
        if record.levelno < logging.WARNING:
            return True
        with self._lock:
            left_out = 0
            if time.monotonic() >= self._began + SECONDS:
                left_out = max(0, self._count - MOST)
                self._began, self._count = time.monotonic(), 0
            self._count += 1
            if left_out:
                record.msg, record.args = f"{record.getMessage()} ({left_out} more before this were not printed)", ()
            return self._count <= MOST
