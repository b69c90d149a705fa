"""What taking a file that was read in would do: cell by cell and section by section, what stands beside what it has.

Pure: nothing is written here, and where nothing stands yet the file fills, where something else stands it stays until a
person has chosen the file's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from drafting import values as v
from drafting.checks.problems import problem_items, speaks_of
from drafting.errors import InputError
from drafting.form import ASPECTS, printed_form
from drafting.parting import LineSaid
from drafting.reading import Question, Reading
from drafting.report import MAX_NOTE, Kind, Note, Organ, Report, Section
from drafting.report_file import KEPT_BEFORE, check_year
from drafting.store import Stored
from drafting.strict_model import Model

from .editing import carried_over
from .particulars import LABELS

Purpose = Literal["last_year", "this_year"]
Part = Literal["cell", "section", "document", "organ", "note"]
PURPOSES: dict[Purpose, str] = {"last_year": "上年报告", "this_year": "本年数据"}

_ORGAN = {field: LABELS[field] for field in ("short_name", "self_reference", "superior")}
_STANDING = {field: LABELS[field] for field in ("copied_to", "issuing_office")}
_ONE_YEAR = {field: LABELS[field] for field in ("number", "issued_on", "printed_on")}


class Answers(BaseModel):
    """What a person said about a file.

    ``cells``: text as typed by key, ``""`` where it is to stay blank. ``choices``: change id -> ``Change.mark`` of what
    stood there when the file's was chosen over it; when something else stands now, the choice counts no more.
    ``lines``: chapter -> index of a line of its text -> what it is (``Reading.report``).
    """

    model_config = ConfigDict(frozen=True)

    purpose: Purpose
    organ: Organ | None = None
    year: int | None = None
    cells: dict[str, str] = Field(default_factory=dict)
    choices: dict[str, str] = Field(default_factory=dict)
    lines: dict[str, dict[int, LineSaid]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One thing the file would set. ``side``: in last year's report or in this year's.

    ``part``: ``cell``, ``section``, ``document``, ``organ`` or ``note``; ``name``: which one. ``standing``,
    ``offered``: what stands (``""``: nothing) and what the file has, for people; ``value``: the latter as it is kept.
    """

    side: Purpose
    part: Part
    name: str
    label: str
    standing: str
    offered: str
    value: Any

    @property
    def id(self) -> str:
        """Names the change among those of one file."""
        return f"{self.side}:{self.part}:{self.name}"

    @property
    def conflict(self) -> bool:
        """Whether something else stands there."""
        return bool(self.standing)

    @property
    def mark(self) -> str:
        """Tells what stands there from anything else that may stand there later."""
        return hashlib.sha256(self.standing.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True)
class Plan:
    """``organ``, ``year``: of the file. ``last``, ``this``: the reports as they stand, None where they will be made.

    ``report``: the file as a report. ``changes``: all there is to set, ``chosen`` those that will be. ``obstacles``:
    sentences that say why it cannot be taken yet; ``said``: what else to know.
    """

    organ: Organ | None
    year: int | None
    report: Report | None = None
    last: Stored | None = None
    this: Stored | None = None
    changes: tuple[Change, ...] = ()
    chosen: frozenset[str] = frozenset()
    obstacles: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """The changes a person has to choose about."""
        return tuple(change for change in self.changes if change.conflict)

    def on(self, side: Purpose) -> list[Change]:
        """What will be set in one of the two reports."""
        return [change for change in self.changes if change.side == side and change.id in self.chosen]


@dataclass
class Found:
    """What is on the shelf beside the file: the report it was opened in, and ``find(organ name, year)``."""

    opened: Stored | None
    find: Callable[[str, int], Stored | None]
    notes: tuple[Note, ...] = field(default=())


def open_questions(reading: Reading, answers: Answers) -> list[Question]:
    """The questions about input cells that still wait; totals are added up by the program."""
    form = reading.form
    return [
        question
        for question in reading.questions
        if question.cell is not None and not form.cells[question.cell].computed and question.cell not in answers.cells
    ]


def answered(reading: Reading, answers: Answers) -> dict[str, v.Value]:
    """Cell -> what a person said of it, None where it is to stay blank; and what that leaves of cells that stand for
    three.

    Where the file has one row for the three of （六）其他处理 its figures were read as 3.其他: what a person puts into
    the other two rows goes off there, unless it is said what stands there too.
    """
    form = reading.form
    said = {key: v.parse(text, form.cells[key].kind) for key, text in answers.cells.items()}
    return {**_left(reading, said), **said}


