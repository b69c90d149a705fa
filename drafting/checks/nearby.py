"""A text without its titles, and the sentence around a place of it, for rules that look at many places."""

from __future__ import annotations

import re

REACH = 200
"""Characters before and after a place that its sentence is looked for in."""

_END = re.compile("[。！？；\n]")
_TITLE = re.compile(r"《[^》\n]{0,200}》|[〔\[【][^〕\]】\n]{0,12}[〕\]】]")


def masked(text: str) -> str:
    """``text`` of the same length in which titles and 文号 are blotted out."""
    return _TITLE.sub(lambda match: "▢" * len(match[0]), text)


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Start and end of the sentence that ``text[at]`` stands in, no further than REACH from it."""
    start = max(0, at - REACH)
    ends = [match.end() for match in _END.finditer(text, start, at)]
    close = _END.search(text, at, at + REACH)
    return ends[-1] if ends else start, close.start() if close else min(len(text), at + REACH)
