"""Drafting outside the page: a thread a section writes to the store; closing the tab is not a stop. One request's
sections are written in the order of the document, what is asked for later after them.

A finished text lands in a section only while that section is empty. Otherwise it waits as a proposal beside the
person's text until it is taken or refused. Stopping, an error or a killed server keep what came.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from drafting.errors import Conflict, InputError, NianbaoError, NotFound, Settled
from drafting.report import MAX_SECTION, Report, Section
from drafting.store import Generation, Store
from drafting.store.database import now
from drafting.writing import profile
from drafting.writing.endpoint import Endpoint

from .limits import ConcurrencyLimits
from .progress import LETTERS, RECENT, Progress, seconds_left
from .proposals import Proposals
from .prose import Prose
from .sending import Errand, cleared
from .shares import Shares
from .whole import whole
from .workers import Job, Workers

if TYPE_CHECKING:
    from drafting.writing.section import Draft, OnText


@dataclass
class _Job(Job):
    """A section being drafted or waiting. ``section``: which. ``label``: its model as its runs are kept under;
    ``places``: how many of them are written at a time; ``seconds``: what one takes by what 测试连接 measured, None: not measured.
    ``done``: it has ended.
    """

    section: str = ""
    label: str = ""
    places: int = 1
    seconds: float | None = None
    done: bool = False


class Drafts(Proposals):
    """The running and waiting drafts of all reports."""

    def __init__(
        self,
        store: Store,
        prose: Prose,
        limits: ConcurrencyLimits,
        shares: Shares,
        follow: Callable[[str, Endpoint], None] = lambda id, endpoint: None,
    ):
        """``follow(report, endpoint)`` is called when all of what was asked for at one time is drafted."""
        super().__init__(store, prose)
        self._follow = follow
        self._followed: dict[
            str, Endpoint
        ] = {}  # report -> the model that drafts all of it, until one is stopped or fails
        self._limits, self._shares = limits, shares
        self._asked: dict[str, list[str]] = {}  # report -> the runs since nothing was being drafted there
        self._lock = threading.Lock()
        self._workers: Workers[_Job] = Workers(
            "draft",
            keep=lambda id, text: store.generations.set(id, text=text),
            leases=store.generations.leases,
            broken_off=lambda job, how, why: self._end(job, how, _partial(job.text), why),
            left=self._left,
            broken="起草时程序内部出错，已写出的部分保留；请重试，仍不行请联系管理员。",
        )
        self._break_off_lost()

    def start(
        self,
        id: str,
        sections: Iterable[str],
        endpoint: Endpoint | None,
        *,
        instruction: str = "",
        last_year: Report | None = None,
        person: str = "",
        owner: str = "",
    ) -> list[Generation]:
        """Begin drafting ``sections``, as many at a time as the endpoint takes (None: the offline composer).

        A section that is being drafted already, by whichever server, is left alone. ``owner``: the id of who asks. Raises
        InputError for an unknown section, and where that person has had enough written, and NotSent.
        """
        report = self._store.load(id).report
        names = list(dict.fromkeys(sections))
        order = [spec.id for spec in report.outline]
        for name in names:
            if name not in order:
                raise InputError(f"这份报告没有“{name[:40]}”这一节。")

        def written(section: str, endpoint: Endpoint | None, stop: threading.Event, on_text: OnText) -> Draft:
            from drafting.writing.section import draft  # the model libraries load here, not with the first page

            return draft(
                self._written(id) if section in opening else report,
                section,
                endpoint,
                instruction=instruction,
                current=report.text(section) if instruction else "",
                last_year=last_year,
                stop=stop,
                on_text=on_text,
            )

        def made(section: str, job: _Job) -> Draft:
            return written(section, endpoint, job.stop, partial(self._workers.grow, job))

        opening = [spec.id for spec in report.outline if spec.sums_up] if endpoint else []
        parts = [lambda e, name=name: written(name, e, threading.Event(), _unheard) for name in names]
        errand = Errand(parts, {"要求": instruction}, last_year, (self._store, id), person)
        endpoint = cleared(endpoint, report, errand)
        if endpoint and len(names) > 1 and not instruction:
            self._followed[id] = endpoint
        # the opening of the narrative comes last: it says what the others tell
        return self._begin(
            id,
            sorted(names, key=lambda name: (name in opening, order.index(name))),
            endpoint,
            instruction,
            made,
            last=opening if len(names) > 1 else (),
            person=person,
            owner=owner,
        )

    def notice(self, id: str, section: str, endpoint: Endpoint | None, last_year: Report | None = None) -> str:
        """What a person should know before ``section`` is drafted, ``""`` for nothing: that it is done in parts."""
        from drafting.writing.window import notice

        return notice(self._store.load(id).report, section, endpoint, last_year) if endpoint else ""

    def reword(
        self,
        id: str,
        section: str,
        paragraph: int,
        span: tuple[int, int],
        wish: str,
        endpoint: Endpoint | None,
        *,
        last_year: Report | None = None,
        person: str = "",
        owner: str = "",
    ) -> list[Generation]:
        """Begin rewording the passage at ``span`` of a section's paragraph (0-based place) as ``wish`` says.

        Raises InputError without a model, for a locked paragraph and for a passage that is not there, and NotSent.
        """
        from drafting.writing.passage import rewrite

        report = self._store.load(id).report
        standing = report.sections.get(section, Section()).paragraphs
        if endpoint is None:
            raise InputError("改写所选文字需要起草模型，请先到“设置”页配置；没有模型时可以直接修改文字。")
        if not 0 <= paragraph < len(standing) or not 0 <= span[0] < span[1] <= len(standing[paragraph].text):
            raise InputError("所选的文字已有变化，请重新选择后再改写。")
        if standing[paragraph].locked:
            raise InputError("这一段已锁定，要改写请先解锁。")

        def written(endpoint: Endpoint, stop: threading.Event, on_text: OnText) -> Draft:
            place = standing[paragraph].id
            return rewrite(
                report, section, place, span, wish, endpoint, last_year=last_year, stop=stop, on_text=on_text
            )

        parts = [lambda e: written(e, threading.Event(), _unheard)]
        model = cleared(endpoint, report, Errand(parts, {"要求": wish}, last_year, (self._store, id), person))

        def made(section: str, job: _Job) -> Draft:
            return written(model, job.stop, partial(self._workers.grow, job))

        chosen = standing[paragraph].text[slice(*span)]
        about = f"{wish}：“{chosen if len(chosen) <= 30 else chosen[:30] + '……'}”"
        return self._begin(id, [section], model, about, made, urgent=True, person=person, owner=owner)

    def _begin(
        self,
        id: str,
        sections: Sequence[str],
        endpoint: Endpoint | None,
        instruction: str,
        make: Callable[[str, _Job], Draft],
        *,
        urgent: bool = False,
        last: Collection[str] = (),
        person: str = "",
        owner: str = "",
    ) -> list[Generation]:
        """Start a worker for each of ``sections`` that is not being drafted already; the new runs. Raises Settled.

        Those of ``last`` begin when the others have ended.
        """
        self._store.must_be_editable(id)
        started: list[Generation] = []
        line = self._limits.of(endpoint)
        with self._lock:
            busy = {job.section for job in self._workers.of(id)}
            if endpoint and (new := set(sections) - busy):
                self._shares.ask(owner, len(new))
            asked = self._asked[id] = self._asked.get(id, []) if busy else []
            for section in sections:
                if section in busy:
                    continue
                before = [job.ended for job in self._workers.of(id)] if section in last else []
                turn = line.join(urgent=urgent, after=before)
                try:
                    generation = self._store.generations.begin(
                        id,
                        section,
                        instruction,
                        endpoint.model if endpoint else "",
                        "running" if turn.has_come else "queued",
                        person,
                    )
                except NianbaoError:
                    turn.end()
                    raise
                if generation is None:
                    turn.end()
                    continue
                job = _Job(
                    generation.id,
                    id,
                    turn,
                    section=section,
                    label=endpoint.label if endpoint else "",
                    places=line.size,
                    seconds=_expected(endpoint),
                )
                if endpoint:
                    self._shares.note(owner, generation.id)
                asked.append(generation.id)
                started.append(generation)
                self._workers.start(job, partial(self._draft, job, make, endpoint))
        return started

    def stop(self, generation_id: str) -> None:
        """Ask a run to stop; what came is kept. Nothing happens when it has ended."""
        if job := self._workers.get(generation_id):
            self._followed.pop(job.report_id, None)
        self._workers.stop(generation_id)

    def open(self, id: str) -> list[Generation]:
        """The runs of a report that are active or wait for a decision; active ones with their newest text."""
        self._break_off_lost()
        found = [run for run in self._store.generations.open(id) if run.section]
        return [replace(run, text=job.text) if (job := self._workers.get(run.id)) else run for run in found]

    def active(self, id: str) -> bool:
        """Whether this process is drafting any section of the report."""
        return bool(self._workers.of(id))

    def progress(self, id: str) -> Progress | None:
        """How far this process is with drafting the report; None when it drafts none of it."""
        with self._lock:
            asked = list(self._asked.get(id, ()))
            jobs = self._workers.of(id)
        if not jobs:
            return None
        elapsed = [time.monotonic() - job.began for job in jobs if job.began is not None]
        done, waiting = len(asked) - len(jobs), len(jobs) - len(elapsed)
        took = self._store.generations.seconds(jobs[0].label, RECENT)
        average = sum(took) / len(took) if took else jobs[0].seconds
        left = None if average is None else seconds_left(average, elapsed, waiting, jobs[0].places)
        return Progress(done, len(elapsed), len(asked), left)

    def close(self) -> None:
        """Stop every run of this process and wait for the workers to keep what came."""
        self._workers.close()

    def _written(self, id: str) -> Report:
        """The report with what was drafted for its sections, also where it waits beside a text that stands."""
        report = self._store.load(id).report
        waiting = {
            run.section: Section.model_validate(run.content)
            for run in self._store.generations.open(id)
            if run.content is not None
        }
        return report.model_copy(update={"sections": {**report.sections, **waiting}})

    def _left(self, job: _Job) -> None:
        """When the last of a report is drafted, what follows begins."""
        with self._lock:
            job.done = True
            going = any(not each.done for each in self._workers.of(job.report_id))
            endpoint = None if going else self._followed.pop(job.report_id, None)
        if endpoint:
            self._follow(job.report_id, endpoint)

    def _break_off_lost(self) -> None:
        """End the runs, of whichever server, whose worker is gone; what came is kept."""
        for run in self._store.generations.lost():
            if run.section and not self._workers.get(run.id):
                self._interrupted(run)

    @whole
    def _interrupted(self, run: Generation) -> None:
        if self._store.generations.leases.seize(run.id, state="interrupted"):
            why = "程序在起草中途退出，已写出的部分保留了下来，可以接着改或重新起草。"
            self._end(run, "interrupted", _partial(run.text), why)

    def _draft(self, job: _Job, make: Callable[[str, _Job], Draft], endpoint: Endpoint | None) -> None:
        """Draft, then land or wait."""
        began = time.monotonic()
        self._store.generations.set(job.id, state="running", started_at=now())
        made = make(job.section, job)
        whole_text = made.finished or job.stop.is_set()
        usage = made.usage
        self._store.generations.set(
            job.id,
            model=made.model,
            prompt=made.prompt,
            seconds=time.monotonic() - began,
            prompt_tokens=usage and usage.prompt_tokens,
            tokens=usage and usage.completion_tokens,
            cost=usage.cost(profile.of(endpoint)) if usage and endpoint else None,
        )
        job.turn.end()  # once it is noted, so that the next does not seem to have come before
        self._end(
            job,
            "stopped" if job.stop.is_set() and not made.finished else "done",
            made.section,
            made.notice
            if whole_text
            else made.notice + "模型没有写完（达到长度上限，或服务中途停下），结尾可能不完整，请核对，或让模型写短些。",
        )

    @whole
    def _end(self, run: Generation | _Job, state: str, section: Section, notice: str) -> None:
        """Record how the run ended. Its text lands if the section is still empty, else waits as a proposal."""
        if state != "done":
            self._followed.pop(run.report_id, None)
        landed = bool(section.paragraphs) and self._land(run, section)
        waits = bool(section.paragraphs) and not landed
        self._store.generations.set(
            run.id,
            state=state,
            text=section.text,
            error=notice,
            content=section.model_dump(mode="json") if waits else None,
            decision="" if waits or notice else "taken" if landed else "refused",
        )

    def _land(self, run: Generation | _Job, section: Section) -> bool:
        """Let ``section`` stand if nothing is written there yet; whether it does now."""
        try:
            stored = self._store.load(run.report_id)
            if stored.report.text(run.section).strip():
                return False
            self._prose.save(
                run.report_id,
                run.section,
                section,
                by=section.paragraphs[0].origin,
                expected=stored.number(f"section:{run.section}"),
            )
        except (
            Conflict,
            NotFound,
            Settled,
        ):  # a person wrote there just now, deleted or approved the report: the text waits
            return False
        return True


def _unheard(text: str) -> None:
    """Of a rehearsal nobody hears."""


def _partial(text: str) -> Section:
    """Text that was cut off, as a section."""
    return Section.of(text[:MAX_SECTION], "model")


def _expected(endpoint: Endpoint | None) -> float | None:
    """Seconds that a section takes by what was measured of the model."""
    rate = profile.of(endpoint).letters_per_second if endpoint else None
    return LETTERS / rate if rate else None
