"""A claim of words, and what it is held against: what its cells say, else a note that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafting.facts import Catalogue
from drafting.language.sentences import FULL_STOPS, sentence_at
from drafting.report import Report

from .marks import Mark, State
from .note_evidence import NoteEvidence


@dataclass(frozen=True)
class Evidence:
    """What claims are held against: a report, its facts by id, and its notes."""

    report: Report
    facts: Catalogue
    notes: NoteEvidence


@dataclass(frozen=True)
class Claim:
    """Words at ``start``–``end`` that say the sum of each of ``cells`` is 0; ``some``: that it is not."""

    start: int
    end: int
    cells: tuple[tuple[str, ...], ...]
    narrow: bool = False
    some: bool = False


def judged(text: str, claim: Claim, evidence: Evidence) -> Mark:
    """The mark of words that say that something is 0, or is not."""
    facts = evidence.facts
    ids = [facts.of_cells(cells) for cells in claim.cells]
    known = {id: facts[id].value for id in ids if id in facts}
    wrong = [id for id, value in known.items() if bool(value) != claim.some]
    if wrong:
        return word_mark(text, claim.start, claim.end, "contradicted", fact_sources(wrong), narrow=claim.narrow)
    if len(known) == len(ids):
        return word_mark(text, claim.start, claim.end, "fact", fact_sources(ids))
    return by_note(text, claim.start, claim.end, evidence.notes)


def by_note(text: str, start: int, end: int, notes: NoteEvidence) -> Mark:
    """The mark of words that only a note can bear out."""
    begins, closes = sentence_at(text, start, end, FULL_STOPS)
    note = notes.saying(text[start:end], text[begins:closes])
    return word_mark(text, start, end, "note", (f"note:{note}",)) if note else word_mark(text, start, end, "untied")


def fact_sources(ids: Sequence[str]) -> tuple[str, ...]:
    """The facts as the sources of a mark."""
    return tuple(f"fact:{id}" for id in ids)


def word_mark(
    text: str,
    start: int,
    end: int,
    state: State,
    sources: tuple[str, ...] = (),
    expected: str = "",
    narrow: bool = False,
) -> Mark:
    """The mark of claiming words."""
    return Mark(start, end, text[start:end], "word", state, sources, expected, narrow)
