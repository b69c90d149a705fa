"""Streaming from the model: ChatOpenAI over the openai client, with stop, stall watchdog and few retries.

What is sent follows the endpoint's profile; what a refusal teaches is written back to it.

All requests run as tasks on one background event loop: a task can be cancelled while it connects, waits for the first
token or reads, and its connection is closed at once so that the server stops too. The caller's thread takes the pieces
from a queue. Retries happen only before the first token, and only where the same request may succeed in a moment.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any, Generic

from pydantic import BaseModel

from drafting.errors import SettingError

from . import failures, pace, sending, structure
from . import profile as profiles
from .connection import Connection, Messages, lent, on_loop, thinking
from .endpoint import Desk, Endpoint
from .profile import Profile, Thinks
from .structure import Kind
from .think import NEW_PAGE, Splitter

PAUSES = (0.5, 1.5)
"""Seconds before the first and the second retry."""
LONGEST_PAUSE = 20
"""Seconds a server may ask to wait (Retry-After) before a retry; asked for more, none is made."""


WHOLE = frozenset({"stop", "eos", "eos_token", "end_turn", "stop_sequence", "tool_calls", "function_call", "completed"})
"""What servers call the end of an answer that is whole; every other word is an answer that was not finished."""
CENSORED = frozenset({"content_filter", "sensitive"})
"""What servers call an answer that their inspection of content ended; the second is 智谱's."""


@dataclass(frozen=True)
class Usage:
    """What a call cost. Token counts are None where the server does not tell."""

    prompt_tokens: int | None
    completion_tokens: int | None
    seconds: float
    first_token_seconds: float | None

    def cost(self, profile: Profile) -> float | None:
        """What the call cost in 元; None where the office has set no price or the server tells no counts."""
        if (
            profile.price_in is None
            or profile.price_out is None
            or self.prompt_tokens is None
            or self.completion_tokens is None
        ):
            return None
        return (profile.price_in * self.prompt_tokens + profile.price_out * self.completion_tokens) / 1_000_000

    @classmethod
    def together(cls, spent: Sequence[Usage]) -> Usage | None:
        """What several calls cost; None when there was none."""

        def total(counts: list[int | None]) -> int | None:
            known = [count for count in counts if count is not None]
            return sum(known) if len(known) == len(counts) else None

        return (
            cls(
                total([one.prompt_tokens for one in spent]),
                total([one.completion_tokens for one in spent]),
                sum(one.seconds for one in spent),
                spent[0].first_token_seconds,
            )
            if spent
            else None
        )


@dataclass(frozen=True)
class Structured(Generic[Kind]):
    """An answer asked for as an object. ``value`` None: what came was cut, stopped or not such an object.

    ``profile``: how it was asked for in the end.
    """

    value: Kind | None
    usage: Usage
    stopped: bool
    profile: Profile


