"""Which texts are the headings of the six chapters, by what they say and the order they stand in.

Offices number 一、二、三 anew inside 总体情况, shift the chapters by one, leave numbers out, print the chapters' names
in a table of contents and again inside a chapter (domain §2.6). So every text that reads like a heading is a candidate,
and of all ways to pick one for each chapter in rising order the best counts: a right number, a line of its own, the
right side of the tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from drafting.form import ChapterId, editions
from drafting.parting import is_heading as is_title

from .figures import INVISIBLE

CHAPTERS: tuple[ChapterId, ...] = ("overview", "disclosure", "requests", "proceedings", "problems", "other")
"""The six chapters in order; the tables by their ids."""
PROSE = ("overview", "problems", "other")
_SAID = r"(?:政府信息公开|政务公开|信息公开)?(?:工作)?(?:中)?(?:的)?"
_WORDS = {
    "overview": rf"{_SAID}(?:总体|基本|整体)(?:工作)?(?:情况|概况)|{_SAID}概述",
    "disclosure": r"(?:行政机关)?主动公开(?:政府|政务)?信息(?:的)?(?:工作)?情况",
    "requests": r"(?:行政机关)?(?:收到|受理)(?:和|及|、)?(?:办理|处理)(?:政府信息公开|信息公开)?(?:的)?申请(?:的)?情况(?:统计表)?",
    "proceedings": r"因?(?:政府信息公开|信息公开)?(?:工作)?(?:的)?被?(?:申请)?(?:行政)?复议(?:案件)?[、,，和及与]?"
    r"(?:被?提起)?(?:行政)?诉讼(?:案件)?(?:的)?情况",
    "problems": rf"{_SAID}(?:存在的?(?:主要)?|主要)(?:困难和|不足和)?(?:问题|不足)(?:[和与及、]不足)?(?:(?:以?及|[和与、])?(?:下一步|今后)?(?:的)?"
    r"(?:工作)?(?:改进|整改|打算|努力)(?:的)?(?:工作)?(?:情况|措施|方向|思路|打算|计划)?)?",
    "other": r"(?:其他|其它)(?:需要?(?:报告|说明)的?(?:事项|情况|内容)|事项)|需要(?:报告|说明)的(?:其他|其它)?事项",
}
_NUMBER = r"(?P<number>第?(?P<chinese>[一二三四五六七八九十]{1,2})(?:部分|章)?[、.,:]*|第?\d{1,2}(?:部分|章)?[、.,]|第\d部分|第\d章)"
_HEADING = {
    chapter: re.compile(rf"{_NUMBER}?(?:(?:20\d\d)年度?|本年度?)?(?:{words})") for chapter, words in _WORDS.items()
}
_BEGINS = re.compile(r"[\s:：。.（(“]|\d|无|没有|本|我|第二十条|行政复议|信息内容|申请人")
_GOES_ON = re.compile(r"[。；;]|\d")
"""What no heading has: behind one, it shows that other text follows."""
_PAGE = re.compile(r"[\s.…·—-]*\d{1,3}")
_BARS = re.compile(r"^[|丨lI1]+(?=[一二三四五六七八九十])")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_INSIDE = re.compile(
    "|".join(
        rf"(?<=[。；;）)\d”\s元])(?=(?:[一二三四五六七][、.．]|第[一二三四五六]部分)\s*(?:\d{{4}}年度?)?(?:{words})(?!、|和|及))"
        for words in _WORDS.values()
    )
)
_OPENS = re.compile(r"(?<=[。；;）)\d”\s元])(?P<chinese>[一二三四五六])[、.．]\s*")
_NUMBERED = re.compile(r"第?(?P<chinese>[一二三四五六])(?:部分|章)?[、.,:]")
ALIKE = 0.4
"""From here on the words of a numbered line are a chapter's heading in other words, not something else in its place."""
NEARLY = 0.75
"""From here on words that end as a chapter's heading does are that heading misprinted."""
SPARE = 4
"""Characters that a misprint leaves out of a heading or adds to it."""
LONGEST = 60
"""Characters of a heading."""
MOST = 1_000
"""Candidates looked at; a file with more is no report."""


