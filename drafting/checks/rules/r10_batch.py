"""The text of another unit of the same batch (domain §4.5).

A report alone cannot show it, so this is never assessed; names of other organs in the text are Y-04's.
"""

from __future__ import annotations

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("R-10")


def check(context: Context) -> Outcome:
    """Nothing to compare with."""
    yield RULE.not_assessed("nothing")
