"""What of a PDF page its reader sees: not what is white on white, off the sheet, invisible, under a picture or a white
box, or slanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import byref, c_int, c_uint
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from ..looks import BLACK, PALE, Colour, is_white

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pypdfium2 import PdfObject, PdfPage

Char = dict[str, Any]
Box = tuple[float, float, float, float]

FAINT = 25
"""Opacity under which nothing is seen, of 255."""
WHOLE = 0.8
"""The part of a page that a picture covers when it is the page itself, scanned; a seal or a letterhead is smaller."""
_MASKS = {"SMask", "Mask", "ImageMask"}
"""What a picture has that lets through what lies under it."""
EVERYWHERE: Box = (-inf, -inf, inf, inf)
DEEP = 4
"""Drawings within drawings that are looked into."""
SLANT = 0.08
"""Sine and cosine beyond which text stands askew, as a watermark does."""


@lru_cache(maxsize=1024)
def rgb(colour: Any) -> Colour:
    """``colour`` (grey; red, green, blue; or printing colours) as red, green and blue of 1; a pattern is black."""
    match colour:
        case (float() | int() as grey,):
            return grey, grey, grey
        case (float() | int() as red, float() | int() as green, float() | int() as blue):
            return red, green, blue
        case (float() | int() as cyan, float() | int() as magenta, float() | int() as yellow, float() | int() as black):
            return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return BLACK


class Unseen(NamedTuple):
    """Boxes of text as left, bottom, right, top where the file counts from: ``invisible``; ``under`` a picture of the
    whole page, that may be transparent; ``covered`` by a white box, that may itself be cut off.
    """

    invisible: Sequence[Box] = ()
    under: Sequence[Box] = ()
    covered: Sequence[Box] = ()


def seen(page: Page, but: Unseen) -> Iterator[Char]:
    """The characters of ``page`` that are seen; what is perhaps ``covered`` says so."""
    sheet = page.mediabox if page.rotation else page.cropbox
    invisible, under, covered = ([_turned(box, page) for box in boxes] for boxes in but)
    if under and any(
        _is_whole((image["x0"], image["top"], image["x1"], image["bottom"]), page.width, page.height)
        and not _MASKS & set(image["stream"].attrs)
        for image in page.images
    ):
        invisible += under
    dark: list[Box] | None = None
    for char in page.chars:
        if not within(char, sheet) or _is_askew(char) or any(within(char, box) for box in invisible):
            continue
        if is_white(rgb(char["non_stroking_color"])):
            if dark is None:
                dark = [
                    (box["x0"], box["top"], box["x1"], box["bottom"])
                    for box in (*page.rects, *page.curves)
                    if box["fill"] and not is_white(rgb(box["non_stroking_color"]))
                ]
            if not any(within(char, box) for box in dark):
                continue
        yield char | {"covered": True} if any(within(char, box) for box in covered) else char


def within(char: Char, box: Box) -> bool:
    """Whether the middle of ``char`` lies in ``box``."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _is_askew(char: Char) -> bool:
    along, across = char["matrix"][:2]
    return abs(across) > SLANT * abs(along) and abs(along) > SLANT * abs(across)


def unseen(page: PdfPage) -> Unseen:
    """What of the text of ``page`` is not seen, and what may not be."""
    from pypdfium2 import raw

    width, height = page.get_size()
    texts: list[Box] = []
    invisible: set[int] = set()
    under: set[int] = set()
    covered: set[int] = set()
    for thing in page.get_objects(
        filter=(raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=DEEP
    ):
        kind = thing.type  # pyright: ignore[reportAttributeAccessIssue] – set in __new__, declared nowhere
        if kind == raw.FPDF_PAGEOBJ_PATH and not (texts and _is_filled_white(thing, raw)):
            continue
        box = _box(thing)
        if box is None:
            continue
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            if _is_invisible(thing, raw):
                invisible.add(len(texts))
            texts.append(box)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            covered |= {at for at, text in enumerate(texts) if _inside(text, box)}
        elif _is_whole(box, width, height):
            under = set(range(len(texts)))
    shown = [text for at, text in enumerate(texts) if at not in invisible] if invisible else []
    invisible = {at for at in invisible if not any(_inside(text, texts[at]) for text in shown)}
    return Unseen(
        *(
            [EVERYWHERE] if len(some) == len(texts) > 0 else [texts[at] for at in sorted(some)]
            for some in (invisible, under, covered)
        )
    )


def _box(thing: PdfObject) -> Box | None:
    """Where ``thing`` stands on its page, also from within a drawing that is placed there; None where nothing is drawn."""
    from pypdfium2 import PdfiumError

    try:
        box, drawing = thing.get_bounds(), thing.container
        while drawing:
            box, drawing = drawing.get_matrix().on_rect(*box), drawing.container
        return box
    except PdfiumError:
        return None


def _is_invisible(text: PdfObject, raw: Any) -> bool:
    mode = raw.FPDFTextObj_GetTextRenderMode(text)
    if mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP):
        return True
    return mode == raw.FPDF_TEXTRENDERMODE_FILL and _fill(text, raw)[3] < FAINT


def _is_whole(box: Box, width: float, height: float) -> bool:
    return (box[2] - box[0]) * (box[3] - box[1]) >= WHOLE * width * height


def _fill(thing: PdfObject, raw: Any) -> tuple[int, ...]:
    """Red, green, blue and opacity, of 255."""
    parts = [c_uint(0) for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(thing, *map(byref, parts))
    return tuple(part.value for part in parts)


def _is_filled_white(path: PdfObject, raw: Any) -> bool:
    filled, stroked = c_int(0), c_int(0)
    raw.FPDFPath_GetDrawMode(path, byref(filled), byref(stroked))
    return bool(filled.value) and min(_fill(path, raw)) >= PALE * 255


def _inside(inner: Box, outer: Box) -> bool:
    """Whether the middle of ``inner`` lies in ``outer``."""
    return outer[0] <= (inner[0] + inner[2]) / 2 <= outer[2] and outer[1] <= (inner[1] + inner[3]) / 2 <= outer[3]


def _turned(box: Box, page: Page) -> Box:
    """``box``, as the file counts, in points from the top left of ``page`` as it is turned for reading."""
    left, bottom, right, top = box
    x0, y0, x1, y1 = page.page_obj.mediabox
    if page.rotation == 90:
        left, bottom, right, top = bottom - y0, x1 - right, top - y0, x1 - left
    elif page.rotation == 180:
        left, bottom, right, top = x1 - right, y1 - top, x1 - left, y1 - bottom
    elif page.rotation == 270:
        left, bottom, right, top = y1 - top, left - x0, y1 - bottom, right - x0
    else:
        left, bottom, right, top = left - x0, bottom - y0, right - x0, top - y0
    across, down = page.mediabox[0], page.mediabox[1] + page.height
    return left + across, down - top, right + across, down - bottom
