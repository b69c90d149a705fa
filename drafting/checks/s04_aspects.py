"""The overview speaks of the five aspects the format names (domain §1.3)."""

from __future__ import annotations

from drafting.form import SECTIONS

from .context import Context
from .patterns import ASPECT_WORDS, parts_claimed
from .rule import Outcome, rule

RULE = rule("S-04")


def check(context: Context) -> Outcome:
    """An aspect is there when its section has text or its words stand in the overview outside the list of parts."""
    lines = [line.text for line in context.lines("overview") if not parts_claimed(line.text)]
    if not lines:
        yield RULE.not_assessed("overview_unwritten")
        return
    text = "\n".join(lines)
    for section, words in ASPECT_WORDS.items():
        if section not in context.texts and not words.search(text):
            yield RULE.finding("missing", aspect=SECTIONS[section].label, section=section)
