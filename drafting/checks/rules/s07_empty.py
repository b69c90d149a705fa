"""The three narrative chapters have something to say (domain §4.1).

Of ``other`` it is asked what it says and not how long it is: whether it tells of the 信息处理费, in whatever words, which is
all that many organs have to report there (domain §1.5). A bare 无 is a warning.
"""

from __future__ import annotations

import re

from drafting.form import CHAPTERS
from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..patterns import PLACEHOLDER
from ..rule import Outcome, rule

RULE = rule("S-07")

_FEE = late_pattern(
    "处理费|(?:收取?|收过|缴纳|减免|产生|发生)[^。；]{0,24}(?:费|钱)|(?:未|没有?|无|不)[^。；]{0,16}收费|收费[^。；]{0,12}(?:情况|为|0|零|\\d)|(?:没|未)收过?钱"
)
"""That a fee was taken or not."""

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
        elif chapter == "other":
            if not _FEE.search(text):
                yield RULE.finding("no_fee", title=title, section=chapter, severity="warning")
        elif len(text) < SHORTEST:
            yield RULE.finding("short", title=title, count=len(text), words=text, least=SHORTEST, section=chapter)
        elif chapter == "overview" and len(text) < SHORTEST_OVERVIEW:
            yield RULE.finding(
                "preface_only",
                title=title,
                count=len(text),
                least=SHORTEST_OVERVIEW,
                section=chapter,
                severity="warning",
            )
