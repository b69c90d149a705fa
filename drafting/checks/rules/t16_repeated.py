"""大量反复申请 and 重复申请 need applications to be many of, or to repeat (domain §4.2).

Up to ten pieces a month are free of charge for being within reason (国办函〔2020〕109号), so an organ that has fewer in
a whole year can hardly have refused one for its quantity. A hint: an earlier year's application can be repeated. Unpaid
fees without a word in chapter 六 are N-09's.
"""

from __future__ import annotations

from drafting.values import printed, total

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("T-16")

HANDLED = ("requests.new_received.total", "requests.carried_in.total")
"""The applications there were to handle."""
REPEATED, EXCESSIVE = "requests.unprocessed_repeated.total", "requests.unprocessed_excessive.total"
FEW = 10
"""Applications in a year below which 大量 is doubtful."""


def check(context: Context) -> Outcome:
    """The two rows against the applications of the year."""
    handled = total(context.cells, HANDLED)
    repeated, excessive = context.cells.get(REPEATED), context.cells.get(EXCESSIVE)
    if handled is None or (repeated is None and excessive is None):
        yield RULE.not_assessed("blank")
        return
    if excessive and excessive > 0 and handled < FEW:
        yield RULE.finding(
            "few",
            name=context.form.name(EXCESSIVE),
            excessive=printed(excessive),
            handled=printed(handled),
            few=FEW,
            cells=(EXCESSIVE, *HANDLED),
        )
    if repeated and repeated >= handled > 0:
        yield RULE.finding(
            "all",
            name=context.form.name(REPEATED),
            repeated=printed(repeated),
            handled=printed(handled),
            cells=(REPEATED, *HANDLED),
        )
