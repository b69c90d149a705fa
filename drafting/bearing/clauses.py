"""A text as clauses, the least that is said and the least that is borne out or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from drafting.report import is_heading

SHORTEST = 4
"""Letters of a clause that stands alone; a shorter one (2024年, 6月) belongs to the next of its sentence."""

_CLAUSE = re.compile(r"(?:[^，。；：！？\n（）()〔〕,;:!?]|[,:](?=\d)|[〔\[【（(]\s*\d{4}\s*[〕\]】）)])+")
"""Between two stops; a year in brackets belongs to a 文号."""
_GAP = re.compile("〔待补[^〔〕]*〕")
_SENTENCE_END = re.compile("[。！？\n]")
_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")


class Clause(NamedTuple):
    """``text`` stands at ``start``–``end``; ``sentence`` is the number of its sentence, counted from 0."""

    start: int
    end: int
    text: str
    sentence: int

    @property
    def key(self) -> str:
        """The letters alone, by which it is known again: without figures, signs and blanks."""
        return "".join(_LETTER.findall(self.text))


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of ``text`` in order, headings and marks of what is still to be filled in left out."""
    short: Clause | None = None
    for clause in _pieces(_GAP.sub(lambda gap: "〔" * len(gap[0]), text)):
        if short is not None and short.sentence == clause.sentence:
            clause = Clause(short.start, clause.end, text[short.start : clause.end], clause.sentence)
        elif short is not None:
            yield short
        short = clause if len(clause.key) < SHORTEST else None
        if short is None:
            yield clause
    if short is not None:
        yield short


def keys(text: str) -> set[str]:
    """The keys of the clauses of ``text``."""
    return {clause.key for clause in clauses(text)}


def _pieces(text: str) -> Iterator[Clause]:
    """What stands between two stops and has a letter."""
    ends = [match.start() for match in _SENTENCE_END.finditer(text)]
    headings = [line.span() for line in re.finditer("[^\n]+", text) if is_heading(line[0])]
    sentence = heading = 0
    for match in _CLAUSE.finditer(text):
        while sentence < len(ends) and ends[sentence] < match.start():
            sentence += 1
        while heading < len(headings) and headings[heading][1] <= match.start():
            heading += 1
        under = heading < len(headings) and headings[heading][0] <= match.start()
        if not under and _LETTER.search(match[0]):
            yield Clause(match.start(), match.end(), match[0], sentence)
