"""How far the drafting of a report is, and how long the rest will take by what the model was measured to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RECENT = 20
"""Drafts of a model that its speed is taken from, the newest."""
LETTERS = 400
"""Letters of an average section, by which a model that has not drafted yet is reckoned with."""
LATE = 0.25
"""Share of an average draft still expected of one that has taken longer than that."""


@dataclass(frozen=True)
class Progress:
    """The sections asked for since nothing was being drafted: ``done`` of ``total``; ``running`` are written now.

    ``seconds`` until the last of them is written, None where nothing was measured yet: neither a draft nor the model.
    """

    done: int
    running: int
    total: int
    seconds: float | None

    @property
    def waiting(self) -> int:
        """Sections whose turn has not come."""
        return self.total - self.done - self.running


def seconds_left(average: float, elapsed: Sequence[float], waiting: int, places: int) -> float:
    """Seconds until all is written, when one draft takes ``average``: ``elapsed`` are being written for so long
    already, ``waiting`` more come after them, ``places`` at a time.
    """
    rest = [max(average - taken, LATE * average) for taken in elapsed]
    return max([*rest, (sum(rest) + waiting * average) / places])
