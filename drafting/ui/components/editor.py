"""A text field that grows, counts and saves while one types.

::

    Python  ── text, rev, ack ──►  browser
            ◄── {"seq": 1732…, "rev": 3, "value": "……"} ──

The answer to a message is ``ack``, a number, never text. The field's text is replaced only when ``rev`` changes, and
not even then while something typed in it is unsaved: it stays, and is sent with the ``rev`` it was made from, so that
the store can refuse it as a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import streamlit as st

from . import asset

MAX_NUMBER = 2**53
"""Message numbers and revisions are below this: the browser's largest exact integer."""

WORDS = {
    "count": "{n} 字",
    "unsaved": "未保存",
    "saving": "正在保存…",
    "retrying": "尚未保存，正在重试…",
    "saved": "已保存 {time}",
    "moved": "这段文字已在别处改动，您未保存的内容保留在此。",
    "over": "最多 {max} 字，已超出 {excess} 字，超出时不保存。",
}

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and line break

_component = st.components.v2.component(
    "text_editor",
    html="""
    <div class="text-editor">
      <textarea spellcheck="false" autocomplete="off"></textarea>
      <div class="moved" role="status"></div>
      <div class="foot">
        <span class="trouble" role="alert"></span><span class="count"></span><span class="status"></span>
      </div>
    </div>
    """,
    css=asset("editor.css"),
    js=asset("outbox.js", "editor.js"),
)


def text_editor(
    *,
    key: str,
    text: str,
    rev: int,
    ack: int,
    saved_at: str = "",
    error: str = "",
    label: str,
    placeholder: str = "",
    min_rows: int = 2,
    max_chars: int,
    serif: bool = False,
    on_change: Callable[[int, str, int], None] | None = None,
) -> None:
    """Show ``text`` for editing; ``label`` names the field to screen readers.

    ``key`` names what is edited for good (report and part), so that text still waiting in the browser can only reach
    where it was typed. ``rev`` changes when the text is to be replaced in the browser; ``ack`` is the number of the
    last message that was saved, at ``saved_at`` (a clock time to show); ``error`` is a sentence for why the last one
    was not. ``serif`` sets the face of the document panes.

    ``on_change(seq, value, rev)`` is called at the start of a run with the text typed and the ``rev`` it was made
    from: at most ``max_chars`` characters, without control characters or broken surrogates.
    """

    def took() -> None:
        message = received(st.session_state[key], max_chars)
        if message and on_change:
            on_change(*message)

    data = {
        "key": key, "text": text, "rev": rev, "ack": ack, "saved_at": saved_at, "error": error, "label": label,
        "placeholder": placeholder, "min_rows": min_rows, "max_chars": max_chars, "serif": serif, "words": WORDS,
    }
    _component(key=key, data=data, on_text_change=took)


def received(state: object, max_chars: int) -> tuple[int, str, int] | None:
    """The message in a component's ``state``: number, text, revision; None if it has not that shape or is too long."""
    message = state.get("text") if isinstance(state, Mapping) else None
    if not isinstance(message, Mapping):
        return None
    seq, value, rev = message.get("seq"), message.get("value"), message.get("rev")
    if not all(type(number) is int and 0 <= number < MAX_NUMBER for number in (seq, rev)) or not isinstance(value, str):
        return None
    value = clean(value)
    return (seq, value, rev) if len(value) <= max_chars else None


def clean(text: str) -> str:
    """``text`` without control characters (tab and line break stay), broken surrogates replaced by U+FFFD."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROL.sub("", whole)
