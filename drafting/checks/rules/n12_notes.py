"""Notes say of the tables' own matters what the tables say: a stale or mistaken note would be copied into the draft."""

from __future__ import annotations

from drafting.binding import read

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-12")

SHOWN = 30
"""Characters of a note that a message quotes."""


def check(context: Context) -> Outcome:
    """Figures of notes that name a cell, of the whole organ and the whole year, and differ from it."""
    if not context.report.notes:
        yield RULE.not_assessed("no_notes")
    ground = context.ground
    for note in context.report.notes:
        figures = read(note.text)
        for figure, stated in zip(figures, ground.reading(note.text).statements, strict=True):
            mark = ground.judged(figure, stated)
            if mark is None or mark.state != "contradicted" or stated is None or stated.certainty == "narrow":
                continue
            fact = ground.facts.get(mark.sources[0].removeprefix("fact:"))
            said = note.text if len(note.text) <= SHOWN else f"{note.text[:SHOWN]}……"
            yield RULE.finding(
                "differs",
                note=said,
                figure=figure.text,
                says=ground.says(mark.sources[0]),
                cells=fact.cells if fact else (),
            )
