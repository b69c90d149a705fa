"""（六）其他处理 is three rows since the 2021 edition (domain §2.6). The program prints them itself; a report that was
read may differ.
"""

from __future__ import annotations

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("S-09")


def check(context: Context) -> Outcome:
    """One row where there should be three. A report kept here holds the three rows apart."""
    read = context.report.as_printed
    if read is None:
        yield RULE.not_assessed("printed")
    elif read.single_other:
        yield RULE.finding("single", cells=("requests.other_remaining.total",))
