"""Chinese for what Streamlit itself says in English on a page, and the page's language for screen readers."""

from __future__ import annotations

from . import component

_component = component("in_chinese", html="<span></span>", js="chinese.js")


def in_chinese() -> None:
    """Let the window say it in Chinese, from the first page on. It takes no room where its container has none."""
    _component(key="in_chinese", data={}, height=1)
