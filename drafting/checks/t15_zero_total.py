"""A total of 0 beside parts that are not (domain §4.2): a total nobody filled, so T-03 or T-04 is broken by all of it.

Only a file can state such a total; in the program totals are added up.
"""

from __future__ import annotations

from drafting.values import printed, total

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("T-15", "warning", "分项有数的，总计不为 0", "勾稽关系 A3、A4 的常见错法；有公开年报表四的总计漏填为 0")


def check(context: Context) -> Outcome:
    """The total of each row of table three and each group of table four."""
    seen = False
    for relation in context.form.relations:
        if relation.group not in ("A3", "A4") or context.cells.get(relation.total) is None:
            continue
        seen = True
        parts = [key for key in relation.parts if context.cells.get(key)]
        added = total(context.cells, parts)
        if context.cells[relation.total] == 0 and added:
            yield RULE.finding(
                f"{context.form.name(relation.total)}填的是 0，各分项之和为{printed(added)}，总计应是漏填，"
                f"请改为{printed(added)}。", cells=(relation.total, *parts))
    if not seen:
        yield RULE.not_assessed("表三、表四没有填写")
