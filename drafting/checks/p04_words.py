"""Sensitive words and names of organs that no longer exist, by the lexicon (domain §4.6; ``lexicon.tsv``)."""

from __future__ import annotations

from . import lexicon
from .context import Context
from .rule import Outcome, Rule

RULE = Rule("P-04", "warning", "没有错敏词和已改名、撤并的机构名称", "词库 lexicon.tsv；公开通报批评过错敏词和机构旧称")


def check(context: Context) -> Outcome:
    """必错 a warning, 疑似 and 提示 a hint."""
    yield from lexicon.check(RULE, context, ("错敏词", "机构名称"))
