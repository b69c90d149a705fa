"""Postcode, telephone and address of one contact line fit together (domain §4.7).

Whether a number is the right one nobody can see; whether its length is right and whether postcode, area code and a
province named in the address are of one province can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.language.late_pattern import late_pattern

from .. import codes
from ..context import Context, Line
from ..rule import Finding, Outcome, rule

RULE = rule("M-02")

_POSTCODE = late_pattern(r"(?:邮政编码|邮\s*编)\s*(?:为|是)?\s*[：:]?\s*(\d*)")
_PHONE = late_pattern(r"(?:电\s*话|传\s*真)[^。；;，,\d]{0,6}[（(]?(010|02\d|0\d{3})[)）]?\s*[-—－–]?\s*(\d*)(?!\d)")
_ADDRESS = late_pattern(r"地\s*址\s*(?:为|是)?\s*[：:]\s*([^；;。，,\n]{2,60})")


def check(context: Context) -> Outcome:
    """Each line that states a postcode or a telephone number with its area code."""
    seen = False
    for line in context.lines():
        postcodes, phones = list(_POSTCODE.finditer(line.text)), list(_PHONE.finditer(line.text))
        seen = seen or bool(postcodes or phones)
        yield from _postcodes(line, postcodes)
        yield from _phones(line, phones)
        yield from _provinces(line, postcodes, phones)
    if not seen:
        yield RULE.not_assessed("nothing")


def _postcodes(line: Line, found: list[re.Match[str]]) -> Iterator[Finding]:
    """Postcodes that are none."""
    for match in found:
        if len(match[1]) != 6:
            yield RULE.finding(
                "postcode_length", said=_length(match[1]), section=line.section, span=line.at(match.span())
            )
        elif not codes.of_postcode(match[1]):
            yield RULE.finding("postcode_nowhere", postcode=match[1], section=line.section, span=line.at(match.span(1)))


def _phones(line: Line, found: list[re.Match[str]]) -> Iterator[Finding]:
    """Telephone numbers that are none."""
    for match in found:
        if not codes.of_area(match[1]):
            yield RULE.finding("area_nowhere", area=match[1], section=line.section, span=line.at(match.span(1)))
        elif len(match[2]) not in (7, 8):
            yield RULE.finding(
                "phone_length",
                said=_length(match[2]),
                section=line.section,
                span=line.at((match.start(1), match.end())),
            )


def _provinces(line: Line, postcodes: list[re.Match[str]], phones: list[re.Match[str]]) -> Iterator[Finding]:
    """The first postcode of the line against its telephone numbers, and against a province its address names."""
    here = next((name for match in postcodes if len(match[1]) == 6 and (name := codes.of_postcode(match[1]))), "")
    address = _ADDRESS.search(line.text)
    named = next((name for name in codes.PROVINCES if name in address[1]), "") if address else ""
    if address and named and here and named != here:
        yield RULE.finding("address", named=named, here=here, section=line.section, span=line.at(address.span(1)))
    for match in phones:
        there, against = codes.of_area(match[1]), here or named
        if there and against and there != against:
            yield RULE.finding(
                "area_postcode" if here else "area_address",
                area=match[1],
                there=there,
                against=against,
                section=line.section,
                span=line.at((match.start(1), match.end())),
            )


def _length(digits: str) -> str:
    """How the message puts what is wrong with the number of ``digits``."""
    return RULE.part("digits", digits=digits, count=len(digits)) if digits else RULE.part("blank")
