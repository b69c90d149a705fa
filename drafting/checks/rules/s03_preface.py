"""A preface that says what the report consists of says six parts and names all six (domain §4.1)."""

from __future__ import annotations

from ..context import Context
from ..patterns import PARTS, parts_claimed
from ..rule import Outcome, rule

RULE = rule("S-03")


def check(context: Context) -> Outcome:
    """The number each preface line claims, and the parts it leaves out where it names them."""
    claims = [
        (line, claim)
        for line in context.lines()
        if line.section in context.report.prefaces and (claim := parts_claimed(line.text))
    ]
    if not claims:
        yield RULE.not_assessed("nothing")
    for line, claim in claims:
        if claim[1] not in ("六", "6"):
            yield RULE.finding("number", words=claim[0], section=line.section, span=line.at(claim.span()))
        named = [name for name, words in PARTS.items() if words.search(line.text)]
        missing = [name for name in PARTS if name not in named]
        if len(named) > 1 and missing:
            yield RULE.finding("missing", missing="”“".join(missing), section=line.section, span=line.span)