@dataclass(frozen=True)
class Heading:
    """A text that reads like the heading of ``chapter``. ``at``: its index; ``rest``: what stands behind the heading in
    it.

    ``printed``: the heading itself. ``doubt``: whether only its number and place make it one.
    """

    chapter: str
    at: int
    rest: str
    weight: float
    printed: str
    doubt: bool = False


def plain(text: str) -> str:
    """``text`` as headings are compared: ordinary forms, no spaces, no bars a scanner saw before the number."""
    return _BARS.sub("", re.sub(r"\s+", "", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))))


def _standard(chapter: ChapterId) -> set[str]:
    """The heading of ``chapter`` without its number, as the editions prescribe it."""
    at = list(CHAPTERS).index(chapter)
    return {form.sections[at].partition("、")[2] for form in editions()}


def headings(texts: list[str], tables: list[int]) -> tuple[dict[str, Heading], set[int]]:
    """The heading of each chapter that has one, in rising order; and the texts that are lines of a table of contents.

    ``tables``: the indices that belong to one of the three tables and are no text.
    """
    found: list[Heading] = []
    listed: set[int] = set()
    for at, text in enumerate(texts):
        line = plain(text[: 2 * LONGEST])
        for chapter in CHAPTERS:
            heading = _heading(text, line, chapter, at)
            if heading and _PAGE.fullmatch(heading.rest):
                listed.add(at)
            elif heading:
                found.append(_placed(heading, len(texts), tables))
                break
        if len(found) == MOST:
            break
    contents = _contents(found)
    said = {(heading.chapter, heading.at) for heading in found}
    found += [heading for heading in _by_place(texts, tables) if (heading.chapter, heading.at) not in said]
    found.sort(key=lambda heading: heading.at)
    return _rising([heading for heading in found if heading.at not in contents]), listed | contents


def _by_place(texts: list[str], tables: list[int]) -> list[Heading]:
    """Lines that number and place make the heading of a chapter, whatever they say: 一 before the tables, 二 to 四 right
    above one, 五 and 六 behind them.
    """
    found: list[Heading] = []
    held = set(tables)
    first, last = min(tables, default=len(texts)), max(tables, default=-1)
    opened = False
    for at, text in enumerate(texts):
        match = _NUMBERED.match(plain(text)) if 0 < len(text) <= 2 * LONGEST else None
        if not match or not is_title(text) or len(found) == MOST:
            continue
        order = "一二三四五六".index(match["chinese"])
        chapter = CHAPTERS[order]
        above = any(beside in held for beside in (at + 1, at + 2))
        if order == 0:
            fits = at < first and not opened
            opened = opened or fits
        else:
            fits = above if 0 < order < 4 else at > last and (bool(tables) or opened)
        if fits:
            words = plain(text)[match.end() :]
            alike = max(SequenceMatcher(None, words, standard).ratio() for standard in _standard(chapter))
            known = _HEADING[chapter].match(plain(text)) is not None
            found.append(
                _placed(
                    Heading(chapter, at, "", 0.9 + alike, text.strip(), doubt=alike < ALIKE and not known),
                    len(texts),
                    tables,
                )
            )
    return found


def apart(text: str) -> list[str]:
    """``text``, which is several run together, taken apart before numbered headings, those misprinted too."""
    cuts = {match.start() for match in _INSIDE.finditer(text)} | {
        match.start()
        for match in _OPENS.finditer(text)
        if _misprinted(text[match.end() : match.end() + LONGEST], CHAPTERS["一二三四五六".index(match["chinese"])])
    }
    places = [0, *sorted(cuts), len(text)]
    return [text[start:end] for start, end in zip(places, places[1:])]


def _misprinted(words: str, chapter: ChapterId) -> int:
    """How many characters of ``words`` are the heading of ``chapter`` with a misprint in it; 0 where they begin otherwise."""
    best, length = NEARLY, 0
    for standard in _standard(chapter):
        for end in range(max(2, len(standard) - SPARE), min(len(words), len(standard) + SPARE) + 1):
            alike = SequenceMatcher(None, words[:end], standard, autojunk=False).ratio()
            if alike > best and words[end - 2 : end] == standard[-2:]:
                best, length = alike, end
    return length


