"""Reading a whole report by the model, when its text stands: 统稿, the last pass, and 校对. A thread writes to the store
what it found so far; what comes of it waits as proposals, one a section. Nothing here changes a report.

Stopping, an error or a killed server keep what was found: it is proposed then.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from drafting.errors import InputError, NianbaoError, NotFound
from drafting.report import Report, Section
from drafting.store import Generation, Store
from drafting.store.database import now
from drafting.writing import profile
from drafting.writing.endpoint import Endpoint
from drafting.writing.rewrites import Reading, rewritten

from .limits import ConcurrencyLimits
from .sending import Errand, cleared
from .shares import Shares
from .whole import whole
from .workers import Job, Workers

if TYPE_CHECKING:
    from drafting.writing.rewrites import Pass

Task = Literal["polish", "proofread"]
TASKS: Mapping[Task, str] = {"polish": "统稿", "proofread": "校对"}
"""What a reading is for, by its name on the page."""
WHOLE = ""
"""Stands for the section in the run of a reading."""
_PAGE = "draft"


@dataclass
class _Job(Job):
    """A reading being done. ``found``: what was found so far."""

    task: Task = "polish"
    found: Reading = field(default_factory=Reading)


class Readthroughs:
    """The readings of all reports."""

    def __init__(self, store: Store, limits: ConcurrencyLimits, shares: Shares):
        self._store = store
        self._limits, self._shares = limits, shares
        self._workers: Workers[_Job] = Workers(
            "readthrough",
            leases=store.generations.leases,
            broken_off=lambda job, how, why: self._end(job, how, job.found, why),
            broken="通读时程序内部出错，已提出的修改保留；请重试，仍不行请联系管理员。",
        )

    def start(self, id: str, task: Task, endpoint: Endpoint | None, *, owner: str = "", person: str = "") -> Generation:
        """Begin reading a report. ``owner``: the id of who asks, ``person``: the name. Raises Settled,
        NotSent, and InputError saying why it cannot begin now.
        """
        self._store.must_be_editable(id)
        report = self._store.load(id).report
        if endpoint is None:
            raise InputError(f"{TASKS[task]}要用起草模型，请先到“设置”页配置。")
        if why := self._not_yet(id, task, report):
            raise InputError(why)
        parts = [lambda e: _pass(task)(report, e, stop=threading.Event(), on_reading=lambda found: None)]
        model = cleared(endpoint, report, Errand(parts, kept=(self._store, id), person=person))
        self._shares.ask(owner)
        generation = self._store.generations.begin(id, WHOLE, TASKS[task], model.model)
        if generation is None:
            raise InputError(_busy(task))
        self._shares.note(owner, generation.id)
        job = _Job(generation.id, id, self._limits.of(model).join(), task=task)
        self._workers.start(job, lambda: self._read(job, report, model))
        return generation

    def follow(self, id: str, endpoint: Endpoint) -> None:
        """The last pass after all was drafted, where it is wanted and can be done; else nothing."""
        if not self.wanted(id) or endpoint.strategy == "items":
            return
        try:
            self.start(id, "polish", endpoint)
        except NianbaoError:  # proposals wait, a section stands empty, the report was approved: it begins by hand only
            return

    def wanted(self, id: str) -> bool:
        """Whether the last pass follows when all sections of a report were drafted at one time."""
        return self._store.choices.of(id, _PAGE).get("polish", True) is not False

    def want(self, id: str, wanted: bool) -> None:
        """Let the last pass follow from now on, or not."""
        if wanted != self.wanted(id):
            self._store.choices.keep(id, _PAGE, {"polish": wanted})

    def stop(self, generation_id: str) -> None:
        """Ask a reading to stop; what was found is proposed. Nothing happens when it has ended."""
        self._workers.stop(generation_id)

    def open(self, id: str) -> list[Generation]:
        """The readings of a report that are active or left a sentence to read."""
        for run in self._store.generations.lost():
            if run.section == WHOLE and not self._workers.get(run.id):
                self._interrupted(run)
        return [run for run in self._store.generations.open(id) if run.section == WHOLE]

    def active(self, id: str) -> bool:
        """Whether this process is reading the report."""
        return bool(self._workers.of(id))

    def says(self, run: Generation) -> str:
        """How far a reading is, in a sentence."""
        job = self._workers.get(run.id)
        if run.state == "queued" and (job is None or job.began is None):
            return f"{run.instruction}排队中，前面的章节写完后就开始"
        if job is None:  # another server reads
            return f"正在{run.instruction}"
        found, asked = job.found, f"，已提出 {len(job.found.rewrites)} 段的修改" if job.found.rewrites else ""
        if job.task == "proofread":
            return f"正在校对第 {min(found.read + 1, found.total or 1)} 节，共 {found.total or 1} 节{asked}"
        return f"正在通读全文统稿{asked}"

    def seen(self, generation_id: str) -> None:
        """Put the sentence of a reading away."""
        self._store.generations.set(generation_id, decision="refused")

    def close(self) -> None:
        """Stop every reading of this process and wait for the workers to keep what was found."""
        self._workers.close()

    @whole
    def _interrupted(self, run: Generation) -> None:
        if self._store.generations.leases.seize(run.id, state="interrupted"):
            self._end(run, "interrupted", Reading.of(run.text), "程序在通读中途退出，已提出的修改列在各节下面。")

    def _not_yet(self, id: str, task: Task, report: Report) -> str:
        """Why a reading cannot begin now, ``""`` when it can."""
        called = TASKS[task]
        empty = [spec.label for spec in report.outline if not report.text(spec.id).strip()]
        runs = self._store.generations.open(id)
        if any(run.active for run in runs):
            return _busy(task)
        if any(run.content is not None for run in runs):
            return f"还有修改提案等待决定，请先采用或放弃，再{called}。"
        if len(empty) == len(report.outline):
            return f"还没有正文，请先起草，再{called}。"
        if empty and task == "polish":
            return f"“{empty[0]}”等 {len(empty)} 节还没有正文，各节都写好后才能统稿。"
        return ""

    def _standing(self, id: str) -> Report | None:
        """The report as it stands; None when it was deleted meanwhile."""
        try:
            return self._store.load(id).report
        except NotFound:
            return None

    def _read(self, job: _Job, report: Report, endpoint: Endpoint) -> None:
        began = time.monotonic()
        self._store.generations.set(job.id, state="running", started_at=now())

        def on_reading(found: Reading) -> None:
            job.found = found
            self._store.generations.set(job.id, text=found.text)

        made = _pass(job.task)(report, endpoint, stop=job.stop, on_reading=on_reading)
        job.turn.end()
        usage = made.usage
        self._store.generations.set(
            job.id,
            prompt=made.prompt,
            seconds=time.monotonic() - began,
            prompt_tokens=usage and usage.prompt_tokens,
            tokens=usage and usage.completion_tokens,
            cost=usage and usage.cost(profile.of(endpoint)),
        )
        stopped = job.stop.is_set() and not made.finished
        cut = "模型没有写完，后面的章节没有读到。" if not made.finished and not stopped else ""
        self._end(job, "stopped" if stopped else "done", made.reading, cut)

    @whole
    def _end(self, run: Generation | _Job, state: str, found: Reading, why: str) -> None:
        """Let what was found wait beside the text, and say what came of the reading."""
        task = run.instruction if isinstance(run, Generation) else TASKS[run.task]
        kept = self._store.generations.get(run.id)
        sections, left = 0, found.refused
        report = self._standing(run.report_id) if found.rewrites else None
        for section in dict.fromkeys(rewrite.section for rewrite in found.rewrites):
            standing = report.sections.get(section, Section()) if report else Section()
            new, lost = rewritten(standing, [one for one in found.rewrites if one.section == section])
            left += lost
            if new == standing or not new.paragraphs:
                continue
            sections += 1
            made = self._store.generations.create(run.report_id, section, task, kept.model if kept else "", "running")
            self._store.generations.set(
                made.id,
                state="done",
                text=new.text,
                content=new.model_dump(mode="json"),
                prompt=kept.prompt if kept else "",
            )
        self._store.generations.set(
            run.id, state=state, text=found.text, error=_outcome(task, state, found, sections, left, why)
        )


def _busy(task: Task) -> str:
    return f"正在起草或通读，写完后才能{TASKS[task]}。"


def _pass(task: Task) -> Callable[..., Pass]:
    """What does it."""
    from drafting.writing.polishing import polish  # the model libraries load here, not with the first page
    from drafting.writing.proofreading import proofread

    return {"polish": polish, "proofread": proofread}[task]


def _outcome(task: str, state: str, found: Reading, sections: int, left: int, why: str) -> str:
    """What a person should know of a reading that ended."""
    how = {"stopped": f"{task}已停止", "done": f"{task}完毕"}.get(state, why)
    said = [
        how.rstrip("。"),
        f"，{sections} 节有修改提案，列在各节下面，可逐处采用" if sections else "，没有提出修改",
        "。",
    ]
    if left:
        said.append(f"另有 {left} 处修改没有提出：会改动事实，或所指的文字不在正文中。")
    if found.failed:
        said.append(f"有 {found.failed} 处没有得到可用的回答，可以再{task}一次。")
    if how != why:
        said.append(why)
    return "".join(said)


__all__ = ["TASKS", "WHOLE", "Readthroughs", "Task"]
