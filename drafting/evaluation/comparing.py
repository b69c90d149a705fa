"""Two candidates drafting the same few sections side by side, for a person to read and judge."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from drafting.errors import NianbaoError

from .candidates import Candidate
from .cases import EvaluationCase
from .measures import MEASURES, Outcome, measured, written

SECTIONS = 3
"""How many sections are compared: as much as a person reads side by side."""
BROKEN = "起草时程序内部出错，请重试，仍不行请联系管理员。"


@dataclass
class Side:
    """What one candidate has written so far: section id -> text. ``fault``: why there is no more."""

    candidate: Candidate
    texts: dict[str, str] = field(default_factory=dict)
    outcome: Outcome | None = None
    fault: str = ""


class Comparison:
    """The two sides, in the order in which they are shown: as given, or drawn by lot where nobody is to know (``blind``).

    It runs in threads of its own from the start on; ``stop`` ends it.
    """

    def __init__(
        self, case: EvaluationCase, sections: Sequence[str], pair: tuple[Candidate, Candidate], *, blind: bool
    ):
        self.case, self.sections, self.blind = case, tuple(sections)[:SECTIONS], blind
        self.sides = [Side(candidate) for candidate in pair]
        if blind:
            random.SystemRandom().shuffle(self.sides)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._draft, args=(side,), name="comparison", daemon=True) for side in self.sides
        ]
        for thread in self._threads:
            thread.start()

    @property
    def running(self) -> bool:
        """Whether a side is still writing."""
        return any(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Ask both sides to stop; what came stays."""
        self._stop.set()

    def rows(self) -> list[tuple[str, list[str]]]:
        """The measures of both sides, those that some side has; none before both have ended."""
        if self.running:
            return []
        found = [measured(self.case, side.outcome) if side.outcome else {} for side in self.sides]
        return [
            (measure.label, [written(measure, each.get(measure.id)) for each in found])
            for measure in MEASURES
            if measure.id != "structure" and any(measure.id in each for each in found)  # that is of a whole report
        ]

    def _draft(self, side: Side) -> None:
        try:
            side.outcome = side.candidate.draft(self.case, self.sections, self._stop, side.texts.__setitem__)
            drafted = side.outcome.drafted
            side.texts.update({id: drafted.report.text(id) for id in self.sections})
            side.fault = "；".join(dict.fromkeys(map(str, drafted.failed.values())))
        except NianbaoError as error:
            side.fault = str(error)
        except Exception:
            side.fault = BROKEN
            raise
