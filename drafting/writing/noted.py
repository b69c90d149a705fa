"""Notes as sentences of a report: in written Chinese, taken apart into items, without what the tables tell already.

A note is what somebody typed. What of its words changes, and only that, ``register`` says; which clauses only repeat a
standard sentence over the tables ``Told`` says. Nothing is added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from drafting.bearing.covering import Covered
from drafting.bearing.evidence import pairs
from drafting.bearing.standing import MAIN
from drafting.binding import EvidenceIndex, Mark
from drafting.facts import Fact, facts
from drafting.language.register import Speaker, close_up, written
from drafting.language.sentences import FULL_STOPS, pieces
from drafting.report import Note, Report, SentenceSource

from . import phrases

ITEMS = ("last_year_fix", "problem", "measure")
"""Aspects whose notes are lists of items."""
SHORTEST_ITEM = 5
"""Letters below which a piece is no item of its own."""

_BULLET = re.compile(r"^(?:[•·●▪◆■*]\s*|[-–—]+\s+)")
_END = " \t\u3000。.；;，,、：:"
_N = "[一二三四五六七八九十]{1,3}"
_COUNTED = re.compile(
    rf"(?:(?<=^)|(?<=[。；;，,：:\s]))(?:{_N}是(?!否)|第{_N}[，、是](?!季)|其[一二三四五六]是?[，、：]?"
    rf"|[（(](?:{_N}|\d{{1,2}})[）)]|\d{{1,2}}[、.．)）](?!\d)|[①-⑳]|(?:另外|此外|再就是|还有(?:就是|一个)?|再有)[，是]?)\s*"
)
"""Words that begin the next item of a list within a line."""
_GOES_ON = re.compile(
    "由|并(?!未)|同时|其中|具体|这|该|此|对此|因此|所以|影响|导致|造成|原因|主要|包括|例如|比?如|特别|尤其|为此|但|也|还(?!有)|已|目前|责任|完成|时限|牵头"
    "|确保|以便|从而|使|占|达|共|有时|经|后|再|〔|整改|现已|均|全部|截至"
)
"""How a sentence begins that goes on with the item before it."""
_NEXT_FIX = re.compile("针对|对[^，]{2,30}问题|关于|就[^，]{2,30}问题")
"""How the account of another problem of last year begins."""
_BARE_YEAR = "(?![底初末]|[上下]半年|第?[一二三四]季|\\d|前|内|[、和至-])[，,]?"
_FIGURE = re.compile(r"\d")
_DENIED = re.compile("[未无没零]|均由")
_DEPENDENT = re.compile("其中|占|也|均|全部|全都|都|已全部|逐[一件份]|分别|较|同比|比|并|该|此|这|其余|故|因而|但|其")


class _Part(NamedTuple):
    """A stretch of a sentence between two marks; ``text`` may be other words for it."""

    start: int
    end: int
    text: str


_PART = re.compile(r"[^，；。！？：\s](?:[^，；。！？]*[^，；。！？\s])?")
_KNOWN = MAIN | frozenset(
    pairs("出台行政规范性文件 印发行政规范性文件 制定行政规范性文件 出台规章 制定市政府规章 保留现行有效 继续有效")
)
"""Words by which a note tells what the standard sentences tell."""
_DONE = re.compile(r"(?P<done>出台|制发|印发|制定|废止|作出|新收|收到|受理|办结)了?(?P<what>[^其中]+)")
_COUNT = re.compile(r"\d+[件项部个条]")
_OF_ALL = re.compile("[均都]|全部|全都")


class Told:
    """What the standard sentences over the tables of ``report`` tell, wherever they stand in it."""

    def __init__(self, report: Report) -> None:
        self._report = report

    @cached_property
    def _ground(self) -> EvidenceIndex:
        return EvidenceIndex(self._report)

    @cached_property
    def _known(self) -> dict[str, Fact]:
        return facts(self._report)

    @cached_property
    def _stated(self) -> frozenset[str]:
        """The facts they state, as sources."""
        known, report = self._known, self._report
        made: list[SentenceSource] = []
        if report.covering("proactive"):
            made += phrases.disclosure(report, known)
        if report.covering("on_request"):
            made += [*phrases.requests(report, known), *phrases.proceedings(report, known)]
        return frozenset(id for sentence in made for id in sentence.ids)

    def without(self, sentence: str) -> str:
        """``sentence`` without the clauses that tell nothing but such facts; ``""`` when none is left.

        A clause that what follows leans on (其中…, 占…) stays with it.
        """
        if not self._stated:
            return sentence
        sentence = self._referring(sentence)
        found = [_Part(match.start(), match.end(), match[0]) for match in _PART.finditer(sentence)]
        marks = self._ground.marks(sentence)
        told = [self._only(one, marks) for one in found]
        for at in range(len(found) - 1, -1, -1):
            if told[at] and at + 1 < len(found) and not told[at + 1] and _DEPENDENT.match(found[at + 1].text):
                told[at] = False
                found[at] = _without_counts(found[at], found[at + 1])
        if all(told):
            return ""
        return _joined(sentence, found, told)

    def _only(self, clause: _Part, marks: Sequence[Mark]) -> bool:
        """Whether ``clause`` tells only facts that are stated elsewhere."""
        within = [mark for mark in marks if mark.start < clause.end and clause.start < mark.end]
        if not within or not all(mark.state == "fact" and set(mark.sources) <= self._stated for mark in within):
            return False
        words = [clause.text[max(0, mark.start - clause.start) : mark.end - clause.start] for mark in within]
        if not all(_FIGURE.search(each) or _DENIED.search(each) for each in words):
            return False  # 均按期答复: no table says so
        spans = [(mark.start - clause.start, mark.end - clause.start) for mark in within]
        return not Covered(clause.text, [], _KNOWN, spans).too_much

    def _referring(self, sentence: str) -> str:
        """``sentence`` with a figure that only says which applications are meant left out: 16件办结的 is 办结件."""
        for pattern, says, ids in _REFERRING:
            values = {self._known[id].value for id in ids if f"fact:{id}" in self._stated}
            match = pattern.search(sentence)
            if match and int(match["n"]) in values:
                sentence = sentence[: match.start()] + match.expand(says) + sentence[match.end() :]
        return sentence


_TOTALS = ("requests.total.total", "requests.new_received.total", "formula.handled")
_REFERRING = (
    (re.compile(r"(?P<n>\d+)件办结的(?:申请)?(?=[均都全])"), "办结件", _TOTALS),
    (re.compile(r"办结的(?P<n>\d+)件(?:申请)?(?=[均都全])"), "办结件", _TOTALS),
    (re.compile(r"(?<![\w])(?P<n>\d+)件申请(?=中)"), "申请", _TOTALS),
    (
        re.compile(r"(?:保留)?现行有效的?(?:行政规范性文件)?(?P<n>\d+)件(?=[均都全已])"),
        "现行有效的行政规范性文件",
        ("disclosure.normative_documents.in_force",),
    ),
    (
        re.compile(r"因(?P<n>\d+)件([^，。；]{2,20}?)被(?:申请|提起)行政复议"),
        r"行政复议系针对\2提起",
        ("proceedings.review.total",),
    ),
    (
        re.compile(r"被(?:行政)?复议(纠正|维持)的(?P<n>\d+)件(?=是|系|为|因)"),
        r"被复议\1的案件",
        ("proceedings.review.corrected", "proceedings.review.upheld"),
    ),
)
"""How a note points at what the table counts; what stands instead; the facts whose figure it must be."""


def _without_counts(one: _Part, after: _Part) -> _Part:
    """``one`` as what ``after`` speaks of, where it says 均 or 全部 of all that ``one`` counts: 出台文件6件，均… is 出台的文件均…"""
    match = _DONE.fullmatch(one.text)
    if not match or not _OF_ALL.match(after.text):
        return one
    what = _COUNT.sub("", match["what"])
    return one if _FIGURE.search(what) else _Part(one.start, after.start, f"{match['done']}的{what}")


def _joined(sentence: str, found: Sequence[_Part], told: Sequence[bool]) -> str:
    """The parts that are not told elsewhere, with the marks between them, closed as ``sentence`` is."""
    kept: list[str] = []
    for at, one in enumerate(found):
        until = found[at + 1].start if at + 1 < len(found) else len(sentence)
        if not told[at]:
            kept.append(one.text + sentence[one.end : until])
    made = "".join(kept).rstrip(_END)
    return made + (sentence[-1] if sentence[-1] in "。；！？" else "。")


def speaker(report: Report) -> Speaker:
    """Who tells what the notes of ``report`` say."""
    return Speaker(report.year, report.organ.called)


def sentences_of(note: Note, report: Report, told: Told | None = None) -> list[SentenceSource]:
    """A note's sentences as the report writes them. ``told``: leave out what the tables tell."""
    made = [piece for line in lines_of(note.text, report) for piece in pieces(line, FULL_STOPS)]
    kept = [told.without(sentence) for sentence in made] if told else made
    return [phrases.source(sentence, [note.id], "note") for sentence in kept if sentence]


