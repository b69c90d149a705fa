"""What stands in the way of a final copy: what the rules found, the parts no person has approved as they stand, and what
a 红头公文 is never printed without unless a person says so.

A final copy prints what was approved: an approval is of a digest of the part (``Report.digest``), so any later change of
it takes the approval away, and a text that equals what was approved has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafting import checks
from drafting.publishing import FORMATS
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


@dataclass(frozen=True)
class Lack:
    """Something that a 红头公文 has and the report does not tell. ``message``: what comes of it.

    ``necessary``: the standard asks for it in every document, so that a final copy is refused until a person confirms.
    """

    label: str
    message: str
    necessary: bool = False


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


def lacks(report: Report) -> list[Lack]:
    """What of head and 版记 a 红头公文 of ``report`` would be without (GB/T 9704 7.2.5, 7.3.5, 7.4), the necessary first."""
    given = report.document
    found = []
    if not given.number.strip():
        found.append(Lack("文号", "必填，否则红线上方空着", necessary=True))
    if given.issued_on is None:
        found.append(Lack("成文日期", "必填，否则文末没有署名和日期", necessary=True))
    if not given.issuing_office.strip():
        found.append(Lack("印发机关", f"不填则印“{report.organ.name}”"))
    if given.printed_on and given.issued_on and given.printed_on < given.issued_on:
        found.append(Lack("印发日期", "早于成文日期，请核对"))
    if not given.copied_to.strip():
        found.append(Lack("抄送", "没有抄送机关的不用填"))
    return found


def unconfirmed(report: Report, format: str, preset: str, copy: str) -> list[Lack]:
    """The necessary items that a final copy in ``format`` and ``preset`` would go out without."""
    printed = any(known.redhead for known in FORMATS if known.id == format)
    asked = printed and preset == "redhead" and copy == "final"
    return [lack for lack in lacks(report) if lack.necessary] if asked else []


def refusal(found: Sequence[Lack]) -> str:
    """The sentence with which a 红头 final copy is refused that lacks ``found``."""
    return f"红头公文的正式稿还没有{'、'.join(lack.label for lack in found)}，没有生成；请补填，或确认缺少这些项目仍然生成。"


def _why(report: Report, part: str) -> str:
    earlier = [given.person for given in report.approvals if given.part == part]
    return f"在{earlier[-1]}批准后又有改动，批准已撤回，需要重新批准。" if earlier else "还没有人批准。"
