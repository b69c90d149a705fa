"""One thing made wrong in a text whose figures are known, and the same things said rightly in other words.

Kinds are those that clerks and models make: a slip of the finger, a figure of the next line or of last year, words that
belong to another figure. Everything is made from the golds alone, in an order that is always the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from . import numbers
from .codes import LEFT_ALONE, cells, readings
from .marked import Gold, Piece
from .values import value, values

SENTENCE_ENDS = "。；"
EXCHANGED = {
    "party": (("自然人", "商业企业"), ("商业企业", "法律服务机构"), ("法律服务机构", "科研机构"), ("个人申请", "企业申请")),
    "result": (
        ("予以公开", "不予公开"), ("部分公开", "不予处理"), ("不予公开", "无法提供"), ("无法提供", "予以公开"), ("不予处理", "部分公开"),
        ("维持", "纠正"), ("纠正", "维持"), ("尚未审结", "维持"), ("其他结果", "结果纠正"),
        ("制发", "废止"), ("废止", "制发"), ("现行有效", "废止"), ("新收", "上年结转"), ("办结", "结转下年"), ("上年结转", "新收"),
        ("行政许可", "行政处罚"), ("行政处罚", "行政强制"), ("行政复议", "行政诉讼"), ("复议后起诉", "未经复议直接起诉"),
    ),
    "direction": (("增长", "下降"), ("增加", "减少"), ("上升", "下降"), ("下降", "增长"), ("减少", "增加"), ("较上年多", "较上年少")),
}  # fmt: skip
"""Words and what a wrong text has in their place."""
UNITS = (
    ("万元", "元"),
    ("万元", "亿元"),
    ("%", "‰"),
    ("件", "人次"),
    ("件", "万件"),
    ("起", "人"),
    ("份", "万份"),
    ("项", "万元"),
)


@dataclass(frozen=True)
class Altered:
    """A text with one thing changed. ``at``: where its first changed character stands. ``cells``: what it now gainsays."""

    kind: str
    text: str
    at: int
    figure: str
    cells: frozenset[str] = frozenset()


def wrong(piece: Piece) -> Iterator[Altered]:
    """All wrong versions of ``piece``."""
    stated = [gold for gold in piece.golds if gold.code not in LEFT_ALONE]
    for gold in stated:
        number = numbers.value(gold.figure)
        if number is not None:
            allowed = _allowed(gold, number, piece)
            for kind, figure in _figures(gold, number, piece):
                if numbers.value(figure) not in allowed:
                    yield _with(piece, gold, figure, kind)
        yield from _units(piece, gold)
    yield from _swapped(piece, stated)
    yield from _exchanged(piece, stated)


def right(piece: Piece) -> Iterator[Altered]:
    """Versions of ``piece`` that say the same of the same figures in other words."""
    for gold in piece.golds:
        number = numbers.value(gold.figure)
        if number is None or gold.code in LEFT_ALONE:
            continue
        if gold.figure.endswith("%"):
            exact = _exact(gold.code, piece)
            if exact is not None:
                for places in (0, 1, 2):
                    yield _with(piece, gold, f"{numbers.rounded(exact, places)}%", "rounded rightly")
        elif "." not in gold.figure:
            whole = int(number)
            plain = gold.figure[0] not in numbers.DIGITS + "十百"
            yield _with(piece, gold, numbers.chinese(whole) if plain else str(whole), "in other numerals")
            if plain and whole >= 20:
                for estimate in (*numbers.above(whole)[:2], *numbers.below(whole)[:1]):
                    yield _with(piece, gold, estimate, "estimated rightly")


def _figures(gold: Gold, number: Decimal, piece: Piece) -> Iterator[tuple[str, str]]:
    """(kind, figure) in the place of a figure that is right."""
    figure = gold.figure
    if figure.endswith("%"):
        last = Decimal(1).scaleb(number.as_tuple().exponent)
        yield "share last digit", numbers.like(figure, number + last)
        yield "share last digit", numbers.like(figure, number - last)
        yield "share tens", numbers.like(figure, number + 10)
        exact = _exact(gold.code, piece)
        if exact is not None:
            for places in (1, 2):
                cut = numbers.rounded(exact, places, down=True)
                if cut != numbers.rounded(exact, places):
                    yield "share cut off", f"{cut}%"
        return
    yield "plus one", numbers.like(figure, number + 1)
    if number:
        yield "minus one", numbers.like(figure, number - 1)
        yield "tenfold", numbers.like(figure, number * 10)
    else:
        yield "tenfold", numbers.like(figure, Decimal(3))
    digits = figure
    for at in range(len(digits) - 1):
        if digits[at].isdigit() and digits[at + 1].isdigit() and digits[at] != digits[at + 1] and digits[at + 1] != "0":
            yield "digits swapped", digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
            break
    if "." in figure:
        return
    others = sorted(set(values(piece.report).values()) - {number}, key=lambda other: (abs(other - number), other))
    for other in others[:3]:
        if other == int(other):
            yield "another cell's", numbers.like(figure, other)
    before = value(gold.code, piece.last_year) if piece.last_year and ":" not in gold.code else None
    if before is not None and before != number:
        yield "last year's", numbers.like(figure, before)
    whole = int(number)
    if figure[0].isdigit():
        yield "wrong in Chinese numerals", numbers.chinese(whole + 1)
        yield from _estimates(whole)


def _estimates(whole: int) -> Iterator[tuple[str, str]]:
    """Estimates that do not hold for ``whole``: beyond it, short of it, far off."""
    ten = 10 ** (len(str(whole)) - 1)
    yield "estimate too high", f"{(whole // ten + 1) * ten}余"
    yield "estimate too high", f"近{max(10, whole * 10 // ten * ten)}"
    if whole >= 20:
        yield "estimate too low", f"不足{whole // ten * ten}"
        yield "estimate too low", f"约{whole * 6 // 10}"
    if whole < 50:
        yield "estimate too high", "数百"


def _units(piece: Piece, gold: Gold) -> Iterator[Altered]:
    for unit, other in UNITS:
        if gold.figure.endswith(unit):
            yield _with(piece, gold, gold.figure.removesuffix(unit) + other, "unit changed")
        elif piece.text.startswith(unit, gold.end):
            text = piece.text[: gold.end] + other + piece.text[gold.end + len(unit) :]
            yield Altered("unit changed", text, gold.start, gold.figure, _cells(gold))


def _swapped(piece: Piece, stated: list[Gold]) -> Iterator[Altered]:
    """Two figures of one sentence in each other's place."""
    for first, second in zip(stated, stated[1:], strict=False):
        between = piece.text[first.end : second.start]
        both = numbers.value(first.figure), numbers.value(second.figure)
        if None in both or both[0] == both[1] or any(end in between for end in SENTENCE_ENDS):
            continue
        if first.figure.endswith("%") != second.figure.endswith("%") or both[1] in _allowed(first, both[0], piece):
            continue
        text = piece.text[: first.start] + second.figure + between + first.figure + piece.text[second.end :]
        yield Altered("two swapped", text, first.start, second.figure, _cells(first) | _cells(second))


