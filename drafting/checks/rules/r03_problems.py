"""A problem that last year's report stated already (domain §4.5)."""

from __future__ import annotations

from ..carried_over import nearest
from ..context import Context
from ..problems import problem_items, shortened
from ..rule import Outcome, rule

RULE = rule("R-03")

SAME = 0.70
"""From here on two problems are the same."""


def check(context: Context) -> Outcome:
    """Each problem of this year against all of last year's."""
    last_year = context.last_year
    if last_year is None:
        yield RULE.because(context.why_no_comparison)
        return
    here = context.chapter("problems", headed=True)
    now = problem_items(here.text)
    before = [problem for _, _, problem in problem_items(last_year.narrative_text("problems"))]
    if not now or not before:
        yield RULE.not_assessed("no_problems_now" if before else "no_problems_before")
        return
    for start, end, problem in now:
        ratio, same = nearest(problem, before)
        if ratio >= SAME:
            yield RULE.finding(
                "same",
                problem=shortened(problem),
                same=shortened(same),
                percent=int(ratio * 100),
                **here.at(start, end),
            )
