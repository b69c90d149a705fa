"""The page as it will look; clicking a paragraph or a figure tells where it is edited.

::

    Python  ── pages (publishing.pages), each picture by its address, and what stands where ──►  browser
            ◄── {"cell": "requests.granted.other", "section": ""} when something is clicked ──
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime import get_instance

from drafting.publishing.page_pictures import PagePicture, Spot

from . import asset, component

SAYS = "点一下去修改"

_component = component("page_preview", html='<div class="preview"></div>', css="preview.css", js="preview.js")


@dataclass(frozen=True)
class Place:
    """Where a click wants to go: a cell of the tables, or a section of the narrative."""

    cell: str = ""
    section: str = ""


def page_preview(
    pages: Sequence[PagePicture],
    html: str = "",
    *,
    key: str,
    cells: Collection[str],
    sections: Collection[str],
) -> Place | None:
    """Show ``pages``, or ``html`` where there are none; the place that was clicked just now, among ``cells`` and
    ``sections``, else None.
    """
    shown = [
        {
            "url": _address(page.svg, f"{key}_{number}"),
            "says": f"第 {number} 页，共 {len(pages)} 页",
            "spots": [_numbers(spot) for spot in page.spots],
        }
        for number, page in enumerate(pages, 1)
    ]
    data = {"says": SAYS, **({"pages": shown, "print": asset("print.css")} if shown else {"html": html})}
    return received(_component(key=key, data=data, on_went_change=lambda: None).went, cells, sections)


def _address(svg: bytes, place: str) -> str:
    """Where the browser fetches a picture: by what is in it, so that a page that did not change is not fetched again.

    ``place``: the same for every picture that is shown there in turn; the one before is forgotten.
    """
    base = st.get_option("server.baseUrlPath").strip("/")
    return (f"/{base}" if base else "") + get_instance().media_file_mgr.add(svg, "image/svg+xml", place)


def _numbers(spot: Spot) -> list[object]:
    places = (spot.left, spot.top, spot.width, spot.height, spot.indent)
    return [*(round(place, 5) for place in places), spot.lines, spot.before, spot.text, spot.section, spot.cell]


def received(message: object, cells: Collection[str], sections: Collection[str]) -> Place | None:
    """The place in a browser's ``message``; None when it has not that shape or names nothing known."""
    if not isinstance(message, Mapping):
        return None
    cell, section = message.get("cell"), message.get("section")
    if isinstance(cell, str) and cell in cells:
        return Place(cell=cell)
    return Place(section=section) if isinstance(section, str) and section in sections else None
