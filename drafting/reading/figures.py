"""What is printed in one cell for a figure: a number, nothing, a “/”, or words – kept apart (domain §2.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from drafting.values import FULL_WIDTH, MAX_DIGITS, Number, tidy

from .looks import ODD, RUNS_ON

_MARK = re.compile(r"[/\\\-—–－_*]+|不适用|N/?A|无此项", re.IGNORECASE)
_NUMBER = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(件次|人次|万元|[件个项次宗份条例起元])?", re.ASCII)
_REMARK = re.compile(r"(.+?)[（(](?:其中|含|包括|包含)[^（）()]*[)）]", re.DOTALL)
"""A remark in brackets on what a figure holds: 22（其中修订 16 件）."""
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
"""Characters that take no room: editors and web pages leave them inside words and figures."""
_INVISIBLE = re.compile(f"[{INVISIBLE}]")


class Figure(NamedTuple):
    """``kind``: ``number``, ``blank``, ``mark`` (a “/” or “-”) or ``word``. ``unit``: as printed behind the number.

    ``torn``: digits of the number stood apart (a narrow cell, letter spacing).
    """

    kind: Literal["number", "blank", "mark", "word"]
    value: Number | None = None
    unit: str = ""
    torn: bool = False


BLANK = Figure("blank")


@lru_cache(maxsize=4096)
def figure(text: str) -> Figure:
    """The figure printed as ``text``, the whole of a cell. Digits that stand apart in it are one number."""
    plain = _INVISIBLE.sub("", text).translate(FULL_WIDTH).strip()  # not NFKC, which would read 12① as 121
    joined = re.sub(r"\s+", "", plain)
    if not joined:
        return BLANK
    if _MARK.fullmatch(joined):
        return Figure("mark")
    if joined == "零":
        return Figure("number", 0)
    match = _NUMBER.fullmatch(joined)
    if not match:
        remarked = _REMARK.fullmatch(plain)
        return figure(remarked[1]) if remarked and figure(remarked[1]).kind == "number" else Figure("word")
    digits = match[2].replace(",", "") + (match[3] or "")
    torn = bool(re.search(r"\d\s+[\d.,]|[.,]\s+\d", plain))
    if len(digits) > MAX_DIGITS or re.match(r"0\d", digits):
        return Figure("word")
    return Figure("number", tidy(Decimal(match[1] + digits)), match[4] or "", torn)


def complete(values: Sequence[Number | None]) -> tuple[Number, ...] | None:
    """``values`` when none of them is missing, else None."""
    present = tuple(value for value in values if value is not None)
    return present if len(present) == len(values) else None


@lru_cache(maxsize=4096)
def looks_numeric(text: str) -> bool:
    """Whether a cell is one for figures: a number, nothing, a “/”, or a number with marked digits beside it."""
    return figure(text).kind != "word" or figure(ODD.sub("", text).strip(RUNS_ON)).kind != "word"
