"""The conversation beside the draft: a thread an answer writes to the store; its changes wait as proposals.

Nothing here changes a report. An answer that is stopped, breaks off or loses its process keeps what came.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from drafting.assessment import Assessment
from drafting.errors import InputError
from drafting.report import Section
from drafting.store import Store
from drafting.store.messages import Message
from drafting.writing import profile
from drafting.writing.conversation import Answer, OnText, converse
from drafting.writing.edits import revised
from drafting.writing.endpoint import Endpoint
from drafting.writing.questions import missing, why

from .library import Library
from .limits import ConcurrencyLimits
from .sending import Errand, cleared
from .shares import Shares
from .whole import whole
from .workers import Job, Workers

MAX_MESSAGE = 2_000
"""Characters of a person's message."""
ASKED: dict[Literal["missing", "why"], str] = {"missing": "还缺什么", "why": "为什么有标记"}
"""The questions the program answers itself."""
SHOWN = 100
"""Characters of the question that a proposal is shown with."""


@dataclass
class _Job(Job):
    """An answer being written. ``begun``: the changes begun so far."""

    begun: int = 0


class Conversation:
    """The conversations of all reports."""

    def __init__(self, store: Store, library: Library, limits: ConcurrencyLimits, shares: Shares):
        self._store = store
        self._library = library
        self._limits, self._shares = limits, shares
        self._lock = threading.Lock()
        self._workers: Workers[_Job] = Workers(
            "conversation",
            keep=lambda id, text: store.messages.set(id, text=text),
            leases=store.messages.leases,
            broken_off=lambda job, how, why: store.messages.set(job.id, state=how, text=job.text, error=why),
            broken="回答时程序内部出错，已写出的部分保留；请再问一次，仍不行请联系管理员。",
        )

    def messages(self, id: str) -> list[Message]:
        """The messages of a report, oldest first; one that is being written with its newest text."""
        found = self._store.messages.of(id)
        return [self._newest(message) if message.active else message for message in found]

    def active(self, id: str) -> Message | None:
        """The answer that is being written for the report, by whichever server, if any."""
        return next((message for message in self.messages(id) if message.active), None)

    def say(self, id: str, text: str, endpoint: Endpoint | None, *, owner: str = "", person: str = "") -> Message:
        """Keep what a person says and begin the answer; its message. ``owner``: the id of who asks, ``person``: the name.


        Raises InputError (nothing is kept) for an empty or long text, without a model, while an answer is written, where
        that person has had enough written, NotSent and Settled.
        """
        self._store.must_be_editable(id)
        text = text.strip()
        if not text:
            raise InputError("还没有写要问的话，请先填写。")
        if len(text) > MAX_MESSAGE:
            raise InputError(f"一次最多 {MAX_MESSAGE:,} 字，现有 {len(text):,} 字，没有发送，请删减。")
        if endpoint is None:
            raise InputError("自由提问要用起草模型，请先到“设置”页配置；“还缺什么”和“为什么有标记”不用模型。")
        about = self._library.open(id).assessment
        before = [_turn(message) for message in self._store.messages.of(id)]
        errand = Errand(
            [lambda e: self._converse(id, about, text, e, before, threading.Event(), lambda text, begun: None)],
            {"现在说的话": text, "先前的对话": "\n".join(said for _, said in before)},
            kept=(self._store, id),
            person=person,
        )
        model = cleared(endpoint, about.report, errand)
        with self._lock:
            with self._store.transaction():
                if self.active(id):
                    raise InputError("上一个回答还没有写完，请稍候，或先点“停止”。")
                self._shares.ask(owner)
                history = [_turn(message) for message in self._store.messages.of(id)]
                self._store.messages.add(id, "person", text)
                answer = self._store.messages.add(id, "model", "", state="running", model=model.label)
                self._shares.note(owner, answer.id)
            job = _Job(answer.id, id, self._limits.of(model).join(urgent=True))
            self._workers.start(job, lambda: self._answer(job, answer, about, text, model, history))
        return answer

    @whole
    def ask(self, id: str, question: Literal["missing", "why"]) -> Message:
        """Answer a question without a model, and keep both; the answer."""
        about = self._library.open(id).assessment
        text = missing(about) if question == "missing" else why(about)
        self._store.messages.add(id, "person", ASKED[question])
        return self._store.messages.add(id, "model", text)

    def stop(self, message_id: str) -> None:
        """Ask an answer to stop; what came is kept. Nothing happens when it has ended."""
        self._workers.stop(message_id)

    def close(self) -> None:
        """Stop every answer of this process and wait for the workers to keep what came."""
        self._workers.close()

    def _newest(self, message: Message) -> Message:
        """A message in hand with its newest text; one whose process died is ended."""
        if job := self._workers.get(message.id):
            writing = [f"正在写第 {job.begun} 处修改……"] if job.begun else []
            return replace(message, text="\n".join([*filter(None, [job.text]), *writing]))
        leases = self._store.messages.leases
        ended = {"state": "interrupted", "error": "程序在回答中途退出，已写出的部分保留了下来，可以再问一次。"}
        if message.id in leases.lost() and leases.seize(message.id, **ended):
            return replace(message, **ended)
        return message

    def _answer(
        self,
        job: _Job,
        message: Message,
        about: Assessment,
        question: str,
        endpoint: Endpoint,
        history: Sequence[tuple[str, str]],
    ) -> None:
        """Ask, propose what was asked for, keep the answer."""
        started = time.monotonic()

        def on_text(text: str, begun: int) -> None:
            job.begun = begun
            self._workers.grow(job, text)

        answer = self._converse(message.report_id, about, question, endpoint, history, job.stop, on_text)
        job.turn.end()
        state = "failed" if answer.error else "stopped" if job.stop.is_set() and not answer.finished else "done"
        usage = answer.usage
        with self._store.transaction():
            proposals, left = self._propose(message, question, answer)
            self._store.messages.set(
                message.id,
                state=state,
                text=answer.said.text,
                proposals=proposals,
                prompt=answer.prompt,
                error=answer.error or _notice(answer, state, proposals, left),
                seconds=time.monotonic() - started,
                prompt_tokens=usage and usage.prompt_tokens,
                tokens=usage and usage.completion_tokens,
                cost=usage and usage.cost(profile.of(endpoint)),
            )

    def _converse(
        self,
        id: str,
        about: Assessment,
        question: str,
        endpoint: Endpoint,
        history: Sequence[tuple[str, str]],
        stop: threading.Event,
        on_text: OnText,
    ) -> Answer:
        return converse(
            about, question, endpoint, history=history, proposals=self._waiting(id), stop=stop, on_text=on_text
        )

    def _propose(self, message: Message, question: str, answer: Answer) -> tuple[list[str], int]:
        """Let the changes wait beside the text, one proposal a section; their ids, and how many could not be made."""
        standing = self._store.load(message.report_id).report.sections
        proposals, left = [], answer.said.refused
        for section in dict.fromkeys(edit.place.section for edit in answer.said.edits):
            now = standing.get(section, Section())
            new, lost = revised(now, [edit for edit in answer.said.edits if edit.place.section == section])
            left += lost
            if new == now:
                continue
            if not new.paragraphs:  # a section is emptied by a person's hand only
                left += 1
                continue
            shown = question if len(question) <= SHOWN else question[: SHOWN - 1] + "…"
            generation = self._store.generations.create(
                message.report_id, section, shown, message.model, state="running"
            )
            self._store.generations.set(
                generation.id, state="done", text=new.text, content=new.model_dump(mode="json"), prompt=answer.prompt
            )
            proposals.append(generation.id)
        return proposals, left

    def _waiting(self, id: str) -> dict[str, str]:
        """The text of the proposals that wait for a decision, by section."""
        return {run.section: run.text for run in self._store.generations.open(id) if run.content is not None}


def _turn(message: Message) -> tuple[str, str]:
    """A message as the model is shown it again: role and text."""
    if message.role == "person":
        return "user", message.text
    return "assistant", message.text + ("（已提出修改提案）" if message.proposals else "")


def _notice(answer: Answer, state: str, proposals: Sequence[str], left: int) -> str:
    """What a person should know about an answer that ended without an error."""
    notices = []
    if not answer.finished and state == "done":
        notices.append("模型没有写完（达到长度上限，或服务中途停下），回答可能不完整，请把要求分几次提。")
    if left:
        notices.append(f"有 {left} 处修改没有提出：所指的段落不在正文中、已锁定，或整节会被删空。")
    if state == "done" and not (answer.said.text or proposals or notices):
        notices.append("模型没有给出回答，请换个说法再问一次。")
    return "".join(notices)