def is_heading(text: str) -> bool:
    """Whether ``text`` alone reads as a chapter's heading."""
    line = plain(text[: 2 * LONGEST])
    return any(_heading(text, line, chapter, 0) for chapter in CHAPTERS)


def _heading(text: str, line: str, chapter: ChapterId, at: int) -> Heading | None:
    """``text``, plain ``line``, as a heading of ``chapter``; None when it does not begin with one."""
    match = _HEADING[chapter].match(line)
    if not match:
        return _nearly(text, line, chapter, at)
    end = _printed(text, line[: match.end()])
    printed, rest = text[:end], text[end:]
    right = match["chinese"] == "一二三四五六"[CHAPTERS.index(chapter)]
    if not rest.strip(" \t　:：。."):
        return Heading(chapter, at, "", 2.5 + right, printed)
    if _PAGE.fullmatch(rest) and len(text) <= LONGEST:
        return Heading(chapter, at, rest, 0, printed)
    if match["number"] and not _BEGINS.match(rest) and (nearly := _nearly(text, line, chapter, at)):
        return nearly
    if not match["number"] or not _BEGINS.match(rest):
        return None
    return Heading(chapter, at, rest.lstrip(" \t　:：。.").rstrip(), 2 + right, printed)


def _nearly(text: str, line: str, chapter: ChapterId, at: int) -> Heading | None:
    """``text`` as a heading of ``chapter`` with its right number, perhaps with a misprint, run together with sentences or
    figures.
    """
    match = _NUMBERED.match(line)
    if not match or match["chinese"] != "一二三四五六"[CHAPTERS.index(chapter)]:
        return None
    length = _misprinted(line[match.end() :], chapter)
    end = _printed(text, line[: match.end() + length])
    rest = text[end:].lstrip(" \t　:：。.").rstrip()
    return Heading(chapter, at, rest, 2.5, text[:end]) if length and _GOES_ON.search(rest) else None


def _printed(text: str, beginning: str) -> int:
    """How many characters of ``text`` print what is ``beginning`` when plain."""
    at = 0
    while at < len(text) and plain(text[:at]) != beginning:
        at += 1
    return at


def _placed(heading: Heading, size: int, tables: list[int]) -> Heading:
    """``heading`` with what its place adds to its weight: the right side of the tables, and the first or last of
    several.
    """
    weight, order = heading.weight, CHAPTERS.index(heading.chapter)
    return replace(
        heading,
        weight=weight
        + sum(
            (
                0.1 * (1 - heading.at / size if heading.chapter in PROSE else heading.at / size),
                1
                if tables and (heading.at < tables[0] if order == 0 else order > 3 and heading.at > tables[-1])
                else 0,
            )
        ),
    )


def _contents(found: list[Heading]) -> set[int]:
    """The indices of headings that stand three or more in a row with nothing between, and once more each elsewhere."""
    runs: list[list[Heading]] = []
    for heading in found:
        bare = not heading.rest.strip(" ；;，,、")
        if runs and bare and runs[-1][-1].at == heading.at - 1 and not runs[-1][-1].rest.strip(" ；;，,、"):
            runs[-1].append(heading)
        else:
            runs.append([heading])
    left = Counter(heading.chapter for heading in found)
    gone: set[int] = set()
    for run in sorted((run for run in runs if len(run) >= 3), key=len, reverse=True):
        here = Counter(heading.chapter for heading in run)
        if all(left[chapter] > times for chapter, times in here.items()):
            left -= here
            gone |= {heading.at for heading in run}
    return gone


def _rising(found: list[Heading]) -> dict[str, Heading]:
    """Of all ways to pick headings in the chapters' order the one that weighs most."""
    best: list[tuple[float, tuple[Heading, ...]]] = [(0, ())] * len(CHAPTERS)
    for heading in found:
        order = CHAPTERS.index(heading.chapter)
        before = max(best[:order], key=lambda way: way[0], default=(0, ()))
        best[order] = max(best[order], (before[0] + heading.weight, (*before[1], heading)), key=lambda way: way[0])
    return {heading.chapter: heading for heading in max(best, key=lambda way: way[0])[1]}