def overdrawn(reading: Reading, cells: Mapping[str, str]) -> str:
    """The first cell of 3.其他 of which more was put elsewhere than stands in the file; "" when there is none."""
    form = reading.form
    said = {key: v.parse(text, form.cells[key].kind) for key, text in cells.items()}
    return next((key for key, value in _left(reading, said).items() if value < 0 and key not in said), "")


def _left(reading: Reading, said: Mapping[str, v.Value]) -> dict[str, v.Number]:
    form = printed_form(reading.form)
    row, cells = form.others[-1], form.cells(form.others[-1])
    left: dict[str, v.Number] = {}
    for question in reading.questions:
        if question.kind == "single" and question.cell and (part := said.get(question.cell)):
            rest = f"{row}.{question.cell.rsplit('.', 1)[1]}"
            for key in (rest, cells[-1]) if rest not in said else ():
                if key in reading.printed:
                    left[key] = left.get(key, reading.printed[key]) - part
    return left


def figures(reading: Reading, answers: Answers) -> dict[str, v.Number]:
    """Every cell as the file has it and as it was answered; absent where it is blank or not answered."""
    printed: dict[str, v.Value] = {**reading.printed, **answered(reading, answers)}
    return {key: value for key, value in printed.items() if value is not None}


def as_report(reading: Reading, answers: Answers, organ: Organ, year: int) -> Report:
    """The file as a report, with the answers in it; totals printed otherwise than the sum stand in ``stated``."""
    report = reading.report(organ, year, answers.lines)
    for key, value in answered(reading, answers).items():
        if report.form.cells[key].computed:
            continue
        if value is None:
            report.values.pop(key, None)
        else:
            report.values[key] = value
    printed, sums = figures(reading, answers), v.with_totals(report.form, report.values)
    report.stated = {key: printed[key] for key in report.form.formulas if key in printed and printed[key] != sums[key]}
    return report


def plan(reading: Reading, answers: Answers, found: Found) -> Plan:
    """What taking ``reading`` would do beside what stands."""
    last_year = answers.purpose == "last_year"
    own = found.opened.report if found.opened else None
    organ = own.organ if own else answers.organ or reading.organ
    year = answers.year or reading.year or (own.year - last_year if own else None)
    obstacles = _obstacles(organ, year, own, last_year)
    if organ is None or year is None or obstacles:  # without either there is an obstacle
        return Plan(organ, year, obstacles=obstacles)
    report = as_report(reading, answers, answers.organ or reading.organ or organ, year)
    report.organ = _named(report.organ, organ)
    last = found.find(organ.name, year) if last_year else None
    this = found.opened or found.find(organ.name, year + last_year)
    into = last if last_year else this
    if into and (lacking := _lacking(into.report, report)):
        return Plan(organ, year, obstacles=(lacking,))
    chosen: set[str] = set()
    changes: list[Change] = []

    def put(new: Iterable[Change]) -> None:
        for change in new:
            changes.append(change)
            if not change.conflict or answers.choices.get(change.id) == change.mark:
                chosen.add(change.id)

    if last:
        put(_into(last.report, report, "last_year"))
    stands = this.report if this else Report(organ=report.organ, year=year + last_year)
    if last_year:
        before = _with(last.report, [change for change in changes if change.id in chosen]) if last else report
        put(_for_this_year(stands, before, report))
    else:
        put(_into(stands, report, "this_year"))
        put(_notes(stands, (*report.notes, *found.notes)))
    return Plan(
        organ,
        year,
        report,
        last,
        this,
        tuple(changes),
        frozenset(chosen),
        (),
        _said(reading, answers, own, stands, report, last_year),
    )


def _obstacles(organ: Organ | None, year: int | None, own: Report | None, last_year: bool) -> tuple[str, ...]:
    said = []
    if organ is None:
        said.append("文件中没有读出机关名称，请在“机关和年度”中填写。")
    if year is None:
        said.append("文件中没有读出报告年度，请在“机关和年度”中填写。")
    elif own and year != own.year - last_year:
        use = PURPOSES["last_year" if last_year else "this_year"]
        said.append(
            f"作为{use}应是 {own.year - last_year} 年度，文件写的是 {year} 年度；年度读错了请更正，否则请改选用途或另选文件。"
        )
    else:
        try:
            if not (last_year and year in KEPT_BEFORE):
                check_year(year)
            check_year(year + last_year)
        except InputError as error:
            said.append(str(error))
    return tuple(said)


