"""A government also reports 工作考核、社会评议和责任追究结果 (Article 50(4) of the Regulation; domain §1.2)."""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern
from drafting.report import Kind

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("S-06")

_WORDS = {
    "工作考核": late_pattern("考核"),
    "社会评议": late_pattern("评议"),
    "责任追究": late_pattern("责任追究|追究责任|追责|问责"),
}


def check(context: Context) -> Outcome:
    """The three words, anywhere in the overview of a government."""
    if context.report.organ.kind is not Kind.GOVERNMENT:
        yield RULE.not_assessed("not_asked")
        return
    text = "\n".join(line.text for line in context.lines("overview"))
    if not text:
        yield RULE.not_assessed("overview_unwritten")
        return
    missing = [name for name, words in _WORDS.items() if not words.search(text)]
    if missing:
        yield RULE.finding("missing", missing="、".join(missing), section=context.place("appraisal", "overview"))
