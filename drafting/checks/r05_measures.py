"""Each problem has its measure (domain §4.5).

Measures are usually in the order of the problems, so as many measures as problems are enough. Where there are fewer, a
problem is named only when none of them has its key words.
"""

from __future__ import annotations

from .context import Context
from .measures import measure_items, mentions, told_together
from .problems import problem_items
from .rule import Outcome, Rule

RULE = Rule("R-05", "warning", "每个问题都有对应的改进措施", "《政府信息公开条例》第五十条要求报告问题及改进情况；按条数和关键词判断")


def check(context: Context) -> Outcome:
    """Problems and measures of chapter 五, counted and compared."""
    text = context.report.text("problems")
    problems, measures = problem_items(text), measure_items(text)
    if not problems:
        yield RULE.not_assessed("“五、存在的主要问题及改进情况”" + ("没有列出问题" if text.strip() else "尚未起草"))
        return
    if told_together(text):
        yield RULE.not_assessed("问题和措施写在一起，分不出条数")
        return
    if not measures:
        yield RULE.finding(
            f"写了 {len(problems)} 个问题，没有写改进措施，请逐个写明措施、时限和负责单位。",
            section="problems", span=(problems[0][0], problems[-1][1]))
        return
    said = " ".join(measure for _, _, measure in measures)
    for start, end, problem in problems if len(measures) < len(problems) else ():
        if not mentions(said, problem):
            yield RULE.finding(
                f"有 {len(problems)} 个问题、{len(measures)} 项措施，问题“{problem[:20]}{'…' * (len(problem) > 20)}”"
                "没有看到对应的措施，请补写。", section="problems", span=(start, end))
