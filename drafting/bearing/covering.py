"""One clause letter by letter: what of it something bears out, what says nothing, what is left."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate

from .evidence import Fragment, Pair, pairs
from .lexicon import claims, found, words
from .standing import PHRASES

MOST = 2.5
"""Letters that nothing bears out from which a clause counts as baseless: more than one word of two letters."""
SHARE = 0.2
"""Share of a long clause that nothing need bear out."""
LEAST = 1.5
"""Letters from which a clause counts as baseless of which no more is borne out, or of whose matter nothing speaks."""
ITEM = 2.0
"""Letters from which an item of a list counts, where they are half of it."""
IN, BESIDE = 0.25, 0.6
"""What a letter weighs that stands in another word of the evidence, and one beside it: 繁忙 for 忙."""
MEANT = 0.33
"""Share of what a clause tells that a sentence has which speaks of the same."""
ALIKE = 0.7
"""Share of what the nearest sentence has in common with a clause, from which another may be meant as well."""

_LETTER = re.compile(r"[\u4e00-\u9fff]")
_ITEM = re.compile("[、和及与]")


class Covered:
    """``text`` of a clause against the sentences ``near`` it. ``known``: pairs of letters that need no evidence;
    ``masked``: stretches judged elsewhere, as places in ``text``.
    """

    def __init__(
        self, text: str, near: Sequence[Fragment], known: Collection[Pair], masked: Iterable[tuple[int, int]]
    ) -> None:
        self.text, self.near = text, near
        self._said = [False] * len(text)
        self._whole = [match.span() for pattern in (PHRASES, words().empty) for match in pattern.finditer(text)]
        for start, end in self._whole:
            _set(self._said, start, end)
        self.telling = frozenset(pairs("".join("，" if said else letter for letter, said in zip(text, self._said))))
        """The pairs of its letters that are no part of words which say nothing."""
        self._content = [_LETTER.match(letter) is not None and not said for letter, said in zip(text, self._said)]
        shared = [self._shared(one) for one in near]
        least = max(1, MEANT * sum(self._content), ALIKE * max(shared, default=0))
        self.meant = [one for one, common in zip(near, shared) if common >= least]
        """Those of the sentences that speak of the same."""
        self.borne = self._found_in(near)
        """Which letters stand in the evidence in the same pair, the same word or a like one."""
        self.needless = list(self._said)
        for start, end in masked:
            _set(self.needless, start, end)
            self._whole.append((start, end))
        for at, pair in enumerate(zip(text, text[1:])):
            if pair in known:
                _set(self.needless, at, at + 2)
        """Which letters say nothing, or are judged elsewhere."""
        self.letters = [
            borne or needless or not _LETTER.match(letter)
            for borne, needless, letter in zip(self.borne, self.needless, text)
        ]
        """Which letters something bears out, or say nothing."""
        self.weights = self._weighed()

    @property
    def claimed(self) -> list[str]:
        """Words that claim something and none of whose line stands in the evidence."""
        has = frozenset().union(*(one.claimed for one in self.near))
        reach = [0] * len(self.text)  # where the stretches that need no evidence and begin no later than here end
        for start, end in self._whole:
            reach[max(0, start)] = max(reach[max(0, start)], end)
        reach = list(accumulate(reach, max))
        return [
            word
            for at, word in claims(self.text)
            if len(word) > 1 and words().claims.of[word].isdisjoint(has) and reach[at] < at + len(word)
        ]

    @property
    def bare(self) -> list[str]:
        """The stretches that nothing bears out."""
        return re.findall(
            "[^\0]{2,}", "".join(letter if weight else "\0" for letter, weight in zip(self.text, self.weights))
        )

    @property
    def too_much(self) -> bool:
        """Whether too much of the clause, or of an item of its list, is borne out by nothing."""
        bare, content = sum(self.weights), len(_LETTER.findall(self.text))
        borne = sum(borne and (bool(self.meant) or not said) for borne, said in zip(self.borne, self._said))
        if bare >= max(MOST, SHARE * content) or (bare >= LEAST and (bare >= borne or not self.meant)):
            return True
        start = 0
        for item in _ITEM.split(self.text):
            own = len(_LETTER.findall(item))
            if own < content and sum(self.weights[start : start + len(item)]) >= max(ITEM, own / 2):
                return True
            start += len(item) + 1
        return False

    def _shared(self, one: Fragment) -> int:
        """How many letters of what the clause tells stand in pairs that ``one`` has as well."""
        has = {
            at + step for at, pair in enumerate(zip(self.text, self.text[1:])) if pair in one.pairs for step in (0, 1)
        }
        return sum(self._content[at] for at in has)

    def _found_in(self, near: Sequence[Fragment]) -> list[bool]:
        """Which letters stand in the evidence in the same pair, the same word or a like one."""
        borne = [False] * len(self.text)
        has = frozenset().union(*(one.pairs for one in near))
        for at, pair in enumerate(zip(self.text, self.text[1:])):
            if pair in has:
                _set(borne, at, at + 2)
        alike = frozenset().union(*(one.lines for one in near))
        claimed = {line for one in near for line in one.claimed if line < words().like_claims}
        for listed, lines, places in (
            (words().alike, alike, found(self.text, words().alike)),
            (words().claims, claimed, claims(self.text)),
        ):
            for at, word in places:
                if not listed.of[word].isdisjoint(lines):
                    _set(borne, at, at + len(word))
        return borne

    def _weighed(self) -> list[float]:
        """What each letter weighs that nothing bears out."""
        letters = frozenset().union(*(one.letters for one in self.meant))
        weights = [0.0 if done else IN if letter in letters else 1.0 for letter, done in zip(self.text, self.letters)]
        for at in [at for at, weight in enumerate(weights) if weight == IN]:
            for beside in (at - 1, at + 1):
                if 0 <= beside < len(weights) and weights[beside] == 1.0:
                    weights[beside] = BESIDE
        return weights


def _set(places: list[bool], start: int, end: int) -> None:
    """Set ``places`` from ``start`` to ``end``, as far as they go."""
    start, end = max(0, start), min(len(places), end)
    places[start:end] = [True] * (end - start)
