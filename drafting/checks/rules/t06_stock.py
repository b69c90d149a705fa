"""Documents in force follow from last year's (A6, domain §2.4).

A warning: whether expired documents count as repealed is not settled (domain §3.1).
"""

from __future__ import annotations

from drafting.values import printed

from ..context import Context
from ..rule import Outcome, rule
from ..stock import STOCKS, stock, stock_keys

RULE = rule("T-06")


def check(context: Context) -> Outcome:
    """A6 for each stock whose four figures are all filled."""
    if context.why_no_comparison:
        yield RULE.because(context.why_no_comparison)
        return
    for row, name in STOCKS.items():
        in_force, made, repealed = stock(context.cells, row)
        before, _, _ = stock(context.before, row)
        if in_force is None or made is None or repealed is None or before is None:
            yield RULE.not_assessed("blank", name=name)
            continue
        expected = before + made - repealed
        if in_force != expected:
            yield RULE.finding(
                "differs",
                name=name,
                in_force=printed(in_force),
                before=printed(before),
                made=printed(made),
                repealed=printed(repealed),
                expected=printed(expected),
                difference=printed(abs(in_force - expected)),
                row=row,
                cells=stock_keys(row),
            )
