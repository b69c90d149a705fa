"""Counts are whole and not negative (domain §2.5). Typing refuses such values; a file may still hold them."""

from __future__ import annotations

from drafting.values import printed

from ..context import Context
from ..rule import Outcome, rule
from ..wording import joined

RULE = rule("T-08")


def check(context: Context) -> Outcome:
    """Every count that was entered, and every total a file stated; sums of faulty cells are not named again."""
    seen = 0
    for key, cell in context.form.cells.items():
        value = context.cells.get(key)
        if cell.kind != "count" or value is None or (cell.computed and key not in context.report.stated):
            continue
        seen += 1
        faults = [RULE.part("negative")] if value < 0 else []
        if value != int(value):
            faults.append(RULE.part("decimals"))
        if faults:
            yield RULE.finding(
                "wrong", name=context.form.name(key), value=printed(value), faults=joined("、", faults), cells=(key,)
            )
    if not seen:
        yield RULE.not_assessed("blank")
