"""How many requests one model endpoint gets at one time, drafting and conversation together."""

from __future__ import annotations

import threading

from drafting.writing.endpoint import Endpoint

OFFLINE = 8
"""Sections the offline composer writes at one time."""


class Places:
    """A semaphore an endpoint, with as many places as it takes requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places: dict[Endpoint | None, threading.Semaphore] = {}

    def of(self, endpoint: Endpoint | None) -> threading.Semaphore:
        """The places of ``endpoint`` (None: the offline composer)."""
        with self._lock:
            return self._places.setdefault(endpoint, threading.Semaphore(endpoint.concurrency if endpoint else OFFLINE))
