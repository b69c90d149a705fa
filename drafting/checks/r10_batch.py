"""The text of another unit of the same batch (domain §4.5).

A report alone cannot show it, so this is never assessed; names of other organs in the text are Y-04's.
"""

from __future__ import annotations

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("R-10", "hint", "与同一批其他单位的报告不雷同", "不同单位不应套用同一文稿；单份报告无从比较")


def check(context: Context) -> Outcome:
    """Nothing to compare with."""
    yield RULE.not_assessed("需要同一批其他单位的报告才能比较")
