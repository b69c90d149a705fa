"""Each problem has its measure (domain §4.5).

Measures are usually in the order of the problems, so as many measures as problems are enough. Where there are fewer, a
problem is named only when none of them has its key words.
"""

from __future__ import annotations

import re

from ..context import Context
from ..measures import measure_items, mentions, told_together
from ..problems import problem_items, shortened
from ..rule import Outcome, rule

RULE = rule("R-05")

CLAUSE = 6
"""Characters of the shortest clause that tells a measure."""


def check(context: Context) -> Outcome:
    """Problems and measures of chapter 五, counted and compared."""
    here = context.chapter("problems", headed=True)
    text = here.text
    problems, measures = problem_items(text), measure_items(text)
    if not problems:
        yield RULE.not_assessed("no_problems" if text.strip() else "problems_unwritten")
        return
    if told_together(text):
        yield RULE.not_assessed("together")
        return
    if not measures:
        yield RULE.finding("none", problems=len(problems), **here.at(problems[0][0], problems[-1][1]))
        return
    said = " ".join(measure for _, _, measure in measures)
    for start, end, problem in problems if _counted(measures) < len(problems) else ():
        if not mentions(said, problem):
            yield RULE.finding(
                "missing",
                problems=len(problems),
                measures=len(measures),
                problem=shortened(problem),
                **here.at(start, end),
            )


def _counted(measures: list[tuple[int, int, str]]) -> int:
    """How many measures there are; one sentence that is not numbered tells one in each clause."""
    if len(measures) > 1:
        return len(measures)
    return len([clause for clause in re.split("[，；]", measures[0][2]) if len(clause) >= CLAUSE])