def _said(
    reading: Reading,
    answers: Answers,
    own: Report | None,
    stands: Report,
    report: Report,
    last_year: bool,
) -> tuple[str, ...]:
    said = []
    named = answers.organ or reading.organ
    if own and named and named.name != own.organ.name:
        said.append(
            f"文件写的机关是“{named.name}”，当前报告是“{own.organ.name}”；请核对没有选错文件，取用后归入“{own.organ.name}”。"
        )
    if not last_year:
        full = [report.called(id) for id in report.sections if report.text(id).strip() and stands.text(id).strip()]
        if full:
            said.append(f"正文中“{'”“'.join(full)}”已有文字，保持不动。")
    if last_year and report.narrative_text("problems").strip() and not problem_items(report.narrative_text("problems")):
        said.append("上年报告“五、存在的主要问题及改进情况”没有分条列出问题，没有记为素材，请对照原文自行补记。")
    return tuple(said)


def _lacking(stands: Report, report: Report) -> str:
    """Why the file's figures cannot go into ``stands``, which is on an edition that lacks some of them; else ""."""
    names = [report.form.name(key) for key in report.values if key not in stands.form.inputs]
    if not names:
        return ""
    more = f"等 {len(names)} 格" if len(names) > 1 else ""
    return (
        f"已有的报告用的是 {stands.edition} 版表格，没有文件里的{names[0]}{more}，不能取用；"
        f"请把那份报告的年度改为别的年度再改回，它就换用 {stands.year} 年度的表格。"
    )


def _named(read: Organ, organ: Organ) -> Organ:
    """``organ``, with what the file says besides where the file is of the same organ and ``organ`` says nothing."""
    if read.name != organ.name:
        return organ
    return organ.model_copy(update={name: getattr(organ, name) or getattr(read, name) for name in _ORGAN})


def _into(stands: Report, report: Report, side: Purpose) -> Iterator[Change]:
    """Everything of ``report`` that ``stands`` has not, or has otherwise."""
    yield from _cells(stands, {key: report.values[key] for key in report.form.inputs if key in report.values}, side)
    for id, section in report.sections.items():
        standing, text = stands.text(id), section.text
        if text.strip() and text != standing and not (side == "this_year" and standing.strip()):
            yield Change(side, "section", id, report.called(id), standing if standing.strip() else "", text, text)
    yield from _particulars(stands, report, {**_ONE_YEAR, **_STANDING}, side)


def _for_this_year(stands: Report, before: Report, report: Report) -> Iterator[Change]:
    """What last year's report ``before`` gives this year's: 上年结转, its problems, organ and standing document data."""
    yield from _cells(stands, carried_over(before.values), "this_year")
    told = [line for note in stands.notes_on(["last_year_fix"]) for line in note.text.splitlines()]
    problems = dict.fromkeys(
        problem.rstrip("。；") for _, _, problem in problem_items(before.narrative_text("problems"))
    )
    for at, problem in enumerate(problems):
        if not any(problem in line or speaks_of(line, problem) for line in told):
            text = f"上年问题：{problem}。整改情况："[:MAX_NOTE]
            yield Change("this_year", "note", str(at), "素材“上年问题整改”", "", text, ("last_year_fix", text))
    yield from _particulars(stands, report, _STANDING, "this_year")


def _cells(stands: Report, values: Mapping[str, v.Value], side: Purpose) -> Iterator[Change]:
    for key, value in values.items():
        standing = stands.values.get(key)
        if value is not None and value != standing:
            yield Change(side, "cell", key, stands.form.name(key), v.printed(standing), v.printed(value), value)


def _particulars(stands: Report, report: Report, fields: Mapping[str, str], side: Purpose) -> Iterator[Change]:
    pairs: tuple[tuple[Part, Mapping[str, str], Model, Model], ...] = (
        ("organ", _ORGAN, stands.organ, report.organ),
        ("document", fields, stands.document, report.document),
    )
    for part, names, old, new in pairs:
        for name, label in names.items():
            standing, value = getattr(old, name), getattr(new, name)
            if value and value != standing:
                yield Change(side, part, name, label, str(standing or ""), str(value), value)


def _notes(stands: Report, notes: Iterable[Note]) -> Iterator[Change]:
    there = {(note.aspect, note.text.strip()) for note in stands.notes}
    for at, note in enumerate(notes):
        fits = not ASPECTS[note.aspect].governments_only or stands.organ.kind is Kind.GOVERNMENT
        aspect = note.aspect if fits else "other"
        if note.text.strip() and (aspect, note.text.strip()) not in there:
            there.add((aspect, note.text.strip()))
            yield Change(
                "this_year", "note", str(at), f"素材“{ASPECTS[aspect].label}”", "", note.text, (aspect, note.text)
            )


def _with(stands: Report, changes: Iterable[Change]) -> Report:
    """``stands`` as it reads with the figures and texts of ``changes``."""
    new = stands.model_copy(deep=True)
    for change in changes:
        if change.part == "cell":
            new.values[change.name] = change.value
        elif change.part == "section":
            new.sections[change.name] = Section.of(change.value)
    return new
