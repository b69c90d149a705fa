"""The date of issue is within the time Article 49 of the Regulation gives (domain §1.2): 31 January or 31 March.

The date is the one filled in as 成文日期. Whether it was really published then, and earlier dates a superior sets, the
report does not hold.
"""

from __future__ import annotations

from datetime import date

from .context import Context
from .rule import Outcome, rule

RULE = rule("Y-03")


def check(context: Context) -> Outcome:
    """成文日期 against the deadline of this organ, and against the end of the year it reports on."""
    report = context.report
    issued = report.document.issued_on
    if issued is None:
        yield RULE.not_assessed("blank")
        return
    if not 1 <= report.year < date.max.year:
        yield RULE.not_assessed("no_calendar", year=report.year)
        return
    late = (issued - report.deadline).days
    if late > 0:
        yield RULE.finding("late", issued=_day(issued), deadline=_day(report.deadline), days=late)
    elif issued.year <= report.year:
        yield RULE.finding("early", issued=_day(issued), year=report.year)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
