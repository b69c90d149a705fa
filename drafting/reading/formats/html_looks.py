"""How the pieces of a web page's cell look: what is white on white is not there, and digits that look otherwise are
marked.

What an element says itself counts (``style``, its tag, ``color``), and rules of the page for a class alone, as Excel
writes them. Other style sheets are not evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..looks import BLACK, Colour, TextFormat, apart, coded, differ, has_digit, is_white

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TAGS = ("sup", "sub", "s", "del", "strike", "font", "small")
"""Elements that look otherwise by themselves, or may by an attribute."""
_APART = {"sup", "sub", "s", "del", "strike"}
_CELLS = ("td", "th")
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;!]+)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[\w-]{0,12}\s*:[^;]{0,80}line-through", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|sub)", re.IGNORECASE)
_SHIFT = re.compile(
    r"(?:mso-text-raise|(?<![\w-])(?:top|bottom|vertical-align))\s*:\s*([-+]?[\d.]*[1-9][\d.]*\s*\w*)", re.IGNORECASE
)
_SHADE = re.compile(r"background[\w-]{0,12}\s*:\s*(?!transparent|none|inherit|white|#fff(?:fff)?\b)", re.IGNORECASE)
_NUMBER = r"(\d+(?:\.\d+)?|\.\d+)"
_RGB = re.compile(
    rf"rgba?\(\s*{_NUMBER}\s*[,\s]\s*{_NUMBER}\s*[,\s]\s*{_NUMBER}\s*(?:[,/]\s*{_NUMBER})?", re.IGNORECASE
)
_WITHIN = re.compile(r"@[^{};@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
"""Rules for paper or small screens only."""
_CLASS = re.compile(r"\w*\.([\w-]+)")
_WHITE: Colour = (1.0, 1.0, 1.0)
_NAMED = {
    "white": _WHITE,
    "transparent": _WHITE,
    "red": coded("f00"),
    "blue": coded("00f"),
    "green": coded("008000"),
    "yellow": coded("ff0"),
    "gray": coded("808080"),
    "grey": coded("808080"),
    "silver": coded("c0c0c0"),
}


class _Own(NamedTuple):
    """What an element says of its look; None and "" where it says nothing."""

    apart: bool
    colour: Colour | None
    shift: str
    shaded: bool


def tells(style: str) -> bool:
    """Whether ``style`` lets characters look otherwise than black on their line."""
    own = _own(style)
    return own.apart or bool(own.shift) or (own.colour is not None and differ(own.colour, BLACK))


def by_class(root: Element) -> dict[str, str]:
    """What the page's own rules say of the look of a class, where they tell something."""
    found: dict[str, str] = {}
    for sheet in root.iter("style"):
        for rule in _WITHIN.sub("", sheet.text or "").split("}"):
            selectors, _, style = rule.partition("{")
            if tells(style) or _own(style).shaded:
                alone = (_CLASS.fullmatch(selector.strip()) for selector in selectors.replace("<!--", "").split(","))
                for name in {match[1] for match in alone if match}:
                    found[name] = f"{found.get(name, '')};{style}"
    return found


def mark(telling: Iterable[Element]) -> None:
    """Leave out what is white on white in the elements ``telling`` of a look, and put the digits of a cell that look
    otherwise in brackets.
    """
    boxes: dict[Element, None] = {}
    for element in telling:
        cell = element if element.tag in _CELLS else next(element.iterancestors(*_CELLS), None)
        boxes.update(dict.fromkeys([cell] if cell is not None else list(element.iter(*_CELLS)) or [element]))
    for box in boxes:
        pieces = list(_pieces(box, *_above(box)))
        for (element, behind, _), text in zip(pieces, _shown(pieces, box.tag in _CELLS)):
            if behind:
                element.tail = text
            else:
                element.text = text


def _shown(pieces: list[tuple[Element, bool, TextFormat]], in_cell: bool) -> list[str]:
    """The texts of ``pieces`` as they are seen. The words of a cell are: a style sheet may draw a shade behind a
    header.
    """
    texts = [(element.tail if behind else element.text, look) for element, behind, look in pieces]
    texts = [("" if is_white(look.colour) and (has_digit(text) or not in_cell) else text, look) for text, look in texts]
    return apart(texts) if in_cell else [text for text, _ in texts]


def _above(box: Element) -> tuple[TextFormat, bool]:
    """How text looks around ``box``, and whether anything is drawn behind it."""
    look, shaded = TextFormat(), False
    for element in reversed(list(box.iterancestors())):
        look, shaded = _within(element, look, shaded)
    return look, shaded


def _pieces(element: Element, look: TextFormat, shaded: bool) -> Iterator[tuple[Element, bool, TextFormat]]:
    """The texts in ``element``, in order: where each stands, whether behind that element, and how it looks."""
    waiting: list[tuple[Element, bool, TextFormat, bool]] = [(element, False, look, shaded)]
    while waiting:
        at, behind, look, shaded = waiting.pop()
        if behind:
            yield at, True, _seen(look, shaded)
            continue
        if not isinstance(at.tag, str):
            continue
        look, shaded_in = _within(at, look, shaded)
        if at.text:
            yield at, False, _seen(look, shaded_in)
        for child in reversed(at):
            if child.tail:
                waiting.append((child, True, look, shaded_in))
            waiting.append((child, False, look, shaded_in))


def _seen(look: TextFormat, shaded: bool) -> TextFormat:
    """``look``; white on a shade is seen, and is no other colour to us."""
    return look._replace(colour=BLACK) if shaded and is_white(look.colour) else look


def _within(element: Element, look: TextFormat, shaded: bool) -> tuple[TextFormat, bool]:
    own = _own(element.get("style", ""))
    colour = own.colour
    if colour is None and element.get("color"):
        colour = _colour(element.get("color"))
    return (
        TextFormat(
            look.apart or own.apart or element.tag in _APART,
            colour or look.colour,
            own.shift or ("small" if element.tag == "small" else look.shift),
        ),
        shaded
        or own.shaded
        or element.get("bgcolor", "#fff").lower() not in ("#fff", "#ffffff", "white")
        or element.get("background") is not None,
    )


@lru_cache(maxsize=1024)
def _own(style: str) -> _Own:
    colour, shift = _COLOUR.search(style), _SHIFT.search(style)
    return _Own(
        bool(_STRUCK.search(style) or _RAISED.search(style)),
        _colour(colour[1]) if colour else None,
        shift[1].replace(" ", "") if shift else "",
        bool(_SHADE.search(style)),
    )


def _colour(said: str) -> Colour:
    """The colour called ``said``; black where it is none we know."""
    said = said.strip().lower()
    if parts := _RGB.match(said):
        red, green, blue = (min(float(part), 255) / 255 for part in parts.groups()[:3])
        return _WHITE if parts[4] and not float(parts[4]) else (red, green, blue)
    return _NAMED.get(said) or coded(said.removeprefix("#"))
