"""Where each figure in a text comes from: a fact, a note, or nothing (docs/decisions/0002-binding.md)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from drafting.facts import Fact, catalogue
from drafting.report import Note, Report
from drafting.values import MAX_DECIMALS

from .cues import BARE, FALL, GENERAL, LAST_YEAR, RISE, SHARE, SPECIFIC, TOPIC, Cue
from .figures import MONEY, Figure, read


@dataclass(frozen=True)
class Binding:
    """A figure and what it rests on: ``ids`` are fact ids, best first, or the id of one note, or empty."""

    figure: Figure
    state: Literal["fact", "note", "untied"]
    ids: tuple[str, ...] = ()


REACH = 200
"""How many characters of a sentence before and after a figure are looked at."""
_CASES = frozenset(("件", "件次", "宗", "起", "例", "份", "项", "个", "部", ""))
"""Units in which prose counts what the tables count in 件; a bare number may mean it too."""
_SHARED = re.compile(r"^(?:requests|formula)\.|\.total$")
"""What a fact id loses to name the share of the same thing."""
_ASIDE = re.compile(r"[（(][^（）()]*[）)]\s*$")
"""A remark in brackets between the words and their figure."""
_SENTENCE_END = re.compile(r"[。！？\n]")
_CLAUSE = re.compile(r"[，、。；：！？,;:（）()\n]")


def tie(text: str, report: Report, last_year: Report | None = None) -> list[Binding]:
    """Each figure of ``text`` with the facts or the note behind it, in order.

    A fact must have the value and unit and be named where the figure stands; otherwise a note must hold the same
    figure and share a word with the sentence.
    """
    figures = read(text)
    if not figures:
        return []
    facts = catalogue(report, last_year)
    notes = [(note, read(note.text), _pairs(note.text)) for note in report.notes]
    topics = [(match.start(), match.lastgroup or "") for match in TOPIC.finditer(text)]
    found = []
    for at, figure in enumerate(figures):
        place = _Place.of(text, figure, figures[at - 1].end if at else 0,
                          figures[at + 1].start if at + 1 < len(figures) else len(text), topics)
        if ids := _facts(figure, place, facts):
            found.append(Binding(figure, "fact", ids))
        elif id := _note(figure, place, notes):
            found.append(Binding(figure, "note", (id,)))
        else:
            found.append(Binding(figure, "untied"))
    return found


@dataclass(frozen=True)
class _Place:
    """The words around a figure.

    ``left`` and ``right``: its clause, no further than the next figure; ``before``: its sentence up to it;
    ``sentence``: the whole (both within REACH); ``topic``: what the line is about here,
    as named last before the figure, else just after it.
    """

    left: str
    right: str
    before: str
    sentence: str
    topic: str

    @classmethod
    def of(cls, text: str, figure: Figure, after: int, until: int, topics: list[tuple[int, str]]) -> _Place:
        start, end = figure.start, figure.end
        line = text.rfind("\n", 0, start) + 1
        begins = max(line, start - REACH, *(text.rfind(sign, line, start) + 1 for sign in "。！？"))
        ends = _SENTENCE_END.search(text, end, end + REACH)
        left = _CLAUSE.split(_ASIDE.sub("", text[max(after, begins):start]))[-1]
        right = _CLAUSE.split(text[end:until], maxsplit=1)[0]
        near = bisect_left(topics, (start, ""))
        if near and topics[near - 1][0] >= line:
            topic = topics[near - 1][1]
        else:
            topic = topics[near][1] if near < len(topics) and topics[near][0] < end + len(right) else ""
        return cls(left, right, text[begins:start], text[begins:ends.start() if ends else end + REACH], topic)


def _facts(figure: Figure, place: _Place, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """The ids of the facts that the figure states: of the nearest words that name a fitting one, best first."""
    for ids in _meant(figure, place, facts):
        if fitting := tuple(id for id in ids if id in facts and _states(figure, facts[id])):
            return fitting
    return ()


def _meant(figure: Figure, place: _Place, facts: Mapping[str, Fact]) -> list[tuple[str, ...]]:
    """The ids that the words around the figure name, nearest first: of a cell, a change, a share, last year's cell."""
    named = _named(place.left, place.topic) or _named(place.right, place.topic, first=True)
    rises, falls = RISE.search(place.left), FALL.search(place.left)
    if rises or falls:
        way = RISE if rises else FALL
        changes = [tuple(f"{kind}.{id}" for id in ids for kind in ("change", "ratio"))
                   for ids in named or _named(place.before, place.topic)]
        return [tuple(id for id in ids if id in facts and way.search(facts[id].says[-2:])) for ids in changes]
    if figure.unit == "%":
        whole = _named(place.before, place.topic) if SHARE.search(place.left) else []
        return [tuple(f"share.{_SHARED.sub('', id)}" for id in ids) for ids in whole]
    if LAST_YEAR.search(place.left) and "结转" not in place.left:
        return [tuple(f"before.{id}" for id in ids) for ids in named]
    return named


