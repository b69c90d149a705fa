"""What is carried in this year is what last year's report carried out, column by column (A5, domain §2.4).

A warning: figures are sometimes corrected after publication.
"""

from __future__ import annotations

from drafting.values import printed

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("T-05")


def check(context: Context) -> Outcome:
    """A5 in each column whose two cells are both filled."""
    if context.why_no_comparison:
        yield RULE.because(context.why_no_comparison)
        return
    form, compared = context.form, 0
    for relation in form.relations:
        if relation.group != "A2":  # one a column
            continue
        column = relation.id.split(":")[1]
        here, there = f"requests.carried_in.{column}", f"requests.carried_out.{column}"
        now, then = context.cells.get(here), context.before.get(there)
        if now is None or then is None:
            continue
        compared += 1
        if now != then:
            yield RULE.finding(
                "differs",
                name=form.name(here),
                now=printed(now),
                before=form.name(there),
                then=printed(then),
                difference=printed(abs(now - then)),
                column=column,
                cells=(here,),
            )
    if not compared:
        yield RULE.not_assessed("blank")