class Stream:
    """One running answer. Iterate once for its pieces of text; thinking is left out.

    A piece may begin with ``think.NEW_PAGE``: then everything before it was thinking after all.
    ``finish_reason`` and ``usage`` are there when the iteration has ended; ``finish_reason`` is ``"stopped"`` when
    ``stop`` was set. Iterating raises NotSent, ModelUnreachable or ModelInterrupted.

    ``kind``: ask for an object of this kind. ``profile``: ask this way, and keep what it teaches in ``self.profile``
    only; None: as the endpoint's is kept. ``thought``: how thinking showed, ``whole``: that no stream came.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        messages: Messages,
        *,
        stop: threading.Event,
        max_tokens: int,
        kind: type[BaseModel] | None = None,
        may_be_empty: bool = False,
        profile: Profile | None = None,
    ):
        self.endpoint = endpoint
        self.profile = profile or profiles.of(endpoint)
        self.finish_reason: str | None = None
        self.usage = Usage(None, None, 0.0, None)
        self.thought: Thinks = "none"
        self.whole = False
        self._messages, self._stop, self._max_tokens, self._kind = list(messages), stop, max_tokens, kind
        self._may_be_empty, self._on_trial = may_be_empty, profile is not None
        self._pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._tokens: tuple[int, int] | None = None
        self._began = False

    @property
    def is_whole(self) -> bool:
        """Whether the answer came to its end: the server says so, or says nothing."""
        return self.finish_reason is None or self.finish_reason.lower() in WHOLE

    def __iter__(self) -> Iterator[str]:
        asked = sending.take(self.endpoint, self._messages)
        if asked is None:
            self.finish_reason = "stop"
            return
        self._messages = list(asked)
        with ExitStack() as until_the_end:
            if desk := self.endpoint.desk:
                told = self._messages
                if self._kind is not None:
                    told, _ = structure.with_schema(told, self._kind, self.profile.form)
                if (number := desk.sent(self.endpoint, told)) is not None:
                    until_the_end.callback(self._spent, desk, number)
            try:
                connection = until_the_end.enter_context(lent(self.endpoint))
            except Exception as error:  # a proxy in the environment that is none
                raise failures.explained(error, self.endpoint, text_came=False) from error
            yield from self._answer(connection)

    def _spent(self, desk: Desk, number: int) -> None:
        desk.spent(number, self.usage.prompt_tokens, self.usage.completion_tokens)

    def _answer(self, connection: Connection) -> Iterator[str]:
        started, first, text_came = time.monotonic(), None, False
        splitter = Splitter()
        task = on_loop(self._run(connection))
        task.add_done_callback(lambda _: self._pieces.put(None))
        try:
            for piece in self._arriving(splitter):
                first = first or time.monotonic() - started
                text_came = text_came or bool(piece.strip())
                yield piece
            if splitter.thought:
                self.thought = "tags"
            if self.finish_reason != "stopped":
                task.result()
                self._notice_thinking(text_came)
                self._check_end(text_came)
        except GeneratorExit:
            self.finish_reason = "stopped"
            raise
        except Exception as error:
            raise failures.explained(error, self.endpoint, text_came=text_came) from error
        finally:
            task.cancel()
            self.usage = Usage(*(self._tokens or (None, None)), time.monotonic() - started, first)

    def _arriving(self, splitter: Splitter) -> Iterator[str]:
        """The visible pieces as they come, until the answer ends or ``stop`` is set."""
        while not self._stop.is_set():
            try:
                piece = self._pieces.get(timeout=0.1)
            except queue.Empty:
                continue
            shown = splitter.close() if piece is None else splitter.feed(piece)
            if shown:
                yield shown
            if piece is None:
                return
        self.finish_reason = "stopped"

    def _notice_thinking(self, text_came: bool) -> None:
        """Thinking that the profile does not count with is kept there, so that the next answer has room for it."""
        if self.thought == "none" and not text_came and self.finish_reason == "length":
            self.thought = "hidden"
        if self.thought != "none" and not self.profile.thinking_tokens:
            switch = {} if self.profile.switch else profiles.expected(self.endpoint).switch
            self._keep(lambda kept: kept.model_copy(update={"thinks": self.thought, "switch": switch}))

    def _keep(self, change: Callable[[Profile], Profile]) -> None:
        """Write back what was learned. Where the folder cannot be written, the next answer learns it again."""
        if not self._on_trial:
            with suppress(SettingError):
                profiles.learn(self.endpoint, change)

    def _check_end(self, text_came: bool) -> None:
        """Raises where the stream ended cleanly but not well."""
        if not text_came and not self._may_be_empty:
            raise failures.EmptyAnswer(self.finish_reason)
        if self.finish_reason in CENSORED or (self.finish_reason is None and self._tokens is None):
            raise failures.CutOff(censored=self.finish_reason is not None)

    async def _run(self, connection: Connection) -> None:
        """Asks until an answer has come through, conceding what is refused and pausing where that may help."""
        pauses = iter(PAUSES)
        while True:
            await pace.turn(self.endpoint)
            try:
                async with asyncio.timeout(self.endpoint.timeout) as alarm:
                    return await self._ask(connection, alarm)
            except Exception as error:
                if self._began:
                    raise
                if whole := failures.find(error, failures.NotAStream):
                    if whole.answer is None:
                        raise
                    return self._take_whole(whole.answer)
                if self._adapt_to_refusal(error):
                    continue
                pause = next(pauses, None) if failures.is_transient(error) else None
                if pause is None or (asked := failures.retry_after(error) or 0) > LONGEST_PAUSE:
                    raise
            await asyncio.sleep(max(pause, asked))

    def _adapt_to_refusal(self, error: BaseException) -> bool:
        """Whether ``error`` refuses something that can be left out or asked otherwise; it is from now on."""
        if failures.status(error) not in (400, 422):
            return False
        said, structured = failures.words(error), self._kind is not None
        learned = profiles.adapted_to_refusal(self.profile, said, structured)
        if learned is None:
            return False
        self.profile = learned
        self._keep(lambda kept: profiles.adapted_to_refusal(kept, said, structured) or kept)
        return True

    async def _ask(self, connection: Connection, alarm: asyncio.Timeout) -> None:
        """One request; each sign of life puts off ``alarm``."""
        clock = asyncio.get_running_loop().time
        async for chunk in connection.chunks(self._messages, self._max_tokens, self._kind, self.profile):
            alarm.reschedule(clock() + self.endpoint.timeout)
            self._began = True
            if chunk.generation_info and chunk.generation_info.get("thinking"):
                self.thought = "reasoning_content"
            if text := text_of(chunk.message.content):
                self._pieces.put(text)
            if chunk.generation_info and chunk.generation_info.get("finish_reason"):
                self.finish_reason = chunk.generation_info["finish_reason"]
            if chunk.message.usage_metadata:
                counts = chunk.message.usage_metadata
                self._tokens = (counts["input_tokens"], counts["output_tokens"])

    def _take_whole(self, answer: dict[str, Any]) -> None:
        """Takes an answer that came in one JSON."""
        choice, counts = answer["choices"][0], answer.get("usage") or {}
        self.whole = True
        self._pieces.put(text_of(choice["message"].get("content")))
        if thinking(choice["message"]):
            self.thought = "reasoning_content"
        self.finish_reason = choice.get("finish_reason") or "stop"
        if "prompt_tokens" in counts:
            self._tokens = (counts["prompt_tokens"], counts.get("completion_tokens", 0))


def text_of(content: object) -> str:
    """The text of a message's content: a string, or a list of parts (as some servers send it)."""
    if isinstance(content, list):
        return "".join(part["text"] for part in content if isinstance(part, dict) and isinstance(part.get("text"), str))
    return content if isinstance(content, str) else ""


stream = Stream
"""``stream(endpoint, messages, *, stop, max_tokens)`` starts an answer."""


def structured(
    endpoint: Endpoint,
    messages: Messages,
    kind: type[Kind],
    *,
    stop: threading.Event,
    max_tokens: int,
    profile: Profile | None = None,
) -> Structured[Kind]:
    """Asks for a small object of ``kind`` (a pydantic model); ``profile`` as for ``Stream``.

    Raises ModelUnreachable and ModelInterrupted.
    """
    answer = Stream(endpoint, messages, stop=stop, max_tokens=max_tokens, kind=kind, profile=profile, may_be_empty=True)
    text = "".join(answer).rpartition(NEW_PAGE)[2]
    return Structured(
        structure.read(text, kind) if answer.is_whole else None,
        answer.usage,
        answer.finish_reason == "stopped",
        answer.profile,
    )


def preload() -> None:
    """Imports the model libraries, which takes seconds; call it in a thread of its own."""
    import langchain_openai  # noqa: F401


__all__ = ["Messages", "Stream", "Structured", "Usage", "preload", "stream", "structured"]
