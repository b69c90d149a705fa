"""The amounts of 信息处理费 in chapter 六 (domain §1.5, §4.3): parts add up, tens of yuan, 元 and not 万元."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.binding import Figure
from drafting.language.late_pattern import late_pattern
from drafting.values import printed, tidy

from ..context import Chapter, Context
from ..fees import fee_figures, fee_sentences
from ..rule import Finding, Outcome, rule

RULE = rule("N-10")

_PARTS = late_pattern("其中|分别(?:为|是)|具体(?:为|是|如下)|包括")


def check(context: Context) -> Outcome:
    """Each amount, then the breakdown."""
    here = context.chapter("other")
    figures = fee_figures(here.text)
    if not figures:
        yield RULE.not_assessed("nothing")
        return
    for figure in figures:
        if figure.yuan is None:
            continue
        if figure.unit != "元":
            yield RULE.finding("unit", figure=figure.text, unit=figure.unit, **here.at(figure.start, figure.end))
        elif figure.yuan % 10:
            yield RULE.finding("tens", figure=figure.text, **here.at(figure.start, figure.end))
    yield from _breakdown(here, figures)


def _breakdown(here: Chapter, figures: list[Figure]) -> Iterator[Finding]:
    """The cases and the amounts after 其中 against the last ones before it."""
    text = here.text
    opening = next((match for start, end, _ in fee_sentences(text) if (match := _PARTS.search(text, start, end))), None)
    if not opening:
        return
    for unit in ("元", "件"):
        whole = [figure for figure in figures if figure.end <= opening.start() and figure.unit == unit]
        parts = [figure for figure in figures if figure.start >= opening.end() and figure.unit == unit]
        if not whole or len(parts) < 2 or any(figure.approximate for figure in (whole[-1], *parts)):
            continue
        stated, added = whole[-1].value, sum(figure.value for figure in parts)
        if stated != added:
            yield RULE.finding(
                "sum",
                added=printed(tidy(added)),
                unit=unit,
                stated=printed(tidy(stated)),
                difference=printed(tidy(abs(added - stated))),
                **here.at(whole[-1].start, parts[-1].end),
            )
