"""What became of the problems that last year's report stated (domain §1.4, §4.5).

A problem is answered where a sentence of chapter 五, one of chapter 一 that tells of work done, or a note on 上年问题整改, has
its key words. This year's own problems are no answer, unless they say that it is last year's.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences

from ..context import Context
from ..problems import problem_items, shortened, speaks_of
from ..rule import Outcome, rule

RULE = rule("R-04")

_DONE = late_pattern(
    r"\d|新增|增设|改版|升级|创新|融合|推出|建立|建成|完善|健全|优化|规范|制定|修订|开展|组织|加强|丰富|拓展|上线|开设|编制|实现|运用|采用"
)
"""What a sentence says that tells of work done."""
_ALWAYS = late_pattern("依申请|申请人?|答复|办理|受理|收到|新收|办结|网站|按期|按时|法定期限")
"""Words of every overview, which answer nothing."""
_STILL = late_pattern("上一?年|去年|仍|依然|尚未|持续")


def check(context: Context) -> Outcome:
    """One finding for each problem of last year that nothing speaks of."""
    last_year = context.last_year
    if last_year is None:
        yield RULE.because(context.why_no_comparison)
        return
    before, text = problem_items(last_year.narrative_text("problems")), context.report.narrative_text("problems")
    if not before or not text.strip():
        yield RULE.not_assessed("problems_unwritten" if before else "no_problems_before")
        return
    now = [problem for _, _, problem in problem_items(text) if not _STILL.search(problem)]
    answers = [
        sentence
        for _, _, sentence in sentences(text)
        if not any(problem in sentence or sentence.rstrip("。；") in problem for problem in now)
    ]
    answers += [
        _ALWAYS.sub(" ", sentence)
        for line in context.lines("overview")
        for _, _, sentence in sentences(line.text)
        if _DONE.search(sentence)
    ]
    answers += [line for note in context.report.notes_on(["last_year_fix"]) for line in note.text.splitlines()]
    for _, _, problem in before:
        if not any(speaks_of(answer, problem) for answer in answers):
            yield RULE.finding("unanswered", problem=shortened(problem), section="problems")
