"""Years in the narrative, and the places where the text says which year it reports on (domain §4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences

from .context import Context
from .masking import masked
from .wording import SHARED, said

_DIGITS = str.maketrans("０１２３４５６７８９〇零○一二三四五六七八九", "0123456789000123456789")
_ONE = "[0-9０-９〇零○一二三四五六七八九]"
YEAR = late_pattern(rf"(?<!{_ONE})((?:20|２０|二[〇零○0０]){_ONE}{{2}})\s*年")
"""A year of this century: 2024年, ２０２４年, 二〇二四年; group 1 is the number."""

PERIOD = late_pattern(r"统计(?:期限|时段|周期|(?:期|时间|数据|范围|区间)(?=.{0,20}年\s*1\s*月\s*1\s*日))")
"""How a text begins to say of what time its figures are."""
_REPORT = late_pattern(
    rf"{YEAR.pattern}度?(?:的)?(?:政府信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|情况报告如下|情况汇报如下)|报告(?=\s*$))",
    re.MULTILINE,
)
_ISSUED = late_pattern("现(?:编制|公布|发布|将|就|向)|本报告|报告如下|(?:根据|依据|按照).*编制|编制(?:完成|形成)")
_NAMED = late_pattern(
    rf"(?:公布|编制|编写|发布|形成)[^，。；《]{{0,12}}《[^》\n]{{0,40}}?{YEAR.pattern}度?政府信息公开(?:工作)?年度报告》"
)
"""The report by its own title in brackets, as what is published or compiled here; a notice about reports ends
otherwise.
"""
_OPENING = late_pattern(
    rf"(?:[（(]?[一二三四五六七八九十][）)、]\s*)?{YEAR.pattern}(?:度(?![底末])|(?!度))(?![以之底初末前后起至和与])"
)
REACH = 60
"""Characters after 统计期限 in which its years stand."""


@dataclass(frozen=True)
class Year:
    """A year in a section's text, from the number through 年; ``where`` is what it is the year of (Chinese)."""

    section: str
    start: int
    end: int
    year: int
    where: str


def number(digits: str) -> int:
    """The year that ``digits`` say, in whatever numerals."""
    return int(digits.translate(_DIGITS))


def of_the_report(context: Context) -> Iterator[Year]:
    """The years the text claims to report on: of its statistics, in the name of the report, at the very beginning."""
    beginning, prefaces = True, context.report.prefaces
    for section, text in context.texts.items():
        overview, plain = context.chapters[section] == "overview", masked(text)
        for start, end, sentence in sentences(plain):
            if match := PERIOD.search(sentence):
                for year in YEAR.finditer(plain, start + match.end(), min(end, start + match.end() + REACH)):
                    yield _year(section, year, said(SHARED, "用语 period"))
            elif (section in prefaces and (match := _NAMED.search(text, start, end))) or (
                section in prefaces
                and (match := _REPORT.search(plain, start, end))
                and (match.end() == end or _ISSUED.search(sentence))
            ):
                yield _year(section, match, said(SHARED, "用语 report"))
            elif overview and beginning and (match := _OPENING.match(plain, start, end)):
                yield _year(section, match, said(SHARED, "用语 opening"))
            beginning = beginning and not overview


def _year(section: str, match: re.Match[str], where: str) -> Year:
    end = match.string.index("年", match.end(1)) + 1
    return Year(section, match.start(1), end, number(match[1]), where)
