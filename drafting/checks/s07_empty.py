"""The three narrative chapters have something to say (domain §4.1).

``other`` is fine, however short, once it states the 信息处理费: that one sentence is all many organs have to
report there, and it is shorter than the limit (domain §1.5).
"""

from __future__ import annotations

import re

from drafting.form import CHAPTERS

from .context import Context
from .patterns import PLACEHOLDER
from .rule import Outcome, rule

RULE = rule("S-07")

SHORTEST = 30
"""Characters below which a chapter says nothing."""
SHORTEST_OVERVIEW = 200
"""Characters below which an overview is likely only its preface."""


def check(context: Context) -> Outcome:
    """The length of each chapter, without white space, numbered headings and whatever is still to be filled in."""
    for chapter in CHAPTERS:
        if chapter == "preface":  # an office may do without one
            continue
        body = "".join(line.text for line in context.report.narrative(chapter) if line.kind == "body")
        text = re.sub(r"\s", "", PLACEHOLDER.sub("", body))
        title = context.title(chapter)
        if not text:
            yield RULE.finding("empty", title=title, section=chapter)
        elif chapter == "other" and "处理费" in text:
            continue
        elif len(text) < SHORTEST:
            yield RULE.finding(
                "short_other" if chapter == "other" else "short",
                title=title,
                count=len(text),
                words=text,
                least=SHORTEST,
                section=chapter,
            )
        elif chapter == "overview" and len(text) < SHORTEST_OVERVIEW:
            yield RULE.finding(
                "preface_only",
                title=title,
                count=len(text),
                least=SHORTEST_OVERVIEW,
                section=chapter,
                severity="warning",
            )
