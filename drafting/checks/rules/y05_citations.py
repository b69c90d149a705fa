"""The three documents every report rests on are cited by their right names and numbers (domain §1.2, §4.4).

国务院令第711号, 国办公开办函〔2021〕30号 (〔2019〕60号 for years before 2021), 国办函〔2020〕109号. A number is held to
one of these only where it follows the document's title, or is itself the superseded number; documents of provinces and
other documents are not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.language.document_number import Citation, citations
from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentence_at

from ..context import Context
from ..rule import Finding, Outcome, rule

RULE = rule("Y-05")

REGULATION = "中华人民共和国政府信息公开条例"
_REGULATION = late_pattern(
    r"《(?:中华人民共和国)?(?:政府)?信息公开条例》\s?[（(]?\s?(?:(?:中华人民共和国)?国务院令|国令)\s?第?\s?(?P<number>\d{1,4})\s?号"
)
_ORDER = late_pattern(r"(?:国务院令|国令)\s?第?\s?(?P<number>492)\s?号")
_NEW_REGULATION = 2019
"""The Regulation as revised by Order 711 is in force from 15 May of this year."""
_FORMAT = late_pattern(r"年度报告(?:格式|有关事项)[^，。；]{0,16}?[》）)]\s?(?:[（(]\s?)?$")
_FEE = late_pattern(
    r"《(?:国务院办公厅关于印发[《〈]?)?政府信息公开信息处理费管理办法[〉》]?(?:的通知)?》?\s?(?:[（(]\s?)?$"
)
_STATE_COUNCIL = late_pattern("(?:国办公开办?函?|国办[发函]|国[发函])$")
_SUPERSEDED, _FEE_MEASURES = ("国办公开办函", 2019, 60), ("国办函", 2020, 109)
REACH = 120
"""Characters before a number in which the title of its document ends."""
_TITLE = late_pattern(r"《(?P<title>[^《》〈〉\n]{4,60})》")
_NAMES = {
    REGULATION: late_pattern(r"中华人民共和国.{0,12}信息公开条[例列]|政府信息公开条列|政府信息公开工作条例"),
    "政府信息公开信息处理费管理办法": late_pattern(
        r"(?:政府)?(?:信息公开)?(?:政务)?(?:信息)?(?:公开)?(?:信息)?处理(?:费|费用)(?:收费|收取)?管理(?:办法|规定)|政府信息公开信息处理费(?:办法|管理规定)"
    ),
}
"""Right title -> how a wrong one looks; a title with the name of a place before it matches neither."""


def check(context: Context) -> Outcome:
    """Titles, orders of the State Council, numbers; section by section."""
    seen = False
    for section, text in context.texts.items():
        titles, numbers = list(_TITLE.finditer(text)), list(citations(text))
        seen = seen or bool(titles or numbers or "令" in text)
        yield from _titles(section, titles)
        yield from _orders(section, text, context.report.year)
        yield from _numbers(section, text, numbers, context.report.year)
    if not seen:
        yield RULE.not_assessed("nothing" if context.texts else "unwritten")


def _titles(section: str, titles: list[re.Match[str]]) -> Iterator[Finding]:
    for match in titles:
        for right, wrong in _NAMES.items():
            if wrong.fullmatch(match["title"]) and match["title"] != right:
                yield RULE.finding("title", words=match[0], right=right, section=section, span=match.span())


def _orders(section: str, text: str, year: int) -> Iterator[Finding]:
    """The order by which the Regulation was issued, under its title, or the order repealed in 2019 standing alone."""
    if year < _NEW_REGULATION:
        return
    found = {match.span("number"): match["number"] for match in _REGULATION.finditer(text)}
    found |= {match.span("number"): match["number"] for match in _ORDER.finditer(text)}
    for span, number in sorted(found.items()):
        if int(number) != 711 and not _tells_of_repeal(text, span[0]):
            yield RULE.finding("order", number=number, section=section, span=span)


def _numbers(section: str, text: str, numbers: list[Citation], year: int) -> Iterator[Finding]:
    """Numbers of the format notice and of the fee measures."""
    notice = ("国办公开办函", 2021, 30) if year >= 2021 else _SUPERSEDED
    for number in numbers:
        issuer = _STATE_COUNCIL.search(number.issuer)
        if not issuer:
            continue
        cited, start = (issuer[0], *number.number), number.issued - len(issuer[0])
        before = text[max(0, start - REACH) : start]
        if _FORMAT.search(before) or (year >= 2021 and cited == _SUPERSEDED):
            right, what = notice, "年度报告格式"
        elif _FEE.search(before) or number.number == _FEE_MEASURES[1:]:
            right, what = _FEE_MEASURES, "政府信息公开信息处理费管理办法"
        else:
            continue
        if cited != right and not _tells_of_repeal(text, start):
            yield RULE.finding(
                "number",
                what=what,
                cited=_written(cited),
                right=_written(right),
                section=section,
                span=(start, number.end),
            )


def _tells_of_repeal(text: str, at: int) -> bool:
    """Whether the sentence says that the document is no longer in force."""
    return bool(re.search("废止|失效|代替|修订前", text[slice(*sentence_at(text, at))]))


def _written(number: tuple[str, int, int]) -> str:
    return f"{number[0]}〔{number[1]}〕{number[2]}号"
