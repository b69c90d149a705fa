"""Numbers inside a chapter: no first-level 一、 there, and （一）（二） neither restart nor skip (domain §4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.form import CHAPTERS, SECTIONS

from .context import UNWRITTEN, Context, Line
from .rule import Finding, Outcome, Rule
from .wording import NUMERALS

RULE = Rule(
    "S-05", "warning", "正文中没有另起“一、”一级编号，“（一）”编号连续", "一级序号一至六只用于六个部分；公开年报见到序号重起、错位")

_FIRST_LEVEL = re.compile(r"([一二三四五六])、(?![一二三四五六七八九十])")  # 二、三产业 is no number
_SECOND_LEVEL = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]")


def check(context: Context) -> Outcome:
    """Both levels in each chapter."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
    for chapter in CHAPTERS:
        yield from _first_level(context, chapter)
        yield from _second_level(context, chapter)


def _first_level(context: Context, chapter: str) -> Iterator[Finding]:
    """One finding a section, at the first paragraph that is numbered like a part of the report."""
    found: dict[str, list[tuple[Line, str]]] = {}
    for line in context.lines(chapter):
        if match := _FIRST_LEVEL.match(line.text):
            found.setdefault(line.section, []).append((line, match[0]))
    for section, hits in found.items():
        numbers = "".join(f"“{number}”" for _, number in hits)
        yield RULE.finding(
            f"{context.title(chapter)}之内有段落以{numbers}编号，与六个部分的序号混淆，请改用“（一）”或“1.”。",
            section=section, span=hits[0][0].span)


def _second_level(context: Context, chapter: str) -> Iterator[Finding]:
    """The first place in ``chapter`` where （N） does not follow the one before, printed headings included."""
    last, number, section = 0, 0, ""
    for line in context.lines(chapter):
        if line.section != section:
            section = line.section
            if SECTIONS[section].heading:  # the program prints it above the section, numbered from （一）
                number += 1
                if last != number - 1:
                    yield RULE.finding(
                        f"{context.title(chapter)}中“（{NUMERALS[number - 1]}）{SECTIONS[section].heading}”之前已编到"
                        f"“（{NUMERALS[last - 1]}）”，编号重复，请把前面正文中的编号改为“1.”或去掉。", section=section)
                    return
                last = number
        match = _SECOND_LEVEL.match(line.text)
        if match and match[1] in NUMERALS:
            here = NUMERALS.index(match[1]) + 1
            if here != last + 1:
                before = f"前一个是“（{NUMERALS[last - 1]}）”" if last else "前面没有编号"
                yield RULE.finding(
                    f"{context.title(chapter)}中编号“{match[0]}”不连续，{before}，请按顺序改正或改用“1.”。",
                    section=line.section, span=(line.start, line.start + match.end()))
                return
            last = here
