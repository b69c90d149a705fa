"""The office's contact is an office telephone and an office mail address (domain §4.6)."""

from __future__ import annotations

import re

from ..context import Context
from ..private import MOBILE, gives_contact, mails, plain
from ..rule import Outcome, rule

RULE = rule("P-03")

_PERSONAL = re.compile(
    r"@(?:(?:vip\.)?(?:qq|163|126|sina|sohu)|foxmail|yeah|139|189|wo|gmail"
    r"|hotmail|outlook|live|aliyun|yahoo|tom|21cn|icloud|msn)"
    r"\.(?:com|cn|net|com\.cn)$",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"电话\s?[：:为是]?\s?[\d(（]")


def check(context: Context) -> Outcome:
    """Mail addresses anywhere in the text, mobile numbers where it gives the office's contact."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
        return
    seen = False
    for section, text in context.texts.items():
        numbers = plain(text)
        for match in mails(text):
            seen = True
            if _PERSONAL.search(match[0]):
                yield RULE.finding("mail", mail=match[0][:60], section=section, span=match.span())
        for match in MOBILE.finditer(numbers):
            if gives_contact(numbers, match.start()):
                seen = True
                yield RULE.finding("mobile", number=text[slice(*match.span())], section=section, span=match.span())
        seen = seen or bool(_TELEPHONE.search(numbers))
    if not seen:
        yield RULE.not_assessed("nothing")
