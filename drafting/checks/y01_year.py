"""The text reports on the year of the report (domain §4.4): period of the statistics, the report's name, the lead."""

from __future__ import annotations

from .context import UNWRITTEN, Context
from .rule import Outcome, Rule
from .years import of_the_report

RULE = Rule("Y-01", "error", "导语、统计期限所写的年份是报告年度", "公开年报见到沿用上年文字而年份未改的")


def check(context: Context) -> Outcome:
    """Every place where the text says which year it reports on."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
    for claim in of_the_report(context):
        if claim.year != context.report.year:
            yield RULE.finding(
                f"{claim.where}写的是 {claim.year} 年，本报告是 {context.report.year} 年度的，请改正年份。",
                section=claim.section, span=(claim.start, claim.end), fix=f"{context.report.year}年")
