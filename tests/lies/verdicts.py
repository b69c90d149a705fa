"""What the program says of a text that has something wrong in it."""

from __future__ import annotations

from dataclasses import dataclass

from drafting.assessment import Assessment
from drafting.report import Report


@dataclass(frozen=True)
class Said:
    """What the rules say of the narrative, as (rule, message), with the severity and whether it stops the final copy."""

    findings: dict[tuple[str, str], tuple[str, bool, bool]]

    def new(self, before: Said) -> list[tuple[str, bool, bool]]:
        """(severity, names a cell, stops the final copy) of what was not said before."""
        return [what for key, what in self.findings.items() if key not in before.findings]


def said(report: Report, last_year: Report | None = None) -> Said:
    """All findings that point at words or at cells; how long a text is and what it lacks are others' business."""
    return Said(
        {
            (finding.rule, finding.message): (finding.severity, bool(finding.cells), finding.blocking)
            for finding in Assessment(report, last_year).findings
            if finding.section and (finding.span or finding.cells)
        }
    )


def outcome(before: Said, after: Said) -> str:
    """How a fault that was put in is met: ``error``, ``named`` (a question that names a cell), ``stopped`` (the final copy
    waits, no cell is named), ``seen`` (something is said) or ``nothing``.
    """
    new = after.new(before)
    if any(severity == "error" for severity, _, _ in new):
        return "error"
    if any(named for _, named, _ in new):
        return "named"
    if any(stops for _, _, stops in new):
        return "stopped"
    return "seen" if new else "nothing"
