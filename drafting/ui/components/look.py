"""The look of all pages that the theme file cannot say: a style sheet that the browser fetches once, by its address."""

from __future__ import annotations

import streamlit as st

from . import asset, component

STYLE = "style.css"
_component = component("look", html="<span></span>", css=STYLE, isolate_styles=False)


def look() -> None:
    """Dress the page. A session's first run also brings the sheet with it, so that nothing is seen without it."""
    if not st.session_state.get("dressed"):
        st.session_state["dressed"] = True
        st.html(f"<style>{asset(STYLE)}</style>")
    with st.container(key="nb-look"):
        _component(key="look")