def _exchanged(piece: Piece, stated: list[Gold]) -> Iterator[Altered]:
    """A word that says what the next figure counts, in the place of the right one."""
    for kind, pairs in EXCHANGED.items():
        for word, other in pairs:
            for found in re.finditer(re.escape(word), piece.text):
                gold = next((gold for gold in stated if 0 <= gold.start - found.end() <= 6), None)
                if gold is None or re.search(r"[，。；、]", piece.text[found.end() : gold.start]):
                    continue
                if kind != "direction" and _same(gold, other, piece):
                    continue
                text = piece.text[: found.start()] + other + piece.text[found.end() :]
                yield Altered(f"{kind} exchanged", text, found.start(), gold.figure, _cells(gold))


_NAMED = {
    "商业企业": "biz", "企业申请": "biz", "法律服务机构": "leg", "科研机构": "res", "不予公开": "RF", "不予处理": "NP", "无法提供": "UN",
    "予以公开": "G", "部分公开": "P", "维持": "RU", "纠正": "RC", "结果纠正": "RC", "废止": "NDR", "制发": "NDM", "上年结转": "IN", "新收": "N",
    "结转下年": "OUT", "行政处罚": "PEN", "行政强制": "ENF", "行政诉讼": "LIT", "未经复议直接起诉": "LD",
}  # fmt: skip


def _same(gold: Gold, other: str, piece: Piece) -> bool:
    """Whether what ``other`` names has the value the figure states, so that the exchange makes nothing wrong."""
    code = _NAMED[other]
    codes = {code} | ({"LITU", "LITC", "LDU", "LDC", "LAU", "LAC"} if code in ("RU", "RC") else set())
    number = numbers.value(gold.figure)
    share = [value(f"%{code}", piece.report)] if gold.figure.endswith("%") else []
    return (
        number is None
        or "件" not in piece.text[gold.start : gold.end + 2]
        or number in [*(value(each, piece.report) for each in codes), *share]
    )


def _with(piece: Piece, gold: Gold, figure: str, kind: str) -> Altered:
    return Altered(kind, piece.text[: gold.start] + figure + piece.text[gold.end :], gold.start, figure, _cells(gold))


def _cells(gold: Gold) -> frozenset[str]:
    return frozenset().union(*cells(gold.code))


def _allowed(gold: Gold, number: Decimal, piece: Piece) -> set[Decimal | None]:
    """The values that would be right in the place of a figure."""
    return {number, *(value(code, piece.report) for code in readings(gold.code) if ":" not in code)} - {None}


def _exact(code: str, piece: Piece) -> Decimal | None:
    """A percentage in full: a share, or the change from last year."""
    if code.startswith("Y:"):
        now, then = value(code[2:], piece.report), value(code[2:], piece.last_year)
        return abs(now - then) * 100 / then if then else None
    return value(code, piece.report) if code.startswith("%") else None
