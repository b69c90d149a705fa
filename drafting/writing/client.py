"""Streaming from the model: ChatOpenAI over the openai client, with stop, stall watchdog and few retries.

All requests run as tasks on one background event loop: a task can be cancelled while it connects, waits for the first
token or reads, and its connection is closed at once so that the server stops too. The caller's thread takes the pieces
from a queue. Retries happen only before the first token, and only where the same request may succeed in a moment.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from drafting.errors import ModelUnreachable

from . import failures
from .endpoint import Endpoint
from .think import Splitter

CONNECT_SECONDS = 10
PAUSES = (0.5, 1.5)
"""Seconds before the first and the second retry."""
TEMPERATURE = 0.2
"""Low: the task is to arrange given facts."""
_OPTIONAL = ("stream_options", "temperature", "max_tokens")
"""Request parameters some servers refuse; a refusal is remembered for the endpoint."""

Messages = Sequence[tuple[str, str]]
"""A conversation as (role, text): ``system``, ``user``, ``assistant``."""


@dataclass(frozen=True)
class Usage:
    """What a call cost. Token counts are None where the server does not tell."""

    prompt_tokens: int | None
    completion_tokens: int | None
    seconds: float
    first_token_seconds: float | None


class Stream:
    """One running answer. Iterate once for its pieces of text; thinking is left out.

    A piece may begin with ``think.NEW_PAGE``: then everything before it was thinking after all.
    ``finish_reason`` and ``usage`` are there when the iteration has ended; ``finish_reason`` is ``"stopped"`` when
    ``stop`` was set. Iterating raises ModelUnreachable or ModelInterrupted.
    """

    def __init__(
        self, endpoint: Endpoint, messages: Messages, *, stop: threading.Event, max_tokens: int,
        schema: dict[str, Any] | None = None, may_be_empty: bool = False,
    ):
        self.endpoint = endpoint
        self.finish_reason: str | None = None
        self.usage: Usage | None = None
        self._messages, self._stop, self._max_tokens, self._schema = list(messages), stop, max_tokens, schema
        self._may_be_empty = may_be_empty
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
            if self.finish_reason != "stopped":
                task.result()
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

    def _check_end(self, text_came: bool) -> None:
        """Raises where the stream ended cleanly but not well."""
        if not text_came and not self._may_be_empty:
            raise failures.EmptyAnswer(self.finish_reason)
        if self.finish_reason == "content_filter" or self.finish_reason is None and self._tokens is None:
            raise failures.CutOff(censored=self.finish_reason is not None)

    async def _run(self, connection: _Connection) -> None:
        """Asks until an answer has come through, conceding parameters and pausing where that may help."""
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
                if connection.concede(error):
                    continue
                if not failures.passing(error) or (pause := next(pauses, None)) is None:
                    raise
            await asyncio.sleep(pause)

    async def _ask(self, connection: _Connection, alarm: asyncio.Timeout) -> None:
        """One request; each sign of life puts off ``alarm``."""
        clock = asyncio.get_running_loop().time
        async for chunk in connection.chunks(self._messages, self._max_tokens, self._schema):
            alarm.reschedule(clock() + self.endpoint.timeout)
            self._began = True
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
        self._pieces.put(choice["message"].get("content") or "")
        self.finish_reason = choice.get("finish_reason") or "stop"
        if "prompt_tokens" in counts:
            self._tokens = (counts["prompt_tokens"], counts.get("completion_tokens", 0))


stream = Stream
"""``stream(endpoint, messages, *, stop, max_tokens)`` starts an answer."""


def test_connection(endpoint: Endpoint) -> str:
    """Asks the model for one word; says in a sentence how that went.

    Raises ModelError with the sentence to show; for an unknown model it names up to five that the server has.
    """
    answer = Stream(endpoint, [("user", "请只回答一个字：好")], stop=threading.Event(), max_tokens=16, may_be_empty=True)
    try:
        for _ in answer:
            pass
    except ModelUnreachable as error:
        if error.__cause__ is None or not failures.unknown_model(error.__cause__):
            raise
        names = _listed(endpoint)
        raise ModelUnreachable(f"{error}该服务现有：{'、'.join(names[:5])}。" if names else str(error)) from error
    return f"连接正常，模型“{endpoint.label}”用 {answer.usage.seconds:.1f} 秒作答。"


def warm() -> None:
    """Imports the model libraries, which takes seconds; call it in a thread of its own."""
    import langchain_openai  # noqa: F401


class _Connection:
    """The client of one endpoint, kept for all its requests."""

    def __init__(self, endpoint: Endpoint):
        import openai
        from langchain_openai import ChatOpenAI
        key = endpoint.api_key.get_secret_value() if endpoint.api_key else ""
        self.official = endpoint.base_url is None
        self.refused: set[str] = set()
        http = openai.DefaultAsyncHttpxClient(
            trust_env=not endpoint.is_loopback, event_hooks={"response": [_refuse_other_than_stream]})
        self.model = ChatOpenAI(
            model=endpoint.model, base_url=endpoint.url, api_key=key or "none", http_async_client=http, max_retries=0,
            timeout=openai.Timeout(None, connect=CONNECT_SECONDS), use_responses_api=False, stream_chunk_timeout=None,
            http_socket_options=())

    def chunks(self, messages: Messages, max_tokens: int, schema: dict[str, Any] | None):
        """The chunks of one request, as langchain's ChatGenerationChunk.

        ``_astream`` is the method ChatOpenAI gives to langchain. Called directly, no callback manager stands between:
        no tracing set in the environment can carry notes elsewhere, and no copy of the chunks is kept.
        Schema and length go as plain fields: langchain would take another path for the one and rename the other to
        ``max_completion_tokens``, which only OpenAI itself understands everywhere.
        """
        from langchain_core.messages import convert_to_messages
        extra: dict[str, Any] = {}
        options: dict[str, Any] = {"stream_usage": "stream_options" not in self.refused}
        if "temperature" not in self.refused and not self.official:
            options["temperature"] = TEMPERATURE
        if self.official or "max_tokens" in self.refused:
            options["max_completion_tokens"] = max_tokens
        else:
            extra["max_tokens"] = max_tokens
        if schema is not None:
            extra["response_format"] = {
                "type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
        return self.model._astream(convert_to_messages(list(messages)), extra_body=extra, **options)

    def concede(self, error: BaseException) -> bool:
        """Whether ``error`` refuses an optional parameter that was sent; it is left out from now on."""
        if failures.status(error) not in (400, 422):
            return False
        named = {name for name in _OPTIONAL if name in failures.words(error)} - self.refused
        self.refused |= named
        return bool(named)


async def _refuse_other_than_stream(response: Any) -> None:
    """Raises NotAStream for a web page or a whole JSON where an event stream was asked for."""
    kind = response.headers.get("content-type", "")
    if response.is_success and response.request.method == "POST" and kind.startswith(("text/html", "application/json")):
        raise failures.NotAStream(kind.startswith("text/html"), await response.aread())


def _listed(endpoint: Endpoint) -> list[str]:
    """The models the server says it has; none when it does not say."""
    async def ask() -> list[str]:
        async with asyncio.timeout(CONNECT_SECONDS):
            page = await _connected(endpoint).model.root_async_client.models.list()
            return [model.id for model in page.data]
    try:
        return asyncio.run_coroutine_threadsafe(ask(), _loop()).result()
    except Exception:  # the list only adds to an error that is raised anyway
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


__all__ = ["Messages", "Stream", "Usage", "stream", "test_connection", "warm"]
