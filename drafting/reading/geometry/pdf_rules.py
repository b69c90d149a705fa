"""The ruling lines of a PDF page: drawn as lines or thin boxes, in dots or dashes, or left out where a page or a table
ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page

Rule = tuple[float, float, float]
"""Where a rule stands across, and from where to where it runs along, in points from the page's top left."""
THIN = 3.0
"""Points of a box that is drawn for a line."""
APART = 1.5
"""Points by which the pieces of one rule lie beside each other."""
GAP = 4.0
"""Points between the dots or dashes of one rule."""
SHORTEST = 5.0
NEAR = 3.0
"""Points within which two ends meet."""
ENDS = 3
"""Upright rules that end at one height where a level one was left out."""


def ruled(page: Page) -> tuple[list[Rule], list[Rule]]:
    """The upright and the level rules of ``page``, each in one piece; what is open at an end or a side is closed."""
    upright: list[Rule] = []
    level: list[Rule] = []
    for thing in (*page.lines, *page.rects, *page.curves):
        wide, high = thing["x1"] - thing["x0"], thing["bottom"] - thing["top"]
        if wide <= THIN:
            upright.append(((thing["x0"] + thing["x1"]) / 2, thing["top"], thing["bottom"]))
        if high <= THIN:
            level.append(((thing["top"] + thing["bottom"]) / 2, thing["x0"], thing["x1"]))
        if wide > THIN < high and thing["object_type"] != "line" and thing["stroke"]:  # a shade draws no border
            for (x, y), (to_x, to_y) in pairwise(_corners(thing)):
                if x == to_x:
                    upright.append((x, min(y, to_y), max(y, to_y)))
                elif y == to_y:
                    level.append((y, min(x, to_x), max(x, to_x)))
    upright, level = list(_joined(upright)), list(_joined(level))
    level += _open_ends(upright, level)
    return upright + _open_sides(upright, level), level


def strokes(page: Page) -> list[Rule]:
    """The level lines of ``page`` as they are drawn, by their height over its foot, lowest first; dots are left out."""
    return sorted(
        ((thing["y0"] + thing["y1"]) / 2, thing["x0"], thing["x1"])
        for thing in (*page.lines, *page.rects, *page.curves)
        if thing["bottom"] - thing["top"] <= THIN < thing["x1"] - thing["x0"]
    )


def _corners(thing: dict[str, Any]) -> list[tuple[float, float]]:
    if thing["object_type"] == "curve":
        return thing["pts"]
    left, top, right, bottom = thing["x0"], thing["top"], thing["x1"], thing["bottom"]
    return [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]


def _joined(pieces: Iterable[Rule]) -> Iterator[Rule]:
    """The rules that ``pieces`` make: those in one line that touch or nearly do. A single dot is none."""
    lines: list[list[Rule]] = []
    for piece in sorted(pieces):
        if lines and piece[0] - lines[-1][0][0] <= APART:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    for line in lines:
        line.sort(key=lambda piece: piece[1])
        where, begin, end = line[0]
        for _, start, stop in line[1:]:
            if start > end + GAP:
                if end - begin >= SHORTEST:
                    yield where, begin, end
                begin, end = start, stop
            end = max(end, stop)
        if end - begin >= SHORTEST:
            yield where, begin, end


def _open_ends(upright: list[Rule], level: list[Rule]) -> list[Rule]:
    """Level rules where a row's uprights end and nothing is drawn, as at a page's end."""
    found: list[Rule] = []
    for end in (1, 2):
        at: dict[int, list[Rule]] = {}
        for rule in upright:
            at.setdefault(round(rule[end] / 2), []).append(rule)
        for same in at.values():
            left, right, height = same[0][0], same[-1][0], same[0][end]
            drawn = any(abs(y - height) <= NEAR and begin <= right and stop >= left for y, begin, stop in level)
            if len(same) >= ENDS and not drawn:
                found.append((height, left, right))
    return found


def _open_sides(upright: list[Rule], level: list[Rule]) -> list[Rule]:
    """The outer rules of tables that are drawn open to the left and right; none where no column is drawn."""
    ends: dict[int, list[Rule]] = {}
    for height in {round(y) for y, _, _ in level} if upright else ():
        same = [
            rule
            for rule in level
            if round(rule[0]) == height
            and any(rule[1] < x < rule[2] and top - NEAR <= height <= bottom + NEAR for x, top, bottom in upright)
        ]
        for x in (min(rule[1] for rule in same), max(rule[2] for rule in same)) if same else ():
            ends.setdefault(round(x), []).append((x, height, height))
    return [
        (rules[0][0], min(rule[1] for rule in rules), max(rule[2] for rule in rules))
        for rules in ends.values()
        if len(rules) > 1 and not any(abs(rule[0] - rules[0][0]) <= NEAR for rule in upright)
    ]
