"""Shares and changes from last year, and the words for them, are reckoned again from the cells (domain §4.3)."""

from __future__ import annotations

from .bound import bound, cells, tables_say
from .context import UNWRITTEN, Context
from .rule import Outcome, Rule

RULE = Rule(
    "N-03", "warning", "正文的占比、同比数字和增减用语与表格算得的一致", "有公开年报的占比、增幅算错；占比保留两位小数，允许相差 0.01")


def check(context: Context) -> Outcome:
    """Percentages, amounts of change, and 增长, 下降, 持平 that the cells contradict."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
        return
    if context.why_no_comparison:
        yield RULE.not_assessed(f"同比部分：{context.why_no_comparison}")
    for found in bound(context, "contradicted"):
        if found.reckoned:
            yield RULE.finding(
                f"{found.quoted}与表格算得的不符，{tables_say(context, found.mark)}。",
                cells=cells(context, found.mark), section=found.section, span=found.span, fix=found.mark.expected)