def lines_of(text: str, report: Report) -> list[str]:
    """The lines of a note as the report writes them, without bullets, each closed by one full stop."""
    plain = [written(_BULLET.sub("", line.strip()), speaker(report)) for line in text.splitlines()]
    bare = [line.rstrip(_END) for line in plain]
    return [
        line if line[-1] in "！？!?…〕" or line.endswith(("。”", "！”", "？”")) else f"{line}。"
        for line in bare
        if line
    ]


def items_of(note: Note, report: Report) -> list[str]:
    """The items of a note on problems, measures or what became of last year's problems: one for each thing it tells."""
    found: list[str] = []
    for line in note.text.splitlines():
        for piece in _counted(_BULLET.sub("", line.strip())):
            for sentence in lines_of(piece, report):
                found += _sentences_as_items(sentence, note.aspect)
    words = speaker(report).words
    if note.aspect == "measure":  # the year stands before the list
        found = [re.sub(f"^(?:到|在)?{words['next']}{_BARE_YEAR}", "", item) for item in found]
    if note.aspect == "last_year_fix":
        found = [item.replace(f"针对{words['last']}度报告反映的", "针对") for item in found]
    return [item for item in found if item.strip(_END)]


def _counted(line: str) -> list[str]:
    """``line`` cut before 一是, （2）, ①, 另外; the numbers left out."""
    cuts = list(_COUNTED.finditer(line))
    if not cuts:
        return [line]
    begun = line[: cuts[0].start()].strip(_END)
    parts = [
        line[one.end() : (cuts[at + 1].start() if at + 1 < len(cuts) else len(line))] for at, one in enumerate(cuts)
    ]
    parts = [piece.strip(_END) for piece in parts if piece.strip(_END)]
    if len(parts) < 2 and not begun:
        return [f"{piece}。" for piece in parts]
    if begun and re.search("如下|问题(?:是|有)?$|以下|措施$|方面$|主要有?$", begun):
        begun = ""
    return [f"{piece}。" for piece in ([begun] if begun else []) + parts]


def _sentences_as_items(line: str, aspect: str) -> list[str]:
    """The sentences of ``line``, one that goes on with the one before it joined to it."""
    found: list[str] = []
    for sentence in pieces(line):
        bare = sentence.strip()
        fresh = (bool(_NEXT_FIX.match(bare)) if aspect == "last_year_fix" else not _GOES_ON.match(bare)) and len(
            bare.rstrip(_END)
        ) >= SHORTEST_ITEM
        if found and not fresh:
            found[-1] += sentence
        else:
            found.append(sentence)
    return [f"{close_up(item).strip(_END)}。" for item in found]


def mended(note: Note, report: Report) -> bool:
    """Whether the report's words for ``note`` are other than those that were typed."""
    return "".join(lines_of(note.text, report)) != "".join(
        f"{close_up(line.strip()).rstrip(_END)}。" for line in note.text.splitlines() if line.strip(_END)
    )


__all__ = ["ITEMS", "Told", "items_of", "lines_of", "mended", "sentences_of", "speaker"]
