"""The office's contact is an office telephone and an office mail address (domain §4.6)."""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..personal import personal_mails
from ..private import MOBILE, gives_contact, mails, plain
from ..rule import Outcome, rule

RULE = rule("P-03")

_TELEPHONE = late_pattern(r"电话\s?[：:为是]?\s?[\d(（]")


def check(context: Context) -> Outcome:
    """Mail addresses anywhere in the text, mobile numbers where it gives the office's contact."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
        return
    seen = False
    for section, text in context.texts.items():
        numbers = plain(text)
        seen = seen or any(True for _ in mails(text))
        for found in personal_mails(text):
            yield RULE.finding("mail", mail=text[slice(*found.span)][:60], section=section, span=found.span)
        for match in MOBILE.finditer(numbers):
            if gives_contact(numbers, match.start()):
                seen = True
                yield RULE.finding("mobile", number=text[slice(*match.span())], section=section, span=match.span())
        seen = seen or bool(_TELEPHONE.search(numbers))
    if not seen:
        yield RULE.not_assessed("nothing")
