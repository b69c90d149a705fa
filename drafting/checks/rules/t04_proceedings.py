"""The four outcomes add up to 总计 in each of the three groups of table four (A4, domain §2.4)."""

from __future__ import annotations

from ..context import Context
from ..relations import check_group
from ..rule import Outcome, rule

RULE = rule("T-04")


def check(context: Context) -> Outcome:
    """Every relation of A4, over the figures as they stand."""
    return check_group(context, RULE, "A4")
