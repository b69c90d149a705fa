"""Cases that were pending at the end of last year are decided or pending this year (A8, domain §2.4).

A hint: how 尚未审结 is counted over the years is not documented.
"""

from __future__ import annotations

from drafting.values import printed

from .context import Context
from .rule import Outcome, Rule

RULE = Rule(
    "T-18", "hint", "表四每一组：总计不少于上年报告的尚未审结",
    "跨年关系 A8，3 组；上年没有审结的案件本年应当仍在表中，口径没有明文，所以只提示")


def check(context: Context) -> Outcome:
    """A8 for each group whose two figures are both filled."""
    if context.why_no_comparison:
        yield RULE.not_assessed(context.why_no_comparison)
        return
    compared = False
    for relation in context.form.relations:
        if relation.group != "A4":
            continue
        group = relation.total.removesuffix(".total")
        now, then = context.cells.get(relation.total), context.before.get(f"{group}.pending")
        if now is None or then is None:
            continue
        compared = True
        if now < then:
            yield RULE.finding(
                f"{context.form.name(relation.total)}为{printed(now)}，上年报告尚未审结的有{printed(then)}件，"
                f"少{printed(then - now)}件，请核对上年未审结的案件是否已计入（A8:{group.split('.')[1]}）。",
                cells=(relation.total,))
    if not compared:
        yield RULE.not_assessed("本年表四的总计或上年的尚未审结没有填写")
