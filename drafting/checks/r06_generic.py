"""Problems that are everybody's and nobody's (domain §4.5): not one names a unit, a system, a matter or a figure."""

from __future__ import annotations

from .context import Context
from .generic import is_generic
from .problems import problem_items
from .rule import Outcome, Rule

RULE = Rule("R-06", "warning", "至少有一个问题写到具体的事项、单位、系统或数字", "对 29 个省 11 年年度报告的研究：问题部分普遍避重就轻")


def check(context: Context) -> Outcome:
    """All problems of chapter 五 together."""
    text = context.report.text("problems")
    problems = problem_items(text)
    if not problems:
        yield RULE.not_assessed("“五、存在的主要问题及改进情况”" + ("没有列出问题" if text.strip() else "尚未起草"))
    elif all(is_generic(problem) for _, _, problem in problems):
        yield RULE.finding(
            f"所列 {len(problems)} 个问题都是各单位通用的说法，请写明是哪类信息、哪个环节、什么情况，有数字的写上数字。",
            section="problems", span=(problems[0][0], problems[-1][1]))
