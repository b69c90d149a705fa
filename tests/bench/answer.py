"""One streamed answer: through the program, and through the bare ``openai`` client with the same prompt and parameters.

As a program – ``python -m tests.bench.answer program|bare URL [warmed]`` – it gives the first answer of a fresh
process: milliseconds to the first text and to the end, on stdout. The clock starts when the report is loaded;
``warmed``: and the model libraries.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from functools import cache

from pydantic import SecretStr

from drafting.report import Report
from drafting.samples import sample
from drafting.writing.endpoint import Endpoint

SECTION = "overview.proactive"
MODEL, KEY = "test-model", "k"

Taken = tuple[float, float]
"""Milliseconds to the first text and to the end."""


@cache
def report() -> Report:
    """The sample town's report, no section written yet."""
    return sample("town").load()[0]


def endpoint(url: str) -> Endpoint:
    """The scripted model at ``url`` as the program knows it."""
    return Endpoint(url, MODEL, SecretStr(KEY))


def program(url: str) -> Taken:
    """Through ``writing.section``: prompt, stream, markers, clean text, section."""
    started = time.perf_counter()
    from drafting.writing.section import draft

    seen: list[float] = []
    made = draft(
        report(),
        SECTION,
        endpoint(url),
        stop=threading.Event(),
        on_text=lambda text: seen.append(time.perf_counter()) if text and not seen else None,
    )
    ended = time.perf_counter()
    assert made.finished and len(made.section.text) > 500
    return _taken(started, seen[0], ended)


@cache
def _client(url: str):
    import openai

    http = openai.DefaultHttpxClient(trust_env=False)  # loopback: no proxy comes between
    return openai.OpenAI(base_url=url, api_key=KEY, max_retries=0, http_client=http)


def bare(url: str) -> Taken:
    """Through ``openai.OpenAI``: nothing but the pieces, joined."""
    started = time.perf_counter()
    answer = _client(url).chat.completions.create(
        model=MODEL,
        messages=[{"role": role, "content": text} for role, text in _messages()],
        stream=True,
        stream_options={"include_usage": True},
        temperature=0.2,
        max_tokens=1200,
    )
    first, pieces = 0.0, []
    for chunk in answer:
        if chunk.choices and chunk.choices[0].delta.content:
            first = first or time.perf_counter()
            pieces.append(chunk.choices[0].delta.content)
    ended = time.perf_counter()
    assert len("".join(pieces)) > 500
    return _taken(started, first, ended)


@cache
def _messages() -> tuple[tuple[str, str], ...]:
    """A prompt about as long as the program's."""
    from drafting.writing import prompts

    return ("system", prompts.load("system").text), ("user", prompts.load("section").text * 2)


def _taken(started: float, first: float, ended: float) -> Taken:
    return 1000 * (first - started), 1000 * (ended - started)


TAKES: dict[str, Callable[[str], Taken]] = {"program": program, "bare": bare}


def main() -> None:
    """Give the first answer of this process."""
    side, url, *warmed = sys.argv[1:]
    report(), _messages()
    if warmed and side == "program":
        from drafting.writing import client, section  # noqa: F401

        client.preload()
    elif warmed:
        import openai  # noqa: F401
    print(*TAKES[side](url))


if __name__ == "__main__":
    main()
