"""Shares and changes from last year, and the words for them, are reckoned again from the cells (domain §4.3)."""

from __future__ import annotations

from ..bound import bound, gainsaid
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-03")


def check(context: Context) -> Outcome:
    """Percentages, amounts of change, and 增长, 下降, 持平 that the cells contradict."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
        return
    if context.why_no_comparison:
        yield RULE.not_assessed("no_comparison", why=context.why_no_comparison)
    for found, mark in bound(context, "contradicted"):
        if found.reckoned:
            yield gainsaid(context, RULE, found, mark)
