"""Words of everyday speech in an official text (咱们, 老百姓, 打官司), by the lexicon (domain §4.6; ``lexicon.tsv``)."""

from __future__ import annotations

from .. import listed
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("P-11")


def check(context: Context) -> Outcome:
    """Each a hint with what may stand instead: notes are written as people speak, and may be quoted."""
    yield from listed.check(RULE, context, ("口语",))
