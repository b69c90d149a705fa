"""Instructions of the template and places still to be filled in (domain §4.1).

Words of a template may be meant, so they are warnings; 〔待补：…〕 is this program's own mark for what the notes
did not tell, so it is an error.
"""

from __future__ import annotations

from ..context import Context
from ..patterns import GAP, PLACEHOLDER
from ..rule import Outcome, rule

RULE = rule("S-11")


def check(context: Context) -> Outcome:
    """Every place, with its span."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        for match in PLACEHOLDER.finditer(text):
            found = match[0] if len(match[0]) <= 40 else match[0][:39] + "…"
            if GAP.match(match[0]):
                yield RULE.finding("gap", words=found, section=section, span=match.span(), severity="error")
            else:
                yield RULE.finding("template", words=found, section=section, span=match.span())
