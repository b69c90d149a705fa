"""A figure of a narrower scope than the tables (区政府办代表区政府, 县直部门, 备案): said, never an error (domain §4.3)."""

from __future__ import annotations

from .bound import bound, cells
from .context import UNWRITTEN, Context
from .rule import Outcome, Rule

RULE = Rule(
    "N-02", "warning", "正文的数字与表格的统计范围一致", "有公开年报正文只写区政府办的件数，表格是全区的；口径不同应当写明")


def check(context: Context) -> Outcome:
    """Figures that differ from the cell they name, with words of a narrower scope beside them."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
    for found in bound(context, "contradicted"):
        if found.mark.kind == "figure" and found.mark.narrow:
            says = context.ground.says(found.mark.sources[0])
            yield RULE.finding(
                f"{found.quoted}与{says}不同，统计范围不同的请在正文写明，否则请改为一致。",
                cells=cells(context, found.mark), section=found.section, span=found.span)
