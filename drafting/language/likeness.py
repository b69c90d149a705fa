"""How alike two texts are.

Likeness is 2·common/(a+b): ``common`` is the length of the longest sequence of characters that both have in the same
order (the normalized indel similarity; from the length, so that it is exact at a limit).
"""

from __future__ import annotations

import re

from rapidfuzz.distance import LCSseq

_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")


def likeness(one: str, other: str) -> float:
    """How alike ``one`` and ``other`` are, 0 to 1; two empty texts are not alike."""
    return 2 * LCSseq.similarity(one, other) / (len(one) + len(other)) if one and other else 0.0


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters in the Chinese words of ``text``, which stand for its words."""
    return {run[at : at + 2] for run in _WORD.findall(text) for at in range(len(run) - 1)}
