"""What each unit has sent so far, round by round, and what the office decided: plain data, and how it changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from drafting.errors import InputError
from drafting.form import CHAPTERS
from drafting.report import Report
from drafting.service_address import Use
from drafting.values import Value, printed

from .choice import ALL, Choice
from .rollup import Adjustment
from .roster import Roster

Decision = Literal["", "returned", "passed"]
SHOWN_CHANGES = 300
"""Changes of one round that are kept; more is another report."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Round(_Frozen):
    """One report that a unit sent. ``digest``: of what it says; ``at``: Beijing's clock; ``changed``: sentences on what is
    other than in the round before.
    """

    number: int
    file: str
    digest: str
    at: str
    changed: tuple[str, ...] = ()


class Record(_Frozen):
    """One unit's rounds, and what was decided of the last. ``returned`` counts how often it was sent back."""

    rounds: tuple[Round, ...] = ()
    decision: Decision = ""
    decided_at: str = ""
    returned: int = 0
    published_on: date | None = None
    address: str = Field(default="", max_length=500)

    @property
    def last(self) -> Round | None:
        """The newest round."""
        return self.rounds[-1] if self.rounds else None


class Gone(_Frozen):
    """What a unit had sent that is in the roster no more, being merged or divided. ``stem``: how its files are called."""

    record: Record
    stem: str


class Collection(_Frozen):
    """A roster and a year, with what came. ``records``: by the unit's key; a unit that sent nothing has none. ``gone``: by the key
    that it had, of a unit that was merged or divided after it had sent something.

    Of its sum: ``adjustments`` that people made to it, ``with_errors``: units with errors in their tables or open
    questions are added too, ``choice``: the units that are wanted in it. ``model_use``: whether a model may be used for
    reports on it, where that is less than the office allows.
    """

    year: int
    roster: Roster
    records: Mapping[str, Record] = Field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    with_errors: bool = False
    choice: Choice = ALL
    gone: Mapping[str, Gone] = Field(default_factory=dict)
    model_use: Use = "any"

    def record(self, key: str) -> Record:
        """That of the unit ``key``, empty where nothing came. Raises InputError where there is no such unit."""
        if key not in self.roster.by_key:
            raise InputError(f"名单里没有“{key}”，请按名单里的单位填写。")
        return self.records.get(key, Record())

    def holds(self, key: str, digest: str) -> Round | None:
        """The round of the unit ``key`` in which it said just this, if there is one."""
        return next((each for each in self.record(key).rounds if each.digest == digest), None)

    def with_round(self, key: str, file: str, report: Report, before: Report | None, at: str) -> Collection:
        """The collection once the unit ``key`` has sent ``report``; ``before``: its report of the round before.

        What was decided of that round no longer holds.
        """
        record = self.record(key)
        new = Round(
            number=len(record.rounds) + 1,
            file=file,
            digest=digest(report),
            at=at,
            changed=tuple(changes(before, report)) if before else (),
        )
        return self._with(key, record.model_copy(update={"rounds": (*record.rounds, new), "decision": ""}))

    def decided(self, key: str, decision: Decision, at: str) -> Collection:
        """The collection once the office has sent the unit's report back, passed it, or taken either back (``""``)."""
        record = self.record(key)
        if decision and not record.rounds:
            raise InputError(f"“{self.roster.labels[key]}”还没有报送，不能{_VERBS[decision]}。")
        returned = record.returned + (decision == "returned" and record.decision != "returned")
        update = {"decision": decision, "decided_at": at if decision else "", "returned": returned}
        return self._with(key, record.model_copy(update=update))

    def published(self, key: str, on: date | None, address: str) -> Collection:
        """The collection once it is known when and where the unit published its report."""
        return self._with(key, self.record(key).model_copy(update={"published_on": on, "address": address.strip()}))

    def _with(self, key: str, record: Record) -> Collection:
        return self.model_copy(update={"records": {**self.records, key: record}})


_VERBS = {"returned": "退回", "passed": "通过"}


def digest(report: Report) -> str:
    """SHA-256 over what ``report`` says: cells, words, notes, document data; not over ids or the file it came in."""
    said = {
        "year": report.year,
        "edition": report.edition,
        "cells": {key: printed(value) for key, value in report.cells().items()},
        "texts": _texts(report),
        "notes": [[note.aspect, note.text] for note in report.notes],
        "document": report.document.model_dump(mode="json"),
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")).hexdigest()


def changes(before: Report, after: Report) -> list[str]:
    """What is other in ``after``, a sentence each: cells with both figures, then the chapters whose words changed."""
    if before.edition != after.edition:
        return [f"格式版本由 {before.edition} 版改为 {after.edition} 版。"]
    old, new = before.cells(), after.cells()
    said = [
        f"{after.form.name(key)}由{_figure(old[key])}改为{_figure(new[key])}".rstrip() + "。"
        for key in new
        if old[key] != new[key]
    ]
    texts = _texts(before), _texts(after)
    said += [
        f"“{after.heading(chapter)}”的文字有改动。" for chapter in texts[1] if texts[0][chapter] != texts[1][chapter]
    ]
    if [note.text for note in before.notes] != [note.text for note in after.notes]:
        said.append("素材有改动。")
    if before.document != after.document:
        said.append("公文要素有改动。")
    more = len(said) - SHOWN_CHANGES
    return [*said[:SHOWN_CHANGES], f"另外还有 {more} 处改动。"] if more > 0 else said


def _figure(value: Value) -> str:
    return "空白" if value is None else f" {printed(value)} "


def _texts(report: Report) -> dict[str, str]:
    return {chapter: report.narrative_text(chapter) for chapter in CHAPTERS}
