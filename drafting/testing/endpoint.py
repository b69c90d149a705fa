"""A scripted model endpoint: a real HTTP server on loopback that speaks the OpenAI chat protocol and fails on request.

``Reply`` says what one request gets, faults included; ``ScriptedEndpoint`` serves replies and records requests::

    with ScriptedEndpoint(reply="全年新收申请16件。[1]") as server:
        endpoint = Endpoint(server.url, "test-model", SecretStr("key"))
        ...
        server.requests[0].messages
"""

from __future__ import annotations

import contextlib
import json
import re
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What one request gets.

    ``text`` goes out ``chunk`` characters at a time, ``delay`` seconds before each; ``thinking`` goes first, in the
    field ``thinking_field``. ``stall_after`` / ``cut_after``: chunks after which nothing more comes / the connection is
    cut (0: before the first). ``status`` other than 200, or ``body``, answers with that body instead of a stream.
    ``refuses``: request parameters, or kinds of ``response_format``, answered with 400. ``streams=False``: one whole
    JSON answer, whatever was asked. ``reports_usage=False``: no counts. ``retry_after``: that header on an error.
    ``encoding``: what the answer is written in.
    """

    text: str = "好"
    chunk: int = 4
    delay: float = 0.0
    first_delay: float = 0.0
    thinking: str = ""
    thinking_field: str = "reasoning_content"
    finish: str | None = "stop"
    stall_after: int | None = None
    cut_after: int | None = None
    status: int = 200
    body: str | None = None
    content_type: str = "application/json"
    refuses: tuple[str, ...] = ()
    streams: bool = True
    reports_usage: bool = True
    retry_after: str | None = None
    encoding: str = "utf-8"

    @classmethod
    def error(
        cls,
        status: int,
        message: str = "scripted error",
        code: str | None = None,
        retry_after: str | None = None,
    ) -> Reply:
        """An error answer in OpenAI's shape; with status 200, an error where text was expected."""
        body = json.dumps({"error": {"message": message, "type": "scripted", "code": code}})
        return cls(status=status, body=body, retry_after=retry_after)

    @classmethod
    def page(cls) -> Reply:
        """A web page, as a gateway's sign-in answers."""
        return cls(body="<!DOCTYPE html><html><title>登录</title></html>", content_type="text/html; charset=utf-8")


@dataclass
class Request:
    """A request that came; names of ``headers`` are in small letters.

    ``answered`` is set when the reply went out whole, ``disconnected`` when the client closed the connection before.
    """

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    disconnected: threading.Event = field(default_factory=threading.Event)
    answered: threading.Event = field(default_factory=threading.Event)

    @property
    def form(self) -> str:
        """The kind of ``response_format`` asked for, ``""`` for none."""
        return self.body.get("response_format", {}).get("type", "")

    @property
    def messages(self) -> list[tuple[str, str]]:
        """The conversation as (role, text)."""
        return [(message["role"], message["content"]) for message in self.body.get("messages", [])]


Script = Reply | str | Sequence[Reply | str] | Callable[[Request], Reply | str]


def faithful(request: Request) -> Reply:
    """A well-behaved model: each numbered material of the prompt as one sentence with its marker, nothing else.

    To a request with a JSON schema it answers with the material as ``{"sentence": …}``. The opening, whose materials are the
    other sections, repeats none of them.
    """
    prompt = request.messages[-1][1]
    if opening := re.search(r"先写(\d{4}年)(\S+?)依照", prompt):
        own = re.findall(r"^\[(\d+)\]（总述）\s*(.+)$", prompt, re.MULTILINE)
        told = "".join(f"{text.rstrip('。')}。[{number}]" for number, text in own)
        return Reply(
            f"{told}{opening[1]}，{opening[2]}依照《中华人民共和国政府信息公开条例》开展政府信息公开工作，现将总体情况报告如下。"
        )
    materials = re.findall(r"^\[(\d+)\](?:（[^）]*）)?\s*(.+)$", prompt, re.MULTILINE)
    if "response_format" in request.body:
        return Reply(json.dumps({"sentence": materials[0][1].rstrip("。") + "。"}, ensure_ascii=False))
    return Reply("".join(f"{text.rstrip('。')}。[{number}]" for number, text in materials) or "好。")


class ScriptedEndpoint:
    """The server. ``reply``: one for all requests, a sequence (the last repeats), or a function of the request.

    ``models`` is what ``/v1/models`` lists. Use as a context manager; ``url`` is the base URL for clients.
    """

    def __init__(self, reply: Script = faithful, *, models: Sequence[str] = ("test-model",), port: int = 0):
        self.models = tuple(models)
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self._script = reply
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.scripted = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """``http://127.0.0.1:<port>/v1``."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> ScriptedEndpoint:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends every answer and gives the port back, also where it never served; a second time does nothing."""
        self.closing.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def take(self, request: Request) -> Reply:
        """Records ``request`` and gives its reply."""
        with self._lock:
            number = len(self.requests)
            self.requests.append(request)
        script = self._script
        if not isinstance(script, Reply | str):
            script = script(request) if callable(script) else script[min(number, len(script) - 1)]
        return Reply(script) if isinstance(script, str) else script


