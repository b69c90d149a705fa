"""未发生行政复议、行政诉讼 although table four counts some (domain §4.3)."""

from __future__ import annotations

from ..bound import bound, found_at
from ..context import Context
from ..rule import Outcome, rule
from .n05_claims import PROCEEDINGS

RULE = rule("N-06")


def check(context: Context) -> Outcome:
    """Words that a cell of table four contradicts."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for found, mark in bound(context, "contradicted"):
        if mark.kind == "word" and mark.sources[0].startswith(PROCEEDINGS):
            says = "、".join(context.ground.says(source) for source in mark.sources)
            yield found_at(RULE, "contradicted", found, says=says)
