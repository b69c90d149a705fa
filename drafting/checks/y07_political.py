"""Political wording and names of meetings that fit the report's year, by the lexicon (domain §4.4; ``lexicon.tsv``).

A session not yet held when the report was due is certain; one long followed by another is a hint. There is no public
list: the rows by year are the lexicon's, and an office adds the newest.
"""

from __future__ import annotations

from . import lexicon
from .context import Context
from .rule import Outcome, Rule

RULE = Rule("Y-07", "hint", "政治表述和会议名称规范，与报告年度相合", "词库 lexicon.tsv 的“政治表述”，按报告年度查")


def check(context: Context) -> Outcome:
    """必错 a warning, 疑似 and 提示 a hint."""
    yield from lexicon.check(RULE, context, ("政治表述",))
