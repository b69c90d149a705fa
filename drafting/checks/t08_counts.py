"""Counts are whole and not negative (domain §2.5). Typing refuses such values; a file may still hold them."""

from __future__ import annotations

from drafting.values import printed

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("T-08", "error", "件数是 0 或正整数", "三张表除行政事业性收费外均按件数填写")


def check(context: Context) -> Outcome:
    """Every count that was entered, and every total a file stated; sums of faulty cells are not named again."""
    seen = 0
    for key, cell in context.form.cells.items():
        value = context.cells.get(key)
        if cell.kind != "count" or value is None or cell.computed and key not in context.report.stated:
            continue
        seen += 1
        faults = [fault for fault, true in (("是负数", value < 0), ("带小数", value != int(value))) if true]
        if faults:
            yield RULE.finding(
                f"{context.form.name(key)}填的是{printed(value)}，{'、'.join(faults)}，件数应为 0 或正整数，请核对。", cells=(key,))
    if not seen:
        yield RULE.not_assessed("没有填写任何件数")
