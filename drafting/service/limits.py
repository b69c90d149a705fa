"""How many requests one model endpoint gets at one time, drafting and conversation together, and who is next."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

from drafting.writing.endpoint import Endpoint

OFFLINE = 8
"""Sections the offline composer writes at one time."""
LOOK_SECONDS = 0.1
"""How often one that waits looks whether it was stopped."""


class Turn:
    """One request's turn at an endpoint; it has come, or waits. ``end`` lets the next one come.

    ``after``: what must have ended before it stands in line; ``wait`` lets it.
    """

    def __init__(self, line: Line, after: Sequence[threading.Event] = ()):
        self._line = line
        self._after = after
        self._come = threading.Event()

    @property
    def has_come(self) -> bool:
        """Whether the request may go out now."""
        return self._come.is_set()

    def wait(self, stop: threading.Event) -> bool:
        """Wait for the turn; False when ``stop`` was set before it came or was seen to come."""
        for earlier in self._after:
            while not earlier.wait(LOOK_SECONDS):
                if stop.is_set():
                    return False
        if self._after:
            self._line.enter(self)
        while not self._come.wait(LOOK_SECONDS):
            if stop.is_set():
                return False
        return not stop.is_set()  # stopped just before its turn came: nothing is asked

    def end(self) -> None:
        """Give the place back, or leave the line."""
        self._line.leave(self)


class Line:
    """The places of one endpoint: ``size`` requests at a time, the others one after the other as they came.

    What a person waits for at this moment, an answer or a reworded passage, is ``urgent`` and goes before whole
    sections.
    """

    def __init__(self, size: int):
        self.size = size
        self._lock = threading.Lock()
        self._going: set[Turn] = set()
        self._urgent: deque[Turn] = deque()
        self._waiting: deque[Turn] = deque()

    def join(self, *, urgent: bool = False, after: Sequence[threading.Event] = ()) -> Turn:
        """Stand in line; ``after`` all of these have come, when its turn is waited for."""
        turn = Turn(self, after)
        if not after:
            self.enter(turn, urgent=urgent)
        return turn

    def enter(self, turn: Turn, *, urgent: bool = False) -> None:
        """Put ``turn`` in line."""
        with self._lock:
            (self._urgent if urgent else self._waiting).append(turn)
            self._call()

    def leave(self, turn: Turn) -> None:
        """Take ``turn`` out, wherever it stands."""
        with self._lock:
            self._going.discard(turn)
            for waiting in (self._urgent, self._waiting):
                if turn in waiting:
                    waiting.remove(turn)
            self._call()

    def _call(self) -> None:
        """Let the next ones come while there are places."""
        while len(self._going) < self.size and (waiting := self._urgent or self._waiting):
            turn = waiting.popleft()
            self._going.add(turn)
            turn._come.set()


class ConcurrencyLimits:
    """A line an endpoint, with as many places as it takes requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: dict[Endpoint | None, Line] = {}

    def of(self, endpoint: Endpoint | None) -> Line:
        """The line of ``endpoint`` (None: the offline composer)."""
        with self._lock:
            return self._lines.setdefault(endpoint, Line(endpoint.concurrency if endpoint else OFFLINE))
