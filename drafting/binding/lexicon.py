"""The words by which prose names what a figure counts: ``words.tsv`` beside this module, a table for reviewers.

Columns: 维度 (what the words tell), 取值 (the value, as the form's roles have it), 词语 (separated by spaces), 说明. In a word ``x?`` may be
missing and ``(甲|乙)`` is either; the longest word at a place counts. A row or column of the form may bring further words
(``form.Role.words``). Dimensions:

``matter`` what is counted; ``bare``, ``doc``, ``any`` words that mean one only beside others,
``short`` where no other word narrows them; ``stage`` of it, ``verb`` where that is open;
``carry`` 结转, with a ``time`` before or after it; ``result``, ``group``, ``applicant``, ``outcome``; ``scope`` whole or narrow; ``aside`` a part by channel or
kind, ``wide`` no such part, ``whole`` 共计; ``among``, ``include``, ``beside``, ``rest``,
``versus``, ``most``, ``join`` of the sentence's build; ``share``, ``compare``, ``way``, ``become`` of
derived figures; ``cared`` another thing done with decisions and documents; ``about`` that it is about 政府信息公开; ``plain`` nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from drafting.form import Edition

NAMING = frozenset(
    ("matter", "bare", "doc", "any", "stage", "verb", "carry", "result", "group", "applicant", "outcome")
)
"""Dimensions whose words name what is counted."""


class Word(NamedTuple):
    """What a word tells: its dimension and the value there."""

    kind: str
    value: str


class Token(NamedTuple):
    """A word, a sign or an unknown stretch at ``start``–``end`` of a text."""

    start: int
    end: int
    kind: str
    value: str = ""


class Lexicon:
    """The words of one edition, found in a text longest first."""

    def __init__(self, words: dict[str, Word]) -> None:
        self._words = words
        by_two: dict[str, set[int]] = {}
        for word in words:
            by_two.setdefault(word[:2], set()).add(len(word))
        self._lengths = {two: sorted(lengths, reverse=True) for two, lengths in by_two.items()}

    def at(self, text: str, place: int, end: int) -> tuple[int, Word] | None:
        """The longest word that begins at ``place``, and where it ends."""
        for length in self._lengths.get(text[place : place + 2], ()):
            if place + length <= end and (word := self._words.get(text[place : place + length])):
                return place + length, word
        return (place + 1, word) if place < end and (word := self._words.get(text[place])) else None


@lru_cache(maxsize=8)
def lexicon(form: Edition) -> Lexicon:
    """The words that every edition shares, and those its rows and columns bring."""
    words = dict(_shared())
    for table in form.tables:
        for role in (*table.roles.rows.values(), *table.roles.columns.values()):
            kind = next(
                (kind for kind in ("outcome", "applicant", "result", "matter") if getattr(role, kind)), "matter"
            )
            for pattern in role.words:
                words.update((word, Word(kind, getattr(role, kind))) for word in expanded(pattern))
    return Lexicon(words)


@cache
def _shared() -> dict[str, Word]:
    return {word: Word(kind, value) for kind, value, pattern in rows() for word in expanded(pattern)}


def rows() -> Iterator[tuple[str, str, str]]:
    """The table, word by word: dimension, value, pattern."""
    text = Path(__file__).with_name("words.tsv").read_text("utf-8-sig")
    for kind, value, patterns, _ in filter(
        None, csv.reader(text.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    ):
        for pattern in patterns.split():
            yield kind, value, pattern


_PART = re.compile(r"\(([^()]*)\)(\??)|(.)(\??)")


def expanded(pattern: str) -> list[str]:
    """Every word of ``pattern``: 上年度? is 上年 and 上年度. ``(甲|乙)`` may hold ``x?`` and one level of brackets in itself."""
    inner = re.search(r"\(([^()]*)\)\??(?=[^()]*\))", pattern)
    if inner and pattern.count("(", 0, inner.start()) > pattern.count(")", 0, inner.start()):  # a bracket in a bracket
        choices = [*inner[1].split("|"), *([""] if inner[0].endswith("?") else [])]
        return [
            word for choice in choices for word in expanded(pattern[: inner.start()] + choice + pattern[inner.end() :])
        ]
    found = [""]
    for group, group_optional, sign, optional in _PART.findall(pattern):
        choices = [word for each in group.split("|") for word in expanded(each)] if group else [sign]
        if group_optional or optional:
            choices.append("")
        found = [word + choice for word in found for choice in choices]
    return list(dict.fromkeys(found))
