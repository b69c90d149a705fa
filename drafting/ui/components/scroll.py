"""Bringing a place of the page into view, for a link from another page."""

from __future__ import annotations

from . import component

_component = component("scroll_to", html="<span></span>", js="scroll.js")


def scroll_to(place: str) -> None:
    """Scroll to the element with CSS class ``place``; nothing happens when there is none."""
    _component(key="scroll_to", data={"place": place}, height=1)
