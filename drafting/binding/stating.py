"""Whether a figure states a value, and how another value is written in its style."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from drafting.facts import Fact
from drafting.values import MAX_DECIMALS, printed, tidy

from .figures import MONEY, Figure
from .numerals import MYRIADS, TENS, written

CASES = frozenset(("件", "件次", "宗", "起", "例", "份", "项", "个", "部", ""))
"""Units in which prose counts what the tables count in 件; a bare number may mean it too."""

_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_MULTIPLES = TENS | MYRIADS
_NUMBER = re.compile(
    r"(?P<percent>百分之\s*)?(?P<digits>[0-9０-９][0-9０-９.,．，]*|[数几上近]?[〇零一二两三四五六七八九十百千万亿]+(?:点[〇零一二三四五六七八九]+)?)"
    r"\s*(?P<times>[百千]?[万亿](?!元)|[百千](?!米))?(?P<more>[余多])?(?P<myriad>[万亿](?!元))?"
)


def states(figure: Figure, fact: Fact) -> bool:
    """Whether the figure prints the fact: same unit, same value, rounded or estimated as it stands in the text."""
    value = Decimal(fact.value)
    if fact.unit == "万元":
        digits = len(figure.value.as_tuple().digits)
        return figure.unit in MONEY and equals(figure, value * MONEY["万元"] / MONEY[figure.unit], rounded=digits > 2)
    if fact.unit == "%":
        return figure.unit == "%" and equals(figure, value)
    return figure.unit in CASES and equals(figure, value, rounded=False)


def equals(figure: Figure, value: Decimal, rounded: bool = True) -> bool:
    """Whether ``value`` is the figure's; an estimate (300余) reaches to one unit of its last digit that is not zero."""
    if figure.approximate:
        return abs(value - figure.value) < _step(figure)
    if rounded and figure.value:
        value = value.quantize(Decimal(1).scaleb(-_decimals(figure)), ROUND_HALF_UP)
    return value == figure.value


def same(figure: Figure, other: Figure) -> bool:
    """Whether both figures state the same.

    A unit may be missing; an estimate may stand for the exact number, not the reverse.
    """
    if figure.yuan is not None and other.yuan is not None:
        return figure.yuan == other.yuan and figure.approximate == other.approximate
    if figure.unit != other.unit and figure.unit and other.unit:
        return False
    if other.approximate:
        return figure.approximate and figure.value == other.value
    return equals(figure, other.value, rounded=False)


def restated(figure: Figure, fact: Fact) -> str:
    """The text of ``figure`` with the fact's value in its place; ``""`` when their units cannot be brought together."""
    value = Decimal(fact.value)
    if fact.unit == "万元":
        if figure.unit not in MONEY:
            return ""
        value = value * MONEY["万元"] / MONEY[figure.unit]
    elif (fact.unit == "%") != (figure.unit == "%"):
        return ""
    if fact.unit in ("万元", "%") and "." in figure.text + printed(fact.value):
        places = max(_decimals(figure), 2 if fact.unit == "%" and not _decimals(figure) else 0)
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        value = rounded if rounded else value
    return styled(figure, value)


def styled(figure: Figure, value: Decimal) -> str:
    """The text of ``figure`` with ``value`` in it: same numerals, separators, multiplier and unit as far as they fit.

    An estimate is kept where the value still is one (417 for 300余件 is 400余件), else the value stands exactly.
    """
    match = _NUMBER.match(figure.text)
    if not match:
        return ""
    unit = figure.text[match.end() :]
    percent, digits, more = match["percent"] or "", match["digits"], match["more"] or ""
    if figure.approximate and more and value >= _step(figure):
        floor = value // _step(figure) * _step(figure)
        value, more = (floor, more) if floor != value else (value, "")
    else:
        more = ""
    times = (match["times"] or "") + (match["myriad"] or "")
    scale = Decimal(1)
    for sign in times:
        scale *= _MULTIPLES[sign]
    if (value % scale and -(value / scale).normalize().as_tuple().exponent > 2) or value < scale:
        times, scale = "", Decimal(1)
    number = tidy(value / scale)
    if digits[0].isdecimal():
        plain = f"{number:,}" if re.search("[,，]", digits) else printed(number)
        if digits[0] != unicodedata.normalize("NFKC", digits[0]):
            plain = plain.translate(_FULL_WIDTH)
        return f"{percent}{plain}{times}{more}{unit}"
    return f"{percent}{written(number)}{times}{more}{unit}"


def _step(figure: Figure) -> Decimal:
    """One unit of the last digit that is not zero."""
    return Decimal(1).scaleb(figure.value.normalize().as_tuple().exponent)


def _decimals(figure: Figure) -> int:
    return min(max(-figure.value.as_tuple().exponent, 0), MAX_DECIMALS)
