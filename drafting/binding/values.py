"""Whether a figure states a value, and how another value is written in its style.

The two agree: what ``render_like`` writes ``matches_value`` accepts (tests/test_binding_values.py).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from drafting.facts import Fact
from drafting.values import MAX_DECIMALS, printed, tidy

from .figures import MONEY, Figure
from .numerals import MYRIADS, TENS, written

CASES = frozenset(("件", "案", "件次", "宗", "起", "例", "份", "条", "项", "个", "部", ""))
"""Units in which prose counts what the tables count in 件; a bare number may mean it too."""
PEOPLE = frozenset("人名位")
"""Units that count persons."""

GENERAL = frozenset("个处名人位家台所间座项")
"""Units that 个 may stand for."""

_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_MULTIPLES = TENS | MYRIADS
_NUMBER = re.compile(
    r"(?P<percent>百分之\s*)?(?P<digits>[0-9０-９][0-9０-９.,．，]*|[数几上近]?[〇零一二两三四五六七八九十百千万亿几 \u3000]*"
    r"[〇零一二两三四五六七八九十百千万亿几](?:点[〇零一二三四五六七八九]+)?)"
    r"\s*(?P<times>[百千]?[万亿](?!元)|[百千](?!米))?(?P<more>[余多])?(?P<myriad>[万亿](?!元))?"
)


def matches_value(figure: Figure, fact: Fact) -> bool:
    """Whether the figure prints the fact: same unit, same value, rounded or estimated as it stands in the text."""
    value = Decimal(fact.value)
    if fact.unit == "万元":
        digits = len(figure.value.as_tuple().digits)
        return figure.unit in MONEY and equals(figure, value * MONEY["万元"] / MONEY[figure.unit], rounded=digits > 2)
    if fact.unit == "%":
        if figure.unit == "倍":  # 一倍 is no half of it
            return figure.allows((value / 100).quantize(Decimal(1).scaleb(-max(1, _decimals(figure))), ROUND_HALF_UP))
        return figure.unit == "%" and equals(figure, value)
    return figure.unit in CASES and (equals(figure, value, rounded=False) or _rounded_count(figure, value))


def _rounded_count(figure: Figure, value: Decimal) -> bool:
    """Whether the figure is ``value`` in 万 to three digits or more, which nobody takes for the exact number (3.51万件 of 35127)."""
    if figure.precision or "万" not in figure.text or len(figure.value.normalize().as_tuple().digits) < 3:
        return False
    return (value / figure.step).quantize(Decimal(1), ROUND_HALF_UP) * figure.step == figure.value


def equals(figure: Figure, value: Decimal, rounded: bool = True) -> bool:
    """Whether ``value`` is the figure's; an estimate is true of more than one number (``Figure.allows``)."""
    if rounded and figure.value and not figure.precision:
        value = value.quantize(Decimal(1).scaleb(-_decimals(figure)), ROUND_HALF_UP)
    return figure.allows(value)


def same_unit(figure: Figure, other: Figure) -> bool:
    """Whether both count in one unit: 人, 名 and 位 are one, 个 may stand for others, and one may be missing."""
    units = (figure.unit, other.unit)
    if not all(units) or units[0] == units[1] or PEOPLE.issuperset(units):
        return True
    return "个" in units and GENERAL.issuperset(units)


def same_figure(figure: Figure, other: Figure) -> bool:
    """Whether both figures state the same.

    A unit may be missing; an estimate may stand for the exact number, not the reverse.
    """
    if figure.yuan is not None and other.yuan is not None:
        return figure.yuan == other.yuan and figure.precision == other.precision
    if not same_unit(figure, other):
        return False
    if other.precision:
        return (figure.precision, figure.value, figure.between) == (other.precision, other.value, other.between)
    return equals(figure, other.value, rounded=False)


def render_like(figure: Figure, fact: Fact) -> str:
    """The text of ``figure`` with the fact's value in its place; ``""`` when it cannot be said in that style."""
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

    An estimate stays one where the words about it (300余, 近300, 300左右) can be true of the value: 417 for 300余件 is 400余件. Else
    the value stands exactly; ``""`` where words outside the figure forbid that.
    """
    match = _NUMBER.match(figure.text)
    if not match or figure.precision == "range":
        return ""
    unit = figure.text[match.end() :]
    percent, digits, more = match["percent"] or "", match["digits"], match["more"] or ""
    if figure.precision == "more" and digits[0] != "上":
        floor = value // figure.step * figure.step
        holds = bool(floor) and floor != value and floor <= value < floor + _step(floor)
        value, more = (floor, more) if holds else (value, "")
    else:
        more = ""
    if figure.precision == "under" and digits[0] != "近":
        above = _next_above(value)
        if above is None:
            return ""
        value = above
    times = (match["times"] or "") + (match["myriad"] or "")
    scale = Decimal(1)
    for sign in times:
        scale *= _MULTIPLES[sign]
    if (value % scale and -int((value / scale).normalize().as_tuple().exponent) > 2) or value < scale:
        times, scale = "", Decimal(1)
    number = tidy(value / scale)
    if digits[0].isdecimal():
        plain = f"{number:,}" if re.search("[,，]", digits) else printed(number)
        if digits[0] != unicodedata.normalize("NFKC", digits[0]):
            plain = plain.translate(_FULL_WIDTH)
        return f"{percent}{plain}{times}{more}{unit}"
    numeral = written(number) if number else "0"  # 零件 is a part of a machine
    return f"{percent}{numeral}{times}{more}{unit}"


def _next_above(value: Decimal) -> Decimal | None:
    """A number above ``value`` by no more than a tenth of itself, as round as may be (近 of it); None when there is none."""
    for step in (Decimal(10) ** max(value.adjusted() - 1, 0), Decimal(1)):
        above = (value // step + 1) * step
        if above * 9 / 10 <= value < above:
            return above
    return None


def _step(value: Decimal) -> Decimal:
    """One unit of the last digit that is not zero."""
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _decimals(figure: Figure) -> int:
    return min(max(-int(figure.value.as_tuple().exponent), 0), MAX_DECIMALS)
