"""What the figures of checked sentences rest on: the note that the sentence was compared with.

The words around a figure are read anew by ``binding``, which knows 来了17个人 in 17人参加 not always. Where a sentence was held
against the note it rewords, figure by figure, that is known already.
"""

from __future__ import annotations

from collections.abc import Callable

from drafting.binding import read
from drafting.report import FigureTie, Note, Paragraph, Report, Section, SentenceSource

from .faithful import faults
from .noted import lines_of, speaker

PLANS = "measure"
"""The aspect whose notes tell what is still to be done."""


def tied(paragraph: Paragraph, report: Report, holds: Callable[[SentenceSource], bool] = lambda _: True) -> Paragraph:
    """``paragraph`` with ties of the figures of its sentences to the notes that these name and that hold them.

    ``holds``: whether a sentence was held against what it names. In one whose wording is doubted the figures were compared too.
    """
    notes = {f"note:{note.id}": {figure.value for figure in read(note.text)} for note in report.notes}
    ties: list[FigureTie] = []
    place = 0
    for source in paragraph.sources:
        start = paragraph.text.find(source.sentence, place)
        if start < 0:
            continue
        place = start + len(source.sentence)
        named = source.ids or source.doubted
        figures = [
            (figure, [id for id in named if figure.value in notes.get(id, ())]) for figure in read(source.sentence)
        ]
        if any(holding for _, holding in figures) and holds(source):
            ties += [
                FigureTie(start=start + figure.start, end=start + figure.end, source=holding[0])
                for figure, holding in figures
                if holding
            ]
    return paragraph.model_copy(update={"ties": tuple(ties)})


def compared(section: Section, report: Report) -> Section:
    """``section``, written freely, with ties of the figures of those sentences that say what the notes they name say."""
    notes = {f"note:{note.id}": note for note in report.notes}

    def holds(source: SentenceSource) -> bool:
        named = [notes[id] for id in source.ids if id in notes]
        return bool(named) and _says(named, source.sentence, report)

    return Section(paragraphs=tuple(tied(paragraph, report, holds) for paragraph in section.paragraphs))


def _says(notes: list[Note], sentence: str, report: Report) -> bool:
    """Whether ``sentence`` says what ``notes`` say, as they are or as a report writes them."""
    planned = any(note.aspect == PLANS for note in notes)
    given = (
        "".join(note.text for note in notes),
        "".join(line for note in notes for line in lines_of(note.text, report)),
    )
    return any(not faults(text, sentence, speaker(report), planned=planned) for text in given)


__all__ = ["compared", "tied"]
