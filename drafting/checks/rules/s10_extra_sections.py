"""No first-level section beyond the six (不泛化, domain §1.2)."""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("S-10")

_BEYOND_SIX = late_pattern(r"(?:[七八九]|十[一二三四五六七八九]?)、(?![一二三四五六七八九十])")


def check(context: Context) -> Outcome:
    """Paragraphs numbered 七、 and on."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for line in context.lines():
        if match := _BEYOND_SIX.match(line.text):
            yield RULE.finding("beyond", line=line.text[:20], words=match[0], section=line.section, span=line.span)
