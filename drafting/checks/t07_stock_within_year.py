"""What was made this year is either in force or repealed at its end (A7, domain §2.4); needs no last year's report."""

from __future__ import annotations

from drafting.values import printed

from .context import Context
from .rule import Outcome, Rule
from .stock import STOCKS, stock, stock_keys

RULE = Rule(
    "T-07", "warning", "表二：本年制发件数不多于现行有效与本年废止之和",
    "年内关系 A7，规章、行政规范性文件 2 行；由统计口径推得")


def check(context: Context) -> Outcome:
    """A7 for each stock whose three figures are all filled."""
    for row, name in STOCKS.items():
        in_force, made, repealed = stock(context.cells, row)
        if None in (in_force, made, repealed):
            yield RULE.not_assessed(f"{name}的三项没有填全")
        elif made > in_force + repealed:
            yield RULE.finding(
                f"表二“{name}”本年制发{printed(made)}件，多于现行有效{printed(in_force)}件与本年废止{printed(repealed)}件之和，"
                f"多出{printed(made - in_force - repealed)}件，请核对（A7:{row}）。", cells=stock_keys(row))
