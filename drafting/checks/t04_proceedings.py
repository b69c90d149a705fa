"""The four outcomes add up to 总计 in each of the three groups of table four (A4, domain §2.4)."""

from __future__ import annotations

from .context import Context
from .relations import check_group
from .rule import Outcome, Rule

RULE = Rule("T-04", "error", "表四每一组：各种结果之和等于总计", "勾稽关系 A4，3 组；误差为 0；有公开年报的总计漏填为 0")


def check(context: Context) -> Outcome:
    """Every relation of A4, over the figures as they stand."""
    return check_group(context, RULE, "A4")
