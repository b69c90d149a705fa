"""The connections to endpoints: one client each, all on one background event loop.

The newest few are kept open between requests. One that is given up is closed as soon as nothing uses it, and all are
when the program ends.
"""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from drafting.errors import ModelError

from . import charset, failures, sending, structure
from .endpoint import Endpoint
from .profile import Profile

if TYPE_CHECKING:
    from langchain_core.outputs import ChatGenerationChunk

_Made = TypeVar("_Made")

CONNECT_SECONDS = 10
KEPT = 16
"""Connections that stay open between requests: a comparison of several models keeps all of its own."""
CLOSE_SECONDS = 5
"""How long ``close_all`` waits for the connections to be closed."""
TEMPERATURE = 0.2
"""Low: the task is to arrange given facts."""

Messages = Sequence[tuple[str, str]]
"""A conversation as (role, text): ``system``, ``user``, ``assistant``."""


class Connection:
    """The client of one endpoint, kept for all its requests; ``users`` is how many run."""

    def __init__(self, endpoint: Endpoint):
        import openai

        key = endpoint.api_key.get_secret_value() if endpoint.api_key else ""
        proxied = not endpoint.is_loopback  # no proxy stands between this machine and itself
        http = openai.DefaultAsyncHttpxClient(
            trust_env=proxied, event_hooks={"response": [_read_as_utf8, _refuse_other_than_stream]}
        )
        unused = openai.DefaultHttpxClient(trust_env=proxied)  # langchain would make one of its own
        unused.close()
        self.users = 0
        self._http = http
        self.model = _chat_class()(
            model=endpoint.model,
            base_url=endpoint.url,
            api_key=key or "none",
            http_async_client=http,
            http_client=unused,
            max_retries=0,
            timeout=openai.Timeout(None, connect=CONNECT_SECONDS),
            use_responses_api=False,
            stream_chunk_timeout=None,
            http_socket_options=(),
        )

    async def close(self) -> None:
        """Closes its sockets. On the background loop, like its requests."""
        await self._http.aclose()

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
            messages, form = structure.with_schema(messages, kind, profile.form)
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
            self,
            chunk: dict,
            default_chunk_class: type,
            base_generation_info: dict | None,
        ) -> ChatGenerationChunk | None:
            made = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
            choices = chunk.get("choices")
            if made is not None and choices and thinking(choices[0].get("delta") or {}):
                made.generation_info = {**(made.generation_info or {}), "thinking": True}
            return made

    return Chat


def thinking(message: dict[str, Any]) -> bool:
    """Whether a message or a piece of one carries thinking beside its text."""
    return bool(message.get("reasoning_content") or message.get("reasoning"))


async def _read_as_utf8(response: Any) -> None:
    charset.read_as_utf8(response)


async def _refuse_other_than_stream(response: Any) -> None:
    """Raises NotAStream for a web page or a whole JSON where an event stream was asked for."""
    kind = response.headers.get("content-type", "")
    if response.is_success and response.request.method == "POST" and kind.startswith(("text/html", "application/json")):
        raise failures.NotAStream(kind.startswith("text/html"), await response.aread())


def models(endpoint: Endpoint) -> list[str]:
    """The models the server says it has. Raises ModelUnreachable, NotSent."""

    async def ask(connection: Connection) -> list[str]:
        async with asyncio.timeout(CONNECT_SECONDS):
            page = await connection.model.root_async_client.models.list()
            return [model.id for model in page.data]

    try:
        with lent(endpoint) as connection:
            return on_loop(ask(connection)).result()
    except Exception as error:
        raise failures.explained(error, replace(endpoint, timeout=CONNECT_SECONDS), text_came=False) from error


def listed_models(endpoint: Endpoint) -> list[str]:
    """The models the server says it has; none when it does not say: the list only adds to an error that is raised
    anyway.
    """
    try:
        return models(endpoint)
    except ModelError:
        return []


_lock = threading.Lock()
"""Held while the loop or a connection is made or given up: a connection belongs to one loop for good."""
_kept: dict[Endpoint, Connection] = {}
"""The connections that stay open, the one used last at the end."""


@contextmanager
def lent(endpoint: Endpoint) -> Iterator[Connection]:
    """The connection of ``endpoint``, not closed before the block ends. Raises NotSent, and what making one raises."""
    sending.ask(endpoint)
    with _lock:
        _loop()  # threads that come first together start one, and no second
        connection = _kept.pop(endpoint, None) or Connection(endpoint)
        _kept[endpoint] = connection
        connection.users += 1
        for oldest in list(_kept)[:-KEPT]:
            _give_up(_kept.pop(oldest))
    try:
        yield connection
    finally:
        with _lock:
            connection.users -= 1
            if connection not in _kept.values():
                _give_up(connection)


def close_all() -> None:
    """Closes every connection that nothing uses, the others when their last request ends. They are made anew when
    asked for again.
    """
    with _lock:
        closing = [_give_up(connection) for connection in _kept.values()]
        _kept.clear()
    for closed in closing:
        if closed:
            with suppress(Exception):  # what is left of a broken connection goes with it
                closed.result(CLOSE_SECONDS)


def _give_up(connection: Connection) -> Future[None] | None:
    """Close a connection that is kept no longer, unless a request still uses it."""
    return None if connection.users else on_loop(connection.close())


def on_loop(work: Coroutine[Any, Any, _Made]) -> Future[_Made]:
    """``work``, running on the background loop."""
    return asyncio.run_coroutine_threadsafe(work, _loop())


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The background event loop all requests run on."""
    started = asyncio.new_event_loop()
    thread = threading.Thread(target=started.run_forever, name="model-requests", daemon=True)
    thread.start()

    def end() -> None:
        close_all()
        started.call_soon_threadsafe(started.stop)
        thread.join(CLOSE_SECONDS)
        if not thread.is_alive():
            started.close()

    atexit.register(end)
    return started
