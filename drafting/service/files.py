"""The same verbs on report files, for the command line: draft one, approve one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from drafting import report_file
from drafting.assessment import Assessment
from drafting.bearing import attributed
from drafting.binding import recorded
from drafting.checks.context import true_last_year
from drafting.errors import InputError, ModelError
from drafting.report import TABLES, Approval, Origin, Report, Section
from drafting.store.database import now
from drafting.writing.endpoint import Endpoint

from .limits import Line
from .sending import Errand, cleared

if TYPE_CHECKING:
    from drafting.writing.client import Usage
    from drafting.writing.omissions import Omission

BROKEN_OFF = "broken_off"
"""Where a report keeps the text of each section whose draft an error broke off: it is drafted again while it stands so."""


@dataclass(frozen=True)
class Drafted:
    """A report with drafted sections. ``loose``: (section, figure) pairs tied to no cell or note; ``left_out``: drafted
    section -> what of its notes and main facts stands nowhere; ``failed``: section -> why; ``unfinished``: those whose text
    was cut; ``usages``: section -> what it cost; ``prompts``: refs of the prompts that were used;
    ``notices``: section -> what a person should know of its draft.
    """

    report: Report
    loose: tuple[tuple[str, str], ...]
    left_out: dict[str, list[Omission]]
    failed: dict[str, ModelError]
    unfinished: tuple[str, ...] = ()
    usages: Mapping[str, Usage] = field(default_factory=dict)
    prompts: frozenset[str] = frozenset()
    notices: Mapping[str, str] = field(default_factory=dict)

    def to_data(self, names: Iterable[str], *, whole: bool = False) -> dict[str, Any]:
        """What ``draft --json`` prints of the sections ``names``: how each ended, and what it leaves out. ``whole``: with the
        report as its file would have it.
        """
        report = {"report": report_file.to_data(self.report)} if whole else {}
        return report | {
            "sections": [
                {
                    "section": name,
                    "ended": "failed" if name in self.failed else "drafted",
                    "error": str(self.failed[name]) if name in self.failed else None,
                    "left_out": [
                        {"kind": each.kind, "id": each.ref.partition(":")[2], "text": each.text}
                        for each in self.left_out.get(name, ())
                    ],
                }
                for name in names
            ]
        }


def sections_named(report: Report, names: Iterable[str]) -> list[str]:
    """Section ids for chapter or section ``names``; without names, those with no text yet, or that of a draft that was broken
    off. Raises InputError.
    """
    chosen: list[str] = []
    for name in names:
        found = [spec.id for spec in report.outline if name in (spec.id, spec.chapter)]
        if not found:
            known = "、".join(dict.fromkeys(spec.chapter for spec in report.outline))
            raise InputError(f"没有“{name}”这一节，可选 {known}，或 {'、'.join(spec.id for spec in report.outline)}。")
        chosen += found
    if chosen:
        return list(dict.fromkeys(chosen))
    broken = _broken_off(report)
    return [spec.id for spec in report.outline if spec.id in broken or not report.text(spec.id).strip()]


def _broken_off(report: Report) -> dict[str, str]:
    """Section -> its text, of those that still stand as an error broke them off."""
    kept = report.extra.get(BROKEN_OFF)
    return {id: text for id, text in kept.items() if text and report.text(id) == text} if isinstance(kept, dict) else {}


def draft_report(
    report: Report,
    sections: Iterable[str],
    endpoint: Endpoint | None,
    *,
    instruction: str = "",
    last_year: Report | None = None,
    stop: threading.Event | None = None,
    line: Line | None = None,
    on_text: Callable[[str, str], None] = lambda section, text: None,
) -> Drafted:
    """``report`` with ``sections`` drafted side by side, what sums them up after them. What came before an error is kept.

    ``on_text(section, text so far)`` is called from the workers as text grows. ``last_year`` counts if it is the year
    before. ``stop``, when set, ends all of them. ``line``: the endpoint's, where others draft with it at the same time.
    Raises NotSent.
    """
    from drafting.writing.omissions import listed
    from drafting.writing.section import Draft, draft

    names, last_year = list(sections), true_last_year(report, last_year)
    stop, line = stop or threading.Event(), line or Line(endpoint.concurrency if endpoint else 1)
    came: dict[str, str] = {}

    def grow(name: str, text: str) -> None:
        came[name] = text
        on_text(name, text)

    def one(name: str, endpoint: Endpoint | None, on_text: Callable[[str], None]) -> Draft:
        return draft(
            report.model_copy(update={"sections": {**report.sections, **made}})
            if report.spec(name).sums_up
            else report,
            name,
            endpoint,
            instruction=instruction,
            current=report.text(name) if instruction else "",
            last_year=last_year,
            stop=stop,
            on_text=on_text,
        )

    def in_turn(name: str) -> Draft:
        turn = line.join()
        try:
            if not turn.wait(stop):
                raise ModelError("已停止，没有起草。")
            return one(name, endpoint, partial(grow, name))
        finally:
            turn.end()

    failed: dict[str, ModelError] = {}
    made: dict[str, Section] = {}
    drafts: dict[str, Draft] = {}
    broken = _broken_off(report)
    if names:
        parts = [lambda e, name=name: one(name, e, lambda text: None) for name in names]
        endpoint = cleared(endpoint, report, Errand(parts, {"要求": instruction}, last_year))
    with ThreadPoolExecutor(line.size) as pool:
        # each in a copy of this context, which may say that other prompts are to be used
        for last in (False, True):
            now = [name for name in names if report.spec(name).sums_up is last]
            for name, future in [(name, pool.submit(copy_context().run, in_turn, name)) for name in now]:
                try:
                    drafts[name] = future.result()
                    made[name] = drafts[name].section
                except ModelError as error:
                    failed[name] = error
                    if came.get(name) and (name in broken or not report.text(name).strip()):
                        made[name] = Section.of(came[name], "model")
    ground = Assessment(report, last_year).ground
    kept = {
        id: attributed(
            recorded(section, report.sections.get(id, Section()), ground, by=_writer(section)),
            report.sections.get(id, Section()),
            ground,
            by=_writer(section),
        )
        for id, section in made.items()
    }
    done = report.model_copy(update={"sections": {**report.sections, **kept}, "extra": {**report.extra}})
    done.extra.pop(BROKEN_OFF, None)
    if left := {id: done.text(id) for id in (*broken, *(failed.keys() & made.keys())) if id not in drafts}:
        done.extra[BROKEN_OFF] = left
    loose = tuple(
        (name, mark.text)
        for name in kept
        for paragraph in done.sections[name].paragraphs
        for mark in ground.marks(paragraph.text, paragraph.ties)
        if mark.kind == "figure" and mark.state in ("untied", "contradicted")
    )
    return Drafted(
        done,
        loose,
        dict(listed(Assessment(done, last_year), list(kept))),
        failed,
        tuple(name for name, draft in drafts.items() if not draft.finished),
        {name: draft.usage for name, draft in drafts.items() if draft.usage},
        frozenset(ref for draft in drafts.values() for ref in draft.prompt.split()),
        {name: draft.notice for name, draft in drafts.items() if draft.notice},
    )


def approved(report: Report, parts: Iterable[str], person: str) -> Report:
    """``report`` with ``parts`` (without any: the tables and all that is written) approved by ``person`` as they stand.

    Raises InputError for a part there is none of, and without a name.
    """
    wanted = list(parts) or [part for part in report.parts if part == TABLES or report.text(part).strip()]
    if unknown := [part for part in wanted if part not in report.parts]:
        raise InputError(f"没有“{unknown[0]}”这一部分，可选 {'、'.join(report.parts)}。")
    if not person.strip():
        raise InputError("请写明批准人姓名。")
    at = now().isoformat(timespec="seconds")
    new = [Approval(part=part, person=person.strip()[:50], digest=report.digest(part), at=at) for part in wanted]
    return report.model_copy(
        update={"approvals": [given for given in report.approvals if given.part not in wanted] + new}
    )


def _writer(section: Section) -> Origin:
    """Who wrote a drafted section."""
    return section.paragraphs[0].origin if section.paragraphs else "model"
