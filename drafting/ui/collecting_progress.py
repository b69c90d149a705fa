"""汇总: how far work on many units is, which goes on in the background, and the button that stops it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from drafting.service.collection_taking import Taking

from . import session
from .text import md

POLL_SECONDS = 1
NAME_SHOWN = 60
"""Characters of the name of what was done last, the end of a longer one."""


def show_progress(taking: Taking, doing: str, done: str, stop: Callable[[], None], *, stopping: str, kept: str) -> None:
    """How far ``taking`` is, until it ends; then the page is drawn anew.

    ``doing`` and ``done``: what is being done and was done last (读取, 读完); ``stopping`` is said after ``stop``, ``kept`` beside
    its button.
    """

    @st.fragment(run_every=POLL_SECONDS)
    def watch() -> None:
        if taking.ended.is_set():
            if taking.error:
                session.tell(taking.error)
            st.rerun()
        now = f"，刚{done}“{taking.name[-NAME_SHOWN:]}”" if taking.name else ""
        said = stopping if taking.stop.is_set() else f"正在{doing}，{taking.done}/{taking.total}{now}"
        st.progress(min(taking.done / max(taking.total, 1), 1.0), md(said))

    watch()
    st.button("停止", key="stop_taking", on_click=stop, help=kept)