def _named(words: str, topic: str, first: bool = False) -> list[tuple[str, ...]]:
    """The fact ids that ``words`` name, cue by cue: the nearest to the figure first, of those the longest.

    General cues count only where no specific one is.
    """
    def nearness(hit: tuple[re.Match[str], Cue]) -> tuple[int, int]:
        match = hit[0]
        return (-match.start() if first else match.end(), match.end() - match.start())

    for cues in (SPECIFIC, GENERAL, BARE):
        hits = [(match, cue) for cue in cues for match in cue.words.finditer(words) if _ids(cue, topic)]
        if hits:
            return [_ids(cue, topic) for _, cue in sorted(hits, key=nearness, reverse=True)]
    return []


def _ids(cue: Cue, topic: str) -> tuple[str, ...]:
    return cue.facts.get(topic) or cue.facts.get("", ())


def _states(figure: Figure, fact: Fact) -> bool:
    """Whether the figure prints the fact: same unit, same value, rounded or estimated as it stands in the text."""
    value = Decimal(fact.value)
    if fact.unit == "万元":
        digits = len(figure.value.as_tuple().digits)
        return figure.unit in MONEY and _equal(figure, value * MONEY["万元"] / MONEY[figure.unit], rounded=digits > 2)
    if fact.unit == "%":
        return figure.unit == "%" and _equal(figure, value)
    return figure.unit in _CASES and _equal(figure, value, rounded=False)


def _equal(figure: Figure, value: Decimal, rounded: bool = True) -> bool:
    """Whether ``value`` is the figure's; an estimate (300余) reaches to one unit of its last digit that is not zero."""
    if figure.approximate:
        step = Decimal(1).scaleb(figure.value.normalize().as_tuple().exponent)
        return abs(value - figure.value) < step
    if rounded and figure.value:
        places = min(max(figure.value.as_tuple().exponent, -MAX_DECIMALS), 0)
        value = value.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP)
    return value == figure.value


def _note(figure: Figure, place: _Place, notes: list[tuple[Note, list[Figure], set[str]]]) -> str | None:
    """The note that holds the figure and has most in common with the sentence; None when none has anything."""
    here = _pairs(place.sentence)
    best, common = None, 0
    for note, figures, pairs in notes:
        if any(_same(figure, other) for other in figures) and len(here & pairs) > common:
            best, common = note.id, len(here & pairs)
    return best


def _same(figure: Figure, other: Figure) -> bool:
    """Whether both state the same.

    A unit may be missing; an estimate may stand for the exact number, not the reverse.
    """
    if figure.yuan is not None and other.yuan is not None:
        return figure.yuan == other.yuan and figure.approximate == other.approximate
    if figure.unit != other.unit and figure.unit and other.unit:
        return False
    if other.approximate:
        return figure.approximate and figure.value == other.value
    return _equal(figure, other.value, rounded=False)


def _pairs(text: str) -> set[str]:
    """The two-character sequences of Chinese words in ``text``."""
    return {run[at:at + 2] for run in re.findall(r"[\u4e00-\u9fff]{2,}", text) for at in range(len(run) - 1)}
