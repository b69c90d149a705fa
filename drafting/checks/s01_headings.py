"""The six headings, in order and exact (domain §1.1). The program prints them itself."""

from __future__ import annotations

from .context import Context
from .rule import Outcome, rule

RULE = rule("S-01")


def check(context: Context) -> Outcome:
    """A report kept here holds no headings of its own, so there is nothing to compare."""
    yield RULE.not_assessed("printed")
