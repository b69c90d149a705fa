"""Sentences about this year's work under another year (domain §4.4); precision first.

A year counts only where it opens a sentence or stands right before a verb of this work. Titles, 文号, budgets, plans,
comparisons, dates of documents and ``自2019年以来`` are about other years by right.
"""

from __future__ import annotations

import re

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences

from ..context import Context
from ..masking import masked
from ..rule import Outcome, rule
from ..years import YEAR, number, of_the_report

RULE = rule("Y-02")

_OPENS = late_pattern(r"[（(]?[一二三四五六七八九十]{0,2}[）)、是]?[^，。；]{0,10}[。，]?\s*$|^\s*$")
_TOPIC = late_pattern(
    r"度?(?:[，,]|[我本全各](?:[省市州县区旗镇乡局委街机单])"
    r"|\S{2,20}?(?:人民政府|镇|乡|街道|局|委员会)(?:未|共|收|公开|政府信息))"
)
_WORK = late_pattern(
    r"度?(?:无|未|没有|对\s*\d+\s*[件条]|.{0,8}(?:收到|新收|受理|收办|办理|办结|答复|主动公开|公开信息|新增|更新|发布|推送|制发|废止|收取|未发生|没有发生"
    r"|举办|召开|开展|组织|接待|培训|共计|累计|全年))"
)
_COMPARES = late_pattern("上一?年|去年|同比|相比|环比|较上|历年|以来|连续")
_PLAN = late_pattern(
    "(?<!现)将|(?<!规划)计划|下一?步|拟|打算|继续|力争|争取|明年|(?<![重主必需纲摘概扼紧首])要(?![求素点闻件领害职])|目标|安排|提前"
)
_TELLS = late_pattern("仍(?:然|旧)?(?:存在|有|需)|[还也]存在|在不足|取得(?:了|一定|新|积极|明显)")
"""How a sentence begins 五: it looks back, whatever year it names, unless it goes on to a plan (``_AHEAD``)."""
_AHEAD = late_pattern("将|针对|下一?步|围绕|计划|拟|打算")
_ASIDE = late_pattern(
    r"\s*(?:[-—–~～至到、和与的]|以来|起|以前|以后|之前|之后|前|后|版|度?[底末初])"
    r"|度?[^，。；]{0,16}(?:报告|年报|预算|决算|预决算|规划|计划|要点|结转|整改|(?:提出|指出|反映|存在)的)"
    r"|\s*\d{0,2}\s*月?\s*\d{0,2}\s*日?[^，。；]{0,12}(?:印发|制定|出台|修订|施行|实施|公布|颁布|成立|建成|建立|设立|开通|启用|新修|以来|起)"
)
"""What after a year makes it another matter's year."""
_BEFORE = late_pattern(r"(?:自|从|至|到|于|在|由|较|比|与|和|[-—–~～])\s*$")
_HELD = late_pattern(
    r"\s*\d{1,2}\s*月份?(?:\s*\d{1,2}\s*日)?(?:[、和及]\s*\d{1,2}\s*月份?)*[^，。；、]{0,6}(?:举办|召开|开展|组织)(?!的)"
    r"(?:了|[^，。；]*(?:会|班|活动|培训|检查|督查)(?!的))"
)
"""What was done in a month of the year: 于2021年4月举办…培训会. Where a meeting is cited (召开的…) it stands before 的.
"""
_UNTIL = late_pattern(r"截[至止]\s*$")
REACH = 300
"""Characters of its sentence around a year that decide what the year is of."""


def check(context: Context) -> Outcome:
    """Every year that is not the report's, sentence by sentence, where Y-01 did not look."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
        return
    claimed = {(claim.section, claim.start) for claim in of_the_report(context)}
    for section, text in context.texts.items():
        plain = masked(text)
        for start, end, _ in sentences(plain):
            for match in YEAR.finditer(plain, start, end):
                year = number(match[1])
                if year == context.report.year or (section, match.start()) in claimed:
                    continue
                if _is_this_years_work(
                    plain,
                    start,
                    end,
                    match,
                    later=year > context.report.year,
                    looks_ahead=context.chapters[section] == "problems",
                ):
                    yield RULE.finding(
                        "other_year",
                        written=year,
                        year=context.report.year,
                        section=section,
                        span=(match.start(), match.end()),
                    )


def _is_this_years_work(
    text: str, start: int, end: int, year: re.Match[str], *, later: bool, looks_ahead: bool
) -> bool:
    """Whether the sentence from ``start`` to ``end`` tells work of the report's year under ``year``."""
    start, end = max(start, year.start() - REACH), min(end, year.end() + REACH)
    looks_back = _TELLS.search(text, start, end) and not _AHEAD.search(text, start, end)
    ahead = later and not looks_back and (looks_ahead or _PLAN.search(text, start, end))
    if ahead or _COMPARES.search(text, start, end):
        return False
    if _UNTIL.search(text, start, year.start()):
        return not later
    if _HELD.match(text, year.end(), end):
        return True
    if _ASIDE.match(text, year.end(), end) or _BEFORE.search(text, start, year.start()):
        return False
    opens = _OPENS.fullmatch(text, start, year.start()) and _TOPIC.match(text, year.end(), end)
    return bool(opens or _WORK.match(text, year.end(), end))
