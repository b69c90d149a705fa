"""Says on every page when the connection with the program is gone, and has the page drawn anew when it is back."""

from __future__ import annotations

import streamlit as st

from . import component, reconnected

WORDS = {"away": "与程序的连接已断开，内容暂存在本机浏览器，连上后自动保存。"}

_component = component(
    "connection", html='<div class="connection" role="status" hidden></div>', css="connection.css", js="connection.js")


def watch_connection() -> None:
    """Watch, once a page and outside of any fragment. It takes no room on the page."""
    with st.container(key="nb-connection"):
        _component(key="connection_watch", data={"words": WORDS}, on_back_change=reconnected)
