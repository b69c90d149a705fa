"""Problems that are everybody's and nobody's (domain §4.5): not one names a unit, a system, a matter or a figure."""

from __future__ import annotations

from ..context import Context
from ..generic import is_generic
from ..problems import problem_items
from ..rule import Outcome, rule

RULE = rule("R-06")


def check(context: Context) -> Outcome:
    """All problems of chapter 五 together."""
    here = context.chapter("problems", headed=True)
    text = here.text
    problems = problem_items(text)
    if not problems:
        yield RULE.not_assessed("no_problems" if text.strip() else "problems_unwritten")
    elif all(is_generic(problem) for _, _, problem in problems):
        yield RULE.finding("generic", problems=len(problems), **here.at(problems[0][0], problems[-1][1]))
