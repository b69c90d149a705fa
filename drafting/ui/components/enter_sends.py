"""A field of the page whose Enter key sends it."""

from __future__ import annotations

from . import component

_component = component("enter_sends", html="<span></span>", js="enter_sends.js")


def enter_sends(field: str, button: str) -> None:
    """Let Enter in the text area with key ``field`` press the button with key ``button``; Shift+Enter makes a line."""
    _component(key=f"enter_{button}", data={"field": f"st-key-{field}", "button": f"st-key-{button}"}, height=1)
