"""A chapter that is last year's chapter again (domain §4.5).

``other`` is exempt: for most organs it is one standard sentence about fees. Standard sentences do not count.
"""

from __future__ import annotations

from drafting.form import CHAPTERS
from drafting.language.sentences import sentences

from ..carried_over import LIKE, is_standard, resemblance
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("R-01")

TOO_LIKE = 0.80
"""From here on a warning; from LIKE on a hint."""
SHORTEST = 60
"""Characters below which a chapter is too short to be compared."""


def check(context: Context) -> Outcome:
    """The likeness of each of the two chapters with last year's."""
    last_year = context.last_year
    if last_year is None:
        yield RULE.because(context.why_no_comparison)
        return
    compared = False
    for chapter in CHAPTERS:
        now, then = (_own(report.narrative_text(chapter)) for report in (context.report, last_year))
        if chapter in ("preface", "other") or min(len(now), len(then)) < SHORTEST:
            continue
        compared = True
        ratio = resemblance(now, then)
        if ratio >= LIKE:
            yield RULE.finding(
                "like",
                title=context.title(chapter),
                percent=int(ratio * 100),
                section=chapter,
                severity="warning" if ratio >= TOO_LIKE else "hint",
            )
    if not compared:
        yield RULE.not_assessed("short" if context.texts else "unwritten")


def _own(text: str) -> str:
    return "".join(sentence for _, _, sentence in sentences(text) if not is_standard(sentence))
