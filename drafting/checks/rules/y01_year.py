"""The text reports on the year of the report (domain §4.4): period of the statistics, the report's name, the lead."""

from __future__ import annotations

from ..context import Context
from ..rule import Outcome, rule
from ..years import of_the_report

RULE = rule("Y-01")


def check(context: Context) -> Outcome:
    """Every place where the text says which year it reports on."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for claim in of_the_report(context):
        if claim.year != context.report.year:
            yield RULE.finding(
                "other_year",
                where=claim.where,
                claimed=claim.year,
                year=context.report.year,
                section=claim.section,
                span=(claim.start, claim.end),
                fix=f"{context.report.year}年",
            )
