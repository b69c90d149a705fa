"""The notes as witnesses: which note holds a figure and speaks of the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from drafting.report import Note

from .figures import Figure, read
from .values import same_figure as same

_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")


class Notes:
    """The notes of a report, read once for many texts."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self.texts = {note.id: note.text for note in notes}
        self._pairs = {note.id: pairs(note.text) for note in notes}
        self._exact: dict[Decimal, list[tuple[str, Figure]]] = defaultdict(list)
        self._all: list[tuple[str, Figure]] = []
        for note in notes:
            for figure in read(note.text):
                self._exact[_key(figure)].append((note.id, figure))
                self._all.append((note.id, figure))

    def holding(self, figure: Figure) -> list[str]:
        """The ids of the notes that hold the same figure."""
        found = self._all if figure.approximate else self._exact.get(_key(figure), ())
        return list(dict.fromkeys(id for id, other in found if same(figure, other)))

    def best(self, ids: Sequence[str], figure: Figure, sentence: str) -> str | None:
        """Of the notes ``ids`` that hold ``figure`` the one that has most in common with ``sentence``; None when none
        has.

        One common word is enough where the note counts the same thing, not where its number stands bare: 改成100 is no
        witness of 100件.
        """
        here = pairs(sentence)
        counting = {id for id, other in self._exact.get(_key(figure), ()) if other.unit == figure.unit}
        return (
            self._likest([id for id in ids if id in counting or len(here & self._pairs[id]) > 1], here) if ids else None
        )

    def saying(self, word: str, sentence: str) -> str | None:
        """The note that says ``word`` and has most in common with ``sentence`` besides it; None when none has."""
        here = pairs(sentence) - pairs(word)
        saying = [id for id, text in self.texts.items() if word in text]
        return self._likest(saying, here)

    def _likest(self, ids: Sequence[str], here: set[str]) -> str | None:
        best = max(ids, key=lambda id: len(here & self._pairs[id]), default=None)
        return best if best is not None and here & self._pairs[best] else None


def pairs(text: str) -> set[str]:
    """The two-character sequences of Chinese words in ``text``."""
    return {run[at : at + 2] for run in _WORD.findall(text) for at in range(len(run) - 1)}


def _key(figure: Figure) -> Decimal:
    return figure.value if figure.yuan is None else figure.yuan
