"""A chapter 五 that says there is no problem, or a problem that ends in praise (domain §4.5).

An opening sentence may praise before it turns to the problems; a list of problems may not.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..problems import problem_items
from ..rule import Outcome, rule
from .s07_empty import SHORTEST

RULE = rule("R-07")

_NONE = late_pattern(
    "(?:不存在|(?<![还也])没有(?:发现|存在)?|未(?:发现|发生|存在)|暂无|无)(?:任何|明显|突出|重大|主要|较大|什么|需要整改)?的?(?:问题|不足)"
    "(?=[，。；！、\\s]|$)"
)
_PRAISE = late_pattern(
    "(?:但|却|然而|不过|总体上?|整体上?)[^。；]{0,24}?(?:(?:取得|得到|获得|实现)了?[^，。；]{0,10}(?:成效|成绩|进展|好评|肯定|提升|突破|表彰|认可)"
    "|位居[^，。；]{0,8}前列|走在[^，。；]{0,8}前列|成效(?:显著|明显)|受到[^，。；]{0,10}(?:表扬|肯定|好评))"
    "(?![^，。；]{0,6}(?:不|未|有限|欠|难|少|偏|慢))"
)


def check(context: Context) -> Outcome:
    """The problems of chapter 五, and the chapter when it lists none."""
    here = context.chapter("problems", headed=True)
    text = here.text
    problems = problem_items(text)
    if len("".join(text.split())) < SHORTEST and not problems:  # S-07 asks for content first
        yield RULE.not_assessed("problems_unwritten")
        return
    for start, _end, problem in problems:
        if match := _PRAISE.search(problem):
            yield RULE.finding("praise", words=match[0][:20], **here.at(start + match.start(), start + match.end()))
    if not problems and (match := _NONE.search(text)):
        yield RULE.finding("none", words=match[0], **here.at(*match.span()))
    elif not problems:
        yield RULE.not_assessed("no_list")
