"""A part that was changed after a person approved it (domain §4.7): what is published must be what was reviewed.

An approval is of a digest of the part (``Report.digest``). A part nobody approved yet is no matter of this rule.
"""

from __future__ import annotations

from drafting.report import TABLES

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("M-03")


def check(context: Context) -> Outcome:
    """Every part that has been approved."""
    report = context.report
    approved = {given.part for given in report.approvals}
    parts = [part for part in report.parts if part in approved]
    if not parts:
        yield RULE.not_assessed("nothing")
    for part in parts:
        if report.approval(part) is None:
            yield RULE.finding("changed", part=report.parts[part], section=None if part == TABLES else part)
