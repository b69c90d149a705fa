"""未收到申请, 未作出许可, 均已办结, 答复率100%: claims that the cells deny (domain §4.3); and 首次 without a note."""

from __future__ import annotations

from ..bound import bound, found_at
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-05")

PROCEEDINGS = ("fact:proceedings.", "fact:formula.litigation")
"""How the sources of table four begin; rule N-06 has those."""


def check(context: Context) -> Outcome:
    """Words that a cell contradicts, and words of no note that no person wrote."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for found, mark in bound(context, "contradicted"):
        if mark.kind == "word" and not found.reckoned and not mark.sources[0].startswith(PROCEEDINGS):
            severity = "warning" if mark.narrow else "error"
            says = context.ground.says(mark.sources[0])
            yield found_at(RULE, "contradicted", found, says=says, severity=severity)
    for found, mark in bound(context, "untied"):
        if mark.kind == "word" and found.doubt:
            yield found_at(RULE, "untied", found, words=mark.text, severity=found.doubt)
