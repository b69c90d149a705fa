"""A measure that says neither what nor when nor who (domain §4.5).

Whether a measure will help is for a person to judge; a program is certain only of measures made of general words alone.
"""

from __future__ import annotations

from .context import Context
from .generic import is_generic
from .measures import measure_items
from .rule import Outcome, Rule

RULE = Rule("R-09", "hint", "改进措施写明做什么、何时完成、谁负责", "公开通报批评过措施空泛；只查通篇是通用说法的")


def check(context: Context) -> Outcome:
    """Each measure of chapter 五."""
    text = context.report.text("problems")
    measures = measure_items(text)
    if not measures:
        yield RULE.not_assessed("“五、存在的主要问题及改进情况”" + ("没有列出措施" if text.strip() else "尚未起草"))
    for start, end, measure in measures:
        if is_generic(measure):
            yield RULE.finding(
                f"措施“{measure[:20]}{'…' * (len(measure) > 20)}”没有写明做什么、何时完成、谁负责，请写具体。",
                section="problems", span=(start, end))
