"""A figure of a narrower scope than the tables (区政府办代表区政府, 县直部门, 备案): said, never an error (domain
§4.3).
"""

from __future__ import annotations

from .bound import bound
from .context import Context
from .rule import Outcome, rule

RULE = rule("N-02")


def check(context: Context) -> Outcome:
    """Figures that differ from the cell they name, with words of a narrower scope beside them."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for found in bound(context, "contradicted"):
        if found.mark.kind == "figure" and found.mark.narrow:
            says = context.ground.says(found.mark.sources[0])
            yield RULE.finding(
                "narrower", quoted=found.quoted, says=says, cells=found.cells, section=found.section, span=found.span
            )
