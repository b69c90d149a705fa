"""Every figure of the narrative is what the tables say, stands in a note, or was given by a person (domain §4.3)."""

from __future__ import annotations

from ..bound import bound, tables_say
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-01")


def check(context: Context) -> Outcome:
    """Figures that their own words contradict, or seem to; and figures that rest on nothing, gravest where no person wrote them."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for found, mark in bound(context, "contradicted"):
        if mark.kind == "figure" and not mark.narrow and not found.reckoned:
            yield RULE.finding(
                "contradicted",
                quoted=found.quoted,
                says=tables_say(context, mark),
                cells=found.cells,
                section=found.section,
                span=found.span,
                fix=mark.expected,
            )
        elif found.questioned:
            says = context.ground.says(mark.sources[0])
            yield RULE.finding(
                "asked",
                quoted=found.quoted,
                says=says,
                cells=found.cells,
                section=found.section,
                span=found.span,
                severity="warning",
            )
    for found, mark in bound(context, "untied"):
        if mark.kind == "figure" and found.doubt:
            yield RULE.finding(
                "untied", quoted=found.quoted, section=found.section, span=found.span, severity=found.doubt
            )
