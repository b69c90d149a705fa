"""Typing errors: words of the lexicon, doubled words, punctuation (domain §4.6).

Only what is no right Chinese anywhere. Half-width punctuation is told once a section, with how often it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import lexicon
from .context import Context
from .rule import Finding, Outcome, Rule

RULE = Rule("P-05", "hint", "没有错别字、重复的字词、缺字和误用的标点", "词库 lexicon.tsv 的“错别字”；公开年报见到缺字、重字和半角标点")

_HAN = r"[\u4e00-\u9fff]"
_DOUBLED = re.compile(rf"(?P<word>(?!一)(?![逐很好许挨层步]){_HAN}{{2,8}})(?P=word)")
_ONE = re.compile(r"(?<![目有])的的(?![确士])|与与|(?<![自理])由由|被被|也也|(?<!位)于于(?!都)|及及(?!时)")
_SHORT = re.compile(r"(?:受理|公开|申请|反馈|互动|沟通|查询|获取|信息)渠(?=[，。；、])")
_STOPS = re.compile(r"[，。；、：][，。；、：]+")
_HALF = re.compile(
    rf"(?<={_HAN})[,;:?!](?={_HAN}|[“”‘’（）《》]|\s*$)|(?<=[”》）]),|(?<={_HAN})\.(?={_HAN}|\s*$)", re.MULTILINE)
_QUOTES = re.compile(rf'"(?=[^"\n]{{0,60}}{_HAN})[^"\n]{{1,80}}"')
_PAIRS = ("《》", "“”", "〔〕")


def check(context: Context) -> Outcome:
    """The lexicon's words, then what has a shape."""
    yield from lexicon.check(RULE, context, ("错别字",))
    organ = context.report.organ
    for section, text in context.texts.items():
        yield from _doubled(section, text, f"{organ.name}\n{organ.short_name}\n{organ.superior}")
        yield from _marks(section, text)


def _doubled(section: str, text: str, names: str) -> Iterator[Finding]:
    for pattern in (_DOUBLED, _ONE):
        for match in pattern.finditer(text):
            if match[0] not in names:
                yield RULE.finding(f"“{match[0]}”似有重复，请删去多余的字。", section=section, span=match.span())
    for match in _SHORT.finditer(text):
        yield RULE.finding(f"“{match[0]}”似漏写“道”字，请补上。", section=section, span=match.span())


def _marks(section: str, text: str) -> Iterator[Finding]:
    for match in _STOPS.finditer(text):
        yield RULE.finding(f"此处连用了 {len(match[0])} 个标点，请只留一个。", section=section, span=match.span())
    for pattern, what in ((_HALF, "半角标点"), (_QUOTES, "英文引号")):
        if found := list(pattern.finditer(text)):
            first = found[0]
            yield RULE.finding(
                f"中文里用了{what}“{first[0][:12]}”，本部分共 {len(found)} 处，请改为全角的中文标点。",
                section=section, span=first.span())
    for opening, closing in _PAIRS:
        if (lone := _lone(text, opening, closing)) is not None:
            yield RULE.finding(
                f"这里的“{text[lone]}”没有配对，请补上缺的一半或删去它。", section=section, span=(lone, lone + 1))


def _lone(text: str, opening: str, closing: str) -> int | None:
    """Where the first mark without its other half stands."""
    depth: list[int] = []
    for match in re.finditer(f"[{opening}{closing}]", text):
        if match[0] == opening:
            depth.append(match.start())
        elif depth:
            depth.pop()
        else:
            return match.start()
    return depth[0] if depth else None
