"""What the rules say: ``wording.tsv`` beside this module, a table to be reviewed and edited without programming.

Columns: 规则 (the id of a rule, or 共用 for what several rules say), 用处, 文字. A rule has its 名称, 依据 and 级别,
and its 属性 where it has any (``rule.Rule``); ``问题 …`` is the sentence of a finding, ``未检查 …`` why a rule could
not look, ``不需要 …`` why it need not, ``用语 …`` a piece of such a sentence. A name in braces stands for what the rule
found. A sentence may be edited freely: what a waiver names is the use and what stands for the names in braces, not the
words around them (``Said.about``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
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


class Said(str):
    """A sentence or piece of the table, with what it is ``about``: its use and its parts, without the wording."""

    about: str


def said(rule: str, use: str, /, **parts: object) -> Said:
    """What ``rule`` says for ``use``, its own or the shared words, with ``parts`` for the names in braces.

    A use or a part that is not there is a mistake of the program (KeyError); tests/test_checks_messages.py looks for
    each.
    """
    rows = table()
    words = rows[rule, use] if (rule, use) in rows else rows[SHARED, use]
    return told(words.format_map(parts), about(use, parts))


def about(use: str, parts: Mapping[str, object]) -> str:
    """What is said for ``use`` about ``parts``, whatever the table says it in."""
    return "\n".join((use, *(f"{name}={getattr(part, 'about', part)}" for name, part in sorted(parts.items()))))


def told(words: str, about: str) -> Said:
    """``words`` that stand in another table, with what they are ``about``."""
    made = Said(words)
    made.about = about
    return made


def joined(joint: str, pieces: Iterable[str]) -> Said:
    """``pieces`` with ``joint`` between them, about what each is about."""
    pieces = list(pieces)
    return told(joint.join(pieces), "、".join(getattr(piece, "about", piece) for piece in pieces))
