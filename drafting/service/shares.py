"""How much one person who signed in may have a model write: a model serves the whole office.

Counted in the database, so that it holds over several servers together. Two requests of one person that reach two servers
at the same instant may both go through. Without sign-in there is one person, and no limit.
"""

from __future__ import annotations

from datetime import timedelta

from drafting import times
from drafting.errors import InputError
from drafting.store import Store
from drafting.store.asked import KEPT

RUNNING, HOURLY = 40, 300
"""What a person may have at work at one time, and begin in an hour, unless the settings say otherwise."""


class Shares:
    """What each person may have written: sections, answers, readings, passages."""

    def __init__(self, store: Store, running: int = RUNNING, hourly: int = HOURLY):
        self._store, self._running, self._hourly = store, running, hourly

    def ask(self, person: str, count: int = 1) -> None:
        """Raises InputError, with when it will go, where the person with this id may not have ``count`` more written."""
        if not person:
            return
        if count > min(self._running, self._hourly):
            raise InputError(
                f"一次要写 {count} 项，超过每人的上限 {min(self._running, self._hourly)} 项，没有开始；请分几次。"
            )
        running = self._store.asked.running(person)
        if running + count > self._running:
            raise InputError(
                f"您有 {running} 项正在由模型写，每人同时最多 {self._running} 项，没有开始新的；等其中几项写完就可以再点。"
            )
        begun = self._store.asked.lately(person)
        if (over := len(begun) + count - self._hourly) > 0:
            again = times.beijing(begun[over - 1] + KEPT + timedelta(minutes=1))
            raise InputError(
                f"您一小时内已请模型写了 {len(begun)} 项，每人一小时最多 {self._hourly} 项，没有开始新的；"
                f"{again:%H:%M} 以后可以再点。"
            )

    def note(self, person: str, run: str) -> None:
        """The person with this id had ``run`` begun, the id of a drafting run or a message."""
        if person:
            self._store.asked.note(person, run)
