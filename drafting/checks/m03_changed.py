"""A part that was changed after a person approved it (domain §4.7): what is published must be what was reviewed.

An approval is of a digest of the part (``Report.digest``). A part nobody approved yet is no matter of this rule.
"""

from __future__ import annotations

from drafting.report import TABLES

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("M-03", "error", "批准后没有再改动", "公开评估通报过公开后又改动的报告；按批准时的内容指纹比对")


def check(context: Context) -> Outcome:
    """Every part that has been approved."""
    report = context.report
    approved = {given.part for given in report.approvals}
    parts = [part for part in report.parts if part in approved]
    if not parts:
        yield RULE.not_assessed("还没有批准过的部分")
    for part in parts:
        if report.approval(part) is None:
            yield RULE.finding(
                f"“{report.parts[part]}”批准后又有改动，请重新批准或改回批准时的内容。",
                section=None if part == TABLES else part)
