"""行政事业性收费 is an amount in 万元, not negative and with at most six decimals (domain §2.5).

Values of another type are refused when a file is read or a cell is typed.
"""

from __future__ import annotations

from decimal import Decimal

from drafting.values import MAX_DECIMALS, printed

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("T-09")


def check(context: Context) -> Outcome:
    """Every cell that holds money."""
    for key, cell in context.form.cells.items():
        if cell.kind != "wan_yuan":
            continue
        value, name = context.cells.get(key), context.form.name(key)
        if value is None:
            yield RULE.not_assessed("blank", name=name)
            continue
        if value < 0:
            yield RULE.finding("negative", name=name, value=printed(value), cells=(key,))
        exponent = Decimal(value).normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > MAX_DECIMALS:
            yield RULE.finding("decimals", name=name, value=printed(value), decimals=MAX_DECIMALS, cells=(key,))
