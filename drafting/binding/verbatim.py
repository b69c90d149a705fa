"""Sentences of a text that stand word for word in a note: their figures are that note's, whatever stands by them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from drafting.language.sentences import sentences

from .figures import Figure

_AROUND = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}(?:[）)、]|是)|\d{1,2}[、.．](?!\d))|[\s\u3000]+|[。！？；;，,、：:]+$"
)
"""What a text may have otherwise than its note: the number of an item, blanks, and the stop."""


class Verbatim:
    """The sentences of ``notes`` (id and text, in as many forms as there are)."""

    def __init__(self, notes: Iterable[tuple[str, str]]) -> None:
        self._note_of: dict[str, str] = {}
        for note, text in notes:
            for sentence in sentences(text):
                self._note_of.setdefault(_bare(sentence.text), note)

    def notes(self, text: str, figures: Sequence[Figure]) -> list[str | None]:
        """For each figure of ``text`` the note that its sentence is from, None where it is none's."""
        found = sentences(text) if self._note_of else []
        starts = [sentence.start for sentence in found]
        of = [self._note_of.get(_bare(sentence.text)) for sentence in found]
        return [of[place - 1] if (place := bisect_right(starts, figure.start)) else None for figure in figures]


def _bare(sentence: str) -> str:
    return _AROUND.sub("", sentence.strip())
