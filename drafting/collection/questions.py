"""What a unit's file left to ask, kept in its report file, and the same question of many units asked once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from drafting.errors import InputError
from drafting.form import Edition
from drafting.reading import Question, Reading
from drafting.reading.form.asking import grouped
from drafting.report import Report
from drafting.values import Number, from_json, to_json, with_totals

KEY = "intake"
"""Where a report file keeps which file it was read from, and what that left to ask."""


def noted(report: Report, reading: Reading, file: str, own_form: bool = False) -> Report:
    """``report`` with the file it was read from and the questions of its ``reading``.

    ``own_form``: it is on a form that was handed out, whose totals are formulas: nothing is asked of those.
    """
    cells = report.cells()
    asked = [
        {
            "kind": question.kind,
            "cell": question.cell,
            "text": question.text,
            "evidence": question.evidence.text or question.evidence.where,
            "offers": [to_json(offer) for offer in question.offers],
            "held": to_json(cells.get(question.cell)) if question.cell else None,
        }
        for question in reading.questions
        if not (own_form and question.cell in report.form.formulas)
    ]
    return report.model_copy(update={"extra": {**report.extra, KEY: {"file": file, "questions": asked}}})


def open_questions(report: Report) -> tuple[Question, ...]:
    """The questions that nobody has answered: those of a cell while it holds what it held when the file was read."""
    cells = report.cells()
    found = []
    for item in _kept(report):
        cell = item.get("cell")
        if cell is None or (cell in cells and to_json(cells[cell]) == item.get("held")):
            try:
                offers = [from_json(offer, report.form.cells[cell]) for offer in item.get("offers", ())] if cell else []
                found.append(
                    Question(
                        kind=item["kind"],
                        text=item["text"],
                        cell=cell,
                        offers=tuple(offer for offer in offers if offer is not None),
                    )
                )
            except (InputError, ValidationError, KeyError, TypeError):
                continue  # a file that others have written into
    return tuple(found)


def _kept(report: Report) -> list[dict[str, Any]]:
    kept = report.extra.get(KEY)
    asked = kept.get("questions") if isinstance(kept, dict) else None
    return [item for item in asked if isinstance(item, dict)] if isinstance(asked, list) else []


def answered(report: Report, answers: Mapping[str, Number | None]) -> Report:
    """``report`` with cells filled as a person says; None: it stays blank. Their questions are closed either way."""
    values = {cell: value for cell, value in {**report.values, **answers}.items() if value is not None}
    sums = with_totals(report.form, values)
    stated = {cell: value for cell, value in report.stated.items() if value != sums[cell]}
    left = [item for item in _kept(report) if item.get("cell") not in answers]
    return _asking(report.model_copy(update={"values": values, "stated": stated}), left)


def settled(report: Report, texts: Iterable[str]) -> Report:
    """``report`` without the questions ``texts``, which are about no cell and which a person has looked at."""
    done = set(texts)
    return _asking(report, [item for item in _kept(report) if item.get("cell") or item.get("text") not in done])


def _asking(report: Report, questions: list[dict[str, Any]]) -> Report:
    kept = report.extra.get(KEY)
    kept = {**(kept if isinstance(kept, dict) else {}), "questions": questions}
    return report.model_copy(update={"extra": {**report.extra, KEY: kept}})


@dataclass(frozen=True)
class Asked:
    """One question, put to all the units that it is open for: ``cells``: unit -> the cells it is about."""

    text: str
    cells: Mapping[str, tuple[str, ...]]

    @property
    def units(self) -> tuple[str, ...]:
        """The units it is put to, in order."""
        return tuple(self.cells)


def of_many(form: Edition, questions: Mapping[str, Iterable[Question]]) -> tuple[Asked, ...]:
    """The ``questions`` of each unit (by its key) with those of the same words put together, the commonest first."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for unit, asked in questions.items():
        for text, same in grouped(form, asked):
            cells = tuple(question.cell for question in same if question.cell)
            found.setdefault(text, {})[unit] = cells
    return tuple(sorted((Asked(text, cells) for text, cells in found.items()), key=lambda each: -len(each.cells)))
