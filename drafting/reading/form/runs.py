"""The rows of the form in text without cells: what stands between one label and the next are that row's digits.

Text copied from a page, or read by a machine, keeps the labels and loses the cells:
``…申请数量21710000218二、上年结转…``, one figure a line, or digits with blanks in wrong places. Labels are looked for
only inside the stretch where their table stands: a narrative says 予以公开 too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from drafting.form import SINGLE_OTHER, PrintedForm

from ..content import Content, Place, Text

_GAP = r"[\s\u3000\u200b|]*"
_DIGITS = re.compile(r"[\d\s,.\u3000|/\-—]*", re.ASCII)
_WORDS = re.compile(r"(?:[^\d/\-—]{0,80}(?=\d))?", re.ASCII)
_LETTER = re.compile(r"[A-Za-z〇○丨!]")
"""Beside digits: a 0 or 1 that a machine took for a letter."""
_COMMA = re.compile(r",(?!\d{3}(?!\d))", re.ASCII)
"""A comma that does not set three digits apart: commas are between the figures then."""
_HALF = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


@dataclass(frozen=True, slots=True)
class Run:
    """One row's digits as they stand: ``tokens`` are strings of digits with a gap between them; ``row`` as in
    ``rows.Row``.

    ``marks``: something else than digits stands among them (a “/”), so that nothing can be said. ``place``, ``text``:
    evidence.
    """

    row: str
    tokens: tuple[str, ...]
    marks: bool
    place: Place
    text: str
    block: int


@dataclass(frozen=True, slots=True)
class _Stream:
    text: str
    starts: tuple[int, ...]
    blocks: tuple[tuple[int, Text], ...]

    def at(self, position: int) -> tuple[int, Place]:
        index, block = self.blocks[bisect_right(self.starts, position) - 1]
        return index, block.place


def runs(content: Content, form: PrintedForm) -> list[Run]:
    """The rows of the three tables of ``form`` in the texts of ``content``; a row that is not there is not in the list."""
    stream = _stream(content)
    found = _requests(stream, form) + _disclosure(stream, form)
    return found + _proceedings(stream)


def _stream(content: Content) -> _Stream:
    starts: list[int] = []
    blocks: list[tuple[int, Text]] = []
    parts: list[str] = []
    length = 0
    for at, block in enumerate(content.blocks):
        if isinstance(block, Text) and "\t" not in block.text:
            starts.append(length)
            blocks.append((at, block))
            parts.append(block.text.translate(_HALF) + "\n")
            length += len(parts[-1])
    return _Stream("".join(parts), tuple(starts) or (0,), tuple(blocks) or ((0, Text("", Place())),))


def _loose(text: str) -> str:
    """A pattern for ``text`` whose characters may stand apart, with any punctuation between them left out."""
    return _GAP.join(re.escape(mark) for mark in text if not re.match(r"[\W_]", mark))


@cache
def _labels(form: PrintedForm) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Rows of table three in printed order, each with the pattern of its label: the words that tell it, and what
    follows them.
    """
    found = []
    for row in form.order:
        number = re.match(r"(\d)\.", form.label(row))
        head = rf"{number[1]}(?:[.．、]{_GAP}|(?=[^\d\s]))" if number else ""
        if row in form.vague:  # its words say too little without the number
            said = form.label(row)
            numeral = re.match(r"[（(](\w)[）)]", said)
            first = rf"[（(]{_GAP}{numeral[1]}{_GAP}[）)]{_GAP}" if numeral else head
            bare_words = [word.removeprefix(numeral[1]) if numeral else word for word in form.labels.exact[row]]
            words = "|".join(_loose(word) for word in sorted(set(bare_words), key=len, reverse=True))
            pattern = rf"{first}(?:{words})(?!处理)"
        else:
            words = "|".join(_loose(word) for word in form.labels.rows[row])
            pattern = rf"(?:{head})?[^\d]{{0,30}}?(?:{words})[^\d/]{{0,60}}"
        found.append((row, re.compile(pattern, re.ASCII)))
    return tuple(found)


def _requests(stream: _Stream, form: PrintedForm) -> list[Run]:
    start = re.search(_loose("本年新收政府信息公开申请"), stream.text)
    if not start:
        return []
    end = re.compile(
        "|".join(
            (_loose("政府信息公开行政复议"), _loose("行政复议行政诉讼"), _loose("结果维持"), _loose("存在的主要问题"))
        )
    ).search(stream.text, start.end())
    stop = end.start() if end else min(len(stream.text), start.end() + 6_000)
    places: list[tuple[str, int, int]] = []
    at = max(0, start.start() - 2)
    for row, pattern in _labels(form):
        match = pattern.search(stream.text, at, stop)
        if match:
            places.append((row, match.start(), match.end()))
            at = match.end()
        elif row == form.others[-1] and places:
            single = re.compile(
                r"[（(]" + _GAP + "六" + _GAP + r"[）)]" + _GAP + _loose("其他处理") + r"(?=[\s|]*\d)"
            ).search(stream.text, places[-1][2], stop)
            if single:
                places.append((SINGLE_OTHER, single.start(), single.end()))
                at = single.end()
    return _between(stream, places, stop)


