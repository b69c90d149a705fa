"""（六）其他处理 is three rows since the 2021 edition (domain §2.6). The program prints them itself."""

from __future__ import annotations

from .context import Context
from .rule import Outcome, rule

RULE = rule("S-09")


def check(context: Context) -> Outcome:
    """A report kept here holds the three rows apart, so there is nothing to compare."""
    yield RULE.not_assessed("printed")
