"""Figures that jump from one year to the next (domain §4.2): often a slip, sometimes a fact that wants a reason.

Looked at are table two, and in tables three and four the totals: parts jump with them. The amount of fees has a slip of
its own, 元 for 万元: exactly ten thousand times last year's or a ten thousandth of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from drafting.form import Edition
from drafting.values import printed

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("T-12")

TIMES = 5
"""More than this many times as much or as little is a jump."""
SMALLEST = 10
"""A figure below this may jump by chance."""
WAN = 10_000
"""元 in a 万元."""


def compared(form: Edition) -> Iterator[str]:
    """The keys of the cells held against last year's."""
    for key, cell in form.cells.items():
        if key.startswith("disclosure.") or (cell.computed and key.endswith(".total")):
            yield key


def check(context: Context) -> Outcome:
    """Each cell that is filled in both years."""
    if context.why_no_comparison:
        yield RULE.because(context.why_no_comparison)
        return
    seen = False
    for key in compared(context.form):
        now, then = context.cells.get(key), context.before.get(key)
        if now is None or then is None:
            continue
        seen = True
        name, this, last = context.form.name(key), printed(now), printed(then)
        money = context.form.cells[key].kind == "wan_yuan"
        if money and min(now, then) > 0 and max(now, then) / Decimal(min(now, then)) == WAN:
            yield RULE.finding("wan_more" if now > then else "wan_less", name=name, now=this, then=last, cells=(key,))
        elif min(now, then) >= SMALLEST and max(now, then) > TIMES * min(now, then):
            more = max(now, then) / Decimal(min(now, then))
            change = f"{more:.1f}" if now > then else f"{(100 / more).quantize(Decimal('0.01'), ROUND_HALF_UP)}"
            yield RULE.finding(
                "times" if now > then else "percent", name=name, now=this, then=last, change=change, cells=(key,)
            )
    if not seen:
        yield RULE.not_assessed("blank")
