"""The pages of the PDF as pictures, with where on them each paragraph and figure stands.

The pictures are typst's own drawing of the layout that the PDF has, so lines and pages end where the PDF's end.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from . import pdf
from .document import Grid, Picture, Publication

_WIDTH, _HEIGHT = 210 / 25.4 * 72, 297 / 25.4 * 72
"""A4 in points."""
Box = tuple[float, float, float, float]
_TAG = re.compile(r"<(/?)(g|a|rect)\b([^>]*)>")
_MOVED = re.compile(r"translate\(([\d.e-]+)[ ,]+([\d.e-]+)\)")
_CELL_ROOM = 4.0
"""Points above and below a figure that belong to it."""


@dataclass(frozen=True)
class Spot:
    """Where something stands on a page, in parts of the page's width and height.

    ``section``: that of the narrative it is edited in; ``cell``: the figure's; both empty where it is edited elsewhere.
    ``text``: all of it, also where it goes on overleaf; ``lines``: how many of its lines stand here, ``before``: on
    earlier pages. ``indent``: of the first line that stands here.
    """

    left: float
    top: float
    width: float
    height: float
    indent: float
    lines: int
    before: int
    text: str
    section: str = ""
    cell: str = ""


@dataclass(frozen=True)
class PagePicture:
    """One page: its drawing as SVG, and what stands where."""

    svg: bytes
    spots: tuple[Spot, ...]


_kept: deque[tuple[Publication, tuple[PagePicture, ...]]] = deque(maxlen=4)
"""The last documents drawn: a page is shown again far more often than it changes."""


def drawn(publication: Publication) -> tuple[PagePicture, ...]:
    """The pages of ``publication``. Raises FileError where its PDF cannot be set."""
    for known, pages in list(_kept):
        if known == publication:
            return pages
    known, told = _known(publication), dict[str, int]()
    pages = tuple(
        PagePicture(svg, tuple(_spots(_linked(svg.decode()), known, told))) for svg in pdf.pictures(publication)
    )
    _kept.append((publication, pages))
    return pages


def _known(publication: Publication) -> dict[str, tuple[str, str, str]]:
    """Link -> text, section and cell of what it stands for."""
    known = {"title": ("".join(publication.title), "", "")}
    for number, block in enumerate(publication.blocks):
        if isinstance(block, Grid):
            known |= {f"cell:{key}": (figure, "", key) for key, figure in block.figures.items()}
        elif not isinstance(block, Picture):
            known[f"part:{number}"] = (block.text, block.section, "")
    if signature := publication.signature:
        known |= {"organ": (signature.organ, "", ""), "day": (signature.day, "", "")}
    if redhead := publication.redhead:
        known |= {
            name: (text, "", "")
            for name, text in {
                "sign": redhead.sign,
                "number": redhead.number,
                "note": f"（{redhead.note}）",
                "issuer": redhead.issuer,
                "copied": f"抄送：{redhead.copied_to}。",
                "printed": f"{redhead.day}印发",
            }.items()
        }
    return known


def _linked(svg: str) -> dict[str, list[Box]]:
    """Link -> the boxes (left, top, width, height in points) of its lines on a page."""
    found: dict[str, list[Box]] = {}
    at, link = [(0.0, 0.0)], ""
    for closing, name, attributes in _TAG.findall(svg):
        if closing:
            at.pop()
        elif name == "rect":
            wide, high = (float(_attribute(attributes, side)) for side in ("width", "height"))
            if link:
                found.setdefault(link, []).append((*at[-1], wide, high))
        else:
            moved = _MOVED.search(attributes)
            x, y = (float(step) for step in moved.groups()) if moved else (0.0, 0.0)
            at.append((at[-1][0] + x, at[-1][1] + y))
            link = _attribute(attributes, "href") if name == "a" else ""
    return found


def _attribute(attributes: str, name: str) -> str:
    found = re.search(rf'(?<![\w:]){name}="([^"]*)"', attributes)
    return unescape(found[1]) if found else "0"


def _spots(lines: dict[str, list[Box]], known: dict[str, tuple[str, str, str]], told: dict[str, int]) -> Iterator[Spot]:
    """The spots of one page; ``told``: lines of each link on the pages before, counted on."""
    for link, boxes in lines.items():
        text, section, cell = known[link]
        room = _CELL_ROOM if cell else 0.0
        left, top = min(x for x, _, _, _ in boxes), min(y for _, y, _, _ in boxes) - room
        right, bottom = max(x + width for x, _, width, _ in boxes), max(y + height for _, y, _, height in boxes) + room
        rows = len({round(y) for _, y, _, _ in boxes})
        yield Spot(
            left / _WIDTH,
            top / _HEIGHT,
            (right - left) / _WIDTH,
            (bottom - top) / _HEIGHT,
            (boxes[0][0] - left) / _WIDTH,
            rows,
            told.get(link, 0),
            text,
            section,
            cell,
        )
        told[link] = told.get(link, 0) + rows
