"""A Word document: one walk over its body for what a reader of the printed page sees, in the order it stands.

The parts are read with lxml and not opened with python-docx, which refuses documents with macros or with a dead link
to a picture, and repeats merged cells. Deleted and hidden text, codes of fields, notes, headers and footers are left
out; the numbers Word sets in front of paragraphs are put there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING

from drafting.errors import FileError
from drafting.form.charts import is_caption

from ..content import Cell, Content, Grid, Place, Text
from ..looks import TextFormat, apart
from . import archive
from .docx_looks import Looks, Said, is_on
from .docx_numbering import VAL, Numbering, W

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ROWS = 5_000
"""Rows of all tables; a report has about fifty."""
MAX_PARAGRAPHS = 20_000
MAX_SPAN = 100
"""Columns a cell may cover; Word itself stops at 63."""

_P, _R, _T, _TBL, _TR, _TC, _SDT = (f"{W}{tag}" for tag in ("p", "r", "t", "tbl", "tr", "tc", "sdt"))
_FIELD, _SYM, _BOX, _CHUNK = f"{W}fldChar", f"{W}sym", f"{W}txbxContent", f"{W}altChunk"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = f"{_MC}AlternateContent"
_PICTURES = {"{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata"}
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_NOTES = {f"{W}footnoteReference", f"{W}endnoteReference"}
_FIXED = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_DROPPED = {
    f"{W}{tag}"
    for tag in (
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "rt",
        "pPr",
        "rPr",
        "tcPr",
        "trPr",
        "tblPr",
        "tblGrid",
        "sdtPr",
        "sdtEndPr",
        "sectPr",
        "smartTagPr",
        "customXmlPr",
    )
}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SPACES = str.maketrans({"\u00a0": " ", "\n": " ", "\u200b": None, "\u2060": None, "\ufeff": None})
_WINGDINGS = {
    0xA8: "□",
    0x6F: "□",
    0x71: "□",
    0xFE: "☑",
    0x52: "☑",
    0xFD: "☒",
    0xFC: "√",
    0x6C: "●",
    0x6E: "■",
    **{0x81 + at: chr(ord("①") + at) for at in range(10)},
}


def content(data: bytes, name: str) -> Content:
    """The paragraphs and tables of the Word document in ``data`` (.docx, .docm).

    Raises FileError: no Word document, damaged, or larger than a report can be.
    """
    package = archive.opened(data, name)
    path = archive.main_part(package, "word/document.xml", name)
    body = archive.parsed(package, path, name).find(f"{W}body")
    if body is None:
        raise archive.damaged(name)
    parts = dict(archive.related(package, path, name).values())
    names = set(package.namelist())
    styles, numbering = (
        archive.parsed(package, parts[kind], name) if parts.get(kind) in names else None
        for kind in ("styles", "numbering")
    )
    walk = _Walk(name, Numbering(styles, numbering))
    blocks = tuple(walk.blocks(body))
    said = list(walk.said())
    if archive.macros(package):
        said.append("文件带有宏，宏没有运行。")
    return Content("docx", blocks, archive.core_title(package, name), tuple(said))


class _Walk:
    """One walk over a document; it counts paragraphs, tables and lists as it goes."""

    def __init__(self, name: str, numbering: Numbering):
        self._name, self._numbering, self._looks = name, numbering, Looks(numbering)
        self._rows = self._paragraphs = self._tables = self._pictures = self._notes = self._chunks = 0

    def blocks(self, body: _Element) -> Iterator[Text | Grid]:
        """Texts, a line each, and grids."""
        number = 0
        for item in self._flow(body):
            if isinstance(item, Grid):
                yield item
                continue
            lines = [line for line in map(str.strip, item.split("\n")) if line]
            number += bool(lines)
            for line in lines:
                yield Text(line, Place(f"第 {number} 段"))

    def said(self) -> Iterator[str]:
        """What was not looked at."""
        if self._pictures:
            yield f"文件中有 {self._pictures} 张图片，图片里的文字没有读取。"
        if self._notes:
            yield "文件中的脚注和尾注没有读取。"
        if self._chunks:
            yield "文件中嵌有另一份文档，没有读取；请在 Word 中打开后另存为 .docx 再读入。"

    def _flow(self, parent: _Element) -> Iterator[str | Grid]:
        """The paragraphs, their lines parted by line breaks, and grids under ``parent``, which holds blocks."""
        carried = ""  # a paragraph whose end was deleted goes on in the next one
        for child in self._children(parent):
            if child.tag == _P:
                text, boxes = self._paragraph(child)
                carried += text
                if child.find(f"{W}pPr/{W}rPr/{W}del") is None and child.find(f"{W}pPr/{W}rPr/{W}moveFrom") is None:
                    yield carried
                    carried = ""
                for box in boxes:
                    yield from self._flow(box)
            elif child.tag == _TBL:
                yield from self._table(child)
            elif child.tag == _CHUNK:
                self._chunks += 1
        if carried:
            yield carried

    def _children(self, parent: _Element) -> Iterator[_Element]:
        """Paragraphs, tables, rows or cells in ``parent``, out of whatever wraps them."""
        for child in parent:
            tag = child.tag
            if tag in (_P, _TBL, _TR, _TC, _CHUNK):
                yield child
            elif tag == _ALTERNATIVES:
                for choice in _chosen(child):
                    yield from self._children(choice)
            elif tag not in _DROPPED and not _placeholder(child):
                yield from self._children(child)

    def _paragraph(self, paragraph: _Element) -> tuple[str, list[_Element]]:
        """The text of a paragraph with its number, and the text boxes that hang on it."""
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise FileError(f"“{self._name}”超过 {MAX_PARAGRAPHS} 段，不像是一份年度报告，没有读取，请核对文件。")
        properties = paragraph.find(f"{W}pPr")
        line = _Line(self._looks.of_paragraph(properties))
        self._inline(paragraph, line)
        in_cell = paragraph.getparent().tag == _TC
        text = "".join(line.marked() if in_cell else line.pieces)
        deleted = properties is not None and properties.find(f"{W}rPr/{W}del") is not None and not text
        label = "" if deleted else self._numbering.label(properties)
        if label and (label[-1].isalnum() or text[:1].isdigit()):
            label += " "  # 1 and 2024年 are two numbers
        return label + text if text.strip() or (label and in_cell) else "", line.boxes

    def _inline(self, parent: _Element, line: _Line, hidden: bool = False) -> None:
        for child in parent:
            tag = child.tag
            if tag in (_T, _MATH):
                if not hidden:
                    line.pieces.append((child.text or "").translate(_SPACES))
            elif tag == _R:
                look = self._looks.of(child, line.style)
                self._inline(child, line, hidden=look is None)
                line.looks += [look or TextFormat()] * (len(line.pieces) - len(line.looks))
            elif tag in _DROPPED:
                continue
            elif tag in _FIXED:
                line.pieces.append(_FIXED[tag])
            elif tag == _FIELD:
                line.field(child.get(f"{W}fldCharType", ""))
            elif tag == _SYM:
                line.pieces.append(_symbol(child))
            elif tag == _BOX:
                line.boxes.append(child)
            elif tag == _ALTERNATIVES:
                for choice in _chosen(child):
                    self._inline(choice, line, hidden)
            elif not _placeholder(child):
                self._pictures += tag in _PICTURES and not _is_own_chart(child)
                self._notes += tag in _NOTES
                self._inline(child, line, hidden)

    def _table(self, table: _Element) -> Iterator[str | Grid]:
        """The grid of a table and then those nested in it. A table that only lays out other tables is what it holds."""
        rows = [
            (row, [cell for cell in self._children(row) if cell.tag == _TC])
            for row in self._children(table)
            if row.tag == _TR and not _gone(row)
        ]
        self._rows += len(rows)
        if self._rows > MAX_ROWS:
            raise FileError(f"“{self._name}”的表格超过 {MAX_ROWS} 行，不像是一份年度报告，没有读取，请核对文件。")
        if all(len(cells) <= 1 for _, cells in rows) and next(table.iterdescendants(_TBL), None) is not None:
            for cell in (cell for _, cells in rows for cell in cells):
                yield from self._flow(cell)
            return
        self._tables += 1
        says = f"第 {self._tables} 个表格"
        nested: list[Grid] = []
        made: list[tuple[Cell | None, ...]] = []
        joined: list[Cell | None] = []  # the cells of the row above that go on downwards
        for at, (row, cells) in enumerate(rows, 1):
            line: list[Cell | None] = [None] * _count(row, "trPr", "gridBefore", 0)
            down: list[Cell | None] = [None] * len(line)
            for element in cells:
                across, merge = _merge(element, "hMerge"), _merge(element, "vMerge")
                above = joined[len(line)] if merge == "continue" and len(line) < len(joined) else None
                if across == "continue" and line and line[-1] is not None:
                    cell = line[-1]
                elif above is not None:
                    cell = above
                else:
                    cell = self._cell(element, Place(f"{says}第 {at} 行"), nested)
                span = _count(element, "tcPr", "gridSpan", 1) or 1
                line += [cell] * span
                down += [cell if merge else None] * span
            line += [None] * _count(row, "trPr", "gridAfter", 0)
            joined = down
            made.append(tuple(line))
        if made:
            yield Grid(tuple(made))
        yield from nested

    def _cell(self, element: _Element, place: Place, nested: list[Grid]) -> Cell:
        texts: list[str] = []
        for item in self._flow(element):
            if isinstance(item, Grid):
                nested.append(item)
            else:
                texts.append(item.replace("\t", " "))
        return Cell("\n".join(texts).strip(), place)


class _Line:
    """The text of a paragraph as it is gathered, how the pieces look that runs gave, and the text boxes met on the way.

    ``style``: what the paragraph's style says of their looks.
    """

    def __init__(self, style: Said) -> None:
        self.style = style
        self.pieces: list[str] = []
        self.looks: list[TextFormat] = []
        self.boxes: list[_Element] = []
        self._fields: list[int | None] = []

    def marked(self) -> list[str]:
        """The pieces, with digits that are none of the figure marked."""
        return apart(list(zip(self.pieces, [*self.looks, *repeat(TextFormat(), len(self.pieces) - len(self.looks))])))

    def field(self, kind: str) -> None:
        """A field begins, its result begins (``separate``), or it ends: what stands before its result is code."""
        if kind == "begin":
            self._fields.append(len(self.pieces))
        elif self._fields:
            code = self._fields[-1]
            if code is not None:
                del self.pieces[code:], self.looks[code:]
                self._fields[-1] = None
            if kind == "end":
                self._fields.pop()


def _chosen(alternatives: _Element) -> list[_Element]:
    """The first form of a thing that is given in several; the next where that has neither text nor picture."""
    forms = [form for form in alternatives if form.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    telling = (_T, *_PICTURES)
    return next(([form] for form in forms if next(form.iterdescendants(*telling), None) is not None), forms[:1])


def _placeholder(element: _Element) -> bool:
    """Whether this is a field of a form that still shows its prompt."""
    shown = element.find(f"{W}sdtPr/{W}showingPlcHdr") if element.tag == _SDT else None
    return is_on(shown)


def _is_own_chart(picture: _Element) -> bool:
    """Whether the program itself drew this picture: it bears its caption as its name."""
    place = next(picture.iterancestors(f"{_WP}inline"), None)
    named = place.find(f"{_WP}docPr") if place is not None else None
    return named is not None and is_caption(named.get("name", ""))


def _gone(row: _Element) -> bool:
    """Whether a row is deleted or hidden."""
    return any(
        mark.tag == f"{W}del" or (mark.tag == f"{W}hidden" and is_on(mark))
        for properties in row.iterchildren(f"{W}trPr")
        for mark in properties
    )


def _count(element: _Element, properties: str, name: str, usual: int) -> int:
    """A number of columns; ``usual`` where none is said."""
    found = element.find(f"{W}{properties}/{W}{name}")
    said = found.get(VAL, "") if found is not None else ""
    if not (said.isascii() and said.isdigit()):
        return usual
    return MAX_SPAN if len(said) > 3 else min(int(said), MAX_SPAN)


def _merge(cell: _Element, name: str) -> str:
    """``restart``, ``continue``, or empty for a cell that is not merged that way."""
    found = cell.find(f"{W}tcPr/{W}{name}")
    return "" if found is None else found.get(VAL, "continue")


def _symbol(element: _Element) -> str:
    """A character of a symbol font, where it stands for a known one."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if element.get(f"{W}font", "").lower().startswith("wingdings"):
        return _WINGDINGS.get(code & 0xFF, "")
    code -= 0xF000 if 0xF000 <= code <= 0xF0FF else 0
    return chr(code) if 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800 else ""
