"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

FULL_STOPS = "。！？"
"""What ends a sentence, beside the end of a line."""
STOPS = FULL_STOPS + "；"
"""What ends a sentence where each part of an enumeration is one of its own."""
CLOSING = "”’」』）)"
"""Marks that belong to the sentence whose stop they follow."""
REACH = 200
"""Characters before and after a place that its sentence is looked for in."""


class Sentence(NamedTuple):
    """A sentence with its stop and without the blanks around it: ``text`` stands at ``start`` to ``end``."""

    start: int
    end: int
    text: str


def sentences(text: str, stops: str = STOPS) -> list[Sentence]:
    """The sentences of ``text`` in order. ``stops``: the signs that end one."""
    found, start = [], 0
    for piece in pieces(text, stops):
        if words := piece.strip():
            at = start + len(piece) - len(piece.lstrip())
            found.append(Sentence(at, at + len(words), words))
        start += len(piece)
    return found


def pieces(text: str, stops: str = STOPS) -> list[str]:
    """``text`` cut behind each sentence; the blanks between two belong to the second. Joined, they are ``text``."""
    return _piece(stops).findall(text)


def sentence_at(text: str, start: int, end: int | None = None, stops: str = STOPS) -> tuple[int, int]:
    """Start and end, its stop left out, of the sentence that ``start`` to ``end`` stands in, no further than REACH."""
    end = start if end is None else end
    reached = max(0, start - REACH)
    begins = max(reached, *(text.rfind(sign, reached, start) + 1 for sign in stops + "\n"))
    closes = [place for sign in stops + "\n" if (place := text.find(sign, end, end + REACH)) >= 0]
    return begins, min(closes, default=min(len(text), end + REACH))


@cache
def _piece(stops: str) -> re.Pattern[str]:
    return re.compile(rf"[^{stops}\n]*(?:[{stops}]+[{CLOSING}]*|\n)|[^{stops}\n]+")
