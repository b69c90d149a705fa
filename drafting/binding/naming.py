"""Which facts the words around a figure name, by the cues (``cues``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from drafting.facts import Fact

from .cues import BARE, FALL, GENERAL, LAST_YEAR, RISE, SHARE, SPECIFIC, Cue
from .figures import Figure
from .place import Place
from .values import matches_value as states

NEW, HANDLED, TOTAL = "requests.new_received.total", "formula.handled", "requests.total.total"
WHOLES = frozenset((NEW, HANDLED, TOTAL))
"""What a general verb may count: 新收, 收办, （七）总计."""

_RESULT = re.compile("予以公开|部分公开|不予公开|无法提供")
_ANSWERED = re.compile("办结|答复|回复|办毕")
_INCLUDED = re.compile("(?:含|其中|包括|内|加上?|连同)[^，。；]{0,6}(?:上一?年度?|去年)[^，。；]{0,4}结转")
_CARRIED_IN = re.compile("(?:上一?年度?|去年).{0,3}(?:结转|转入)|结转自?上")
_CARRIED_OUT = re.compile("结转下|转入?下一?年|下一?年度?继续|结转至")
_SHARED = re.compile(r"^(?:requests|formula)\.|\.total$")
"""What a fact id loses to name the share of the same thing."""


@dataclass(frozen=True)
class Named:
    """Words that name facts: they, their span in the clause, and the fact ids, likeliest first."""

    words: str
    start: int
    end: int
    ids: tuple[str, ...]


def fitting(figure: Figure, place: Place, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """The ids of the facts that the figure states: of the nearest words that name a fitting one, best first."""
    for ids in _meant(figure, place, facts):
        if fits := tuple(id for id in ids if id in facts and states(figure, facts[id])):
            return fits
    return ()


_ANY = re.compile("|".join(cue.words.pattern for cue in (*SPECIFIC, *GENERAL, *BARE)))


@lru_cache(maxsize=4096)
def named(words: str, topic: str, first: bool = False) -> tuple[Named, ...]:
    """What ``words`` name, cue by cue: the nearest to the end first, of those the longest; ``first``: to the beginning.

    General cues count only where no specific one is.
    """

    def nearness(hit: Named) -> tuple[int, int]:
        return (-hit.start if first else hit.end, hit.end - hit.start)

    if not _ANY.search(words):
        return ()
    for cues in (SPECIFIC, GENERAL, BARE):
        hits = [
            Named(match[0], match.start(), match.end(), ids)
            for cue in cues
            if (ids := _ids(cue, topic))
            for match in cue.words.finditer(words)
        ]
        if hits:
            return tuple(sorted(hits, key=nearness, reverse=True))
    return ()


def closest(hit: Named, place: Place) -> tuple[str, ...]:
    """Of the facts that the words allow, those the rest of the sentence leaves (domain §4.3).

    收到 beside an own figure of 上年结转 is 新收; 办结 beside results or 结转下年度 is （七）总计; applicants of 新收
    are its own.
    """
    ids = hit.ids
    if len(ids) == 1:
        return ids
    if WHOLES.issuperset(ids):
        if _ANSWERED.search(hit.words):
            return (TOTAL,) if _CARRIED_OUT.search(place.sentence) or _RESULT.search(place.sentence) else ids
        if ids[0] == NEW and _CARRIED_IN.search(place.sentence) and not _INCLUDED.search(place.sentence):
            return (NEW,)
        return ids
    if all(of_applicants(id) for id in ids) and "新收" in place.before:
        return tuple(id for id in ids if "new_received" in id)
    return ids


def of_applicants(id: str) -> bool:
    """Whether a fact is of one kind of applicant, not of all."""
    return id.startswith(("legal_persons.", "handled.")) or (id.startswith("requests.new_received.") and id != NEW)


def _meant(figure: Figure, place: Place, facts: Mapping[str, Fact]) -> list[tuple[str, ...]]:
    """The ids that the words around the figure name, nearest first: of a cell, a change, a share, last year's cell."""
    hits = named(place.left, place.topic) or named(place.right, place.topic, first=True)
    here = [closest(hit, place) for hit in hits]
    rises, falls = RISE.search(place.left), FALL.search(place.left)
    if rises or falls:
        way = RISE if rises else FALL
        changes = [
            tuple(f"{kind}.{id}" for id in ids for kind in ("change", "ratio"))
            for ids in here or [hit.ids for hit in named(place.before, place.topic)]
        ]
        return [tuple(id for id in ids if id in facts and way.search(facts[id].says[-2:])) for ids in changes]
    if figure.unit == "%":
        whole = named(place.before, place.topic) if SHARE.search(place.left) else ()
        return [tuple(f"share.{_SHARED.sub('', id)}" for id in hit.ids) for hit in whole]
    if LAST_YEAR.search(place.left) and "结转" not in place.left:
        return [tuple(f"before.{id}" for id in ids) for ids in here]
    return here


def _ids(cue: Cue, topic: str) -> tuple[str, ...]:
    return cue.facts.get(topic) or cue.facts.get("", ())
