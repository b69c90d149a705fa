"""A problem that last year's report stated already (domain §4.5)."""

from __future__ import annotations

from .context import Context
from .likeness import nearest
from .problems import problem_items
from .rule import Outcome, Rule

RULE = Rule("R-03", "warning", "本年的问题不是上年问题的重复", "公开通报批评过问题年年相同；两条问题相似度 70% 以上即提醒")

SAME = 0.70
"""From here on two problems are the same."""


def check(context: Context) -> Outcome:
    """Each problem of this year against all of last year's."""
    if why := context.why_no_comparison:
        yield RULE.not_assessed(why)
        return
    now = problem_items(context.report.text("problems"))
    before = [problem for _, _, problem in problem_items(context.last_year.text("problems"))]
    if not now or not before:
        yield RULE.not_assessed("本年正文没有列出问题" if before else "上年报告没有列出问题")
        return
    for start, end, problem in now:
        ratio, same = nearest(problem, before)
        if ratio >= SAME:
            yield RULE.finding(
                f"“{problem[:20]}{'…' * (len(problem) > 20)}”与上年报告的问题“{same[:20]}{'…' * (len(same) > 20)}”相似度为 "
                f"{int(ratio * 100)}%，请写本年的新问题，确未解决的请说明原因。", section="problems", span=(start, end))
