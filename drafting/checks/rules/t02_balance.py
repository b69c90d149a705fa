"""New plus carried in equals finished plus carried out in each of seven columns (A2, domain §2.4).

It is the one relation that the form itself prints, in the corner of table three.
"""

from __future__ import annotations

from ..context import Context
from ..relations import check_group
from ..rule import Outcome, rule

RULE = rule("T-02")


def check(context: Context) -> Outcome:
    """Every relation of A2, over the figures as they stand."""
    return check_group(context, RULE, "A2")
