"""All three tables with the rows, columns and labels of the form (domain §2.1–2.3). The program prints them itself."""

from __future__ import annotations

from .context import Context
from .rule import Outcome, rule

RULE = rule("S-02")


def check(context: Context) -> Outcome:
    """A report kept here holds figures by cell, not printed tables, so there is nothing to compare."""
    yield RULE.not_assessed("printed")
