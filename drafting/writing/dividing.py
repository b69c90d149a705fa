"""A pasted year-end summary, divided by aspect: rules only, with the words of ``aspects.tsv``.

The text is cut into headings and items. Of an item the numbering that led it in is taken off; its words are a stretch
of the text, unchanged. Numbering, headings and words together are all that was pasted, in order, blanks aside.

An item is one sentence or several of one paragraph that belong together: what a number leads in, or neighbours of one
aspect. A sentence goes by its own words; one that says nothing goes with the one before it, else with the heading it
stands under. Below a heading on problems or measures every sentence is one of those, until one turns to the other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from drafting.checks.problems import turn_of
from drafting.language.sentences import STOPS, sentences
from drafting.report import MAX_NOTE

MAX_PASTE = 50_000
"""Characters of a text that is pasted."""
ENOUGH = 2
"""Points of a sentence's words from which they say its aspect."""
HEADING_POINTS = 2
"""Points that the aspect of its heading has for a sentence."""
LONG = 160
"""Characters from which an item takes up no further sentence."""
LONGEST_HEADING = 30
"""Characters of a line, or of a sentence that a number leads in, that may be a heading."""
HELD = ("last_year_fix", "problem", "measure")
"""Aspects that a heading gives to all below it, whatever the sentences are about."""
APART, CERTAIN = ("fee", "other"), 8
"""Aspects that a sentence has of its own under every heading, and the points of its words that it needs for that."""

_TURNS = {"answers": "last_year_fix", "problems": "problem", "measures": "measure"}
_N = "[一二三四五六七八九十]{1,3}"
_NUMBER = re.compile(
    rf"(?:第{_N}[、，,章节部]分?|{_N}[、．.]|[（(]\s*(?:{_N}|\d{{1,2}})\s*[)）]|\d{{1,2}}(?:[、)）]|[.．](?!\d))|[①-⑳]|[●•·◆■○▪➢\-–—*]+(?!\d))[\s\u3000]*"
)
_COUNTED = re.compile(rf"(?:{_N}是(?!否|不是)|其[一二三四五六七八九][是，、：]?)[\s\u3000]*")
_COUNTED_INSIDE = re.compile(rf"(?<=[：:，,])\s*(?={_COUNTED.pattern})")
_STOPS = STOPS + "!?;"
_LEAD_IN = re.compile(r"([^。：:，,；;！？\d]{2,20})[。：:](?=\s*\S)")
_TOPIC = re.compile(
    r"(?:情况|工作|总结|报告|方面|问题|打算|安排|计划|成效|做法|措施|公开|管理|建设|保障|落实|机制|不足|思路|事项)$"
)


class Piece(NamedTuple):
    """A heading or an item of a pasted text.

    ``number``: the numbering taken off; ``words``: as pasted; ``aspect``: of an item, ``""`` where nothing said one;
    ``matched``: the words that did, or the heading's where the heading did.
    """

    kind: Literal["heading", "item"]
    number: str
    words: str
    aspect: str = ""
    matched: tuple[str, ...] = ()


@dataclass
class _Standing:
    """What the headings above say: the aspect, its words, and whether it holds whatever the sentences say."""

    aspect: str = ""
    matched: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.aspect in HELD


@lru_cache(maxsize=8)
def divide(text: str) -> tuple[Piece, ...]:
    """``text`` in headings and items."""
    found: list[Piece] = []
    standing = _Standing()
    for line in text.splitlines():
        if line.strip():
            found += _line(line.strip(), standing)
    return tuple(found)


def digest(pieces: Iterable[Piece]) -> str:
    """A short name for a division: another when a single item differs."""
    said = "\n".join(f"{piece.kind} {piece.words}" for piece in pieces)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def _line(line: str, standing: _Standing) -> Iterator[Piece]:
    """The pieces of one paragraph; a heading in it changes ``standing`` for what follows."""
    number = _number(line)
    rest = line[len(number) :]
    if not rest:
        yield Piece("heading", number, "")
        return
    if _is_heading(rest, bool(number)):
        _stand(standing, rest)
        yield Piece("heading", number, rest)
        return
    lead = _LEAD_IN.match(rest)
    if lead and (number or standing.aspect == "") and _TOPIC.search(lead[1]):
        _stand(standing, lead[1])
        yield Piece("heading", number, lead[0])
        number, rest = "", rest[lead.end() :]
    yield from _items(number, rest, standing)


