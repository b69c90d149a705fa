"""What is carried in this year is what last year's report carried out, column by column (A5, domain §2.4).

A warning: figures are sometimes corrected after publication.
"""

from __future__ import annotations

from drafting.values import printed

from .context import Context
from .rule import Outcome, Rule

RULE = Rule(
    "T-05", "warning", "表三每一列：上年结转等于上年报告的结转下年度",
    "跨年关系 A5，7 列；上年数字可能事后更正，所以只提醒")


def check(context: Context) -> Outcome:
    """A5 in each column whose two cells are both filled."""
    if context.why_no_comparison:
        yield RULE.not_assessed(context.why_no_comparison)
        return
    form, compared = context.form, 0
    for relation in form.relations:
        if relation.group != "A2":  # one a column
            continue
        column = relation.id.split(":")[1]
        here, there = f"requests.carried_in.{column}", f"requests.carried_out.{column}"
        now, then = context.cells.get(here), context.before.get(there)
        if now is None or then is None:
            continue
        compared += 1
        if now != then:
            yield RULE.finding(
                f"{form.name(here)}为{printed(now)}，上年报告{form.name(there)}为{printed(then)}，"
                f"相差{printed(abs(now - then))}，请核对，数字确有更正的请说明理由（A5:{column}）。", cells=(here,))
    if not compared:
        yield RULE.not_assessed("本年的上年结转或上年报告的结转下年度没有填写")
