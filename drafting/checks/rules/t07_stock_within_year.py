"""What was made this year is either in force or repealed at its end (A7, domain §2.4); needs no last year's report."""

from __future__ import annotations

from drafting.values import printed

from ..context import Context
from ..rule import Outcome, rule
from ..stock import STOCKS, stock, stock_keys

RULE = rule("T-07")


def check(context: Context) -> Outcome:
    """A7 for each stock whose three figures are all filled."""
    for row, name in STOCKS.items():
        in_force, made, repealed = stock(context.cells, row)
        if in_force is None or made is None or repealed is None:
            yield RULE.not_assessed("blank", name=name)
        elif made > in_force + repealed:
            yield RULE.finding(
                "more",
                name=name,
                made=printed(made),
                in_force=printed(in_force),
                repealed=printed(repealed),
                more=printed(made - in_force - repealed),
                row=row,
                cells=stock_keys(row),
            )
