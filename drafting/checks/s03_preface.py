"""A preface that says what the report consists of says six parts and names all six (domain §4.1)."""

from __future__ import annotations

from .context import Context
from .rule import Outcome, Rule
from .wording import PARTS, parts_claimed

RULE = Rule("S-03", "warning", "导语所说的组成部分与六个部分一致", "有公开年报的导语称六个部分而列举不全")


def check(context: Context) -> Outcome:
    """The number each preface line claims, and the parts it leaves out where it names them."""
    claims = [(line, claim) for line in context.lines("overview")
              if line.section == "overview.lead" and (claim := parts_claimed(line.text))]
    if not claims:
        yield RULE.not_assessed("导语没有说明本报告由几个部分组成")
    for line, claim in claims:
        span = line.start + claim.start(), line.start + claim.end()
        if claim[1] not in ("六", "6"):
            yield RULE.finding(
                f"导语称本报告有“{claim[0]}”，规定格式是六个部分，请改正。", section=line.section, span=span)
        named = [name for name, words in PARTS.items() if words.search(line.text)]
        missing = [name for name in PARTS if name not in named]
        if len(named) > 1 and missing:
            yield RULE.finding(
                f"导语列举的组成部分少了“{'”“'.join(missing)}”，请补全或删去列举。", section=line.section, span=line.span)
