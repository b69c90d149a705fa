"""The 21 result rows of table three add up to （七）总计 in each of seven columns (A1, domain §2.4)."""

from __future__ import annotations

from ..context import Context
from ..relations import check_group
from ..rule import Outcome, rule

RULE = rule("T-01")


def check(context: Context) -> Outcome:
    """Every relation of A1, over the figures as they stand."""
    return check_group(context, RULE, "A1")
