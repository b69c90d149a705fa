"""A figure that differs from the cell it names, in words of a narrower scope (区政府办代表区政府, 县直部门, 备案) or in words that
leave room: said, never an error (domain §4.3).
"""

from __future__ import annotations

from ..bound import bound
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-02")


def check(context: Context) -> Outcome:
    """Such figures, but those that rule N-01 asks about because no person wrote them."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for found, mark in bound(context, "contradicted"):
        if mark.kind == "figure" and mark.narrow and not found.questioned and not found.reckoned:
            says = context.ground.says(mark.sources[0])
            yield RULE.finding(
                "asked" if mark.asked else "narrower",
                quoted=found.quoted,
                says=says,
                cells=found.cells,
                section=found.section,
                span=found.span,
            )
