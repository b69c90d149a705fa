"""A measure that says neither what nor when nor who (domain §4.5).

Whether a measure will help is for a person to judge; a program is certain only of measures made of general words alone.
"""

from __future__ import annotations

from ..context import Context
from ..generic import is_generic
from ..measures import measure_items
from ..problems import shortened
from ..rule import Outcome, rule

RULE = rule("R-09")


def check(context: Context) -> Outcome:
    """Each measure of chapter 五."""
    here = context.chapter("problems", headed=True)
    text = here.text
    measures = measure_items(text)
    if not measures:
        yield RULE.not_assessed("no_measures" if text.strip() else "problems_unwritten")
    for start, end, measure in measures:
        if is_generic(measure):
            yield RULE.finding("vague", measure=shortened(measure), **here.at(start, end))
