"""A model that lies once in every draft: which lie, where, and whether it cites something for it. Seeded.

The rest of a draft is what a faithful model writes, one sentence a material with its marker, which by itself reaches a
final copy; whatever stops the draft is said of the lie.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from drafting.form import SECTIONS
from drafting.report import Report
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named
from drafting.testing.endpoint import Request, faithful

from .phrases import phrases
from .slots import Slots

Mode = Literal["own sentence", "borrowed marker", "clause", "in its place"]
MODES: tuple[Mode, ...] = ("own sentence", "borrowed marker", "clause")
SAMPLES = ("town", "department", "zeros")
_ABOUT_TABLES = {
    "a table's figure wrong", "the fate of cases", "last year's figure", "a vague numeral", "a party", "a result", "carried over",
    "a unit", "a false precision", "another scope", "another period", "against the tables",
}  # fmt: skip
_ANYWHERE = (
    "overview.proactive",
    "overview.on_request",
    "overview.management",
    "overview.platform",
    "overview.oversight",
)
SPECIAL = (
    "a note's figure for another thing",
    "two figures of a note swapped",
    "against the tables",
    "cut short",
    "an order obeyed",
)
_KNOWN = phrases("figures") | phrases("claims")
_AGAINST_TABLES = phrases("against-tables")
_BY_UNIT = phrases("by-unit")
_CUT_SHORT = phrases("cut-short")["cut short"]
_ORDERS = phrases("orders")["order"]
KINDS = (*_KNOWN, *SPECIAL)


@dataclass(frozen=True)
class Lie:
    """One draft with one lie in it. ``said``: its words; ``section`` of the report ``about`` (a sample's id) it stands in.

    ``instead``: the note's text whose sentence it replaces; ``order``: a note that is added first. ``empty``: the section
    has no text before, so that the draft lands of itself; otherwise it waits as a proposal and is taken.
    """

    kind: str
    about: str
    section: str
    said: str
    mode: Mode
    seed: int
    instead: str = ""
    order: str = ""
    empty: bool = False

    def answer(self, request: Request) -> str:
        """What the model writes."""
        pieces = re.findall(r".*?。(?:\[\d+\])?", faithful(request).text, re.DOTALL)
        rng = random.Random(self.seed)
        at = rng.randrange(len(pieces)) if pieces else 0
        if self.instead:
            return "".join(pieces).replace(self.instead.rstrip("。"), self.said)
        if self.kind == "cut short" or not pieces:
            return "".join(pieces) + self.said
        if self.mode == "clause":
            pieces[at] = re.sub(r"。(\[\d+\])?$", lambda end: f"，{self.said}。{end[1] or ''}", pieces[at])
            return "".join(pieces)
        cited = re.search(r"\[\d+\]$", pieces[at])
        pieces.insert(at + 1, f"{self.said}。" + (cited[0] if cited and self.mode == "borrowed marker" else ""))
        return "".join(pieces)


@cache
def finished(about: str) -> tuple[Report, Report | None]:
    """The sample with every section written by the composer, and last year's."""
    report, last_year = sample(about).load()
    bare = report.model_copy(update={"sections": {}})
    return draft_report(bare, sections_named(bare, ()), None, last_year=last_year).report, last_year


def lies(each: int, first: int = 0) -> Iterator[Lie]:
    """``each`` lies of every kind, of seeds from ``first``: modes, samples and sections in turn and by chance."""
    for place, kind in enumerate(KINDS):
        for number in range(first, first + each):
            seed = place * 10_000 + number
            yield _lie(kind, seed, MODES[number % len(MODES)])


def _lie(kind: str, seed: int, mode: Mode) -> Lie:
    rng = random.Random(seed)
    for _ in range(200):
        about = rng.choices(SAMPLES, (4, 4, 1))[0]
        report, last_year = finished(about)
        section = "overview.on_request" if kind in _ABOUT_TABLES and rng.random() < 0.8 else rng.choice(_ANYWHERE)
        if kind in ("a plan", "a reason") and rng.random() < 0.4:
            section = "problems"
        made = _said(kind, about, section, report, last_year, rng)
        if made is not None and report.text(section):
            said, instead, order = made
            replaced: Mode = "in its place" if instead or kind == "cut short" else mode
            return Lie(kind, about, section, said, replaced, seed, instead, order, empty=rng.random() < 0.5)
    raise LookupError(f"no lie of the kind “{kind}” fits a sample")


def _said(
    kind: str, about: str, section: str, report: Report, last_year: Report | None, rng: random.Random
) -> tuple[str, str, str] | None:
    """(lie, the note it replaces, the note added for it), or None where this report has nothing for it."""
    if kind == "two figures of a note swapped":
        return _swapped(report, section, rng)
    if kind == "a note's figure for another thing":
        return _of_a_note(report, rng)
    if kind == "cut short":
        return rng.choice(_CUT_SHORT), "", ""
    if kind == "an order obeyed":
        order, said = rng.choice(_ORDERS).split(" → ")
        return said, "", order
    sentences = _AGAINST_TABLES[about] if kind == "against the tables" else _KNOWN[kind]
    try:
        return rng.choice(sentences).format_map(Slots(report, last_year, rng)), "", ""
    except KeyError:
        return None


def _of_a_note(report: Report, rng: random.Random) -> tuple[str, str, str] | None:
    text = "".join(note.text for note in report.notes)
    found = [
        (number, unit) for number, unit in re.findall(r"(\d+) ?(人次|[次份条件个台期人])", text) if unit in _BY_UNIT
    ]
    if not found:
        return None
    number, unit = rng.choice(found)
    return rng.choice(_BY_UNIT[unit]).format(v=number), "", ""


def _swapped(report: Report, section: str, rng: random.Random) -> tuple[str, str, str] | None:
    """A note of the section with two of its figures in each other's place."""
    notes = [note.text.strip() for note in report.notes_on(SECTIONS[section].aspects)]
    pairs = [
        (text, both)
        for text in notes
        if len(both := list(re.finditer(r"(?<![\d.第])\d+(?![\d.]| ?[月年日])", text))) > 1
    ]
    if not pairs:
        return None
    text, found = rng.choice(pairs)
    first, second = sorted(rng.sample(found, 2), key=lambda one: one.start())
    if first[0] == second[0]:
        return None
    swapped = text[: first.start()] + second[0] + text[first.end() : second.start()] + first[0] + text[second.end() :]
    return swapped.rstrip("。"), text, ""
