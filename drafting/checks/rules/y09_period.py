"""The period of the statistics is 1 January to 31 December of one year (domain §1.2); whether it is the year, Y-01 says."""

from __future__ import annotations

from drafting.binding.numerals import value
from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences

from ..context import Context
from ..rule import Outcome, rule
from ..years import PERIOD, YEAR, number

RULE = rule("Y-09")

_N = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_POINT = late_pattern(
    rf"(?:{YEAR.pattern}(?:度|全年)?\s*)?(?<!\d)(?P<month>{_N})\s*月份?\s*(?:(?P<day>{_N})\s*[日号])?"
)
_PART = late_pattern(
    rf"(?:{YEAR.pattern}度?\s*)?(?:[上下]半年|第?[一二三四1-4]季度|前[一二三四五六七八九十\d]{{1,2}}个(?:月|季度))"
)
_DATA = late_pattern(r"数据[^，。；]{0,16}?(?=(?:自|从|由|为|是|截至)?\s*20\d\d\s*年\s*\d{1,2}\s*月)")
REACH = 60
"""Characters after 统计期限 in which the period stands."""


def check(context: Context) -> Outcome:
    """The period as each sentence about it has it."""
    looked = False
    for section, text in context.texts.items():
        for start, end, sentence in sentences(text):
            named = PERIOD.search(sentence) or _DATA.search(sentence)
            if not named:
                continue
            looked = True
            span = _wrong(text, start + named.end(), min(end, start + named.end() + REACH))
            if span:
                words = "".join(text[slice(*span)].split())
                yield RULE.finding("period", words=words, year=context.report.year, section=section, span=span)
    if not looked:
        yield RULE.not_assessed("nothing")


def _wrong(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the period is told that begins or ends otherwise; None when it is a whole year, or tells no month."""
    if part := _PART.search(text, start, end):
        return part.span()
    points = list(_POINT.finditer(text, start, end))[:2]
    if not points:
        return None
    first, last = points[0], points[-1]
    begins = len(points) == 1 or (_number(first["month"]), _number(first["day"] or "1")) == (1, 1)
    ends = (_number(last["month"]), _number(last["day"] or "31")) == (12, 31)
    years = {number(point[1]) for point in points if point[1]}
    return None if begins and ends and len(years) < 2 else (first.start(), last.end())


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() else int(value(digits) or 0)
