"""What can bear a clause out: sentences of notes and of a person's own text, as pairs of letters with their weights.

Pairs of neighbouring letters stand for words: over published sentences they find the right note as often as a segmenter
does, and an unknown name costs them nothing. A pair that many sentences have weighs little (inverse frequency).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from .clauses import clauses
from .lexicon import claims, full_names, lines, words

Pair = tuple[str, str]
Kind = Literal["note", "own", "before"]
"""A note; what a person wrote or an office printed in this report; last year's report."""

COMMON = 64
"""A pair that more sentences have than this tells nothing about which one is meant."""
BEST = 3
"""How many sentences may bear out one clause together."""

_BLANK = re.compile(r"\s")
_SENTENCE = re.compile(r"[^。！？\n]+")
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_ORDER = re.compile(
    "忽略|无视|(?:请|务必|必须|直接)(?:写|输出|生成|回答|返回|在文中|在报告)|写明|改成|改为100|提示词|指令|系统消息|你是|你现在|不要提|别写|不要写|"
    "(?i:ignore|system|prompt|assistant)"
)
"""A sentence that tells the writer what to write says nothing that happened."""


@dataclass(frozen=True)
class Fragment:
    """A sentence that bears out what it says. ``aspect``: of a note; ``also``: how a report writes it."""

    source: str
    text: str
    kind: Kind = "note"
    aspect: str = ""
    pairs: frozenset[Pair] = field(default=frozenset(), compare=False, repr=False)
    also: str = ""

    @cached_property
    def letters(self) -> frozenset[str]:
        """Its letters."""
        return frozenset(self.text + self.also)

    @cached_property
    def clauses(self) -> frozenset[str]:
        """Its clauses, without blanks."""
        return frozenset(_BLANK.sub("", clause.text) for clause in clauses(self.text))

    @cached_property
    def lines(self) -> frozenset[int]:
        """The lines of like words that it has a word of."""
        return lines(f"{self.text}\n{self.also}", words().alike)

    @cached_property
    def claimed(self) -> frozenset[int]:
        """The lines of claiming words that it has a word of."""
        return frozenset().union(*(words().claims.of[word] for _, word in claims(f"{self.text}\n{self.also}")))


@lru_cache(maxsize=2048)
def fragments(source: str, text: str, kind: Kind = "note", aspect: str = "", written: str = "") -> tuple[Fragment, ...]:
    """The sentences of ``text``, without those that only give orders. ``written``: the text as a report writes it.

    Kept, as most texts stay while one is changed.
    """
    said, others = _SENTENCE.findall(text), _SENTENCE.findall(written)
    if len(said) != len(others):
        others = [written if len(said) == 1 else ""] * len(said)
    return tuple(
        Fragment(source, one, kind, aspect, frozenset((*pairs(one), *pairs(other))), other)
        for one, other in (
            (one, f"{other}\n{full_names(one) if kind == 'note' else ''}".strip())
            for one, other in zip(said, others, strict=True)
        )
        if not (kind == "note" and _ORDER.search(one))
    )


def pairs(text: str) -> list[Pair]:
    """The pairs of neighbouring letters of ``text``; blanks are left out, figures and signs part."""
    return [pair for run in _RUN.findall(_BLANK.sub("", text)) for pair in zip(run, run[1:])]


class Evidence:
    """``sentences`` that can bear something out, found by what they have in common with a clause."""

    def __init__(self, sentences: Iterable[Fragment]) -> None:
        self.sentences = list(sentences)
        self._having: dict[Pair, list[int]] = {}
        for at, fragment in enumerate(self.sentences):
            for pair in fragment.pairs:
                self._having.setdefault(pair, []).append(at)

    def weight(self, pair: Pair) -> float:
        """How much it tells that two texts share ``pair``; 0 for one that no sentence has."""
        having = len(self._having.get(pair, ()))
        return math.log(1 + len(self.sentences) / having) if having else 0.0

    def nearest(self, text: str, *, before: bool = False) -> list[Fragment]:
        """The sentences that have most in common with ``text``, the nearest first; of last year only where ``before``."""
        score: defaultdict[int, float] = defaultdict(float)
        for pair in set(pairs(text)):
            having = self._having.get(pair, ())
            if 0 < len(having) <= COMMON:
                weight = self.weight(pair)
                for at in having:
                    score[at] += weight
        ranked = sorted(score, key=lambda at: (-score[at], at))
        found = [self.sentences[at] for at in ranked if before or self.sentences[at].kind != "before"]
        return found[:BEST]

    def of(self, sources: Iterable[str]) -> list[Fragment]:
        """The sentences of ``sources``."""
        wanted = set(sources)
        return [one for one in self.sentences if one.source in wanted] if wanted else []
