"""No first-level section beyond the six (不泛化, domain §1.2)."""

from __future__ import annotations

import re

from .context import UNWRITTEN, Context
from .rule import Outcome, Rule

RULE = Rule("S-10", "warning", "没有六个部分以外的一级标题", "国办公开办函〔2021〕30号要求内容不遗漏、不泛化")

_BEYOND_SIX = re.compile(r"(?:[七八九]|十[一二三四五六七八九]?)、(?![一二三四五六七八九十])")


def check(context: Context) -> Outcome:
    """Paragraphs numbered 七、 and on."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
    for line in context.lines():
        if match := _BEYOND_SIX.match(line.text):
            yield RULE.finding(
                f"“{line.text[:20]}”以“{match[0]}”编号，规定格式只有六个部分，请并入有关部分或删去。",
                section=line.section, span=line.span)
