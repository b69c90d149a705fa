"""The six kinds of applicant add up to 总计 in each of the 25 rows of table three (A3, domain §2.4)."""

from __future__ import annotations

from .context import Context
from .relations import check_group
from .rule import Outcome, Rule

RULE = Rule("T-03", "error", "表三每一行：各类申请人之和等于总计", "勾稽关系 A3，25 行；误差为 0")


def check(context: Context) -> Outcome:
    """Every relation of A3, over the figures as they stand."""
    return check_group(context, RULE, "A3")
