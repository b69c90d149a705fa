"""Personal data in a text to be published: identity numbers, bank cards, mobile numbers, home addresses (domain §4.6).

An error, so held to what is certain: identity numbers have a right date and check digit or are called so, cards begin
with 62 and have theirs, an address is called somebody's home and names a house. Masked numbers (138****1234) are fine;
the office's own mobile number is P-03's.
"""

from __future__ import annotations

from ..context import Context
from ..personal import homes, numbers
from ..private import MOBILE, gives_contact, plain
from ..rule import Finding, Outcome, rule

RULE = rule("P-01")


def check(context: Context) -> Outcome:
    """Every such number or address, with its span."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        seen = plain(text)
        for found in numbers(seen):
            yield _found(RULE.part("identity" if found.kind == "identity" else "card"), section, found.span, text)
        for match in MOBILE.finditer(seen):
            if not gives_contact(seen, match.start()):
                yield _found(RULE.part("mobile"), section, match.span(), text)
        for match in homes(seen):
            yield RULE.finding("home", place=match["where"][:20], section=section, span=match.span("where"))


def _found(what: str, section: str, span: tuple[int, int], text: str) -> Finding:
    shown = text[slice(*span)]
    return RULE.finding("number", what=what, begins=shown[:3], ends=shown[-2:], section=section, span=span)
