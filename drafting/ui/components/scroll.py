"""Bringing a place of the page into view, for a link from another page."""

from __future__ import annotations

import streamlit as st

from . import asset

_component = st.components.v2.component("scroll_to", html="<span></span>", js=asset("scroll.js"))


def scroll_to(place: str) -> None:
    """Scroll to the element with CSS class ``place``; nothing happens when there is none."""
    _component(key="scroll_to", data={"place": place}, height=1)
