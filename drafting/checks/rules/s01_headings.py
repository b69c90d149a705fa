"""The six headings, in order and exact (domain §1.1). The program prints them itself; a report that was read may
differ.
"""

from __future__ import annotations

from drafting.form import CHAPTERS

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("S-01")
_TABLES = {"disclosure": 1, "requests": 2, "proceedings": 3}
"""Chapter that is a table -> index of its heading."""


def check(context: Context) -> Outcome:
    """Each heading that is missing, and, milder, each in other words. A report begun here holds no headings of its own."""
    read = context.report.as_printed
    if read is None or read.headings is None:
        yield RULE.not_assessed("printed" if read is None else "no_headings")
        return
    for chapter, heading in read.headings.items():
        at = CHAPTERS[chapter].number - 1 if chapter in CHAPTERS else _TABLES[chapter]
        wanted, section = context.form.sections[at], chapter if chapter in CHAPTERS else None
        if heading:
            yield RULE.finding("otherwise", printed=heading, wanted=wanted, section=section, severity="hint")
        else:
            yield RULE.finding("missing", wanted=wanted, section=section)
