"""The three narrative chapters have something to say (domain §4.1).

``other`` is fine, however short, once it states the 信息处理费: that one sentence is all many organs have to
report there, and it is shorter than the limit (domain §1.5).
"""

from __future__ import annotations

import re

from drafting.form import CHAPTERS

from .context import Context
from .rule import Outcome, Rule
from .wording import PLACEHOLDER

RULE = Rule(
    "S-07", "error", "一、五、六部分有实际内容（不少于 30 字；总体情况不少于 200 字）", "公开年报见到只写导语或只写“无”的")

SHORTEST = 30
"""Characters below which a chapter says nothing."""
SHORTEST_OVERVIEW = 200
"""Characters below which an overview is likely only its preface."""


def check(context: Context) -> Outcome:
    """The length of each chapter, without white space, numbered headings and whatever is still to be filled in."""
    for chapter in CHAPTERS:
        body = "".join(line.text for line in context.report.narrative(chapter) if line.kind == "body")
        text = re.sub(r"\s", "", PLACEHOLDER.sub("", body))
        title = context.title(chapter)
        if not text:
            yield RULE.finding(f"{title}还没有内容，请起草。", section=chapter)
        elif chapter == "other" and "处理费" in text:
            continue
        elif len(text) < SHORTEST:
            hint = "，这一部分至少要写明信息处理费收取情况" if chapter == "other" else ""
            yield RULE.finding(
                f"{title}只有 {len(text)} 字（“{text}”），不足 {SHORTEST} 字{hint}，请补写。", section=chapter)
        elif chapter == "overview" and len(text) < SHORTEST_OVERVIEW:
            yield RULE.finding(
                f"{title}只有 {len(text)} 字，不足 {SHORTEST_OVERVIEW} 字，可能只写了导语，请补写五个方面的情况。",
                section=chapter, severity="warning")
