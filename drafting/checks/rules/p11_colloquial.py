"""Everyday speech in an official text (咱们, 老百姓, 发了46条): words of the lexicon (domain §4.6) and turns of phrase (``register``)."""

from __future__ import annotations

from collections.abc import Sequence

from drafting.language.register import Speaker, spoken

from .. import listed
from ..context import Context
from ..rule import Finding, Outcome, rule

RULE = rule("P-11")


def check(context: Context) -> Outcome:
    """Each a hint with what may stand instead, one click away: notes are written as people speak, and may be quoted."""
    organ = context.report.organ
    words: list[Finding] = []
    for outcome in listed.check(RULE, context, ("口语",)):
        if isinstance(outcome, Finding):
            words.append(outcome)
        else:
            yield outcome
    turns = [
        RULE.finding(
            "turn",
            words=mend.spoken,
            better=mend.written,
            section=section,
            span=(mend.start, mend.end),
            fix=mend.written,
        )
        for section, text in context.texts.items()
        for mend in spoken(text, Speaker(context.report.year, organ.called))
    ]
    yield from (one for one in words if not _within(one, turns, also_equal=True))
    yield from (one for one in turns if not _within(one, words, also_equal=False))


def _within(one: Finding, others: Sequence[Finding], *, also_equal: bool) -> bool:
    """Whether ``one`` is a part of one of ``others``, or (``also_equal``) the same words."""
    assert one.span is not None
    start, end = one.span
    return any(
        other.section == one.section
        and other.span is not None
        and other.span[0] <= start
        and end <= other.span[1]
        and (also_equal or other.span != one.span)
        for other in others
    )
