"""The sidebar on a narrow screen or at a large zoom: it does not stay over the page that was chosen in it."""

from __future__ import annotations

from . import component

_component = component("makes_room", html="<span></span>", js="sidebar.js")


def make_room() -> None:
    """Close the sidebar after a choice where it lies over the page. It takes no room where its container has none."""
    _component(key="makes_room", data={}, height=1)
