"""Figures that jump from one year to the next (domain §4.2): often a slip, sometimes a fact that wants a reason.

Looked at are table two, and in tables three and four the totals: parts jump with them. The amount of fees has a slip of
its own, 元 for 万元: exactly ten thousand times last year's or a ten thousandth of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from drafting.form import Edition
from drafting.values import printed

from .context import Context
from .rule import Outcome, Rule

RULE = Rule(
    "T-12", "warning", "与上年相比没有需要说明的大幅变化",
    "两年都不小于 10 而相差 5 倍以上，或收费金额正好相差一万倍；公开年报见到行政许可一年由 550 变为 9487 的")

TIMES = 5
"""More than this many times as much or as little is a jump."""
SMALLEST = 10
"""A figure below this may jump by chance."""
WAN = 10_000
"""元 in a 万元."""


def compared(form: Edition) -> Iterator[str]:
    """The keys of the cells held against last year's."""
    for key, cell in form.cells.items():
        if key.startswith("disclosure.") or cell.computed and key.endswith(".total"):
            yield key


def check(context: Context) -> Outcome:
    """Each cell that is filled in both years."""
    if context.why_no_comparison:
        yield RULE.not_assessed(context.why_no_comparison)
        return
    seen = False
    for key in compared(context.form):
        now, then = context.cells.get(key), context.before.get(key)
        if now is None or then is None:
            continue
        seen = True
        name = context.form.name(key)
        says = f"{name}为{printed(now)}，上年为{printed(then)}"
        money = context.form.cells[key].kind == "wan_yuan"
        if money and min(now, then) > 0 and max(now, then) / Decimal(min(now, then)) == WAN:
            change = "一万倍" if now > then else "一万分之一"
            yield RULE.finding(f"{says}，正好是上年的{change}，单位应为万元，请核对是否有一年按元填写。", cells=(key,))
        elif min(now, then) >= SMALLEST and max(now, then) > TIMES * min(now, then):
            more = max(now, then) / Decimal(min(now, then))
            change = f"约为上年的 {more:.1f} 倍" if now > then else f"约为上年的 {100 / more:.1f}%"
            yield RULE.finding(f"{says}，{change}，请核对，确属实际变化的请说明原因。", cells=(key,))
    if not seen:
        yield RULE.not_assessed("本年或上年的表格没有填写")
