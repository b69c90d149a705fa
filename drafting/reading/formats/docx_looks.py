"""How the runs of a Word document look: whether they are seen, and what tells the digits of a note from a figure's.

What a run says itself counts before its character style, and that before the paragraph's (ECMA-376 17.7.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..looks import BLACK, TextFormat, coded, is_white
from .docx_numbering import VAL, Numbering, W

if TYPE_CHECKING:
    from lxml.etree import _Element

_NO_FILL = ("auto", "FFFFFF", "ffffff", "none", "")
_OWN, _STYLE, _VANISH, _RAISED, _COLOUR, _POSITION = (
    f"{W}{tag}" for tag in ("rPr", "rStyle", "vanish", "vertAlign", "color", "position")
)
_STRUCK = (f"{W}strike", f"{W}dstrike")
_TELLING = {_STYLE, _VANISH, _RAISED, _COLOUR, _POSITION, *_STRUCK}
_PLAIN = TextFormat()

Said = dict[str, "_Element"]
"""Properties of characters that tell, by their tags."""


class Looks:
    """The looks of one document's runs, by its styles."""

    def __init__(self, numbering: Numbering):
        self._numbering = numbering
        self._styled: dict[str, Said] = {}

    def of_paragraph(self, properties: _Element | None) -> Said:
        """What the style of a paragraph, whose ``w:pPr`` is ``properties``, says of its runs."""
        return next(
            (self._style(style.get(f"{W}styleId", "")) for style in self._numbering.style_chain(properties)[:1]), {}
        )

    def of(self, run: _Element, paragraph: Said) -> TextFormat | None:
        """How ``run`` of a ``paragraph`` looks; None when it is not seen: hidden, or white on white."""
        own = run.find(_OWN)
        said = paragraph
        if own is not None and (says := _telling(own)):
            style = says.get(_STYLE)
            said = {**paragraph, **(self._style(style.get(VAL, "")) if style is not None else {}), **says}
        if not said:
            return _PLAIN
        if is_on(said.get(_VANISH)):
            return None
        raised, colour, position = said.get(_RAISED), said.get(_COLOUR), said.get(_POSITION)
        rgb = BLACK if colour is None else coded(colour.get(VAL, ""))
        if is_white(rgb):
            if not _is_shaded(own, run):
                return None
            rgb = BLACK
        return TextFormat(
            any(is_on(said.get(tag)) for tag in _STRUCK)
            or (raised is not None and raised.get(VAL, "") in ("superscript", "subscript")),
            rgb,
            position.get(VAL, "") if position is not None and position.get(VAL, "").strip("0") else "",
        )

    def _style(self, name: str) -> Said:
        """What the style called ``name``, and those it is based on, say of characters."""
        if name not in self._styled:
            said: Said = {}
            for style in reversed(self._numbering.chain(name)):
                if (own := style.find(_OWN)) is not None:
                    said |= _telling(own)
            self._styled[name] = said
        return self._styled[name]


def _telling(properties: _Element) -> Said:
    return {child.tag: child for child in properties if child.tag in _TELLING}


def _is_shaded(own: _Element | None, run: _Element) -> bool:
    """Whether something is drawn behind ``run``: a shade or a marker's colour."""
    if own is not None and own.find(f"{W}highlight") is not None:
        return True
    around = [own] if own is not None else []
    for element in run.iterancestors(f"{W}p", f"{W}tc", f"{W}tbl"):
        around += [found for name in ("pPr", "tcPr", "tblPr") if (found := element.find(f"{W}{name}")) is not None]
        if element.tag == f"{W}tbl" and element.find(f"{W}tblPr/{W}tblStyle") is not None:
            return True  # a table's style may draw shades by rules of its own
    return any(
        shade.get(f"{W}fill", "") not in _NO_FILL or shade.get(f"{W}themeFill") is not None
        for one in around
        for shade in one.iterchildren(f"{W}shd")
    )


def is_on(switch: _Element | None) -> bool:
    """Whether a switch is there and not turned off."""
    return switch is not None and switch.get(VAL, "1") not in ("0", "false", "off")
