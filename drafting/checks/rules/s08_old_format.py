"""The tables of the 2019 format were replaced from report year 2021 on (domain §2.6).

The program prints the tables itself; a report that was read may have the old table two, and old column labels may be
left in the narrative. Labels that the Regulation uses too (政府集中采购, 其他对外管理服务事项) are ordinary words of a
narrative and not looked for.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("S-08")

_LABELS = late_pattern("本年新制作数量|本年新公开数量|对外公开总数量|上一年项目数量")


def check(context: Context) -> Outcome:
    """The old table two, and old column labels in the narrative."""
    read = context.report.as_printed
    found = False
    if read and read.old_form:
        found = True
        yield RULE.finding(
            "old_table", table=context.form.table("disclosure").nickname, cells=("disclosure.rules.made",)
        )
    for section, text in context.texts.items():
        for match in _LABELS.finditer(text):
            found = True
            yield RULE.finding("old", words=match[0], section=section, span=match.span())
    if not (found or read):
        yield RULE.not_assessed("printed")