def _past(pattern: re.Pattern[str], stream: _Stream, at: int, stop: int) -> int:
    """Where what ``pattern`` finds at ``at`` ends."""
    match = pattern.match(stream.text, at, stop)
    return match.end() if match else at


def _run(stream: _Stream, row: str, begin: int, finish: int, following: int) -> Run:
    begun = _past(_WORDS, stream, finish, following)  # the end of a label that goes on in the next line
    end = _past(_DIGITS, stream, begun, following)
    digits = stream.text[begun:end]
    index, place = stream.at(begin)
    grouped = "" if _COMMA.search(digits) else r"(?:,\d{3})*"
    tokens = tuple(re.findall(rf"\d+{grouped}(?:\.\d+)?", digits, re.ASCII))
    beside = stream.text[max(begin, begun - 2) : begun] + stream.text[end : end + 2]
    marks = bool(
        re.search(r"[/\-—]|\d\||\|\d", stream.text[begun - 1 : end + 1])
        or _LETTER.search(beside)
        or re.search(r"\d", stream.text[end:following], re.ASCII)
    )  # figures that something else cuts off
    text = " ".join((stream.text[begin:finish] + digits).split())
    return Run(row, tuple(token.replace(",", "") for token in tokens), marks, place, text[-160:], index)


@cache
def _items_of(form: PrintedForm) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Rows of table two in printed order, each with the pattern of its labels before a figure; none that is part of a
    longer word (规章 in 规章规范性文件).
    """
    keys = (cell.key for cell in form.edition.table("disclosure").numbers)
    rows = dict.fromkeys(key if key in form.single_figures else key.rpartition(".")[0] for key in keys)
    found = []
    for row in rows:
        labels = sorted(form.labels.exact.get(row, ()), key=len, reverse=True)
        words = "|".join(map(_loose, labels))
        if words:
            found.append((row, re.compile(rf"(?<![性范])(?:{words})(?!范)(?=[\s|]*[\d/\-—])")))
    return tuple(found)


_ITEMS_BEGIN = re.compile(
    _loose("信息内容")
    + _GAP
    + "(?:"
    + "|".join(map(_loose, ("本年制发", "本年新制作", "本年处理决定", "本年收费", "上一年项目")))
    + ")"
)
"""The header of the first block of table two that stands in text: those before it may stand in cells."""


def old_runs(content: Content, form: PrintedForm) -> dict[str, dict[str, str]]:
    """What a table two of the 2019 form prints in text without cells: label -> the digits, as they stand; see
    ``rows.old_rows``.
    """
    stream = _stream(content)
    at, stop = _items(stream)
    found: dict[str, dict[str, str]] = {}
    if not any(re.search(_loose(column), stream.text[at:stop]) for column in form.labels.old_columns):
        return found
    for label in form.labels.old_rows:
        match = re.compile(rf"(?<![性范]){_loose(label)}{_GAP}([\d\s.,]*\d)", re.ASCII).search(stream.text, at, stop)
        if match:
            found[label] = {"": " ".join(match[1].split())}
            at = match.end()
    return found


def _items(stream: _Stream) -> tuple[int, int]:
    """Where table two stands in the stream; an empty stretch when it does not."""
    start = _ITEMS_BEGIN.search(stream.text)
    if not start:
        return 0, 0
    end = re.compile("|".join((_loose("收到和处理政府信息公开申请"), _loose("勾稽关系"), _loose("本年新收")))).search(
        stream.text, start.end()
    )
    return start.end(), end.start() if end else min(len(stream.text), start.end() + 1_500)


def _disclosure(stream: _Stream, form: PrintedForm) -> list[Run]:
    at, stop = _items(stream)
    places: list[tuple[str, int, int]] = []
    for row, pattern in _items_of(form):
        match = pattern.search(stream.text, at, stop)
        if match:
            places.append((row, match.start(), match.end()))
            at = match.end()
    return _between(stream, places, stop)


def _between(stream: _Stream, places: list[tuple[str, int, int]], stop: int) -> list[Run]:
    """The run behind each label, ``places`` being row, begin and end of the labels, up to the next one."""
    following = [begin for _, begin, _ in places[1:]] + [stop]
    return [_run(stream, row, begin, finish, until) for (row, begin, finish), until in zip(places, following)]


def _proceedings(stream: _Stream) -> list[Run]:
    start = re.search(_loose("结果维持"), stream.text)
    if not start:
        return []
    end = re.compile(r"[五5]" + _GAP + r"[、.．]|" + _loose("存在的主要问题") + "|" + _loose("存在问题")).search(
        stream.text, start.end()
    )
    stop = end.start() if end else min(len(stream.text), start.end() + 600)
    heads = list(re.compile(r"[总合]" + _GAP + "计").finditer(stream.text, start.end(), stop))
    if not heads:
        return []
    run = _run(stream, "proceedings", heads[-1].start(), heads[-1].end(), stop)
    return [run] if run.tokens or run.marks else []
