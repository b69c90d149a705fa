"""Numbers as prose writes them, for making texts with another number in them. Written for the tests alone."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

DIGITS = "零一二三四五六七八九"
_PLAIN = re.compile(r"\d+(?:\.\d+)?%?")
_CHINESE = re.compile(rf"[{DIGITS}十百千万]+")


def value(figure: str) -> Decimal | None:
    """What ``figure`` says, where it is an exact number in digits (with or without %) or in Chinese numerals."""
    if _PLAIN.fullmatch(figure):
        return Decimal(figure.rstrip("%"))
    return Decimal(read(figure)) if _CHINESE.fullmatch(figure) else None


def like(figure: str, number: Decimal) -> str:
    """``number`` written as ``figure`` is: in Chinese numerals, with %, with as many decimals."""
    if _CHINESE.fullmatch(figure):
        return chinese(int(number))
    plain = figure.rstrip("%")
    places = len(plain.partition(".")[2])
    return f"{number:.{places}f}" + figure[len(plain) :]


def chinese(number: int) -> str:
    """``number`` below a hundred million in Chinese numerals: 318 is 三百一十八, 12 is 十二."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return chinese(high) + "万" + (("零" if low < 1000 else "") + _below(low) if low else "")
    text = _below(number) if number else "零"
    return text[1:] if text.startswith("一十") else text


def _below(number: int) -> str:
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return text


def read(numeral: str) -> int:
    """The number that Chinese numerals write."""
    total, part, digit = 0, 0, 0
    for sign in numeral:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign == "万":
            total, part, digit = (total + part + digit) * 10_000, 0, 0
        else:
            part += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
    return total + part + digit


def above(number: int) -> list[str]:
    """Right ways to say ``number`` from below: 318 is 310余 and 300余."""
    tens = [10**power for power in range(1, len(str(number)))]
    return [f"{number // ten * ten}余" for ten in tens if number % ten]


def below(number: int) -> list[str]:
    """Right ways to say ``number`` from above, within a tenth: 318 is 近320."""
    tens = [10**power for power in range(1, len(str(number)))]
    rounded = [(number // ten + 1) * ten for ten in tens if number % ten]
    return [f"近{up}" for up in rounded if number >= up * 9 / 10]


def rounded(number: Decimal, places: int, *, down: bool = False) -> Decimal:
    """``number`` to ``places`` decimals, half up, or wrongly cut off."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_DOWN if down else ROUND_HALF_UP)