def _items(number: str, text: str, standing: _Standing) -> Iterator[Piece]:
    """The items of a paragraph, or of what is left of one behind its heading."""
    gathered, before = Piece("item", number, ""), ""
    for sentence in _sentences(text):
        mark = _number(sentence) if gathered.words else ""
        counted = _COUNTED.match(sentence)
        mark = mark or (counted[0] if counted else "")
        words = sentence[len(mark) :]
        aspect, matched = _aspect(words, standing, "" if mark else before, bool(mark))
        joins = gathered.words and not mark and len(gathered.words) < LONG and aspect == gathered.aspect
        if joins and len(gathered.words) + len(words) <= MAX_NOTE:
            gathered = gathered._replace(
                words=gathered.words + words, matched=tuple(dict.fromkeys((*gathered.matched, *matched)))
            )
        else:
            if gathered.words:
                yield from _closed(gathered)
                gathered = Piece("item", "", "")
            gathered = Piece("item", gathered.number + mark, words, aspect, matched)
        before = aspect
    yield from _closed(gathered)


def _closed(piece: Piece) -> Iterator[Piece]:
    """A gathered item without the blanks around it, cut where it is longer than a note may be."""
    words = piece.words.strip()
    for start in range(0, len(words), MAX_NOTE):
        yield piece._replace(number=piece.number.strip() if start == 0 else "", words=words[start : start + MAX_NOTE])
    if not words and piece.number.strip():
        yield Piece("heading", piece.number.strip(), "")


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph, cut once more before 一是, 二是."""
    for sentence in sentences(text, _STOPS):
        cuts = [
            sentence.start,
            *(cut.end() for cut in _COUNTED_INSIDE.finditer(text, sentence.start, sentence.end)),
            sentence.end,
        ]
        yield from (text[start:end] for start, end in zip(cuts, cuts[1:]) if text[start:end].strip())


def _aspect(words: str, standing: _Standing, before: str, counted: bool) -> tuple[str, tuple[str, ...]]:
    """The aspect of a sentence and the words that say it."""
    turned = _TURNS.get(turn_of(words), "") if not counted else ""
    if turned and (standing.holds or turned == "last_year_fix"):
        standing.aspect, standing.matched = turned, ()
    points = _points(words, "句子")
    strong = next((aspect for aspect, (score, _) in points.items() if aspect in APART and score >= CERTAIN), "")
    if strong or standing.holds:
        aspect = strong or standing.aspect
        return aspect, points.get(aspect, (0, ()))[1] or standing.matched
    scores = {
        aspect: score + (HEADING_POINTS if aspect == standing.aspect else 0)
        for aspect, (score, _) in points.items()
        if score >= ENOUGH or aspect == standing.aspect
    }
    if scores:
        aspect = max(scores, key=lambda each: (scores[each], each == standing.aspect, each == before))
        return aspect, points[aspect][1]
    return (before, ()) if before else (standing.aspect, standing.matched)


def _stand(standing: _Standing, heading: str) -> None:
    """Let what follows stand under ``heading``; the words that stand first in it say what it is about."""
    points = _points(heading, "标题")
    if points:
        aspect = max(points, key=lambda each: (points[each][0], -heading.find(points[each][1][0])))
        standing.aspect, standing.matched = aspect, points[aspect][1]
    else:
        standing.aspect, standing.matched = "", ()


def _is_heading(line: str, numbered: bool) -> bool:
    """Whether a line without its number is a heading: short, of one clause without figures, and named as headings are."""
    bare = line.rstrip("：: \u3000")
    if len(bare) > LONGEST_HEADING or re.search(r"[。；;！？，,：:]", bare):
        return False
    if re.search(r"\d", re.sub(r"20\d\d\s*年度?", "", bare)):
        return False
    return bool(_TOPIC.search(bare)) or (numbered and bool(_points(bare, "标题")) and len(bare) <= 12)


def _number(text: str) -> str:
    """The numbering ``text`` begins with, blanks behind it included; ``""`` when there is none."""
    match = _NUMBER.match(text)
    return match[0] if match else ""


def _points(text: str, use: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Aspect -> the points its words in ``text`` have, and those words; a word inside a longer one found counts no
    more.
    """
    found: dict[str, tuple[int, tuple[str, ...]]] = {}
    for aspect, words in table()[use].items():
        matched: list[str] = []
        for word in words:  # the longest first
            if word in text and not any(word in longer for longer in matched):
                matched.append(word)
        if matched:
            found[aspect] = sum(words[word] for word in matched), tuple(sorted(matched, key=text.find))
    return found


@cache
def table() -> dict[str, dict[str, dict[str, int]]]:
    """``aspects.tsv``: 标题 or 句子 -> aspect -> word -> points, longer words first."""
    found: dict[str, dict[str, dict[str, int]]] = {"标题": {}, "句子": {}}
    lines = [
        line
        for line in files("drafting.writing").joinpath("aspects.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    for line in lines[1:]:
        aspect, use, word, points = line.split("\t")
        found[use].setdefault(aspect, {})[word] = int(points)
    return {
        use: {aspect: dict(sorted(words.items(), key=lambda item: -len(item[0]))) for aspect, words in aspects.items()}
        for use, aspects in found.items()
    }
