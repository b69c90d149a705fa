"""A total of 0 beside parts that are not (domain §4.2): a total nobody filled, so T-03 or T-04 is broken by all of it.

Only a file can state such a total; in the program totals are added up.
"""

from __future__ import annotations

from drafting.values import printed, total

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("T-15")


def check(context: Context) -> Outcome:
    """The total of each row of table three and each group of table four."""
    seen = False
    for relation in context.form.relations:
        sum_key = relation.total
        if relation.group not in ("A3", "A4") or sum_key is None or context.cells.get(sum_key) is None:
            continue
        seen = True
        parts = [key for key in relation.parts if context.cells.get(key)]
        added = total(context.cells, parts)
        if context.cells[sum_key] == 0 and added:
            yield RULE.finding("zero", name=context.form.name(sum_key), added=printed(added), cells=(sum_key, *parts))
    if not seen:
        yield RULE.not_assessed("blank")
