"""Emoji and signs that no document prints: private characters, the mark of a lost one, invisible ones inside words.

Whether a rare character has a typeface depends on the machine that prints: the export of a PDF tells that.
"""

from __future__ import annotations

import re

from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("P-10")

_EMOJI = late_pattern(
    "[\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620"
    "\u2622\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2648-\u2653\u2660\u2663\u2665\u2666\u2668\u267b\u267f\u2692-\u2697"
    "\u2699\u269b\u269c\u26a0\u26a1\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3\u26d4"
    "\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714\u2716\u271d\u2721\u2728\u2733"
    "\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf\u2934\u2935\u2b05-\u2b07"
    "\u2b1b\u2b1c\u2b50\u2b55][\ufe0e\ufe0f\u200d\u20e3\U0001f000-\U0001faff\u2640\u2642\u2764]*|[0-9#*]\ufe0f?\u20e3"
)
"""Signs that are pictures (Unicode Technical Standard #51); ① → ★ ● ℃ are ordinary marks of a document."""
_LOST = late_pattern("[\ufffd\ufffc\ue000-\uf8ff\U000f0000-\U0010ffff]+")
_UNSEEN = late_pattern("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f-\x9f]+")


def check(context: Context) -> Outcome:
    """Every picture and lost sign; invisible ones once a section."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        for match in _EMOJI.finditer(text):
            yield RULE.finding("emoji", sign=match[0], section=section, span=match.span())
        for match in _LOST.finditer(text):
            around = _around(text, match)
            yield RULE.finding("lost", around=around, section=section, span=match.span())
        if unseen := list(_UNSEEN.finditer(_EMOJI.sub(lambda match: " " * len(match[0]), text))):
            around = _around(text, unseen[0])
            yield RULE.finding(
                "unseen", count=len(unseen), around=around, section=section, span=unseen[0].span(), severity="hint"
            )


def _around(text: str, match: re.Match[str]) -> str:
    """The characters beside the place, by which a person finds what cannot be seen."""
    start, end = match.span()
    return (text[max(0, start - 4) : start].split("\n")[-1] + "□" + text[end : end + 4].split("\n")[0]).strip()
