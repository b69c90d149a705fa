"""Typing errors: words of the lexicon, doubled words, punctuation (domain §4.6).

Only what is no right Chinese anywhere. Half-width punctuation is told once a section, with how often it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.language.late_pattern import late_pattern

from .. import listed
from ..context import Context
from ..rule import Finding, Outcome, rule

RULE = rule("P-05")

_HAN = r"[\u4e00-\u9fff]"
_DOUBLED = late_pattern(rf"(?P<word>(?!一)(?![逐很好许挨层步]){_HAN}{{2,8}})(?P=word)")
_ONE = late_pattern(r"(?<![目有])的的(?![确士])|与与|(?<![自理])由由|被被|也也|(?<!位)于于(?!都)|及及(?!时)")
_SHORT = late_pattern(r"(?:受理|公开|申请|反馈|互动|沟通|查询|获取|信息)渠(?=[，。；、])")
_STOPS = late_pattern(r"[，。；、：][，。；、：]+")
_HALF = late_pattern(
    rf"(?<={_HAN})[,;:?!](?={_HAN}|[“”‘’（）《》]|\s*$)|(?<=[”》）]),|(?<={_HAN})\.(?={_HAN}|\s*$)", re.MULTILINE
)
_QUOTES = late_pattern(rf'"(?=[^"\n]{{0,60}}{_HAN})[^"\n]{{1,80}}"')
_PAIRS = ("《》", "“”", "〔〕", "【】")
_ROUND = late_pattern(
    r"(?:^|(?<=[。；：，、\n]))[ \t\u3000]*[\da-zA-Z一二三四五六七八九十①-⑳]{1,2}[）)]|(?P<opening>[（(])|(?P<closing>[）)])",
    re.MULTILINE,
)
"""Round brackets, in either width, and numbers such as 1）, which have only one."""


def check(context: Context) -> Outcome:
    """The lexicon's words, then what has a shape."""
    yield from listed.check(RULE, context, ("错别字",))
    organ = context.report.organ
    for section, text in context.texts.items():
        yield from _doubled(section, text, f"{organ.name}\n{organ.short_name}\n{organ.superior}")
        yield from _marks(section, text)


def _doubled(section: str, text: str, names: str) -> Iterator[Finding]:
    for pattern in (_DOUBLED, _ONE):
        for match in pattern.finditer(text):
            if match[0] not in names:
                yield RULE.finding("doubled", words=match[0], section=section, span=match.span())
    for match in _SHORT.finditer(text):
        yield RULE.finding("missing", words=match[0], section=section, span=match.span())


def _marks(section: str, text: str) -> Iterator[Finding]:
    for match in _STOPS.finditer(text):
        yield RULE.finding("stops", count=len(match[0]), section=section, span=match.span())
    for pattern, what in ((_HALF, RULE.part("marks")), (_QUOTES, RULE.part("quotes"))):
        if found := list(pattern.finditer(text)):
            first = found[0]
            yield RULE.finding(
                "half_width", what=what, words=first[0][:12], count=len(found), section=section, span=first.span()
            )
    for opening, closing in _PAIRS:
        yield from _lone(section, text, re.compile(f"(?P<opening>{opening})|(?P<closing>{closing})"))
    for line in re.finditer(r"[^\n]+", text):
        yield from _lone(section, text, _ROUND, line.span())


def _lone(section: str, text: str, marks: re.Pattern[str], within: tuple[int, int] | None = None) -> Iterator[Finding]:
    """The first mark without its other half, in ``text`` or in that part of it."""
    depth: list[int] = []
    for match in marks.finditer(text, *within or (0, len(text))):
        if match["opening"]:
            depth.append(match.start())
        elif match["closing"] and not depth:
            depth = [match.start()]
            break
        elif match["closing"]:
            depth.pop()
    if depth:
        yield RULE.finding("lone", mark=text[depth[0]], section=section, span=(depth[0], depth[0] + 1))
