"""The six kinds of applicant add up to 总计 in each of the 25 rows of table three (A3, domain §2.4)."""

from __future__ import annotations

from ..context import Context
from ..relations import check_group
from ..rule import Outcome, rule

RULE = rule("T-03")


def check(context: Context) -> Outcome:
    """Every relation of A3, over the figures as they stand."""
    return check_group(context, RULE, "A3")
