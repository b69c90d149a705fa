"""行政事业性收费 is an amount in 万元, not negative and with at most six decimals (domain §2.5).

Values of another type are refused when a file is read or a cell is typed.
"""

from __future__ import annotations

from decimal import Decimal

from drafting.values import MAX_DECIMALS, printed

from .context import Context
from .rule import Outcome, Rule

RULE = Rule(
    "T-09", "warning", "行政事业性收费是以万元计的金额，不为负，小数不超过 6 位",
    "表二列名“单位：万元”；公开年报见到 0、2、4 位小数")


def check(context: Context) -> Outcome:
    """Every cell that holds money."""
    for key, cell in context.form.cells.items():
        if cell.kind != "wan_yuan":
            continue
        value, name = context.cells.get(key), context.form.name(key)
        if value is None:
            yield RULE.not_assessed(f"{name}没有填写")
            continue
        if value < 0:
            yield RULE.finding(f"{name}填的是{printed(value)}，收费金额不应为负数，请核对。", cells=(key,))
        if -Decimal(value).normalize().as_tuple().exponent > MAX_DECIMALS:
            yield RULE.finding(
                f"{name}填的是{printed(value)}，小数超过 {MAX_DECIMALS} 位，单位是万元，请核对是否按元填写。", cells=(key,))
