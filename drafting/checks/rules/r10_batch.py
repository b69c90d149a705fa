"""The text, the figures and the names of other units of the same batch (domain §4.5).

A report alone cannot show it, so its own check is never assessed. What is alike is worked out where the batch is at hand
(``collection``); how it is said stands here. Names of other organs that a text itself gives away are Y-04's.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..context import Context
from ..rule import Finding, Outcome, Severity, rule

RULE = rule("R-10")
SHOWN = 3
"""Units that a sentence names."""
WORDS = 40
"""Characters of the example that a sentence quotes."""


def check(context: Context) -> Outcome:
    """Nothing to compare with."""
    yield RULE.not_assessed("nothing")


def alike(
    others: Sequence[str], count: int, share: int, words: str, section: str, span: tuple[int, int], severity: Severity
) -> Finding:
    """``count`` sentences, ``share`` per cent of the text, are those of ``others`` too; the first stands at ``span``."""
    quoted = words if len(words) <= WORDS else f"{words[:WORDS]}…"
    return RULE.finding(
        "alike",
        count=count,
        others=_named(others),
        share=share,
        words=quoted,
        section=section,
        span=span,
        severity=severity,
    )


def same_figures(others: Sequence[str], table: str, cells: Sequence[str]) -> Finding:
    """All figures of a table, which are no mere zeros, are those of ``others`` too."""
    return RULE.finding("figures", others=_named(others), table=table, cells=cells, severity="warning")


def named(name: str, times: int, organ: str, section: str, span: tuple[int, int]) -> Finding:
    """The text names another unit of the batch."""
    return RULE.finding(
        "named",
        name=name,
        times=f" {times} 次" if times > 1 else "",
        organ=organ,
        section=section,
        span=span,
        severity="warning",
    )


def _named(others: Sequence[str]) -> str:
    shown = "、".join(f"“{other}”" for other in others[:SHOWN])
    return f"{shown}等 {len(others)} 个单位" if len(others) > SHOWN else shown
