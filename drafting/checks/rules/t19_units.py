"""The report of a government that adds up its units' tables has their sum in each cell (domain §6).

Not simply additive: joint documents, organs under direct management, development zones. Such a difference is adjusted in the
sum, or let pass here with its reason.
"""

from __future__ import annotations

from drafting.values import printed

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("T-19")


def check(context: Context) -> Outcome:
    """Every cell that people fill against the sum of the units; totals follow from these."""
    if context.units is None:
        yield RULE.not_assessed("alone")
        return
    for cell in context.form.inputs:
        summed, held = context.units.cells.get(cell), context.report.values.get(cell)
        if summed is None or summed == held:
            continue
        name = context.form.name(cell)
        if held is None:
            yield RULE.finding("blank", name=name, sum=printed(summed), cells=(cell,))
            continue
        difference = held - summed
        by = RULE.part("more" if difference > 0 else "less", difference=printed(abs(difference)))
        yield RULE.finding("differs", name=name, held=printed(held), sum=printed(summed), by=by, cells=(cell,))
