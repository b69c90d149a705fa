"""The words that ``words.tsv`` lists, a table to be reviewed and extended without programming.

Columns: 类别, 用语 (with blanks between). 修饰 adorn what is said, 虚词 say nothing that could be true or false in a report on this work. 近义: words of one
line may stand for each other. 断言: to write one of them is to claim something, so that one of the same line must stand in
what bears the clause out, and may stand for it; of 缺点 too, but to want one thing is not to want another. 除外: longer words in which those of 断言
are not meant. 简称: the short name of an organ, and its full ones.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Lines(NamedTuple):
    """Words with the numbers of the lines of the table they stand in, and by their first letter, the longest first."""

    of: Mapping[str, frozenset[int]]
    beginning: Mapping[str, tuple[str, ...]]


class Words(NamedTuple):
    """``empty`` matches words that say nothing, ``adorning`` those of them that only adorn, ``harmless`` those in which no claim is meant; ``alike`` and ``claims`` are
    the words of the other kinds, of which the lines below ``like_claims`` may stand for each other. ``full``: the full names
    of organs by their short one.
    """

    empty: re.Pattern[str]
    adorning: re.Pattern[str]
    harmless: re.Pattern[str]
    alike: Lines
    claims: Lines
    like_claims: int
    full: Mapping[str, tuple[str, ...]]


@cache
def words() -> Words:
    """The table, read once."""
    text = Path(__file__).with_name("words.tsv").read_text("utf-8-sig")
    kinds: dict[str, list[list[str]]] = {}
    for kind, listed in filter(None, csv.reader(text.splitlines()[1:], delimiter="\t")):
        kinds.setdefault(kind, []).append(listed.split())
    return Words(
        _any([*kinds["虚词"], *kinds["修饰"]]),
        _any(kinds["修饰"]),
        _any(kinds["除外"]),
        _lines(kinds["近义"]),
        _lines([*kinds["断言"], *kinds["缺点"]]),
        len(kinds["断言"]),
        {short: tuple(full) for short, *full in kinds["简称"]},
    )


def full_names(text: str) -> str:
    """The full names of the organs that ``text`` calls by their short ones, a line each; the longest short name counts."""
    return "\n".join(
        name
        for match in _short_names().finditer(text)
        if not any(text.startswith(full, match.start()) for full in words().full[match[0]])
        for name in words().full[match[0]]
    )


@cache
def _short_names() -> re.Pattern[str]:
    return _any([list(words().full)])


def claims(text: str) -> Iterator[tuple[int, str]]:
    """The claiming words of ``text`` with their places."""
    return found(words().harmless.sub(lambda match: " " * len(match[0]), text), words().claims)


def found(text: str, listed: Lines) -> Iterator[tuple[int, str]]:
    """Every word of ``listed`` in ``text`` with its place, also one within another."""
    for start, letter in enumerate(text):
        for word in listed.beginning.get(letter, ()):
            if text.startswith(word, start):
                yield start, word


def lines(text: str, listed: Lines) -> frozenset[int]:
    """The lines of ``listed`` that ``text`` has a word of."""
    return frozenset().union(*(listed.of[word] for _, word in found(text, listed)))


def _any(listed: list[list[str]]) -> re.Pattern[str]:
    """Any of the words, the longest first."""
    every = {word for line in listed for word in line}
    return re.compile("|".join(map(re.escape, sorted(every, key=lambda word: (-len(word), word)))))


def _lines(listed: list[list[str]]) -> Lines:
    numbers: dict[str, set[int]] = {}
    for number, line in enumerate(listed):
        for word in line:
            numbers.setdefault(word, set()).add(number)
    beginning: dict[str, list[str]] = {}
    for word in sorted(numbers, key=lambda word: (-len(word), word)):
        beginning.setdefault(word[0], []).append(word)
    return Lines(
        {word: frozenset(found) for word, found in numbers.items()},
        {letter: tuple(found) for letter, found in beginning.items()},
    )
