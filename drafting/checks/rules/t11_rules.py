"""规章 are made by few organs: provinces, 设区的市, 自治州, never a county, a township or a department (domain §3.1).

A finding needs both that nobody said the organ makes rules (``Organ.makes_rules``) and a level or kind that cannot.
"""

from __future__ import annotations

from drafting.report import Kind, Level
from drafting.values import printed

from ..context import Context
from ..rule import Outcome, rule
from ..stock import stock_keys

RULE = rule("T-11")

MAKERS = (Level.PROVINCE, Level.CITY)
"""Levels whose governments may make 规章."""


def check(context: Context) -> Outcome:
    """The three cells of 规章, where the organ cannot make any."""
    organ = context.report.organ
    keys = stock_keys("rules")
    filled = [key for key in keys if context.cells.get(key) is not None]
    if not filled:
        yield RULE.not_assessed("blank")
    elif not organ.makes_rules and not (organ.kind is Kind.GOVERNMENT and organ.level in MAKERS):
        wrong = [key for key in filled if context.cells[key]]
        if wrong:
            listed = "、".join(
                f"{context.form.name(key).removeprefix('表二“规章”')}{printed(context.cells[key])}" for key in wrong
            )
            yield RULE.finding("filled", listed=listed, cells=wrong)
