"""Which units' texts are alike, sentence by sentence, whoever copied whom.

Names, figures and years do not count, nor do sentences that every report must have (``checks.carried_over``). Candidates
are found through the clauses that texts share, each kept once in an index: the work grows with the length of all texts
and with what is really alike, not with the number of pairs. What is found is then compared sentence by sentence, exactly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from drafting.checks.carried_over import own, plain
from drafting.language.likeness import likeness
from drafting.organs import parted
from drafting.report import Report

ALIKE = 0.85
"""From here on two sentences are the same but for a word."""
LEAST = 3
"""Alike sentences that make two texts alike, if they are also …"""
SHARE = 0.25
"""… this part of what a unit wrote itself."""
CLAUSE = 6
"""Characters of the shortest clause that is looked for in other texts."""
SHARED = 30
"""Characters of clauses that two texts share before they are compared."""
CROWD = 12
"""Units that share a clause, up to which all are compared with each other; of more, each with the first and the next."""
_CLAUSES = re.compile(r"[，、；：。！？,;:!?（）()“”]+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Sentence:
    """A sentence that could be copied. ``bare``: without names and figures."""

    section: str
    start: int
    end: int
    text: str
    bare: str


@dataclass(frozen=True)
class Pair:
    """A sentence of one unit and the one of another that is like it."""

    mine: Sentence
    theirs: Sentence


@dataclass(frozen=True)
class Alike:
    """What ``unit`` and ``other`` have in common; ``share``: of the characters that ``unit`` wrote itself."""

    unit: str
    other: str
    pairs: tuple[Pair, ...]
    share: float


def written(report: Report) -> tuple[Sentence, ...]:
    """The sentences of ``report`` that could be copied, in order."""
    organ = report.organ
    names = [organ.name, organ.short_name, parted(organ.name)[1], re.sub("人民政府$|办事处$", "", organ.name)]
    own_words = [organ.self_reference, f"本{organ.self_reference[1:]}" if organ.self_reference else ""]
    found = sorted({name for name in (*names, *own_words) if len(name) >= 2}, key=len, reverse=True)
    mask = re.compile("|".join(map(re.escape, found)) or r"(?!)")
    return tuple(
        Sentence(
            spec.id, sentence.start, sentence.end, sentence.text, _FIGURE.sub("0", mask.sub("我", plain(sentence.text)))
        )
        for spec in report.outline
        for sentence in own(report.text(spec.id))
    )


def alike(units: Mapping[str, Sequence[Sentence]]) -> list[Alike]:
    """Every two of ``units`` whose texts are alike, from both sides; the order is that of ``units``."""
    names = list(units)
    clauses = [[_clauses(sentence) for sentence in units[name]] for name in names]
    at: dict[str, list[int]] = defaultdict(list)
    for place, sentences in enumerate(clauses):
        for clause in {each for sentence in sentences for each in sentence}:
            at[clause].append(place)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for places in at.values():
        if len(places) > 1:
            for pair in _compared(places):
                shared[pair] += 1
    found: list[Alike] = []
    for (one, other), count in shared.items():
        if count * CLAUSE >= SHARED:
            pairs = _pairs(units[names[one]], clauses[one], units[names[other]], clauses[other])
            for unit, against, theirs in ((one, other, False), (other, one, True)):
                mine = [Pair(pair.theirs, pair.mine) for pair in pairs] if theirs else pairs
                mine = list({(pair.mine.section, pair.mine.start): pair for pair in mine}.values())
                share = _length(pair.mine for pair in mine) / max(1, _length(units[names[unit]]))
                if len(mine) >= LEAST and share >= SHARE:
                    found.append(Alike(names[unit], names[against], tuple(_in_order(mine, units[names[unit]])), share))
    order = {name: place for place, name in enumerate(names)}
    return sorted(found, key=lambda each: (order[each.unit], -each.share, order[each.other]))


def _in_order(pairs: Iterable[Pair], sentences: Sequence[Sentence]) -> list[Pair]:
    place = {(sentence.section, sentence.start): at for at, sentence in enumerate(sentences)}
    return sorted(pairs, key=lambda pair: place[pair.mine.section, pair.mine.start])


def _compared(places: list[int]) -> Iterable[tuple[int, int]]:
    if len(places) <= CROWD:
        return combinations(places, 2)
    return {*((places[0], place) for place in places[1:]), *pairwise(places)}


def _pairs(
    mine: Sequence[Sentence], clauses: list[list[str]], theirs: Sequence[Sentence], their_clauses: list[list[str]]
) -> list[Pair]:
    """Each sentence of ``mine`` with the one of ``theirs`` most like it, of those that share a clause with it."""
    holding: dict[str, set[int]] = defaultdict(set)
    for place, each in enumerate(their_clauses):
        for clause in each:
            holding[clause].add(place)
    found = []
    for sentence, own_clauses in zip(mine, clauses):
        near = {place for clause in own_clauses for place in holding.get(clause, ())}
        best = max(((likeness(sentence.bare, theirs[place].bare), -place) for place in near), default=(0.0, 0))
        if best[0] >= ALIKE:
            found.append(Pair(sentence, theirs[-best[1]]))
    return found


def _clauses(sentence: Sentence) -> list[str]:
    return [clause for clause in _CLAUSES.split(sentence.bare) if len(clause) >= CLAUSE]


def _length(sentences: Iterable[Sentence]) -> int:
    return sum(len(sentence.bare) for sentence in sentences)
