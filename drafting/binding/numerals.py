"""Chinese numerals as they stand in official prose: 十二, 三百, 两万五千, 一百零五, 一百二."""

from __future__ import annotations

from decimal import Decimal

DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9)))
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
_SIGNS = "零一二三四五六七八九"


def value(numeral: str) -> Decimal | None:
    """The value of ``numeral``; None when it is not one number (``三四``). A bare 百, 千, 万 is one of it."""
    whole = section = 0  # below 万; all
    digit: int | None = None
    last = 1  # the step before a closing digit: 一百二 is 120, 一百零二 is 102
    for sign in numeral:
        if sign in DIGITS:
            if digit:
                return None
            digit, last = DIGITS[sign], last if DIGITS[sign] else 1
        elif sign in TENS:
            section += TENS[sign] * (1 if digit is None else digit)
            digit, last = None, TENS[sign]
        else:
            whole = (
                (whole + section + (digit or 0) or 1) * MYRIADS[sign]
                if sign == "亿"
                else (whole + (section + (digit or 0) or 1) * MYRIADS[sign])
            )
            section, digit, last = 0, None, MYRIADS[sign]
    closing = (digit or 0) * (last // 10 if last >= 100 else 1)
    return Decimal(whole + section + closing)


def written(number: int | Decimal) -> str:
    """``number`` (not negative) in Chinese numerals: 12 is 十二, 105 一百零五, 20.5 二十点五; the reverse of ``value``."""
    whole, _, decimals = f"{number:f}".partition(".") if isinstance(number, Decimal) else (str(number), "", "")
    said, left = "", int(whole)
    for sign, step in (("亿", 10**8), ("万", 10**4), ("", 1)):
        part, left = divmod(left, step)
        if part >= 10**4:
            said += written(part) + sign
        elif part:
            said += ("零" if said and part < 1000 else "") + _below_myriad(part) + sign
    said = said or "零"
    if said.startswith("一十"):
        said = said[1:]
    return said + ("点" + "".join(_SIGNS[int(digit)] for digit in decimals) if decimals else "")


def _below_myriad(number: int) -> str:
    said, gap = "", False
    for sign, step in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, step)
        if digit:
            said += ("零" if gap and said else "") + _SIGNS[digit] + sign
        gap = not digit
    return said
