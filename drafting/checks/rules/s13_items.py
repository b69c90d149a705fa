"""The items of a list in the text are numbered one after the other, in one way: 一是…二是…三是, 1. 2. 3., 第一、第二.

（一）（二） are rule S-05's. A list begins anew at its first number; a lone 一是 is no fault of numbering.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafting.binding.numerals import value, written
from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("S-13")

_CN = "[一二三四五六七八九十]{1,3}"
_AT = r"(?:^|(?<=[。；：，,;:！？\n”）)]))[ \t\u3000]*"
_KINDS = {
    "{}是": late_pattern(
        rf"(?:{_AT}|(?<=方面|情况|措施|问题|如下|工作|打算|改进|要求))(?P<number>{_CN})是(?!否)", re.MULTILINE
    ),
    "第{}": late_pattern(rf"{_AT}第(?P<number>{_CN})(?:[，、：:]|是)", re.MULTILINE),
    "其{}": late_pattern(rf"{_AT}其(?P<number>[一二三四五六七八九])[，、：:]", re.MULTILINE),
    "{}.": late_pattern(rf"(?:{_AT}|(?<=[ \u3000]))(?P<number>\d{{1,2}})[.．、](?![\d月])", re.MULTILINE),
    "（{}）": late_pattern(rf"{_AT}[（(](?P<number>\d{{1,2}})[）)]", re.MULTILINE),
    "①": late_pattern("(?P<number>[①-⑳])"),
}
"""How an item begins, by what a message calls it."""


@dataclass(frozen=True)
class _Item:
    kind: str
    number: int
    start: int
    end: int
    words: str


def check(context: Context) -> Outcome:
    """Each chapter in order: an item whose number does not follow the one of its kind before it."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    last: dict[str, int] = {}
    chapter = ""
    for section, text in context.texts.items():
        if context.chapters[section] != chapter:
            chapter, last = context.chapters[section], {}
        for item in _items(context.report.spec(section).heading or ""):  # the office's own heading may be an item
            last[item.kind] = item.number
        before: _Item | None = None
        for item in _items(text):
            due = last.get(item.kind, 0) + 1
            if item.number not in (1, due):
                span = (item.start, item.end)
                if before is not None and before.kind != item.kind and before.number == item.number - 1:
                    yield RULE.finding("mixed", before=before.words, words=item.words, section=section, span=span)
                elif due > 1:
                    yield RULE.finding(
                        "skips", words=item.words, last=_written(item.kind, due - 1), section=section, span=span
                    )
                elif not _stands_before(item, text):
                    yield RULE.finding("starts", words=item.words, section=section, span=span)
            last[item.kind], before = item.number, item


def _stands_before(item: _Item, text: str) -> bool:
    """Whether the first of its kind stands somewhere before ``item``, run on to other words: 主要做法1.加强领导."""
    first = re.escape(_written(item.kind, 1)).replace(r"\.", "[.．、]")
    return bool(re.search(first, text[: item.start]))


def _items(text: str) -> list[_Item]:
    """The items of ``text`` in order."""
    found = []
    for kind, pattern in _KINDS.items():
        for match in pattern.finditer(text):
            number, start = match["number"], match.start() + len(match[0]) - len(match[0].lstrip())
            counted = _counted(number)
            if counted:
                found.append(_Item(kind, counted, start, match.end(), match[0].strip()))
    return sorted(found, key=lambda item: item.start)


def _counted(number: str) -> int:
    """``number`` in whatever numerals, 0 where it is none."""
    if "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    return int(number) if number.isdecimal() else int(value(number) or 0)


def _written(kind: str, number: int) -> str:
    """An item's number as the list has it."""
    if kind == "①":
        return chr(ord("①") + number - 1)
    return kind.format(number if kind in ("{}.", "（{}）") else written(number))
