"""What the rules say: ``wording.tsv`` beside this module, a table to be reviewed and edited without programming.

Columns: 规则 (the id of a rule, or 共用 for what several rules say), 用处, 文字. A rule has its 名称, 依据 and 级别; ``问题 …`` is the
sentence of a finding, ``未检查 …`` why a rule could not look, ``不需要 …`` why it need not, ``用语 …`` a piece of such a
sentence. A name in braces stands for what the rule found. A sentence that is edited reads otherwise to waivers too: those given on the old one lapse.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

SHARED = "共用"
"""What stands in 规则 where several rules say the same."""
FINDING, WHY_NOT, NEEDLESS, PART = "问题", "未检查", "不需要", "用语"
"""How 用处 begins: sentences of findings, reasons for not having looked (could not, need not), pieces of either."""


@cache
def table() -> dict[tuple[str, str], str]:
    """The rows: 规则 and 用处 -> 文字."""
    text = Path(__file__).with_name("wording.tsv").read_text("utf-8-sig")
    rows = csv.reader(text.splitlines()[1:], delimiter="\t")
    return {(rule, use): words for rule, use, words in filter(None, rows)}


def said(rule: str, use: str, /, **parts: object) -> str:
    """What ``rule`` says for ``use``, its own or the shared words, with ``parts`` for the names in braces.

    A use or a part that is not there is a mistake of the program (KeyError); tests/test_checks_messages.py looks for each.
    """
    rows = table()
    words = rows[rule, use] if (rule, use) in rows else rows[SHARED, use]
    return words.format_map(parts)
