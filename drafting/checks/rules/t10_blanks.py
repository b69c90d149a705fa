"""Cells left blank (domain §2.5): practice is an explicit 0 everywhere, and a blank is never taken for one."""

from __future__ import annotations

from ..context import Context
from ..rule import Outcome, rule
from ..wording import joined

RULE = rule("T-10")

NAMED = 3
"""How many places the sentence names; the finding holds every blank cell."""


def check(context: Context) -> Outcome:
    """One finding a table, with the blank input cells; totals are blank only because their parts are."""
    form = context.form
    for table in form.tables:
        keys = [cell.key for cell in table.cells if cell.key]
        blank = [key for key in keys if not form.cells[key].computed and context.cells.get(key) is None]
        if blank:
            names = [form.name(key).removeprefix(table.nickname) for key in blank]
            if len(names) > NAMED:  # too many to name one by one: name their rows
                names = list(dict.fromkeys(name.rsplit("”", 1)[0] + "”" for name in names))
            named = joined("", ["、".join(names[:NAMED]), *([RULE.part("more")] if len(names) > NAMED else [])])
            yield RULE.finding("blank", table=table.nickname, count=len(blank), places=named, cells=blank)
