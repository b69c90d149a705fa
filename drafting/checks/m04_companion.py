"""Some places expect a page that explains the report, or a picture of it (domain §4.7). A report does not hold whether
there is one, nor what its place expects: never assessed.
"""

from __future__ import annotations

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("M-04", "hint", "配有解读或图解", "有的地方要求年度报告配发解读、图解；报告里没有这项记录")


def check(context: Context) -> Outcome:
    """Nothing to look at."""
    yield RULE.not_assessed("报告里没有记录是否配发解读、图解，本地有要求的请自行对照")
