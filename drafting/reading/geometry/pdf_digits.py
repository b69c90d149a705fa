"""Which digits of a PDF's cell are one figure: what is raised, turned, struck out, over another or in another colour is
none of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from ..looks import differ
from .pdf_rules import Rule
from .pdf_seen import Char, rgb

SMALL, SHIFTED, TINY = 0.92, 0.1, 0.75
"""A note's number: its baseline is off by this part of the figure's size, or it is smaller still than the last part."""
OVER = 0.3
"""The part of a digit's width that another may stand over; fonts set them beside each other."""
TWICE = 0.1
"""The part of its size by which a character is moved that is printed twice to look bold."""
STRUCK = (0.12, 0.6)
"""The part of a digit's height over its baseline where a line strikes it out; one under it is drawn lower."""
MOST = 200
"""Digits of the longest line of figures; more are text."""


def apart(chars: list[Char], strokes: Sequence[Rule] = ()) -> list[Char]:
    """``chars`` of a cell or a line of cells without what is printed twice; digits that are none of their figure stand
    in brackets.

    ``strokes``: level lines of the page from bottom to top, as heights over its foot, in order.
    """
    digits = [char for char in chars if char["text"].isdigit()]
    if not digits or len(digits) > MOST:
        return chars
    again = {id(char) for at, char in enumerate(digits) for before in digits[:at] if _is_again(char, before)}
    digits = [char for char in digits if id(char) not in again]
    size = max(char["size"] for char in digits)
    full = [char for char in digits if char["size"] > SMALL * size]
    colour = Counter(rgb(char["non_stroking_color"]) for char in full).most_common(1)[0][0]
    strange = {
        id(char)
        for char in digits
        if (
            "covered" in char
            or char["matrix"][0] <= abs(char["matrix"][1])
            or _is_struck(char, strokes)
            or differ(rgb(char["non_stroking_color"]), colour)
            or any(_is_off(char, beside, size) for beside in full)
            or any(_is_over(char, other) for other in digits)
        )
    }
    return [
        char | {"text": f"[{char['text']}]"} if id(char) in strange else char for char in chars if id(char) not in again
    ]


def _is_again(char: Char, before: Char) -> bool:
    near = TWICE * char["size"]
    return (
        char["text"] == before["text"]
        and abs(char["x0"] - before["x0"]) < near
        and abs(char["top"] - before["top"]) < near
    )


def _is_off(char: Char, beside: Char, size: float) -> bool:
    """Whether ``char`` stands higher or lower than the digit ``beside`` it, or is much smaller."""
    level = beside["top"] < char["bottom"] and char["top"] < beside["bottom"]
    return level and (char["size"] < TINY * size or abs(beside["matrix"][5] - char["matrix"][5]) > SHIFTED * size)


def _is_over(char: Char, other: Char) -> bool:
    wide = min(char["x1"], other["x1"]) - max(char["x0"], other["x0"])
    high = min(char["bottom"], other["bottom"]) - max(char["top"], other["top"])
    return char is not other and wide > OVER * (char["x1"] - char["x0"]) and high > OVER * char["size"]


def _is_struck(char: Char, strokes: Sequence[Rule]) -> bool:
    low, high = (char["matrix"][5] + part * char["size"] for part in STRUCK)
    middle = (char["x0"] + char["x1"]) / 2
    at = bisect_left(strokes, (low,))
    while at < len(strokes) and strokes[at][0] < high:
        if strokes[at][1] <= middle <= strokes[at][2]:
            return True
        at += 1
    return False
