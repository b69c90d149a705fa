"""What the figures of checked sentences rest on: the note that the sentence was compared with.

The words around a figure are read anew by ``binding``, which knows 来了17个人 in 17人参加 not always. Where a sentence was held
against the note it rewords, figure by figure, that is known already.
"""

from __future__ import annotations

from drafting.binding import read
from drafting.report import FigureTie, Paragraph, Report


def tied(paragraph: Paragraph, report: Report) -> Paragraph:
    """``paragraph`` with ties of the figures of its sentences to the notes that these name and that hold them.

    Doubted sentences name none.
    """
    notes = {f"note:{note.id}": {figure.value for figure in read(note.text)} for note in report.notes}
    ties: list[FigureTie] = []
    place = 0
    for source in paragraph.sources:
        start = paragraph.text.find(source.sentence, place)
        if start < 0:
            continue
        place = start + len(source.sentence)
        for figure in read(source.sentence):
            holding = [id for id in source.ids if figure.value in notes.get(id, ())]
            if holding:
                ties.append(FigureTie(start=start + figure.start, end=start + figure.end, source=holding[0]))
    return paragraph.model_copy(update={"ties": tuple(ties)})


__all__ = ["tied"]
