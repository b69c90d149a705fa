"""One report worked out once, for reading many texts against it (docs/decisions/0015-statements.md)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from drafting.facts import Catalogue, catalogue
from drafting.language.register import Speaker, written
from drafting.report import FigureTie, Report

from .claim import Evidence
from .claims import claims, full_rates
from .figures import Figure, read
from .marks import Mark, State
from .note_evidence import NoteEvidence, note_evidence, phrases
from .scope import reporting
from .statements import Reading, Statement, read_statements
from .values import matches_value, render_like


class EvidenceIndex:
    """A report and last year's: the facts and notes that a text can rest on."""

    def __init__(self, report: Report, last_year: Report | None = None) -> None:
        self.report, self.last_year = report, last_year

    @cached_property
    def facts(self) -> Catalogue:
        """Every fact by id."""
        return catalogue(self.report, self.last_year)

    @cached_property
    def notes(self) -> NoteEvidence:
        """The notes, read for their figures."""
        speaker = Speaker(self.report.year, self.report.organ.called)
        return note_evidence(tuple((note.id, note.text, written(note.text, speaker)) for note in self.report.notes))

    def marks(self, text: str, ties: Sequence[FigureTie] = ()) -> list[Mark]:
        """The figures and claiming words of ``text``, in order.

        ``ties``: what its figures rested on when it was written; only those count whose span is a figure's.
        """
        figures = read(text)
        remembered = {(tie.start, tie.end): tie.source for tie in ties if tie.source}
        said = phrases(text) if self.notes.texts else None
        borne = self.notes.bearing(text, figures, said)
        reading = self.reading(text)
        found = []
        for at, (figure, stated) in enumerate(zip(figures, reading.statements, strict=True)):
            source = remembered.get((figure.start, figure.end), "")
            if source.startswith("note:") and said and self.notes.denies(source[5:], figures[at], said[at]):
                source = ""  # its words are those of another figure of that note
            if source.startswith("fact:") and figure.start in reading.apart:
                source = ""  # moved from a sentence on the whole into one on another period
            if stated and stated.since >= 0:
                stated = self._of_the_same(stated, found[stated.since])
            found.append(self._figure(figure, stated, borne[at], source))
        claimed = claims(text, reading, found, Evidence(self.report, self.facts, self.notes))
        return sorted([*full_rates(found, claimed), *claimed], key=lambda mark: mark.start) if claimed else found

    def _of_the_same(self, stated: Statement, counted: Mark) -> Statement:
        """A change as one of what the figure before it was found to count, where its words leave that open; of two that it may
        be the number of (16 received, 16 done), the likelier.
        """
        kept = tuple(cells for cells in stated.readings if f"fact:{self.facts.of_cells(cells)}" in counted.sources)
        if not kept or counted.state != "fact":
            return stated
        certainty = stated.certainty if len(kept) == 1 or stated.certainty != "sure" else "likely"
        return stated._replace(readings=kept[:1], certainty=certainty)

    def reading(self, text: str) -> Reading:
        """``text`` as read: what each of its figures states, by its words."""
        return read_statements(text, self.report.form, reporting(self.report.organ), self.report.year)

    def says(self, source: str) -> str:
        """What a source is, for people: a cell or formula with its value, a note's text, or that a person gave it."""
        kind, _, id = source.partition(":")
        if kind == "fact" and id in self.facts:
            fact = self.facts[id]
            place = fact.formula or self.report.form.name(fact.cells[0])
            return f"{fact.says}：{place}（{fact.figure}）" if fact.formula else f"{place}（{fact.figure}）"
        if kind == "note" and id in self.notes.texts:
            return self.notes.texts[id]
        return {"person": "由人填写或确认", "fact": "表格中的这一格现在没有填写", "note": "这条素材已经删除"}.get(
            kind, "没有找到依据"
        )

    def candidates(self, stated: Statement) -> list[str]:
        """The ids of the facts that a statement may mean, known or not, likeliest first."""
        ids = [self.facts.of_cells(cells) for cells in stated.readings]
        match stated.measure:
            case "before":
                ids = [f"before.{id}" for id in ids]
            case "change":
                ids = [f"{kind}.{id}" for id in ids for kind in ("change", "ratio")]
            case "share":
                ids = [
                    self._share(self.facts.of_cells(part), self.facts.of_cells(whole))
                    for part in stated.readings
                    for whole in stated.wholes
                    if part != whole and self._comparable(part, whole)
                ]
        return list(dict.fromkeys(ids))

    def _comparable(self, part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
        """Whether a share of the one in the other is of one count: applicants of 新收 are a share of 新收, not of （七）总计."""
        roles = self.report.form.roles
        if not all(roles[cell].applicant and not roles[cell].result for cell in part):
            return True
        return {roles[cell].stage for cell in part} == {roles[cell].stage for cell in whole}

    def _share(self, part: str, whole: str) -> str:
        """The id of the share of one fact in another: the one that is listed, else one that names both."""
        listed = f"share.{part.removeprefix('formula.').removeprefix('requests.').removesuffix('.total')}"
        if whole == "requests.total.total" and dict.__contains__(self.facts, listed):
            return listed
        return f"share.{part}/{whole}"

    def _figure(self, figure: Figure, stated: Statement | None, note: str | None, remembered: str) -> Mark:
        """The mark of one figure: what it remembers decides, else the words around it, else a note."""
        kind, _, id = remembered.partition(":")
        if kind == "fact" and id in self.facts and not self._meant_otherwise(id, stated):
            if not matches_value(figure, self.facts[id]):
                return _mark(figure, "contradicted", remembered, expected=render_like(figure, self.facts[id]))
            fits = (f"fact:{each}" for each in self._fitting(figure, stated) if each != id)
            return _mark(figure, "fact", remembered, *fits)
        by_words = self.judged(figure, stated)
        named_part = stated is not None and stated.certainty == "narrow" and bool(note or kind == "note")
        if by_words and by_words.state == "contradicted" and not named_part:
            return by_words
        if kind == "note":
            return _mark(figure, "note", remembered) if id in self.notes.holding(figure) else _mark(figure, "untied")
        if by_words and by_words.state == "fact":
            return by_words
        if kind == "person":
            return _mark(figure, "person", "person")
        return _mark(figure, "note", f"note:{note}") if note else _mark(figure, "untied")

    def _meant_otherwise(self, id: str, stated: Statement | None) -> bool:
        """Whether the words state what the fact ``id``, which a figure is said to rest on, is not."""
        if stated is None or stated.certainty == "narrow":
            return False
        meant = self.candidates(stated)
        return id not in meant and all(each in self.facts for each in meant)

    def _fitting(self, figure: Figure, stated: Statement | None) -> list[str]:
        if stated is None:
            return []
        fits = [id for id in self.candidates(stated) if id in self.facts and matches_value(figure, self.facts[id])]
        if not stated.apiece:
            return fits
        alternatives = ([self.facts.of_cells(cells) for cells in each] for each in stated.apiece)
        return next((ids for ids in alternatives if set(ids) <= set(fits)), [])

    def judged(self, figure: Figure, stated: Statement | None) -> Mark | None:
        """The mark that what the figure states gives it; None where that is no known fact."""
        if stated is None:
            return None
        if fits := self._fitting(figure, stated):
            return _mark(figure, "fact", *(f"fact:{id}" for id in fits))
        if stated.certainty == "open":
            return None
        ids = self._known(figure, stated)
        if stated.foreign:  # 75人次 for the 75件 there are; another number with that unit counts something else
            ids = [id for id in ids if figure.allows(Decimal(self.facts[id].value))]
            return _mark(figure, "contradicted", f"fact:{ids[0]}", expected=self.facts[ids[0]].figure) if ids else None
        if not ids:
            return None
        return _mark(
            figure, "contradicted", *(f"fact:{id}" for id in ids), expected=render_like(figure, self.facts[ids[0]]),
            narrow=stated.certainty != "sure", asked=stated.certainty == "likely",
        )  # fmt: skip

    def _known(self, figure: Figure, stated: Statement) -> list[str]:
        """The facts that the figure should state one of; [] when one that it may mean is not known."""
        ids = self.candidates(stated)
        if stated.measure == "change":
            rate = figure.unit in ("%", "倍")
            subjects = [self.facts.of_cells(cells) for cells in stated.readings]
            if not all(f"before.{subject}" in self.facts for subject in subjects):
                return []
            known = [id for id in ids if id in self.facts and id.startswith("ratio." if rate else "change.")]
            return known or [f"before.{subjects[0]}"]
        if stated.apiece and all(id in self.facts for id in ids):  # those that it is not the number of
            return [id for id in ids if not matches_value(figure, self.facts[id])]
        return ids if all(id in self.facts for id in ids) else []


def _mark(
    figure: Figure, state: State, *sources: str, expected: str = "", narrow: bool = False, asked: bool = False
) -> Mark:
    return Mark(figure.start, figure.end, figure.text, "figure", state, sources, expected, narrow, figure, asked)
