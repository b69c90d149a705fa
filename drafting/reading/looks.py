"""Which digits of a cell are one figure, by how they look: one that is raised, crossed out or in another colour is none
of it.

Word, web pages and workbooks say how pieces of a text look; a PDF says it of each character (``pdf_digits``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

MOST = 40
"""Characters of the longest text beside a figure (12（其中修订 3 件）); more are sentences, in a table that lays out a
page.
"""
Colour = tuple[float, float, float]
"""Red, green and blue, of 1."""
BLACK: Colour = (0.0, 0.0, 0.0)
PALE = 0.95
"""Red, green and blue from which a colour is white to the eye, of 1."""
COLOUR = 0.3
"""Red, green or blue by which two colours differ to the eye, of 1."""
ODD = re.compile(r"\[\d+\]")
"""Digits that were marked as none of their figure, next to each other in one bracket (``plain``)."""
RUNS_ON = "…"
"""Stands behind or before the part of a figure that runs on over a line into the next cell: such a part is no number.
"""


class TextFormat(NamedTuple):
    """How a piece of text looks. ``apart``: raised or lowered as a note, or crossed out; ``shift``: off its line, in
    any unit.
    """

    apart: bool = False
    colour: Colour = BLACK
    shift: str = ""


def apart(pieces: Sequence[tuple[str, TextFormat]]) -> list[str]:
    """The texts of a cell's ``pieces``; digits that are none of its figure stand in brackets, so that the cell is no
    number.
    """
    figures = [(text, look) for text, look in pieces if has_digit(text)]
    if not figures or sum(len(text) for text, _ in pieces) > MOST:
        return [text for text, _ in pieces]
    usual = Counter((look.colour, look.shift) for text, look in figures for _ in text).most_common(1)[0][0]
    return [
        f"[{text}]"
        if has_digit(text) and (look.apart or look.shift != usual[1] or differ(look.colour, usual[0]))
        else text
        for text, look in pieces
    ]


def plain(text: str) -> str:
    """``text`` with digits that were marked one by one in one bracket."""
    return text.replace("][", "")


def has_digit(text: str) -> bool:
    """Whether a figure, or a part of one, stands in ``text``."""
    return any(map(str.isdecimal, text))


def differ(one: Colour, other: Colour) -> bool:
    """Whether the eye tells two colours apart."""
    return any(abs(part - beside) > COLOUR for part, beside in zip(one, other))


def is_white(colour: Colour) -> bool:
    """Whether the eye takes ``colour`` for white."""
    return min(colour) >= PALE


def coded(digits: str) -> Colour:
    """The colour of six hexadecimal digits (FF0000), or of three; what is none of these is black."""
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return BLACK
    return red / 255, green / 255, blue / 255
