"""How the cells of a workbook look, where that tells more than their values: crossed out, white on white, or shown in
other units.

A sheet says a style's number of each cell; texts in several fonts say it of each piece (ECMA-376 18.8, 18.4.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from zipfile import ZipFile

from ..looks import BLACK, Colour, TextFormat, apart, coded, has_digit, is_white
from . import archive

if TYPE_CHECKING:
    from lxml.etree import _Element
    from xlrd.book import Book
    from xlrd.formatting import Font
    from xlrd.sheet import Sheet

_One = TypeVar("_One")
At = tuple[int, int]
"""Row and column, from 0."""
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\!_*].')
"""What a number's format holds beside its digits: words, conditions, single characters."""
_SCALED = re.compile(r"[0#?.],(?![0#?])|[0#?.]\s*%")
_BUILT_IN = {"9": "0%", "10": "0.00%"}
_WHITE_BY_NUMBER = (1, 9)
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>(?:\s*<(?:\w+:)?v>(\d{1,7})</)?")
_STYLE, _WHERE = re.compile(rb"""\bs=["'](\d{1,5})["']"""), re.compile(rb"""\br=["']([A-Z]{1,3}\d{1,7})["']""")
_SHARED = re.compile(rb"""\bt=["']s["']""")


class CellFormat(NamedTuple):
    """How a cell is shown. ``look``: None where nothing is seen; ``unit``: the format that shows its number in another
    unit; ``text``: marked already.
    """

    look: TextFormat | None = TextFormat()
    unit: str = ""
    text: str | None = None

    def of(self, shown: str) -> str:
        """What stands in the cell, whose value alone shows as ``shown``."""
        if self.text is not None:
            return self.text
        if self.look is None:  # words are shown: a rule of the sheet may draw a shade behind a header
            return "" if has_digit(shown) else shown
        return apart([(shown, self.look)])[0] + (f"（按格式 {self.unit} 显示）" if self.unit and shown else "")


def manner(look: TextFormat, shaded: bool, format: str) -> CellFormat:
    """How a cell is shown that is set in ``look``, with a shade behind it or none, and its number in ``format``."""
    number = _LITERAL.sub("", format.split(";")[0])
    seen = (shaded or not is_white(look.colour)) and not (";" in format and not format.split(";")[0].strip())
    return CellFormat(look._replace(colour=BLACK) if seen else None, format if _SCALED.search(number) else "")


class Workbook:
    """What the styles and texts of an .xlsx say of its cells. ``parts``: those its main part refers to, kind -> path."""

    def __init__(self, package: ZipFile, parts: dict[str, str], name: str):
        names = set(package.namelist())
        styles, strings = (
            parts.get(kind) if parts.get(kind) in names else None for kind in ("styles", "sharedStrings")
        )
        self._styles = dict(_styles(archive.parsed(package, styles, name))) if styles else {}
        self._texts = (
            {
                at: text
                for at, text in enumerate(map(_marked, archive.parsed(package, strings, name).iterchildren("{*}si")))
                if text is not None
            }
            if strings and b"rPr" in package.read(strings)
            else {}
        )

    def formats(self, xml: bytes, root: _Element | None) -> Iterator[tuple[str, CellFormat]]:
        """The cells (B3) of the sheet ``xml`` that are not shown as their values; ``root``: the sheet, where texts may
        stand in it.
        """
        if self._styles or self._texts:
            for cell in _CELL.finditer(xml):
                where, style = _WHERE.search(b" " + cell[1]), _STYLE.search(b" " + cell[1])
                if not where:
                    continue
                if cell[2] and _SHARED.search(cell[1]) and int(cell[2]) in self._texts:
                    yield where[1].decode(), CellFormat(text=self._texts[int(cell[2])])
                elif style and int(style[1]) in self._styles:
                    yield where[1].decode(), self._styles[int(style[1])]
        for cell in root.iter("{*}c") if root is not None else ():
            if (inline := cell.find("{*}is")) is not None and (text := _marked(inline)) is not None:
                yield cell.get("r", ""), CellFormat(text=text)


