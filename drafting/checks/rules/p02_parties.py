"""Names of people and case numbers in a text to be published (domain §4.6).

Without a model of names only these are certain: a common surname and given name right after 申请人, 原告, 村民 …, the
same before 诉 and a public body, and the case number of a court. Masked names (张某, 李××) are fine.
"""

from __future__ import annotations

from ..context import Context
from ..personal import cases, names
from ..rule import Outcome, rule

RULE = rule("P-02")


def check(context: Context) -> Outcome:
    """Every such name and number, with its span."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        for found in names(text):
            name = text[slice(*found.span)]
            yield RULE.finding("name", name=name, surname=name[0], section=section, span=found.span)
        for found in cases(text):
            yield RULE.finding("case", words=text[slice(*found.span)], section=section, span=found.span)
