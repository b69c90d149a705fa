"""文号 are written with 六角括号, a year of four digits and a bare number (GB/T 9704-2012, 7.2.5; domain §4.4)."""

from __future__ import annotations

from drafting.language.document_number import Citation, citations

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("Y-06")


def check(context: Context) -> Outcome:
    """The report's own 文号, then every one the text cites."""
    own = list(citations(context.report.document.number))
    for number in own:
        if why := _fault(number):
            yield RULE.finding("own", issuer=number.issuer, number=number.text, why=why, right=_right(number))
    for section, text in context.texts.items():
        for number in citations(text):
            if why := _fault(number):
                yield RULE.finding(
                    "cited",
                    number=number.text,
                    why=why,
                    right=_right(number),
                    section=section,
                    span=(number.start, number.end),
                    fix=_right(number),
                )
    if not own and not context.texts:
        yield RULE.not_assessed("unwritten")


def _fault(number: Citation) -> str:
    """What is wrong with it, ``""`` when nothing."""
    if number.brackets != "〔〕":
        return RULE.part("brackets")
    if len(number.year) != 4:
        return RULE.part("year")
    if number.nth:
        return RULE.part("nth")
    return RULE.part("zero") if number.digits.startswith("0") else ""


def _right(number: Citation) -> str:
    year = number.year if len(number.year) == 4 else f"20{number.year[-2:]}"
    return f"〔{year}〕{int(number.digits)}号"
