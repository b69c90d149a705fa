"""Words that allow no exception, 零投诉, 满意度100%, with nothing to show for it (domain §4.6).

Backed are those that a note says too, and 零复议, 零诉讼, 零纠错 where table four has no such case. Percentages that a
model wrote or a file brought are N-01's, 均已办结 is N-05's, rates of timely answers are theirs too: here only the 100%
a person typed. 全部, 应公开尽公开 and the like are ordinary words of these reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.language.late_pattern import late_pattern

from .. import bound
from ..context import Context
from ..rule import Finding, Outcome, rule

RULE = rule("P-06")

_NONE = late_pattern(
    r"零(?:投诉|差错|失误|延误|遗漏|舆情|超期|逾期|积压|泄密|失密|事故|复议|诉讼|败诉|纠错)|无一(?:差错|失误|遗漏|超期|逾期|投诉|败诉|纠错)"
    r"|万无一失|毫无差错|从未(?:出现|发生)(?:任何)?(?:差错|失误|泄密)|百分百"
)
_WISH = late_pattern("力争|争取|确保|努力|实现.{0,8}目标|追求|要求|目标|做到|达到.{0,6}要求")
_TIMELY = late_pattern("按时|按期|及时|限期|期限|办结|答复|回复|合格")
_CASES = {
    "零复议": ("proceedings.review.total",),
    "零诉讼": ("proceedings.litigation_direct.total", "proceedings.litigation_after_review.total"),
    "零纠错": (
        "proceedings.review.corrected",
        "proceedings.litigation_direct.corrected",
        "proceedings.litigation_after_review.corrected",
    ),
}


def check(context: Context) -> Outcome:
    """The words, then what a person typed as 100%."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
        return
    notes = "\n".join(note.text for note in context.report.notes)
    for section, text in context.texts.items():
        for match in _NONE.finditer(text):
            before = re.split("[。；\n]", text[max(0, match.start() - 30) : match.start()])[-1]
            if match[0] not in notes and not _WISH.search(before) and not _backed(context, match[0]):
                yield _finding(match[0], section, match.span())
    yield from _whole(context)


def _whole(context: Context) -> Iterator[Finding]:
    for found, mark in bound.bound(context, "untied"):
        figure = mark.figure
        whole = figure and figure.unit == "%" and figure.value == 100
        if whole and found.doubt is None and not _TIMELY.search(found.quoted):
            yield _finding(found.quoted.strip("“”"), found.section, found.span)


def _backed(context: Context, word: str) -> bool:
    """Whether table four has no case of what ``word`` says there was none of."""
    values = [context.cells.get(key) for key in _CASES.get(word, ())]
    return bool(values) and all(value == 0 for value in values)


def _finding(words: str, section: str, span: tuple[int, int]) -> Finding:
    return RULE.finding("absolute", words=words, section=section, span=span)
