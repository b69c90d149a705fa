"""The overview speaks of the five aspects the format names (domain §1.3)."""

from __future__ import annotations

from drafting.form import SECTIONS

from .context import Context
from .rule import Outcome, Rule
from .wording import ASPECT_WORDS, parts_claimed

RULE = Rule(
    "S-04", "warning", "总体情况写到主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面",
    "国办公开办函〔2021〕30号；公开年报中缺方面的最为常见")


def check(context: Context) -> Outcome:
    """An aspect is there when its section has text or its words stand in the overview outside the list of parts."""
    lines = [line.text for line in context.lines("overview") if not parts_claimed(line.text)]
    if not lines:
        yield RULE.not_assessed("总体情况尚未起草")
        return
    text = "\n".join(lines)
    for section, words in ASPECT_WORDS.items():
        if section not in context.texts and not words.search(text):
            yield RULE.finding(
                f"“一、总体情况”没有写到“{SECTIONS[section].label}”方面，没有发生的也要说明，请补写。", section=section)
