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
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Generic

from pydantic import BaseModel

from drafting.errors import ModelUnreachable, SettingError

from . import failures, profile as profiles, structure
from .endpoint import Endpoint
from .profile import Profile, Thinks
from .structure import Kind
from .think import NEW_PAGE, Splitter

if TYPE_CHECKING:
    from langchain_core.outputs import ChatGenerationChunk

CONNECT_SECONDS = 10
PAUSES = (0.5, 1.5)
"""Seconds before the first and the second retry."""
LONGEST_PAUSE = 20
"""Seconds a server may ask to wait (Retry-After) before a retry; asked for more, none is made."""
TEMPERATURE = 0.2
"""Low: the task is to arrange given facts."""

Messages = Sequence[tuple[str, str]]
"""A conversation as (role, text): ``system``, ``user``, ``assistant``."""


@dataclass(frozen=True)
class Usage:
    """What a call cost. Token counts are None where the server does not tell."""

    prompt_tokens: int | None
    completion_tokens: int | None
    seconds: float
    first_token_seconds: float | None

    def cost(self, profile: Profile) -> float | None:
        """What the call cost in 元; None where the office has set no price or the server tells no counts."""
        if profile.price_in is None or profile.price_out is None or self.prompt_tokens is None or self.completion_tokens is None:
            return None
        return (profile.price_in * self.prompt_tokens + profile.price_out * self.completion_tokens) / 1_000_000


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
    ``stop`` was set. Iterating raises ModelUnreachable or ModelInterrupted.

    ``kind``: ask for an object of this kind. ``profile``: ask this way, and keep what it teaches in ``self.profile``
    only; None: as the endpoint's is kept. ``thought``: how thinking showed, ``whole``: that no stream came.
    """

    def __init__(
        self, endpoint: Endpoint, messages: Messages, *, stop: threading.Event, max_tokens: int,
        kind: type[BaseModel] | None = None, may_be_empty: bool = False, profile: Profile | None = None,
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

    def __iter__(self) -> Iterator[str]:
        connection = _connected(self.endpoint)
        started, first, text_came = time.monotonic(), None, False
        splitter = Splitter()
        task = asyncio.run_coroutine_threadsafe(self._run(connection), _loop())
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
        if self.finish_reason == "content_filter" or self.finish_reason is None and self._tokens is None:
            raise failures.CutOff(censored=self.finish_reason is not None)

    async def _run(self, connection: _Connection) -> None:
        """Asks until an answer has come through, conceding what is refused and pausing where that may help."""
        pauses = iter(PAUSES)
        while True:
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
                if self._concede(error):
                    continue
                pause = next(pauses, None) if failures.passing(error) else None
                if pause is None or (asked := failures.retry_after(error) or 0) > LONGEST_PAUSE:
                    raise
            await asyncio.sleep(max(pause, asked))

    def _concede(self, error: BaseException) -> bool:
        """Whether ``error`` refuses something that can be left out or asked otherwise; it is from now on."""
        if failures.status(error) not in (400, 422):
            return False
        said, structured = failures.words(error), self._kind is not None
        learned = profiles.conceded(self.profile, said, structured)
        if learned is None:
            return False
        self.profile = learned
        self._keep(lambda kept: profiles.conceded(kept, said, structured) or kept)
        return True

    async def _ask(self, connection: _Connection, alarm: asyncio.Timeout) -> None:
        """One request; each sign of life puts off ``alarm``."""
        clock = asyncio.get_running_loop().time
        async for chunk in connection.chunks(self._messages, self._max_tokens, self._kind, self.profile):
            alarm.reschedule(clock() + self.endpoint.timeout)
            self._began = True
            if chunk.generation_info and chunk.generation_info.get("thinking"):
                self.thought = "reasoning_content"
            if isinstance(chunk.message.content, str) and chunk.message.content:
                self._pieces.put(chunk.message.content)
            if chunk.generation_info and chunk.generation_info.get("finish_reason"):
                self.finish_reason = chunk.generation_info["finish_reason"]
            if chunk.message.usage_metadata:
                counts = chunk.message.usage_metadata
                self._tokens = (counts["input_tokens"], counts["output_tokens"])

    def _take_whole(self, answer: dict[str, Any]) -> None:
        """Takes an answer that came in one JSON."""
        choice, counts = answer["choices"][0], answer.get("usage") or {}
        self.whole = True
        self._pieces.put(choice["message"].get("content") or "")
        if _thinking(choice["message"]):
            self.thought = "reasoning_content"
        self.finish_reason = choice.get("finish_reason") or "stop"
        if "prompt_tokens" in counts:
            self._tokens = (counts["prompt_tokens"], counts.get("completion_tokens", 0))


stream = Stream
"""``stream(endpoint, messages, *, stop, max_tokens)`` starts an answer."""


def structured(
    endpoint: Endpoint, messages: Messages, kind: type[Kind], *, stop: threading.Event, max_tokens: int,
    profile: Profile | None = None,
) -> Structured[Kind]:
    """Asks for a small object of ``kind`` (a pydantic model); ``profile`` as for ``Stream``.

    Raises ModelUnreachable and ModelInterrupted.
    """
    answer = Stream(endpoint, messages, stop=stop, max_tokens=max_tokens, kind=kind, profile=profile, may_be_empty=True)
    text = "".join(answer).rpartition(NEW_PAGE)[2]
    whole = answer.finish_reason not in ("length", "stopped")
    return Structured(structure.read(text, kind) if whole else None, answer.usage, answer.finish_reason == "stopped",
                      answer.profile)


def warm() -> None:
    """Imports the model libraries, which takes seconds; call it in a thread of its own."""
    import langchain_openai  # noqa: F401


class _Connection:
    """The client of one endpoint, kept for all its requests."""

    def __init__(self, endpoint: Endpoint):
        import openai
        key = endpoint.api_key.get_secret_value() if endpoint.api_key else ""
        http = openai.DefaultAsyncHttpxClient(
            trust_env=not endpoint.is_loopback, event_hooks={"response": [_refuse_other_than_stream]})
        self.model = _chat_class()(
            model=endpoint.model, base_url=endpoint.url, api_key=key or "none", http_async_client=http, max_retries=0,
            timeout=openai.Timeout(None, connect=CONNECT_SECONDS), use_responses_api=False, stream_chunk_timeout=None,
            http_socket_options=())

    async def chunks(self, messages: Messages, max_tokens: int, kind: type[BaseModel] | None, profile: Profile):
        """The chunks of one request, as langchain's ChatGenerationChunk; none where the profile says no stream.

        Then the answer comes as NotAStream, like that of a server that was asked for a stream and gave none.
        ``_astream`` is the method ChatOpenAI gives to langchain. Called directly, no callback manager stands between:
        no tracing set in the environment can carry notes elsewhere, and no copy of the chunks is kept.
        Schema and length go as plain fields: langchain would take another path for the one and rename the other to
        ``max_completion_tokens``, which only OpenAI itself understands everywhere.
        """
        from langchain_core.messages import convert_to_messages
        extra, options = dict(profile.switch), {}
        if "temperature" not in profile.refuses:
            options["temperature"] = TEMPERATURE
        length = max_tokens + profile.thinking_tokens
        if "max_tokens" in profile.refuses:
            options["max_completion_tokens"] = length
        else:
            extra["max_tokens"] = length
        if kind is not None:
            messages, form = structure.posed(messages, kind, profile.form)
            extra |= {"response_format": form} if form else {}
        asked = convert_to_messages(list(messages))
        if not profile.streams:
            await self.model._agenerate(asked, extra_body=extra, **options)
            return
        usage = "stream_options" not in profile.refuses
        async for chunk in self.model._astream(asked, extra_body=extra, stream_usage=usage, **options):
            yield chunk


@cache
def _chat_class() -> type:
    """ChatOpenAI that also says which chunks are thinking; its own leave nothing of them."""
    from langchain_openai import ChatOpenAI

    class Chat(ChatOpenAI):
        """See ``_chat_class``."""

        def _convert_chunk_to_generation_chunk(
            self, chunk: dict, default_chunk_class: type, base_generation_info: dict | None,
        ) -> ChatGenerationChunk | None:
            made = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
            choices = chunk.get("choices")
            if made is not None and choices and _thinking(choices[0].get("delta") or {}):
                made.generation_info = {**(made.generation_info or {}), "thinking": True}
            return made

    return Chat


def _thinking(message: dict[str, Any]) -> bool:
    """Whether a message or a piece of one carries thinking beside its text."""
    return bool(message.get("reasoning_content") or message.get("reasoning"))


async def _refuse_other_than_stream(response: Any) -> None:
    """Raises NotAStream for a web page or a whole JSON where an event stream was asked for."""
    kind = response.headers.get("content-type", "")
    if response.is_success and response.request.method == "POST" and kind.startswith(("text/html", "application/json")):
        raise failures.NotAStream(kind.startswith("text/html"), await response.aread())


def models(endpoint: Endpoint) -> list[str]:
    """The models the server says it has. Raises ModelUnreachable."""
    connection = _connected(endpoint)

    async def ask() -> list[str]:
        async with asyncio.timeout(CONNECT_SECONDS):
            page = await connection.model.root_async_client.models.list()
            return [model.id for model in page.data]
    try:
        return asyncio.run_coroutine_threadsafe(ask(), _loop()).result()
    except Exception as error:
        raise failures.explained(error, replace(endpoint, timeout=CONNECT_SECONDS), text_came=False) from error


def listed(endpoint: Endpoint) -> list[str]:
    """The models the server says it has; none when it does not say: the list only adds to an error that is raised anyway."""
    try:
        return models(endpoint)
    except ModelUnreachable:
        return []


_making = threading.Lock()
"""A cache alone lets threads that come first together each make one; a connection belongs to one loop for good."""


def _loop() -> asyncio.AbstractEventLoop:
    """The background event loop all requests run on."""
    with _making:
        return _started_loop()


def _connected(endpoint: Endpoint) -> _Connection:
    """The connection of ``endpoint``."""
    with _making:
        return _connection(endpoint)


@cache
def _started_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="model-requests", daemon=True).start()
    return loop


@lru_cache(maxsize=16)
def _connection(endpoint: Endpoint) -> _Connection:
    return _Connection(endpoint)


__all__ = ["Messages", "Stream", "Structured", "Usage", "listed", "models", "stream", "structured", "warm"]
