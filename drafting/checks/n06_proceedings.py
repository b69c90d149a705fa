"""未发生行政复议、行政诉讼 although table four counts some (domain §4.3)."""

from __future__ import annotations

from .bound import bound, cells
from .context import UNWRITTEN, Context
from .n05_claims import PROCEEDINGS
from .rule import Outcome, Rule

RULE = Rule("N-06", "warning", "“未发生行政复议、行政诉讼”的说法与表四一致", "有公开年报表四有数而正文写未发生")


def check(context: Context) -> Outcome:
    """Words that a cell of table four contradicts."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
    for found in bound(context, "contradicted"):
        if found.mark.kind == "word" and found.mark.sources[0].startswith(PROCEEDINGS):
            says = "、".join(context.ground.says(source) for source in found.mark.sources)
            yield RULE.finding(
                f"{found.quoted}与{says}不符，请核对后改正文字或表格。",
                cells=cells(context, found.mark), section=found.section, span=found.span)
