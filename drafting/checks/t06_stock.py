"""Documents in force follow from last year's (A6, domain §2.4).

A warning: whether expired documents count as repealed is not settled (domain §3.1).
"""

from __future__ import annotations

from drafting.values import printed

from .context import Context
from .rule import Outcome, Rule
from .stock import STOCKS, stock, stock_keys

RULE = Rule(
    "T-06", "warning", "表二：现行有效件数等于上年现行有效加本年制发减本年废止",
    "跨年关系 A6，规章、行政规范性文件 2 行；到期失效等情形口径不一，所以只提醒")


def check(context: Context) -> Outcome:
    """A6 for each stock whose four figures are all filled."""
    if context.why_no_comparison:
        yield RULE.not_assessed(context.why_no_comparison)
        return
    for row, name in STOCKS.items():
        in_force, made, repealed = stock(context.cells, row)
        before, _, _ = stock(context.before, row)
        if None in (in_force, made, repealed, before):
            yield RULE.not_assessed(f"{name}本年的三项或上年的现行有效件数没有填全")
            continue
        expected = before + made - repealed
        if in_force != expected:
            yield RULE.finding(
                f"表二“{name}”现行有效件数为{printed(in_force)}，按上年{printed(before)}加本年制发{printed(made)}"
                f"减本年废止{printed(repealed)}应为{printed(expected)}，相差{printed(abs(in_force - expected))}，"
                f"请核对，属到期失效、集中清理、修改后重新公布、上年漏统或机构改革划转的请说明理由（A6:{row}）。",
                cells=stock_keys(row))
