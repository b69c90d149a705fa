"""Cells left blank (domain §2.5): practice is an explicit 0 everywhere, and a blank is never taken for one."""

from __future__ import annotations

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("T-10", "warning", "没有漏填的单元格", "已公开年报通行做法是没有发生的填 0；空白不等于 0，也不代为填 0")

NAMED = 3
"""How many places the sentence names; the finding holds every blank cell."""


def check(context: Context) -> Outcome:
    """One finding a table, with the blank input cells; totals are blank only because their parts are."""
    form = context.form
    for table in form.tables:
        keys = [cell.key for cell in table.cells if cell.key]
        blank = [key for key in keys if not form.cells[key].computed and context.cells.get(key) is None]
        if blank:
            names = [form.name(key).removeprefix(table.nickname) for key in blank]
            if len(names) > NAMED:  # too many to name one by one: name their rows
                names = list(dict.fromkeys(name.rsplit("”", 1)[0] + "”" for name in names))
            named = "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
            yield RULE.finding(
                f"{table.nickname}有 {len(blank)} 格没有填写（{named}），没有发生的填 0，暂时不清楚的请核实后补填。", cells=blank)
