"""The report is issued and published within the time Article 49 of the Regulation gives (domain §1.2): 31 January or 31
March.

Looked at are 成文日期 and, once the report is noted as 已公布, the day of publication. Earlier dates a superior sets,
the report does not hold.
"""

from __future__ import annotations

from datetime import date

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("Y-03")


def check(context: Context) -> Outcome:
    """成文日期 and the day of publication against the deadline of this organ, and against the end of the year it
    reports on.
    """
    report = context.report
    issued, published = report.document.issued_on, report.published_on
    if issued is None and published is None:
        yield RULE.not_assessed("blank")
        return
    if not 1 <= report.year < date.max.year:
        yield RULE.not_assessed("no_calendar", year=report.year)
        return
    if published and published > report.deadline:
        yield RULE.finding(
            "published_late",
            published=_day(published),
            deadline=_day(report.deadline),
            days=(published - report.deadline).days,
        )
    if issued and issued > report.deadline:
        yield RULE.finding(
            "late", issued=_day(issued), deadline=_day(report.deadline), days=(issued - report.deadline).days
        )
    elif issued and issued.year <= report.year:
        yield RULE.finding("early", issued=_day(issued), year=report.year)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
