"""New plus carried in equals finished plus carried out in each of seven columns (A2, domain §2.4).

It is the one relation that the form itself prints, in the corner of table three.
"""

from __future__ import annotations

from .context import Context
from .relations import check_group
from .rule import Outcome, Rule

RULE = Rule("T-02", "error", "表三每一列：第一项加第二项之和等于第三项加第四项之和", "表内印明的勾稽关系 A2（国办公开办函〔2021〕30号），7 列；误差为 0")


def check(context: Context) -> Outcome:
    """Every relation of A2, over the figures as they stand."""
    return check_group(context, RULE, "A2")
