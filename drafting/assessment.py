"""One report looked at once: what its figures rest on, what is marked in it, what the rules find, what stands in the
way of a final copy (docs/decisions/0014-assessment.md).

The editor, 校核, the review copy, the command line, the conversation and the final gate all ask the same
``Assessment``, so that none of them can come to another verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from drafting.bearing import Bearing
from drafting.binding import EvidenceIndex
from drafting.checks import SHIPPED, Context, Finding, NotAssessed, OfficeRules, Result, judged
from drafting.checks.context import true_last_year
from drafting.checks.marks import Marked, sentences
from drafting.checks.units import Units
from drafting.report import TABLES, Report


@dataclass(frozen=True)
class Obstacle:
    """One reason why there is no final copy yet: a finding, or a part (``Report.parts``) without approval."""

    message: str
    finding: Finding | None = None
    part: str = ""


class Assessment:
    """``report``, the report that is ``given`` as last year's, the rules of the ``office``, and what the ``units`` reported that it
    adds up, where it does. None of them must change.

    Each question is worked out when it is first asked, and then kept. From an assessment made ``before`` the marks of
    the sections are taken over that read and rest as they did then.
    """

    def __init__(
        self,
        report: Report,
        given: Report | None = None,
        office: OfficeRules = SHIPPED,
        before: Assessment | None = None,
        units: Units | None = None,
    ):
        self.report, self.given, self.office, self.units = report, given, office, units
        self._context = Context(report, given, office, before.figures_of(self) if before else {}, units)

    def holds_for(self, report: Report, given: Report | None, office: OfficeRules, units: Units | None = None) -> bool:
        """Whether these are what was assessed."""
        return (self.report, self.given, self.office, self.units) == (report, given, office, units)

    @property
    def last_year(self) -> Report | None:
        """The report on the year before; None where none is given, or one on another year."""
        return true_last_year(self.report, self.given)

    @property
    def why_no_comparison(self) -> str:
        """Why nothing can be compared with last year (Chinese, no full stop), ``""`` when it can."""
        return self._context.why_no_comparison

    @property
    def ground(self) -> EvidenceIndex:
        """The facts and notes that the narrative can rest on."""
        return self._context.ground

    @property
    def bearing(self) -> Bearing:
        """What the words of the narrative can rest on."""
        return self._context.bearing

    @cached_property
    def marks(self) -> dict[str, list[Marked]]:
        """The marks of every written section, by section id: whole sentences first, so that figures are drawn over
        them.
        """
        found, bare = self._context.marks, self._context.baseless
        before = self.last_year
        return {
            id: sentences(id, self.report.sections[id], before.text(id) if before else "") + bare[id] + found[id]
            for id in found
        }

    @cached_property
    def result(self) -> Result:
        """What all rules say."""
        return judged(self._context)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules found, the gravest first, without what a person lets pass."""
        return self.result.findings

    @property
    def waived(self) -> tuple[Finding, ...]:
        """What the rules found and a person lets pass with a reason."""
        return self.result.waived

    @property
    def not_assessed(self) -> tuple[NotAssessed, ...]:
        """The rules that could not look."""
        return self.result.not_assessed

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        """Everything that stands in the way of a final copy; nothing: it may leave the house."""
        found = [Obstacle(finding.message, finding=finding) for finding in blocking(self.result)]
        return found + [
            Obstacle(f"“{self.report.parts[part]}”{_why(self.report, part)}", part=part)
            for part in unapproved(self.report)
        ]

    def figures_of(self, other: Assessment) -> dict[str, list[Marked]]:
        """The marks of figures and words that ``other`` need not work out again: same section, same facts and notes."""
        if "marks" not in vars(self._context) or self._basis != other._basis:
            return {}
        new = other.report.sections
        return {id: found for id, found in self._context.marks.items() if new.get(id) == self.report.sections[id]}

    @property
    def _basis(self) -> tuple[Any, ...]:
        """All that a mark depends on beside the words of its section."""
        report = self.report
        return report.organ, report.year, report.edition, report.values, report.stated, report.notes, self.last_year


def blocking(result: Result) -> list[Finding]:
    """What the rules found that stands in the way of a final copy: errors, blank cells, and figures that rest on
    nothing or are contradicted (``Rule.blocks``).

    What a person lets pass with a reason is not among ``result.findings`` any more. A part changed after its approval
    is said by ``unapproved``.
    """
    return [finding for finding in result.findings if finding.blocking]


def unapproved(report: Report) -> list[str]:
    """The parts that wait for an approval: the tables, and every section in which something is written."""
    return [
        part for part in report.parts if (part == TABLES or report.text(part).strip()) and report.approval(part) is None
    ]


def _why(report: Report, part: str) -> str:
    earlier = [given.person for given in report.approvals if given.part == part]
    return f"在{earlier[-1]}批准后又有改动，批准已撤回，需要重新批准。" if earlier else "还没有人批准。"
