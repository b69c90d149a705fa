"""All three tables with the rows, columns and labels of the form (domain §2.1–2.3). The program prints them itself; a
report that was read may differ.
"""

from __future__ import annotations

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("S-02")


def check(context: Context) -> Outcome:
    """Tables and rows that are missing, and, milder, labels in other words. A report begun here holds figures by cell."""
    read = context.report.as_printed
    if read is None:
        yield RULE.not_assessed("printed")
        return
    for id in read.tables:
        first = next(key for key in context.form.cells if key.startswith(id))
        yield RULE.finding("table", table=context.form.table(id).nickname, cells=(first,))
    for table in context.form.tables:
        absent = [
            key
            for key in context.form.cells
            if key.startswith(table.id) and (key in read.rows or key.rsplit(".", 1)[0] in read.rows)
        ]
        if absent:
            first, *more = dict.fromkeys(context.form.name(key).rsplit("”", 1)[0] + "”" for key in absent)
            listed = RULE.part("rows", first=first, count=1 + len(more)) if more else RULE.part("row", first=first)
            yield RULE.finding("rows", listed=listed, cells=absent)
    for printed, wanted in read.labels.items():
        yield RULE.finding("label", printed=printed, wanted=wanted, severity="hint")
