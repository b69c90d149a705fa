"""Personal data in a text to be published: identity numbers, bank cards, mobile numbers, home addresses (domain §4.6).

An error, so held to what is certain: identity numbers have a right date and check digit or are called so, cards begin
with 62 and have theirs, an address is called somebody's home and names a house. Masked numbers (138****1234) are fine;
the office's own mobile number is P-03's.
"""

from __future__ import annotations

import re

from ..context import Context
from ..private import MOBILE, gives_contact, is_card, is_identity, plain
from ..rule import Finding, Outcome, rule

RULE = rule("P-01")

_LONG = re.compile(r"(?<![A-Za-z0-9_.*-])\d(?:[ -]?\d){13,18}[Xx]?(?![A-Za-z0-9_.*])")
_CALLED = re.compile(r"身份证(?:件)?(?:号码?)?(?:为|是|[:：])?\s*$")
_CARD_CALLED = re.compile(r"(?:卡号|银行卡)[^，。；]{0,20}$")
_HOME = re.compile(
    r"(?:家住|现住址?|家庭住址|住址|户籍(?:地|所在地)?|居住(?:地|于|在)|住在|住所(?:地)?)(?:[:：为是在]\s*)?"
    r"(?P<where>[\u4e00-\u9fff\d\-]{2,40}?(?:村|社区|小区|路|街|巷|弄|苑|组)[\u4e00-\u9fff]{0,12}\d+[\d\-]*\s?(?:号|室|栋|幢|单元|组)"
    r"(?:[\u4e00-\u9fff]{0,4}\d+(?:号|室|栋|幢|单元|组))*)"
)


def check(context: Context) -> Outcome:
    """Every such number or address, with its span."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        seen = plain(text)
        for match in _LONG.finditer(seen):
            digits = re.sub("[ -]", "", match[0])
            before = seen[max(0, match.start() - 30) : match.start()]
            if len(digits) in (15, 18) and (is_identity(digits) or _CALLED.search(before)):
                yield _found(RULE.part("identity"), section, match.span(), text)
            elif (
                digits.isdigit()
                and 16 <= len(digits) <= 19
                and is_card(digits)
                and (digits.startswith("62") or _CARD_CALLED.search(before))
            ):
                yield _found(RULE.part("card"), section, match.span(), text)
        for match in MOBILE.finditer(seen):
            if not gives_contact(seen, match.start()):
                yield _found(RULE.part("mobile"), section, match.span(), text)
        for match in _HOME.finditer(seen):
            yield RULE.finding("home", place=match["where"][:20], section=section, span=match.span("where"))


def _found(what: str, section: str, span: tuple[int, int], text: str) -> Finding:
    shown = text[slice(*span)]
    return RULE.finding("number", what=what, begins=shown[:3], ends=shown[-2:], section=section, span=span)
