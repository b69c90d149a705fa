"""The words around a figure or a claim: its clause, its sentence, and what the line is about there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from .cues import TOPIC

REACH = 200
"""How many characters of a sentence before and after a figure are looked at."""

_ASIDE = re.compile(r"[（(][^（）()]*[）)]\s*$")
"""A remark in brackets between the words and their figure."""
_EVERYONE = re.compile("公民[、，和]?法人(?:和|或者?|以?及|与|、)(?:其[他它])?组织")
"""Anybody: these words name no kind of applicant."""
_SENTENCE_END = re.compile(r"[。！？\n]")
_CLAUSE = re.compile(r"[，、。；：！？,;:（）()\n]")

Topics = list[tuple[int, str]]
"""Where each topic word of a text stands, and its topic."""


def topics(text: str) -> Topics:
    """The topic words of ``text``, in order."""
    return [(match.start(), match.lastgroup or "") for match in TOPIC.finditer(text)]


def topic_at(text: str, start: int, about: Topics, line: int | None = None) -> str:
    """The topic named last before ``start`` in its line, ``""`` when none is."""
    line = text.rfind("\n", 0, start) + 1 if line is None else line
    at = bisect_left(about, (start, ""))
    return about[at - 1][1] if at and about[at - 1][0] >= line else ""


@dataclass(frozen=True)
class Place:
    """The words around the span ``start``–``end`` of a text.

    ``left`` and ``right``: its clause, no further than the next figure; ``before``: its sentence up to it;
    ``sentence``: the whole (both within REACH); ``topic``: what the line is about here,
    as named last before the span, else just after it; ``alone``: no other figure stands before it in its clause;
    ``lead_in``: the clauses before its own, back to the figure before it or the beginning of the sentence.
    """

    left: str
    right: str
    before: str
    sentence: str
    topic: str
    alone: bool
    lead_in: str

    @classmethod
    def of(cls, text: str, start: int, end: int, ends: list[int], until: int, about: Topics) -> Place:
        """The place of a span; ``ends``: of the figures of the text, ``until``: where the next one begins."""
        line = text.rfind("\n", 0, start) + 1
        begins = max(line, start - REACH, *(text.rfind(sign, line, start) + 1 for sign in "。！？"))
        closes = _SENTENCE_END.search(text, end, end + REACH)
        kept = begins + len(_ASIDE.sub("", text[begins:start]))
        near = bisect_right(ends, kept)
        after = max(begins, ends[near - 1] if near else 0)
        since = _EVERYONE.sub("", text[after:kept])
        left = _CLAUSE.split(since)[-1]
        lead_in = since[: len(since) - len(left)]
        alone = bool(lead_in) or after == begins or text[after - 1] in "。！？\n"
        right = _CLAUSE.split(text[end : min(until, end + REACH)], maxsplit=1)[0]
        topic = topic_at(text, start, about, line)
        if not topic:
            at = bisect_left(about, (start, ""))
            topic = about[at][1] if at < len(about) and about[at][0] < end + len(right) else ""
        return cls(
            left,
            right,
            text[begins:start],
            text[begins : closes.start() if closes else end + REACH],
            topic,
            alone,
            lead_in,
        )
