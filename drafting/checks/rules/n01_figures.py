"""Every figure of the narrative is what the tables say, stands in a note, or was given by a person (domain §4.3)."""

from __future__ import annotations

from ..bound import bound, found_at, gainsaid
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-01")


def check(context: Context) -> Outcome:
    """Figures that their own words contradict, or seem to; and figures that rest on nothing, gravest where no person wrote them."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for found, mark in bound(context, "contradicted"):
        if mark.kind == "figure" and not mark.narrow and not found.reckoned:
            yield gainsaid(context, RULE, found, mark)
        elif found.questioned and context.of_part(found) is None:
            yield found_at(RULE, "asked", found, says=context.ground.says(mark.sources[0]), severity="warning")
    for found, mark in bound(context, "untied"):
        if mark.kind == "figure" and found.doubt and context.of_part(found) is None:
            yield found_at(RULE, "untied", found, severity=found.doubt)
