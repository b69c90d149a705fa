"""A table that is last year's table, figure for figure (domain §4.2).

Small offices have the same few figures by right: zeros, one document in force for years. So a table counts only when
it is filled in both years and has several figures besides zeros and stocks.
"""

from __future__ import annotations

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("T-13")

FEWEST = 3
"""Figures other than 0 and 现行有效 that a table has at least."""


def check(context: Context) -> Outcome:
    """Each table against last year's."""
    if context.why_no_comparison:
        yield RULE.because(context.why_no_comparison)
        return
    compared = False
    for table in context.form.tables:
        keys = [cell.key for cell in table.cells if cell.key and not cell.computed]
        now, then = ([cells.get(key) for key in keys] for cells in (context.cells, context.before))
        if None in now or None in then:
            continue
        compared = True
        telling = [key for key, value in zip(keys, now) if value and not key.endswith(".in_force")]
        if now == then and len(telling) >= FEWEST:
            yield RULE.finding("same", table=table.nickname, count=len(keys), telling=len(telling), cells=telling)
    if not compared:
        yield RULE.not_assessed("blank")
