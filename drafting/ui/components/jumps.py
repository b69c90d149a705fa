"""Ways within a page: links written as HTML that bring another part of the same page into view."""

from __future__ import annotations

import html

from . import component

_component = component("jumps", html="<span></span>", js="jumps.js")


def jumps() -> None:
    """Let the page's links of ``to`` and ``step`` work; once a page."""
    _component(key="jumps", height=1)


def to(place: str, inner: str, *, css: str = "", block: str = "start") -> str:
    """A link, as HTML, to the element of class ``place``; ``inner`` is HTML. ``block``: where in the window it comes."""
    return (
        f'<a href="#" class="nb-jump {css}" data-goto="{html.escape(place, quote=True)}" '
        f'data-block="{block}">{inner}</a>'
    )


def step(among: str, way: int, inner: str) -> str:
    """A link, as HTML, to the next (``way`` 1) or last (-1) element of class ``among``, seen from where the page
    stands.
    """
    return f'<a href="#" class="nb-jump" data-step="{way}" data-among="{html.escape(among, quote=True)}">{inner}</a>'
