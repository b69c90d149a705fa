"""A preface says what it has begun to say (domain §4.7): basis, period of the statistics, where to read, whom to ask.

The national format demands none of them as far as published reports show, provinces differ, and a report does not hold
what its province demands. So only what a preface itself begins is looked at: one that says the report was 编制 on some
ground names ground and period; whoever offers 联系 or 下载 says how.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences

from ..context import Context
from ..rule import Finding, Outcome, rule
from ..wording import joined

RULE = rule("M-01")

_COMPILED = late_pattern("编制[^，。；]{0,40}(?:年度报告|本报告|此报告)|本报告[^。]{0,120}编制")
_BASIS = late_pattern("条例|公开办函|报告格式")
_PERIOD = late_pattern(r"统计(?:期限|时段|周期|时间|期间|范围|区间|期)|1\s*月\s*1\s*日[^。]{0,30}12\s*月\s*31\s*日")
_CONTACT = late_pattern(
    r"(?:疑问|咨询|意见|建议|问题)[^。；]{0,30}请[^。；]{0,6}(?:与|同|联系|拨打|致电)|联系(?:方式|电话)\s*[：:]"
)
_REACH = late_pattern(r"\d{7}|(?<!\d)\d{3,4}[-—－]\s*\d{6,8}|(?<!\d)12345(?!\d)|\d{3,4}\s+\d{7,8}")
_DOWNLOAD = late_pattern("本报告[^。；]{0,60}(?:下载|查阅|查看)")
_PLACE = late_pattern(
    "网|平台|专栏|栏目|查阅(?:点|中心|室|处|场所)|档案馆|图书馆|www|http|公众号|窗口|专区", re.IGNORECASE
)
NEXT = 200
"""Characters after an offer of contact in which address and telephone stand."""


def check(context: Context) -> Outcome:
    """Each preface sentence by sentence, wherever it stands."""
    texts = {id: context.texts[id] for id in context.report.prefaces if id in context.texts}
    found = [outcome for id, text in texts.items() for outcome in _preface(id, text)]
    if not found:
        yield RULE.not_assessed("nothing" if texts else "preface_unwritten")
    yield from (outcome for outcome in found if outcome is not None)


def _preface(section: str, text: str) -> Iterator[Finding | None]:
    """What a preface has begun to say and does not say; None for what it says whole."""
    said = False
    for start, end, sentence in sentences(text):
        place: dict[str, Any] = {"section": section, "span": (start, end)}
        if _COMPILED.search(sentence) and not said:
            said = True
            looked_for = ((RULE.part("basis"), _BASIS), (RULE.part("statistics"), _PERIOD))
            lacks = [name for name, words in looked_for if not words.search(text)]
            yield RULE.finding("lacks", lacks=joined(RULE.part("and"), lacks), **place) if lacks else None
        if _CONTACT.search(sentence):
            said = True
            reached = _REACH.search(text, start, min(len(text), end + NEXT))
            yield None if reached else RULE.finding("no_phone", **place)
        if _DOWNLOAD.search(sentence):
            said = True
            yield None if _PLACE.search(sentence) else RULE.finding("no_place", **place)
