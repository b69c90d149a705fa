"""The marks of the narrative as rules N-01 to N-06 need them, and what the tables say instead."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.binding import Mark

from .context import Context
from .marks import Marked
from .rule import Finding, Rule, Severity
from .wording import SHARED, Said, said


def bound(context: Context, state: str) -> Iterator[tuple[Marked, Mark]]:
    """The figures and words of ``context`` in ``state``, section by section, each with what was read of it."""
    for found in context.marks.values():
        for each in found:
            if each.state == state and each.mark is not None:
                yield each, each.mark


def found_at(
    rule: Rule, use: str, found: Marked, *, severity: Severity | None = None, fix: str = "", **parts: object
) -> Finding:
    """A finding of ``rule`` on ``found``, which it quotes; it points at its words and at the cells they should rest on."""
    return rule.finding(
        use,
        quoted=found.quoted,
        cells=found.cells,
        section=found.section,
        span=found.span,
        severity=severity,
        fix=fix,
        **parts,
    )


def gainsaid(context: Context, rule: Rule, found: Marked, mark: Mark) -> Finding:
    """A figure or word of change that the tables contradict, with what should stand there."""
    return found_at(rule, "contradicted", found, says=_tables_say(context, mark), fix=mark.expected)


def _tables_say(context: Context, mark: Mark) -> Said:
    """What the tables say instead, and what to do: ``按表三…（16件）应为“16件”，请核对改正``."""
    says = "、".join(context.ground.says(source) for source in mark.sources[:1])
    if mark.expected:
        return said(SHARED, "用语 expected", says=says, expected=mark.expected)
    return said(SHARED, "用语 disagrees", says=says)
