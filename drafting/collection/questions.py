"""What a unit's file left to ask, kept in its report file, and the same question of many units asked once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from drafting.errors import InputError
from drafting.form import Edition, printed_form
from drafting.reading import Evidence, Question, Reading
from drafting.reading.form.asking import group, grouped, of_several
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
                        evidence=Evidence(text=str(item.get("evidence") or "")),
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
    """``report`` with cells filled as a person says; None: it stays blank. Their questions are closed either way.

    What is put into a row of （六）其他处理 that the file had no figures for goes off 3.其他, into which all of them were
    read, unless that is said too. Raises InputError where more is put there than 3.其他 holds.
    """
    form = report.form
    told = dict(answers)
    for item in _kept(report):
        part = answers.get(item.get("cell") or "")
        if item.get("kind") != "single" or not part or not _is_other(form, item["cell"]):
            continue
        rest = f"{printed_form(form).others[-1]}.{item['cell'].rsplit('.', 1)[1]}"
        if rest in form.inputs and rest not in answers:
            held = told.get(rest, report.values.get(rest)) or 0
            if part > held:
                raise InputError(
                    f"{form.name(item['cell'])}填了 {part} 件，而{form.name(rest)}只有 {held} 件，没有保存，请核对。"
                )
            told[rest] = held - part
    values = {cell: value for cell, value in {**report.values, **told}.items() if value is not None}
    sums = with_totals(form, values)
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


def _is_other(form: Edition, cell: str) -> bool:
    """Whether ``cell`` is of （六）其他处理, which some files print as one row."""
    return cell.rpartition(".")[0] in printed_form(form).others


_OWN_WORDS = ("word", "unclear", "row", "edition", "document")
"""Kinds whose words tell what stands in one file: two files are asked the same only where those are the same."""


@dataclass(frozen=True)
class Asked:
    """One question, put to all the units that it is open for. ``questions``: unit -> what it is asked, cell by cell."""

    text: str
    questions: Mapping[str, tuple[Question, ...]]

    @property
    def units(self) -> tuple[str, ...]:
        """The units it is put to, in order."""
        return tuple(self.questions)

    @property
    def cells(self) -> dict[str, tuple[str, ...]]:
        """Unit -> the cells it is about."""
        return {
            unit: tuple(question.cell for question in asked if question.cell) for unit, asked in self.questions.items()
        }

    @property
    def count(self) -> int:
        """How many questions it stands for."""
        return sum(map(len, self.questions.values()))

    @property
    def offers(self) -> tuple[Number, ...]:
        """The values that may be meant in every one of its cells."""
        every = [question.offers for asked in self.questions.values() for question in asked]
        return tuple(value for value in every[0] if all(value in other for other in every))


def of_many(form: Edition, questions: Mapping[str, Iterable[Question]]) -> tuple[Asked, ...]:
    """The ``questions`` of each unit (by its key) with those that are alike put together, the commonest first."""
    found: dict[tuple[str, ...], dict[str, tuple[Question, ...]]] = {}
    said: dict[tuple[str, ...], dict[str, None]] = {}
    for unit, asked in questions.items():
        for text, same in grouped(form, asked):
            first = same[0]
            own = first.kind in _OWN_WORDS or (first.kind == "single" and not _is_other(form, first.cell or ""))
            alike = (text,) if own else group(first)
            found.setdefault(alike, {})[unit] = same
            said.setdefault(alike, {})[text] = None
    put = []
    for alike, to in found.items():
        one, *others = said[alike]
        leading = next(iter(to.values()))
        sample = leading[0]
        counted = len(to) > 1 and len(leading) > 1 and alike != (one,)  # its words tell how many cells, of one file
        put.append(Asked(of_several(form, sample) if others or counted else one, to))
    return tuple(sorted(put, key=lambda each: -len(each.questions)))
