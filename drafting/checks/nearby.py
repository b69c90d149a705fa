"""The sentence around a place of a text, found without reading the whole text: for rules that look at many places."""

from __future__ import annotations

import re

REACH = 200
"""Characters before and after a place that its sentence is looked for in."""

_END = re.compile("[。！？；\n]")


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Start and end of the sentence that ``text[at]`` stands in, no further than REACH from it."""
    start = max(0, at - REACH)
    ends = [match.end() for match in _END.finditer(text, start, at)]
    close = _END.search(text, at, at + REACH)
    return ends[-1] if ends else start, close.start() if close else min(len(text), at + REACH)
