"""Cases that were pending at the end of last year are decided or pending this year (A8, domain §2.4).

A hint: how 尚未审结 is counted over the years is not documented.
"""

from __future__ import annotations

from drafting.values import printed

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("T-18")


def check(context: Context) -> Outcome:
    """A8 for each group whose two figures are both filled."""
    if context.why_no_comparison:
        yield RULE.because(context.why_no_comparison)
        return
    compared = False
    for relation in context.form.relations:
        sum_key = relation.total
        if relation.group != "A4" or sum_key is None:
            continue
        group = sum_key.removesuffix(".total")
        now, then = context.cells.get(sum_key), context.before.get(f"{group}.pending")
        if now is None or then is None:
            continue
        compared = True
        if now < then:
            yield RULE.finding(
                "fewer",
                name=context.form.name(sum_key),
                now=printed(now),
                then=printed(then),
                difference=printed(then - now),
                group=group.split(".")[1],
                cells=(sum_key,),
            )
    if not compared:
        yield RULE.not_assessed("blank")
