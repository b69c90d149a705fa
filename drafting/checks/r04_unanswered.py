"""What became of the problems that last year's report stated (domain §1.4, §4.5).

A problem is answered where a sentence of chapter 五, or a note on 上年问题整改, has its key words. This year's own
problems are no answer, unless they say that it is last year's.
"""

from __future__ import annotations

import re

from .context import Context
from .likeness import sentences
from .problems import problem_items, shortened, speaks_of
from .rule import Outcome, rule

RULE = rule("R-04")

_STILL = re.compile("上一?年|去年|仍|依然|尚未|持续")


def check(context: Context) -> Outcome:
    """One finding for each problem of last year that nothing speaks of."""
    last_year = context.last_year
    if last_year is None:
        yield RULE.because(context.why_no_comparison)
        return
    before, text = problem_items(last_year.prose("problems")), context.report.prose("problems")
    if not before or not text.strip():
        yield RULE.not_assessed("problems_unwritten" if before else "no_problems_before")
        return
    now = [problem for _, _, problem in problem_items(text) if not _STILL.search(problem)]
    answers = [
        sentence
        for _, _, sentence in sentences(text)
        if not any(problem in sentence or sentence.rstrip("。；") in problem for problem in now)
    ]
    answers += [line for note in context.report.notes_on(["last_year_fix"]) for line in note.text.splitlines()]
    for _, _, problem in before:
        if not any(speaks_of(answer, problem) for answer in answers):
            yield RULE.finding("unanswered", problem=shortened(problem), section="problems")
