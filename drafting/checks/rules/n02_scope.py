"""A figure that differs from the cell it names, in words of a narrower scope (区政府办代表区政府, 县直部门, 备案) or in words that
leave room: said, never an error (domain §4.3). Where the units' reports are at hand, a figure of one of them, or of a group, is
held against what that reported instead.
"""

from __future__ import annotations

from ..bound import bound, found_at
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-02")


def check(context: Context) -> Outcome:
    """Such figures, but those that rule N-01 asks about because no person wrote them; and those of a part that reported another."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for found in (each for marks in context.marks.values() for each in marks):
        known = context.of_part(found)
        if known and not known.right:
            yield found_at(RULE, "part", found, part=known.label, expected=known.expected)
    for found, mark in bound(context, "contradicted"):
        if context.of_part(found) is not None:
            continue
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
