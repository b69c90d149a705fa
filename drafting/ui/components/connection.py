"""Says on every page when the connection with the program is gone, has the page drawn anew when it is back, and offers
words that an earlier page left unsaved in this browser.

::

    Python  ── answers: entry -> "saved", "gone" or a page ──►  browser
            ◄── found: [{id, report, field, name, value}], anew: id ──
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from . import component, reconnected

MAX_FOUND = 200
"""Entries taken in one message."""
WORDS = {
    "away": "与程序的连接已断开，内容暂存在本机浏览器，连上后自动保存。",
    "title": "上次没有来得及保存的内容",
    "gone": "原来的位置已在别处删除。",
    "clash": "这一格后来在别处填了别的数。",
    "elsewhere": {
        "entry": "打开“填报”页就会自动补存。",
        "notes": "打开“素材”页就会自动补存。",
        "draft": "打开“起草”页就会自动补存。",
    },
    "go": "去补存",
    "copy": "复制",
    "copied": "已复制",
    "anew": "另建一条",
    "use": "用上次填的",
    "discard": "丢弃",
    "blank": "（清空）",
}

_component = component(
    "connection",
    html='<div class="connection" role="status" hidden></div><div class="offers" role="region" hidden></div>',
    css="connection.css",
    js="connection.js",
)


@dataclass(frozen=True)
class Unsaved:
    """Words found in the browser: ``value`` was typed into part ``name`` of field ``field`` of a report."""

    id: str
    report: str
    field: str
    name: str
    value: str


def watch_connection(
    page: str,
    answers: Mapping[str, str],
    *,
    on_found: Callable[[list[Unsaved]], None],
    on_anew: Callable[[str], None],
) -> None:
    """Watch, once a page and outside of any fragment. It takes no room on the page.

    ``answers`` says of entries that ``on_found`` was called with: ``saved`` (thrown away then), ``gone`` (nothing on
    any page shows them), or the page whose field takes them over. ``on_anew(id)``: a note is to be made of that entry.
    """
    key = "connection_watch"

    def found() -> None:
        on_found(received(st.session_state[key]))

    def anew() -> None:
        if isinstance(id := st.session_state[key].get("anew"), str):
            on_anew(id)

    with st.container(key="nb-connection"):
        _component(
            key=key,
            data={"words": WORDS, "page": page, "answers": dict(answers)},
            on_back_change=reconnected,
            on_found_change=found,
            on_anew_change=anew,
        )


def received(state: object) -> list[Unsaved]:
    """The entries in a component's ``state``; what has not their shape is left out."""
    message = state.get("found") if isinstance(state, Mapping) else None
    words = message.get("words") if isinstance(message, Mapping) else None
    names = ("id", "report", "field", "name", "value")
    return [
        Unsaved(*(word[name] for name in names))
        for word in (words if isinstance(words, list) else [])[:MAX_FOUND]
        if isinstance(word, Mapping) and all(isinstance(word.get(name), str) for name in names)
    ]
