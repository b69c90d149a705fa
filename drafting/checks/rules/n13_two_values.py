"""One matter of the whole year with two values in one report (domain §4.3): 全年培训2次 … 全年组织政务公开培训3次.

A matter is the words beside the figure, without what only says that it was done here this year. Both must speak of the
year, or stand in different sections: within one, 培训2次 and 培训3次 may be of two offices. Parts (其中, 上半年, 第一季度),
comparisons and plans do not count. What the tables hold is rule N-01's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafting.binding import Figure, read
from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-13")

_YEAR = late_pattern(
    r"全年|今年|本年|年内|一年来|年来|20\d\d\s*年|(?<!公)共(?![同享性建识和青治商通有])|累计|总计|合计|先后"
)
_PART = late_pattern(
    r"其中|分别|包括|[上下]半年|季度|\d\s*月|每[月季周年]|上一?年|去年|同比|相比|较|比|计划|拟|力争|目标|不少于|不低于|至少|下一?步|平均"
)
_PUBLISHED = late_pattern("公开|发布|推送|更新|刊|转载|信息|文章|稿|解读|图解|视频")
"""What is told channel by channel and field by field: the same only where a sentence begins with it."""
_CLAUSE = late_pattern("[，。；、：,;:！？（）()\n]")
_PLAIN = late_pattern(
    r"全年|今年|本年度?|年内|一年来|20\d\d\s*年度?|(?:政务|政府信息|信息)公开(?:工作)?|组织|开展|举办|举行|召开|进行|安排|累计|共计|总计|合计|先后|已|共|了|的|我[\u4e00-\u9fff]|本[\u4e00-\u9fff]机关|本机关|本单位"
    r"|专题|业务|工作|各类|有关|相关|\s"
)
_AFTER = late_pattern(r"\s*(?:的)?([\u4e00-\u9fff]{2,8})(?=[，。；、：,;（）()\n]|$)")
REACH = 40
"""Characters before a figure in which its clause begins."""
OPENING = 120
"""Characters of a sentence within which its first clause lies."""


class _Stated(NamedTuple):
    figure: Figure
    start: int
    section: str
    of_the_year: bool


def check(context: Context) -> Outcome:
    """The later of two places that state another value."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    told: dict[tuple[str, str], _Stated] = {}
    for section, text in context.texts.items():
        if context.chapters[section] == "problems":
            continue
        of_tables = {found.span for found in context.marks.get(section, ()) if found.state in ("fact", "contradicted")}
        for matter, stated in _stated(section, text):
            if (stated.start, stated.start + len(stated.figure.text)) in of_tables:
                continue  # 制发规章1件、废止1件 after 废止31件
            first = told.setdefault((matter, stated.figure.unit), stated)
            of_one_thing = (first.of_the_year and stated.of_the_year) or first.section != stated.section
            if first.figure.value != stated.figure.value and of_one_thing:
                span = (stated.start, stated.start + len(stated.figure.text))
                yield RULE.finding(
                    "two",
                    matter=matter,
                    figure=_written(stated.figure),
                    first=_written(first.figure),
                    section=section,
                    span=span,
                )


def _stated(section: str, text: str) -> Iterator[tuple[str, _Stated]]:
    """What each figure is of, and the figure."""
    for start, _, sentence in sentences(text):
        year = _YEAR.search(sentence)
        if _PART.search(sentence):
            continue
        for figure in read(sentence):
            before = sentence[max(0, figure.start - REACH) : figure.start]
            if not figure.unit or figure.approximate:
                continue
            of_the_year = year is not None and figure.start >= year.end()
            matter = _PLAIN.sub("", _CLAUSE.split(before)[-1])
            if not matter and (after := _AFTER.match(sentence, figure.end)):
                matter = _PLAIN.sub("", after[1])
            begins = figure.start < OPENING and _PLAIN.sub("", _CLAUSE.sub("", sentence[: figure.start])) in (
                matter,
                "",
            )
            if len(matter) >= 2 and (begins or not _PUBLISHED.search(matter)):
                yield matter, _Stated(figure, start + figure.start, section, of_the_year)


def _written(figure: Figure) -> str:
    return "".join(figure.text.split())
