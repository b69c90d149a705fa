"""What a model or the composer wrote is borne out, clause by clause, by a note, a cell or a standard phrase."""

from __future__ import annotations

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-11")


def check(context: Context) -> Outcome:
    """Drafted clauses that nothing bears out, and those whose evidence says the contrary."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for found in (each for marks in context.baseless.values() for each in marks):
        if found.instead:
            yield RULE.finding(
                "turned", words=found.text, instead=found.instead, section=found.section, span=found.span
            )
        elif found.missing:
            yield RULE.finding(
                "baseless", words=found.text, missing=found.missing, section=found.section, span=found.span
            )
        else:
            yield RULE.finding("unsaid", words=found.text, section=found.section, span=found.span)
