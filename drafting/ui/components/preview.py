"""The page as it will look; clicking a paragraph or a figure tells where it is edited.

::

    Python  ── html (publishing.preview) ──►  browser
            ◄── {"cell": "requests.granted.other", "section": ""} when something is clicked ──
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from . import component

SAYS = "点一下去修改"

_component = component(
    "page_preview", html='<div class="preview"></div>', css="preview.css", js="preview.js")


@dataclass(frozen=True)
class Place:
    """Where a click wants to go: a cell of the tables, or a section of the narrative."""

    cell: str = ""
    section: str = ""


def page_preview(html: str, *, key: str, cells: Collection[str], sections: Collection[str]) -> Place | None:
    """Show ``html``; the place that was clicked just now, among ``cells`` and ``sections``, else None."""
    went = _component(key=key, data={"html": html, "says": SAYS}, on_went_change=lambda: None).went
    return received(went, cells, sections)


def received(message: object, cells: Collection[str], sections: Collection[str]) -> Place | None:
    """The place in a browser's ``message``; None when it has not that shape or names nothing known."""
    if not isinstance(message, Mapping):
        return None
    cell, section = message.get("cell"), message.get("section")
    if isinstance(cell, str) and cell in cells:
        return Place(cell=cell)
    return Place(section=section) if isinstance(section, str) and section in sections else None
