"""The overview speaks of the five aspects the format names (domain §1.3)."""

from __future__ import annotations

from drafting.form import ASPECTS

from ..context import Context
from ..patterns import ASPECT_WORDS, parts_claimed
from ..rule import Outcome, rule

RULE = rule("S-04")


def check(context: Context) -> Outcome:
    """An aspect is there when a section that covers it has text or its words stand in the overview outside the list of parts."""
    lines = [line.text for line in context.lines("overview") if not parts_claimed(line.text)]
    if not lines:
        yield RULE.not_assessed("overview_unwritten")
        return
    text = "\n".join(lines)
    written = {aspect for id in context.texts for aspect in context.report.spec(id).aspects}
    for aspect, words in ASPECT_WORDS.items():
        if aspect not in written and not words.search(text):
            yield RULE.finding("missing", aspect=ASPECTS[aspect].label, section=context.place(aspect, "overview"))
