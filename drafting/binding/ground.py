"""One report worked out once, for reading many texts against it (docs/decisions/0002-binding.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import takewhile

from drafting.facts import Fact, catalogue
from drafting.report import FigureTie, Report

from .claims import claim
from .figures import Figure, read
from .marks import Mark, State
from .naming import fitting, named
from .place import REACH, Place, topics
from .reckoning import changed, compared, comparison, share
from .scope import WHOLE
from .values import matches_value as states
from .values import render_like as restated
from .values import same_figure as same
from .witness import Notes
from .words import words

_RATE_GAP = 6
"""Characters between 答复率 and its 100% (均达到了)."""


class Ground:
    """A report and last year's: the facts and notes that a text can rest on."""

    def __init__(self, report: Report, last_year: Report | None = None) -> None:
        self.report, self.last_year = report, last_year

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every fact by id."""
        return catalogue(self.report, self.last_year)

    @cached_property
    def notes(self) -> Notes:
        """The notes, read for their figures."""
        return Notes(self.report.notes)

    def marks(self, text: str, ties: Sequence[FigureTie] = ()) -> list[Mark]:
        """The figures and claiming words of ``text``, in order.

        ``ties``: what its figures rested on when it was written; only those count whose span is a figure's.
        """
        about, figures = topics(text), read(text)
        remembered = {(tie.start, tie.end): tie.source for tie in ties if tie.source}
        ends = [figure.end for figure in figures]
        found: list[Mark] = []
        for at, figure in enumerate(figures):
            until = figures[at + 1].start if at + 1 < len(figures) else len(text)
            place = Place.of(text, figure.start, figure.end, ends, until, about)
            found.append(self._figure(text, figure, place, found, remembered.get((figure.start, figure.end), "")))
        claimed = words(text, found, about, self.facts, self.notes, self.report.organ)
        return sorted([*_full_rates(found, claimed), *claimed], key=lambda mark: mark.start) if claimed else found

    def says(self, source: str) -> str:
        """What a source is, for people: a cell or formula with its value, a note's text, or that a person gave it."""
        kind, _, id = source.partition(":")
        if kind == "fact" and id in self.facts:
            fact = self.facts[id]
            form = self.report.form
            place = fact.formula or form.name(fact.cells[0])
            return f"{fact.says}：{place}（{fact.figure}）" if fact.formula else f"{place}（{fact.figure}）"
        if kind == "note" and id in self.notes.texts:
            return self.notes.texts[id]
        return {"person": "由人填写或确认", "fact": "表格中的这一格现在没有填写", "note": "这条素材已经删除"}.get(
            kind, "没有找到依据"
        )

    def _figure(self, text: str, figure: Figure, place: Place, marks: list[Mark], remembered: str) -> Mark:
        """The mark of one figure: what it remembers decides, else the words around it, else a note."""
        kind, _, id = remembered.partition(":")
        if kind == "fact" and id in self.facts:
            if not states(figure, self.facts[id]):
                return _mark(figure, "contradicted", remembered, expected=restated(figure, self.facts[id]))
            fits = (f"fact:{each}" for each in fitting(figure, place, self.facts) if each != id)
            return _mark(figure, "fact", remembered, *fits)
        if kind == "note":
            return _mark(figure, "note", remembered) if id in self.notes.holding(figure) else _mark(figure, "untied")
        worded = self._worded(text, figure, place, marks)
        if worded.state == "contradicted":
            return worded
        return _mark(figure, "person", "person") if kind == "person" else worded

    def _worded(self, text: str, figure: Figure, place: Place, marks: list[Mark]) -> Mark:
        """The mark that the words around the figure give it."""
        begins = figure.start - len(place.before)
        before = list(takewhile(lambda mark: mark.start >= begins, reversed(marks)))[::-1]
        if mark := self._reckoned(text, figure, place, before):
            return mark
        if fits := fitting(figure, place, self.facts):
            return _mark(figure, "fact", *(f"fact:{id}" for id in fits))
        holding = self.notes.holding(figure)
        line = text[max(text.rfind("\n", 0, figure.start) + 1, figure.start - 2 * REACH) : figure.start]
        right = claim(figure, place, line, before, self.facts, self.report.organ, self.report.year)
        if right and not any(self._means_less(note, figure, right.ids) for note in holding):
            narrow = right.narrow or _carried(text[marks[-1].end if marks else 0 : figure.start], marks)
            return _mark(
                figure,
                "contradicted",
                *(f"fact:{id}" for id in right.ids),
                narrow=narrow,
                expected=restated(figure, self.facts[right.ids[0]]),
            )
        note = self.notes.best(holding, figure, place.sentence)
        return _mark(figure, "note", f"note:{note}") if note else _mark(figure, "untied")

    def _reckoned(self, text: str, figure: Figure, place: Place, before: list[Mark]) -> Mark | None:
        """The mark of a share or of a change since last year, where it can be reckoned."""
        if match := comparison(text, figure.start):
            subject = compared(place, before, text, match.start(), figure.start)
            return changed(figure, subject, self.facts) if subject else None
        return share(figure, place, before, self.facts)

    def _means_less(self, note: str, figure: Figure, ids: Sequence[str]) -> bool:
        """Whether a note holds the figure of the same subject in words that are narrower: then it may well be meant."""
        text = self.notes.texts[note]
        figures, about = read(text), topics(text)
        ends = [other.end for other in figures]
        for at, other in enumerate(figures):
            if not same(figure, other):
                continue
            until = figures[at + 1].start if at + 1 < len(figures) else len(text)
            place = Place.of(text, other.start, other.end, ends, until, about)
            speaks = [
                hit
                for hit in (*named(place.left, place.topic), *named(place.right, place.topic, first=True))
                if set(hit.ids) & set(ids)
            ]
            exact = claim(other, place, text[: other.start], (), self.facts, self.report.organ, self.report.year)
            if speaks and (exact is None or exact.narrow):
                return True
        return False


def _carried(since: str, marks: list[Mark]) -> bool:
    """Whether the figure before spoke of a part; unless the words ``since`` leave its line or bring the whole back."""
    return bool(marks) and marks[-1].narrow and "\n" not in since and not WHOLE.search(since)


def _full_rates(figures: list[Mark], words: list[Mark]) -> list[Mark]:
    """``figures``, the 100% of a rate that is borne out by a cell (答复率100%) resting on it too."""
    rates = {mark.end: mark for mark in words if mark.text.endswith("率") and mark.state == "fact"}
    if not rates:
        return figures
    found = []
    for mark in figures:
        rate = next((rates[end] for end in range(mark.start, mark.start - _RATE_GAP, -1) if end in rates), None)
        full = mark.state == "untied" and mark.figure and (mark.figure.value, mark.figure.unit) == (100, "%")
        found.append(replace(mark, state="fact", sources=rate.sources) if rate and full else mark)
    return found


def _mark(figure: Figure, state: State, *sources: str, expected: str = "", narrow: bool = False) -> Mark:
    return Mark(figure.start, figure.end, figure.text, "figure", state, sources, expected, narrow, figure)
