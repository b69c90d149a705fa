"""Words that turn what a sentence says: planned or done, some or all, upheld or annulled, head or deputy (``turned.tsv``).

Columns: 类别, 含义, 用语 (patterns with blanks between). Words of one 含义 say the same. Where a rewording loses one 含义 or
brings one, it says something else, though no figure and no name has changed. One table for all who compare two texts:
the guard of rewritings, the wording of single notes and of paragraphs, and what a trial of a model is judged by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Turning:
    """A word at ``start``–``end`` of a text that says ``sense``, which is of the ``kind`` 情态, 程度, 数量 …"""

    start: int
    end: int
    word: str
    kind: str
    sense: str


@cache
def _table() -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    """All words as one pattern, a group a row, and kind and sense of each group."""
    lines = files("drafting.language").joinpath("turned.tsv").read_text("utf-8-sig").splitlines()
    rows = [line.split("\t") for line in lines[1:] if line.strip()]
    pattern = "|".join(f"(?P<w{at}>{'|'.join(words.split(' '))})" for at, (_, _, words) in enumerate(rows))
    return re.compile(pattern), tuple((kind, sense) for kind, sense, _ in rows)


def turnings(text: str) -> Iterator[Turning]:
    """The words of ``text`` that the table has, in order."""
    pattern, senses = _table()
    for match in pattern.finditer(text):
        at = int((match.lastgroup or "w0")[1:])
        yield Turning(*match.span(), match[0], *senses[at])


def turned(old: str, new: str) -> tuple[str, ...]:
    """The words by which ``new`` says something else than ``old``: those of a sense that only one of them has, or has
    more often.
    """
    before, after = list(turnings(old)), list(turnings(new))
    return (*_without(before, after), *_without(after, before))


def _without(some: list[Turning], others: list[Turning]) -> list[str]:
    left = Counter((one.kind, one.sense) for one in others)
    found = []
    for one in some:
        if left[one.kind, one.sense]:
            left[one.kind, one.sense] -= 1
        else:
            found.append(one.word)
    return found
