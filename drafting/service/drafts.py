"""Drafting outside the page: a thread a section writes to the store; closing the tab is not a stop. One request's
sections are written in the order of the document, what is asked for later after them.

A finished text lands in a section only while that section is empty. Otherwise it waits as a proposal beside the
person's text until it is taken or refused. Stopping, an error or a killed server keep what came.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from drafting.errors import Conflict, InputError, NianbaoError, NotFound, Settled
from drafting.report import MAX_SECTION, Report, Section
from drafting.store import Generation, Store
from drafting.store.database import now
from drafting.writing import profile
from drafting.writing.endpoint import Endpoint
from drafting.writing.guard import names_of
from drafting.writing.proposal import Chosen, Offer, offered, taken

from .places import Places, Turn
from .progress import RECENT, Progress, seconds_left
from .prose import Prose
from .whole import whole

if TYPE_CHECKING:
    from drafting.writing.section import Draft

FLUSH_SECONDS = 0.3
"""How often growing text goes to the store: what a crash may cost."""
BEAT_SECONDS = 3


@dataclass
class _Job:
    """A run in this process: written by its worker, read by the pages. ``began``: monotonic seconds, None while it
    waits.

    ``label``: its model as its runs are kept under; ``places``: how many of them are written at a time.
    """

    generation: Generation
    turn: Turn
    label: str
    places: int
    began: float | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    text: str = ""
    flushed: float = 0.0


class Drafts:
    """The running and waiting drafts of all reports."""

    def __init__(self, store: Store, prose: Prose, places: Places):
        self._store = store
        self._prose = prose
        self._places = places
        self._jobs: dict[str, _Job] = {}
        self._asked: dict[str, list[str]] = {}  # report -> the runs since nothing was being drafted there
        self._lock = threading.Lock()
        self._beating = False
        for generation in store.generations.abandoned():
            self._interrupted(generation)

    def start(
        self,
        id: str,
        sections: Iterable[str],
        endpoint: Endpoint | None,
        *,
        instruction: str = "",
        last_year: Report | None = None,
    ) -> list[Generation]:
        """Begin drafting ``sections``, as many at a time as the endpoint takes (None: the offline composer).

        A section that is being drafted already is left alone. Raises InputError for an unknown section.
        """
        report = self._store.load(id).report
        names = list(dict.fromkeys(sections))
        order = [spec.id for spec in report.outline]
        for name in names:
            if name not in order:
                raise InputError(f"这份报告没有“{name[:40]}”这一节。")

        def made(section: str, job: _Job) -> Draft:
            from drafting.writing.section import draft  # the model libraries load here, not with the first page

            return draft(
                report,
                section,
                endpoint,
                instruction=instruction,
                current=report.text(section) if instruction else "",
                last_year=last_year,
                stop=job.stop,
                on_text=lambda text: self._grow(job, text),
            )

        return self._begin(id, sorted(names, key=order.index), endpoint, instruction, made)

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
    ) -> list[Generation]:
        """Begin rewording the passage at ``span`` of a section's paragraph (0-based place) as ``wish`` says.

        Raises InputError without a model, for a locked paragraph and for a passage that is not there.
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

        def made(section: str, job: _Job) -> Draft:
            return rewrite(
                report,
                section,
                standing[paragraph].id,
                span,
                wish,
                endpoint,
                last_year=last_year,
                stop=job.stop,
                on_text=lambda text: self._grow(job, text),
            )

        chosen = standing[paragraph].text[slice(*span)]
        about = f"{wish}：“{chosen if len(chosen) <= 30 else chosen[:30] + '……'}”"
        return self._begin(id, [section], endpoint, about, made, urgent=True)

    def _begin(
        self,
        id: str,
        sections: Iterable[str],
        endpoint: Endpoint | None,
        instruction: str,
        make: Callable[[str, _Job], Draft],
        *,
        urgent: bool = False,
    ) -> list[Generation]:
        """Start a worker for each of ``sections`` that is not being drafted already; the new runs. Raises Settled."""
        self._store.must_be_editable(id)
        started: list[Generation] = []
        line = self._places.of(endpoint)
        with self._lock:
            busy = {job.generation.section for job in self._jobs.values() if job.generation.report_id == id}
            asked = self._asked[id] = self._asked.get(id, []) if busy else []
            for section in sections:
                if section in busy:
                    continue
                turn = line.join(urgent=urgent)
                try:
                    generation = self._store.generations.create(
                        id,
                        section,
                        instruction,
                        endpoint.model if endpoint else "",
                        "running" if turn.has_come else "queued",
                    )
                except NianbaoError:
                    turn.end()
                    raise
                job = self._jobs[generation.id] = _Job(generation, turn, endpoint.label if endpoint else "", line.size)
                asked.append(generation.id)
                started.append(generation)
                threading.Thread(
                    target=self._work, name=f"draft-{section}", daemon=True, args=(job, make, endpoint)
                ).start()
        self._start_beating()
        return started

    def stop(self, generation_id: str) -> None:
        """Ask a run to stop; what came is kept. Nothing happens when it has ended."""
        job = self._jobs.get(generation_id)
        if job:
            job.stop.set()

    def open(self, id: str) -> list[Generation]:
        """The runs of a report that are active or wait for a decision; active ones with their newest text."""
        for run in self._store.generations.abandoned():
            if run.id not in self._jobs:
                self._interrupted(run)
        found = self._store.generations.open(id)
        return [replace(run, text=self._jobs[run.id].text) if run.id in self._jobs else run for run in found]

    def active(self, id: str) -> bool:
        """Whether this process is drafting any section of the report."""
        return any(job.generation.report_id == id for job in list(self._jobs.values()))

    def progress(self, id: str) -> Progress | None:
        """How far this process is with drafting the report; None when it drafts none of it."""
        with self._lock:
            asked = list(self._asked.get(id, ()))
            jobs = [job for job in self._jobs.values() if job.generation.report_id == id]
        if not jobs:
            return None
        elapsed = [time.monotonic() - job.began for job in jobs if job.began is not None]
        done, waiting = len(asked) - len(jobs), len(jobs) - len(elapsed)
        took = self._store.generations.seconds(jobs[0].label, RECENT)
        left = seconds_left(sum(took) / len(took), elapsed, waiting, jobs[0].places) if took else None
        return Progress(done, len(elapsed), len(asked), left)

    def offer(self, generation: Generation, report: Report) -> Offer:
        """What a waiting proposal would change in the report as it stands."""
        standing = report.sections.get(generation.section, Section())
        return offered(standing, Section.model_validate(generation.content or {}), names_of(report))

    @whole
    def take(self, generation_id: str, offer: Offer | None = None, chosen: Chosen | Literal["all"] = "all") -> int:
        """Let the ``chosen`` changes of a proposal stand, as a new version; its number. The others go on waiting.

        ``offer`` is what the person was shown. Raises InputError when the text changed meanwhile.
        """
        generation = self._waiting(generation_id)
        if generation.content is None:
            raise NotFound("这次起草没有可采用的文字。")
        stored = self._store.load(generation.report_id)
        offer = offer or self.offer(generation, stored.report)
        standing = stored.report.sections.get(generation.section, Section())
        new = taken(standing, offer, chosen)
        content = Section.model_validate(generation.content)
        # What the proposal takes from the standing text keeps its ties; what is new in it no person has typed.
        by = "composer" if any(paragraph.origin == "composer" for paragraph in content.paragraphs) else "model"
        number = self._prose.save(
            generation.report_id,
            generation.section,
            new,
            by=by,
            expected=stored.number(f"section:{generation.section}"),
        )
        if not offered(new, content, names_of(stored.report)).changes:
            self._store.generations.set(generation_id, decision="taken", content=None)
        return number

    def refuse(self, generation_id: str) -> None:
        """Put a proposal (or the notice of a failed run) away."""
        self._waiting(generation_id)
        self._store.generations.set(generation_id, decision="refused")

    def close(self) -> None:
        """Stop every run of this process and wait for the workers to keep what came."""
        for job in list(self._jobs.values()):
            job.stop.set()
        deadline = time.monotonic() + 3
        while self._jobs and time.monotonic() < deadline:
            time.sleep(0.02)

    def _waiting(self, generation_id: str) -> Generation:
        generation = self._store.generations.get(generation_id)
        if generation is None or generation.decision or generation.active:
            raise NotFound("这份修改提案已经处理过了，页面将显示最新的内容。")
        return generation

    def _interrupted(self, run: Generation) -> None:
        self._end(
            run, "interrupted", _partial(run.text), "程序在起草中途退出，已写出的部分保留了下来，可以接着改或重新起草。"
        )

    def _work(self, job: _Job, make: Callable[[str, _Job], Draft], endpoint: Endpoint | None) -> None:
        """The worker: draft, then land or wait. Whatever happens, the run is ended and what came is kept."""
        generation = job.generation
        try:
            if not job.turn.wait(job.stop):
                return self._end(generation, "stopped", Section(), "")
            job.began = time.monotonic()
            if generation.state == "queued":
                self._store.generations.set(generation.id, state="running", started_at=now())
            try:
                made = make(generation.section, job)
            finally:
                job.turn.end()
            state = "stopped" if job.stop.is_set() and not made.finished else "done"
            note = (
                "" if made.finished or job.stop.is_set() else "已达到长度上限，结尾可能不完整，请核对或让模型写短些。"
            )
            usage = made.usage
            self._store.generations.set(
                generation.id,
                model=made.model,
                prompt=made.prompt,
                seconds=time.monotonic() - job.began,
                prompt_tokens=usage and usage.prompt_tokens,
                tokens=usage and usage.completion_tokens,
                cost=usage.cost(profile.of(endpoint)) if usage and endpoint else None,
            )
            self._end(generation, state, made.section, note)
        except NianbaoError as error:
            self._end(generation, "failed", _partial(job.text), str(error))
        except Exception:
            self._end(
                generation,
                "failed",
                _partial(job.text),
                "起草时程序内部出错，已写出的部分保留；请重试，仍不行请联系管理员。",
            )
            raise
        finally:
            job.turn.end()
            self._jobs.pop(generation.id, None)

    def _grow(self, job: _Job, text: str) -> None:
        job.text = text
        if time.monotonic() - job.flushed > FLUSH_SECONDS:
            job.flushed = time.monotonic()
            self._store.generations.set(job.generation.id, text=text)

    @whole
    def _end(self, generation: Generation, state: str, section: Section, notice: str) -> None:
        """Record how the run ended. Its text lands if the section is still empty, else waits as a proposal."""
        landed = bool(section.paragraphs) and self._land(generation, section)
        waits = bool(section.paragraphs) and not landed
        self._store.generations.set(
            generation.id,
            state=state,
            text=section.text,
            error=notice,
            content=section.model_dump(mode="json") if waits else None,
            decision="" if waits or notice else "taken" if landed else "refused",
        )

    def _land(self, generation: Generation, section: Section) -> bool:
        """Let ``section`` stand if nothing is written there yet; whether it does now."""
        try:
            stored = self._store.load(generation.report_id)
            if stored.report.text(generation.section).strip():
                return False
            self._prose.save(
                generation.report_id,
                generation.section,
                section,
                by=section.paragraphs[0].origin,
                expected=stored.number(f"section:{generation.section}"),
            )
        except (
            Conflict,
            NotFound,
            Settled,
        ):  # a person wrote there just now, deleted or approved the report: the text waits
            return False
        return True

    def _start_beating(self) -> None:
        with self._lock:
            if self._jobs and not self._beating:
                self._beating = True
                threading.Thread(target=self._beat, name="draft-heartbeat", daemon=True).start()

    def _beat(self) -> None:
        """Tell the store that the runs of this process are alive, until there are none."""
        while True:
            time.sleep(BEAT_SECONDS)
            with self._lock:
                ids = list(self._jobs)
                self._beating = bool(ids)
            if not ids:
                return
            self._store.generations.beat(ids)


def _partial(text: str) -> Section:
    """Text that was cut off, as a section."""
    return Section.of(text[:MAX_SECTION], "model")
