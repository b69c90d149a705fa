"""Blanks inside Chinese words and before punctuation (定 期 检 查，及 时整改); told once a section.

Official prose has none between two Chinese characters. A blank before a label (邮编：, 电话：) parts what stands in one line
by right; blanks beside figures and letters are a matter of taste.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("P-08")

_HAN = "[\u4e00-\u9fff]"
_BLANK = "[ \t\u3000\u00a0\u2002-\u200a]"
_INSIDE = late_pattern(rf"{_HAN}(?:{_BLANK}+{_HAN})+(?!{_HAN}{{0,5}}[:：])|{_HAN}{_BLANK}+(?=[，。；：、！？）”》])")
_LABEL = late_pattern(rf"{_HAN}{_BLANK}+{_HAN}{{1,6}}[:：]")


def check(context: Context) -> Outcome:
    """The first such place of each section, with how many there are."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        found = [match for match in _INSIDE.finditer(text) if not _LABEL.match(text, match.start())]
        if found:
            yield RULE.finding(
                "blanks",
                words=found[0][0],
                count=len(found),
                section=section,
                span=found[0].span(),
                fix="".join(found[0][0].split()) if len(found) == 1 else "",
            )
