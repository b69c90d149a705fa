"""Every figure of the narrative is what the tables say, stands in a note, or was given by a person (domain §4.3)."""

from __future__ import annotations

from .bound import bound, cells, tables_say
from .context import UNWRITTEN, Context
from .rule import Outcome, Rule

RULE = Rule(
    "N-01", "error", "正文的数字与三张表一致，没有来历不明的数字",
    "勾稽正文与表格：收到、办结、予以公开等用语指向表中的数，口径有几种的，符合一种即可")


def check(context: Context) -> Outcome:
    """Figures that their own words contradict; and figures that rest on nothing, gravest where no person wrote them."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
    for found in bound(context, "contradicted"):
        if found.mark.kind == "figure" and not found.mark.narrow and not found.reckoned:
            yield RULE.finding(
                f"{found.quoted}与表格不符，{tables_say(context, found.mark)}。",
                cells=cells(context, found.mark), section=found.section, span=found.span, fix=found.mark.expected)
    for found in bound(context, "untied"):
        if found.mark.kind == "figure" and found.doubt:
            yield RULE.finding(
                f"{found.quoted}中的数字没有找到对应的单元格或素材，请核对后改正、补写素材或确认。",
                section=found.section, span=found.span, severity=found.doubt)
