"""Dates that no calendar has: 2024年2月30日, 13月, 2024.2.30; in digits and in Chinese numerals."""

from __future__ import annotations

from calendar import monthrange

from drafting.binding.numerals import value
from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..rule import Outcome, rule
from ..years import YEAR, number

RULE = rule("Y-08")

_N = r"(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})"
_BARE = r"(?<![0-9０-９一二三四五六七八九十百〇零.．\-第每近约几数])"
_DAY = late_pattern(
    rf"(?:{YEAR.pattern}\s*|{_BARE})(?P<month>{_N})\s*月(?![龄租薪])(?:\s*(?P<day>{_N})\s*[日号](?![元内制均])|(?![0-9０-９]))"
)
_DOTTED = late_pattern(
    r"(?<![\d.\-/])(?P<year>(?:19|20)\d\d)(?P<mark>[.\-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d.\-/])"
)
LEAP = 2024
"""The year of a date without one: any that has the 29th of February."""


def check(context: Context) -> Outcome:
    """Every such date."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        for match in _DAY.finditer(text):
            year = number(match[1]) if match[1] else LEAP
            if not _exists(year, _number(match["month"]), _number(match["day"] or "1")):
                yield RULE.finding("date", words="".join(match[0].split()), section=section, span=match.span())
        for match in _DOTTED.finditer(text):
            if not _exists(int(match["year"]), int(match["month"]), int(match["day"])):
                yield RULE.finding("date", words=match[0], section=section, span=match.span())


def _number(digits: str) -> int | None:
    return int(digits) if digits.isdecimal() else int(found) if (found := value(digits)) is not None else None


def _exists(year: int, month: int | None, day: int | None) -> bool:
    """Whether the calendar has the day; what is no number is not judged."""
    if month is None or day is None:
        return True
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
