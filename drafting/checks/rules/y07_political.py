"""Political wording and names of meetings that fit the report's year, by the lexicon (domain §4.4; ``lexicon.tsv``).

A session not yet held when the report was due is certain; one long followed by another is a hint. There is no public
list: the rows by year are the lexicon's, and an office adds the newest.
"""

from __future__ import annotations

from .. import listed
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("Y-07")


def check(context: Context) -> Outcome:
    """必错 a warning, 疑似 and 提示 a hint."""
    yield from listed.check(RULE, context, ("政治表述",))
