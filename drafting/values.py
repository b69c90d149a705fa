"""Cell values: how they are typed, kept and printed.

A value is ``None`` (not filled), an ``int``, or a ``Decimal`` (万元, or a faulty fraction read from a file).
Blank, 0 and “/ -” are three different things until a person says otherwise (domain §2.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from drafting.errors import InputError
from drafting.form import CellKind, Edition, NumberCell

Number = int | Decimal
Value = Number | None
Values = Mapping[str, Value]

MAX_DIGITS = 15
"""Significant digits a cell may have: more than any published figure, and exact in a browser's number type."""
MAX_DECIMALS = 6
"""Decimals of 行政事业性收费 (domain §2.5)."""
ABSURD = 10_000_000
"""A figure over this is asked about, and taken all the same when a person says so."""
ABSURD_TIMES = 1000
"""So many times last year's figure, or so small a part of it, is asked about too: most often a unit was mistaken."""
FULL_WIDTH = {0xFF01 + at: 0x21 + at for at in range(94)}
"""Full-width forms to ASCII; not NFKC, which would read 2² as 22."""


def parse(text: str, kind: CellKind) -> Value:
    """The value a person typed into a cell of this ``kind``; ``""`` is None.

    Full-width digits, spaces and thousands separators are accepted.
    Raises InputError, in words, for anything else.
    """
    plain = re.sub(r"[\s,]", "", text.translate(FULL_WIDTH))
    if not plain:
        return None
    if not re.fullmatch(r"\d+(\.\d+)?", plain, re.ASCII):
        if re.fullmatch(r"[-—–]+\d.*", plain):
            raise InputError(f"不能填负数“{text[:20]}”，请核对后填写 0 或正整数。")
        raise InputError(f"“{text[:20]}”不是数字：没有发生的填 0，暂时不清楚的留空。")
    number = Decimal(plain)
    if len(number.as_tuple().digits) > MAX_DIGITS:
        raise InputError(f"“{text[:20]}”位数过多，最多 {MAX_DIGITS} 位，请核对。")
    if kind == "count":
        if number != number.to_integral_value():
            raise InputError(f"此处按件数填写整数，“{text[:20]}”带小数，请核对。")
        return int(number)
    if number != round(number, MAX_DECIMALS):
        raise InputError(f"金额单位是万元，小数最多 {MAX_DECIMALS} 位，“{text[:20]}”请核对。")
    return tidy(number)


def tidy(number: int | Decimal) -> int | Decimal:
    """``number`` as an int when it is whole, else without trailing zeros."""
    if isinstance(number, int):
        return number
    return int(number) if number == number.to_integral_value() else number.normalize()


def printed(value: Value) -> str:
    """``value`` as it stands in a finished document: plain digits, ``""`` when not filled."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def total(values: Values, keys: Iterable[str]) -> int | Decimal | None:
    """The sum of the cells that are filled; None when none is."""
    filled = [value for key in keys if (value := values.get(key)) is not None]
    return tidy(sum(filled)) if filled else None


def with_totals(form: Edition, inputs: Values) -> dict[str, Value]:
    """Every cell of ``form``: ``inputs`` as given (absent: None) and the computed cells added up."""
    values: dict[str, Value] = {key: inputs.get(key) for key in form.inputs}
    for key, parts in form.formulas.items():
        values[key] = total(values, parts)
    return {key: values[key] for key in form.cells}


def to_json(value: Value) -> int | float | None:
    """``value`` as a JSON number. Within MAX_DIGITS a float's shortest form keeps every digit."""
    return float(value) if isinstance(value, Decimal) else value


def from_json(raw: object, cell: NumberCell) -> Value:
    """The value a JSON number stands for (floats parsed as Decimal). Negative and fractional counts are kept for the
    checks.

    Raises InputError when ``raw`` is no number or null, or has too many digits for an input cell.
    """
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise InputError("应填数字或 null")
    if isinstance(raw, Decimal) and not raw.is_finite():
        raise InputError("不是有限的数")
    if cell.computed and abs(raw) < 10 ** (MAX_DIGITS + 2):  # a sum of sound inputs may be longer than any of them
        return tidy(raw)
    if abs(raw) >= 10**MAX_DIGITS or (isinstance(raw, Decimal) and len(raw.normalize().as_tuple().digits) > MAX_DIGITS):
        raise InputError(f"位数过多（最多 {MAX_DIGITS} 位）")
    return tidy(raw)
