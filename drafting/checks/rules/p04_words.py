"""Sensitive words and names of organs that no longer exist, by the lexicon (domain §4.6; ``lexicon.tsv``)."""

from __future__ import annotations

from .. import listed
from ..context import Context
from ..rule import Outcome, rule

RULE = rule("P-04")


def check(context: Context) -> Outcome:
    """必错 a warning, 疑似 and 提示 a hint."""
    yield from listed.check(RULE, context, ("错敏词", "机构名称"))
