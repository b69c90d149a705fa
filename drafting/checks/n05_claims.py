"""未收到申请, 未作出许可, 均已办结, 答复率100%: claims that the cells deny (domain §4.3); and 首次 without a note."""

from __future__ import annotations

from .bound import bound, cells
from .context import UNWRITTEN, Context
from .rule import Outcome, Rule

RULE = Rule(
    "N-05", "error", "“未收到申请”“均已办结”等说法与表格一致", "有申请却写未收到、有结转却写全部办结的自相矛盾；按时办结率只提醒")

PROCEEDINGS = ("fact:proceedings.", "fact:formula.litigation")
"""How the sources of table four begin; rule N-06 has those."""


def check(context: Context) -> Outcome:
    """Words that a cell contradicts, and words of no note that no person wrote."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
    for found in bound(context, "contradicted"):
        if found.mark.kind == "word" and not found.reckoned and not found.mark.sources[0].startswith(PROCEEDINGS):
            says = context.ground.says(found.mark.sources[0])
            yield RULE.finding(
                f"{found.quoted}与{says}相矛盾，请核对后改正文字或表格。", cells=cells(context, found.mark),
                section=found.section, span=found.span, severity="warning" if found.mark.narrow else "error")
    for found in bound(context, "untied"):
        if found.mark.kind == "word" and found.doubt:
            yield RULE.finding(
                f"{found.quoted}中的“{found.mark.text}”没有单元格或素材可以证实，请核对后保留、补写素材或删去。",
                section=found.section, span=found.span, severity=found.doubt)
