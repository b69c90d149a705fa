"""What stands in the way of a final copy: what the rules found, and the parts no person has approved as they stand.

A final copy prints what was approved: an approval is of a digest of the part (``Report.digest``), so any later change of
it takes the approval away, and a text that equals what was approved has it.
"""

from __future__ import annotations

from dataclasses import dataclass

from drafting import checks
from drafting.report import TABLES, Report

WHOLE = ("T-10", "N-01")
"""Rules that block a final copy whatever their severity: a published table prints each figure, and each figure in the
prose rests on something."""
FIGURES = ("N-03", "N-04", "N-05", "N-06", "N-07", "N-09", "N-10", "Y-02", "Y-04")
"""Rules about figures and names in the prose whose warnings block it too; N-02 is about scope, which may differ."""
CHANGED = "M-03"
"""The rule about parts that were changed after their approval."""


@dataclass(frozen=True)
class Obstacle:
    """One reason why there is no final copy yet: a finding, or a part (``Report.parts``) without approval."""

    message: str
    finding: checks.Finding | None = None
    part: str = ""


def blocking(result: checks.Result) -> list[checks.Finding]:
    """Errors, blank cells, and figures that rest on nothing or are contradicted.

    What a person lets pass with a reason is not among ``result.findings`` any more. A part changed after its approval is
    said by ``unapproved``.
    """
    return [finding for finding in result.findings if finding.rule != CHANGED and (
        finding.severity == "error" or finding.rule in WHOLE
        or finding.severity == "warning" and finding.rule in FIGURES)]


def unapproved(report: Report) -> list[str]:
    """The parts that wait for an approval: the tables, and every section in which something is written."""
    return [part for part in report.parts
            if (part == TABLES or report.text(part).strip()) and report.approval(part) is None]


def obstacles(report: Report, result: checks.Result) -> list[Obstacle]:
    """Everything that stands in the way of a final copy; nothing: it may leave the house."""
    found = [Obstacle(finding.message, finding=finding) for finding in blocking(result)]
    return found + [Obstacle(f"“{report.parts[part]}”{_why(report, part)}", part=part) for part in unapproved(report)]


def _why(report: Report, part: str) -> str:
    earlier = [given.person for given in report.approvals if given.part == part]
    return f"在{earlier[-1]}批准后又有改动，批准已撤回，需要重新批准。" if earlier else "还没有人批准。"
