"""Sentences that stand in last year's report word for word (domain §4.5): three or more are a sign of copying."""

from __future__ import annotations

import re

from ..carried_over import own, plain
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("R-02")

LONG = 20
"""A sentence must be longer than this to count."""
MANY = 3
"""So many in the whole report are copying."""


def check(context: Context) -> Outcome:
    """One finding a section, at the first such sentence; standard sentences do not count."""
    last_year = context.last_year
    if last_year is None:
        yield RULE.because(context.why_no_comparison)
        return
    if not context.texts:
        yield RULE.not_assessed("unwritten")
        return
    sections = last_year.sections.values()
    before = {_words(sentence) for section in sections for _, _, sentence in own(section.text)}
    if not before:
        yield RULE.not_assessed("no_text_before")
        return
    same = {
        section: [
            (start, end, sentence)
            for start, end, sentence in own(text)
            if len(_words(sentence)) > LONG and _words(sentence) in before
        ]
        for section, text in context.texts.items()
    }
    if sum(map(len, same.values())) < MANY:
        return
    for section, found in same.items():
        if found:
            start, end, sentence = found[0]
            yield RULE.finding("same", count=len(found), sentence=sentence[:20], section=section, span=(start, end))


def _words(sentence: str) -> str:
    return re.sub(r"\W", "", plain(sentence))
