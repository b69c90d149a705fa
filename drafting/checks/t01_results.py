"""The 21 result rows of table three add up to （七）总计 in each of seven columns (A1, domain §2.4)."""

from __future__ import annotations

from .context import Context
from .relations import check_group
from .rule import Outcome, Rule

RULE = Rule("T-01", "error", "表三每一列：各项办理结果之和等于（七）总计", "勾稽关系 A1，7 列；误差为 0")


def check(context: Context) -> Outcome:
    """Every relation of A1, over the figures as they stand."""
    return check_group(context, RULE, "A1")
