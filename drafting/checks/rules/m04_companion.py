"""Some places expect a page that explains the report, or a picture of it (domain §4.7). A report does not hold whether
there is one, nor what its place expects: never assessed.
"""

from __future__ import annotations

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("M-04")


def check(context: Context) -> Outcome:
    """Nothing to look at."""
    yield RULE.not_assessed("nothing")