def _styles(root: _Element) -> Iterator[tuple[int, CellFormat]]:
    """The styles of cells, by number, in which a value is not shown as it is."""
    fonts = [_look(font) for font in root.iterfind("{*}fonts/{*}font")]
    shaded = [_is_shaded(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    formats = {
        **_BUILT_IN,
        **{one.get("numFmtId"): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")},
    }
    for at, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        look, shade = _numbered(fonts, style.get("fontId", "0")), _numbered(shaded, style.get("fillId", "0"))
        shown = manner(look or TextFormat(), bool(shade), formats.get(style.get("numFmtId"), ""))
        if shown != CellFormat():
            yield at, shown


def _numbered(of: Sequence[_One], number: str) -> _One | None:
    return of[int(number)] if number.isdecimal() and int(number) < len(of) else None


def _look(properties: _Element) -> TextFormat:
    """The look that a font, or the properties of a piece of text, give."""
    raised, struck = properties.find("{*}vertAlign"), properties.find("{*}strike")
    return TextFormat(
        (raised is not None and raised.get("val") in ("superscript", "subscript"))
        or (struck is not None and struck.get("val", "1") not in ("0", "false")),
        _colour(properties.find("{*}color")),
    )


def _colour(said: _Element | None) -> Colour:
    if said is None:
        return BLACK
    if (said.get("theme") == "0" and not said.get("tint")) or said.get("indexed") in map(str, _WHITE_BY_NUMBER):
        return coded("FFFFFF")
    return coded(said.get("rgb", "")[-6:])


def _is_shaded(fill: _Element) -> bool:
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return len(fill) > 0
    return pattern.get("patternType", "none") != "none" and not is_white(_colour(pattern.find("{*}fgColor")))


def _marked(text: _Element) -> str | None:
    """A text in several fonts with what is none of its figure marked; None where nothing is."""
    pieces = []
    for piece in text.iterchildren("{*}t", "{*}r"):
        if piece.tag.endswith("}t"):
            pieces.append((piece.text or "", TextFormat()))
        else:
            own = piece.find("{*}rPr")
            pieces.append((piece.findtext("{*}t") or "", TextFormat() if own is None else _look(own)))
    return marked(pieces)


def marked(pieces: list[tuple[str, TextFormat]]) -> str | None:
    """The text of ``pieces`` with what is none of its figure marked; None where nothing is. White between black is not
    there.
    """
    seen = [piece for piece in pieces if not is_white(piece[1].colour)] or pieces
    text = "".join(apart(seen))
    return text.strip() if text != "".join(text for text, _ in pieces) else None


def old_formats(book: Book, sheet: Sheet) -> Iterator[tuple[At, CellFormat]]:
    """The cells of a sheet of an .xls that are not shown as their values."""
    styles: dict[int, CellFormat] = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            number = cell.xf_index
            if number is None:  # the book was opened without its formatting
                continue
            if number not in styles:
                style = book.xf_list[number]
                found = book.format_map.get(style.format_key)
                styles[number] = manner(
                    _old_look(book.font_list[style.font_index]),
                    bool(style.background and style.background.fill_pattern > 0),
                    found.format_str if found else "",
                )
            runs = sheet.rich_text_runlist_map.get((row, column))
            text = (
                marked(list(_old_pieces(book, str(cell.value), [(0, book.xf_list[number].font_index), *runs])))
                if runs
                else None
            )
            if text is not None:
                yield (row, column), CellFormat(text=text)
            elif styles[number] != CellFormat():
                yield (row, column), styles[number]


def _old_pieces(book: Book, text: str, fonts: list[tuple[int, int]]) -> Iterator[tuple[str, TextFormat]]:
    """The pieces of ``text``, each with its look. ``fonts``: where each begins, and the number of its font."""
    for (start, font), (end, _) in zip(fonts, [*fonts[1:], (len(text), 0)]):
        if text[start:end]:
            yield text[start:end], _old_look(book.font_list[font])


def _old_look(font: Font) -> TextFormat:
    return TextFormat(
        bool(font.struck_out or font.escapement), coded("FFFFFF") if font.colour_index in _WHITE_BY_NUMBER else BLACK
    )