class _Gone(Exception):
    """The client closed the connection, or the server is closing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    scripted: ScriptedEndpoint

    def __init__(self, *given: Any):
        self._open: set[socket.socket] = set()
        super().__init__(*given)

    def process_request(self, request: socket.socket, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Also ends the connections clients keep for later."""
        super().server_close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is recorded in its request, not printed."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, *_: object) -> None:
        """Tests read ``requests``, not a log."""

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            models = [
                {"id": name, "object": "model", "created": 0, "owned_by": "test"}
                for name in self.server.scripted.models
            ]
            self._whole(200, json.dumps({"object": "list", "data": models}))
        else:
            self._whole(404, '{"error": {"message": "Not Found"}}')

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path != "/v1/chat/completions":
            self._whole(404, '{"detail": "Not Found"}')
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers, json.loads(raw))
        reply = self.server.scripted.take(request)
        try:
            self._answer(request, reply)
            request.answered.set()
        except (_Gone, ConnectionError):
            request.disconnected.set()
            self.close_connection = True

    def _answer(self, request: Request, reply: Reply) -> None:
        sent = {request.form} | {name for name, value in request.body.items() if value is not False}
        refused = [name for name in reply.refuses if name in sent]
        if refused:
            self._whole(400, json.dumps({"error": {"message": f"Unsupported parameter: '{refused[0]}'"}}))
        elif reply.status != 200 or reply.body is not None:
            self._wait(reply.first_delay)
            self._whole(reply.status, reply.body or "", reply.content_type, reply.retry_after)
        elif not reply.streams or not request.body.get("stream"):
            self._wait(reply.first_delay)
            message = {"role": "assistant", "content": reply.text}
            if reply.thinking:
                message[reply.thinking_field] = reply.thinking
            counts = {"usage": _usage(reply)} if reply.reports_usage else {}
            self._whole(
                200,
                json.dumps(
                    {
                        "id": "c",
                        "object": "chat.completion",
                        "created": 0,
                        "model": "m",
                        **counts,
                        "choices": [{"index": 0, "message": message, "finish_reason": reply.finish}],
                    },
                    ensure_ascii=False,
                ),
                encoding=reply.encoding,
            )
        else:
            self._stream(request, reply)

    def _stream(self, request: Request, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self._wait(reply.first_delay)
        sent = 0
        for name, text in ((reply.thinking_field, reply.thinking), ("content", reply.text)):
            for start in range(0, len(text), reply.chunk):
                self._fault(sent, reply)
                self._wait(reply.delay)
                self._event({"choices": [_choice({name: text[start : start + reply.chunk]})]}, reply.encoding)
                sent += 1
        self._fault(sent, reply)
        if reply.finish:
            self._event({"choices": [_choice({}, reply.finish)]})
        if reply.reports_usage and request.body.get("stream_options", {}).get("include_usage"):
            self._event({"choices": [], "usage": _usage(reply)})
        self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _fault(self, sent: int, reply: Reply) -> None:
        if reply.cut_after == sent:
            self.connection.shutdown(socket.SHUT_RDWR)
            raise _Gone
        if reply.stall_after == sent:
            self._wait(3600)

    def _event(self, data: dict[str, Any], encoding: str = "utf-8") -> None:
        whole = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", **data}
        self._chunk(f"data: {json.dumps(whole, ensure_ascii=False)}\n\n".encode(encoding))

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def _whole(
        self,
        status: int,
        body: str,
        content_type: str = "application/json",
        retry_after: str | None = None,
        encoding: str = "utf-8",
    ) -> None:
        raw = body.encode(encoding)
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(raw)))
        if retry_after is not None:
            self.send_header("retry-after", retry_after)
        self.end_headers()
        self.wfile.write(raw)

    def _wait(self, seconds: float) -> None:
        """Waits, but not longer than the client stays and the server runs."""
        end = time.monotonic() + seconds
        with selectors.DefaultSelector() as waiting:  # bare select fails where a process has many files open
            waiting.register(self.connection, selectors.EVENT_READ)
            while (left := end - time.monotonic()) > 0:
                gone = waiting.select(min(left, 0.05)) and not self.connection.recv(1, socket.MSG_PEEK)
                if gone or self.server.scripted.closing.is_set():
                    raise _Gone


def _choice(delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish}


def _usage(reply: Reply) -> dict[str, int]:
    words = len(reply.text) + len(reply.thinking)
    return {"prompt_tokens": 10, "completion_tokens": words, "total_tokens": 10 + words}
