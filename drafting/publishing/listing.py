"""A list for an office's own use – a roll-call, findings, a bulletin – as a Word document or a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape

from .document import clean
from .docx_styles import STYLES, paragraph, sizes

Value = str | int | Decimal | None
MOST_IN_CELL = 32_000
"""Characters a spreadsheet's cell takes."""
WIDE, NARROW = 240, 156
"""Millimetres of text on a page that lies on its side, and on one that stands."""
LINE, ROOM, TALLEST = 15, 4, 400
"""Points of a line in a sheet, what a row has besides, and what it may have at most."""
_SIZE = 10.5
_BASE = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "border": 1, "text_wrap": True}
_UNSAFE = str.maketrans(dict.fromkeys("[]:*?/\\'", "－"))


@dataclass(frozen=True)
class Listing:
    """A table of words and counts. ``columns``: what heads each, and its width in characters of Chinese."""

    name: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Heading:
    """A heading between the paragraphs."""

    text: str


@dataclass(frozen=True)
class Signed:
    """Who says it, or when, at the right edge."""

    text: str


Block = str | Heading | Signed | Listing
"""A paragraph, a heading, a line of the signature or a table."""


def docx(title: str, blocks: Iterable[Block], *, author: str, dated: date, wide: bool = False) -> bytes:
    """A Word document: ``title`` and ``blocks``. The same content gives the same bytes. ``wide``: on its side."""
    from .docx import package

    width = WIDE if wide else NARROW
    body = [paragraph("Title", clean(title)), *(_block(block, width) for block in blocks)]
    return package("".join(body), clean(title), clean(author), dated, wide=wide)


def xlsx(title: str, listings: Sequence[Listing], *, author: str, dated: date) -> bytes:
    """A workbook with a sheet each; the head stays in sight, and can filter and sort. The same content gives the same bytes."""
    from xlsxwriter import Workbook

    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title[:255], "author": author[:255], "created": datetime.combine(dated, time())})
    head = book.add_format({**_BASE, "bold": True, "align": "center", "bg_color": "#E7EDF3"})
    face = book.add_format(_BASE)
    names: set[str] = set()
    for listing in listings:
        sheet = book.add_worksheet(_sheet_name(listing.name, names))
        for col, (words, width) in enumerate(listing.columns):
            sheet.set_column(col, col, 2 * width, None)
            sheet.write_string(0, col, words, head)
        for row, values in enumerate(listing.rows, 1):
            for col, value in enumerate(values):
                if isinstance(value, (int, Decimal)):
                    sheet.write_number(row, col, float(value), face)
                else:
                    sheet.write_string(row, col, clean(value or "")[:MOST_IN_CELL], face)
            lines = max(_lines(value, width) for value, (_, width) in zip(values, listing.columns))
            sheet.set_row(row, min(lines * LINE + ROOM, TALLEST))  # not every program finds the height itself
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(listing.rows), 1), len(listing.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return file.getvalue()


def _lines(value: Value, width: float) -> int:
    """How many lines ``value`` needs in a column of ``width`` characters."""
    return -(-sum(1 if sign.isascii() else 2 for sign in str(value or "")) // max(1, int(2 * width - 1))) or 1


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that spreadsheets take and that no sheet before has."""
    plain = clean(name).translate(_UNSAFE)[:28] or "表"
    found, at = plain, 1
    while found in taken:
        at += 1
        found = f"{plain}{at}"
    taken.add(found)
    return found


def _block(block: Block, width: float) -> str:
    if isinstance(block, Listing):
        return _table(block, width)
    if isinstance(block, Heading):
        return paragraph("Heading1", clean(block.text))
    if isinstance(block, Signed):
        return paragraph("BodyText", clean(block.text), properties='<w:jc w:val="right"/>')
    return "".join(paragraph("BodyText", clean(line)) for line in block.split("\n"))


def _table(listing: Listing, width: float) -> str:
    whole = sum(share for _, share in listing.columns)
    edges = [round(share / whole * width / 25.4 * 1440) for _, share in listing.columns]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = _row([words for words, _ in listing.columns], edges, "<w:tblHeader/>", centred=True)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(edges)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{edge}"/>' for edge in edges)
        + f"</w:tblGrid>{head}{''.join(_row(row, edges) for row in listing.rows)}</w:tbl>"
        + paragraph("BodyText")  # Word joins two tables that touch
    )


def _row(values: Sequence[Value], edges: Sequence[int], properties: str = "", centred: bool = False) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{edge}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_words(value, centred)}</w:tc>"
        for value, edge in zip(values, edges)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>"


def _words(value: Value, centred: bool) -> str:
    side = "center" if centred or isinstance(value, (int, Decimal)) else "left"
    text = "" if value is None else clean(str(value))
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/><w:spacing w:before="20" w:after="20" w:line="290" '
        f'w:lineRule="exact"/><w:jc w:val="{side}"/></w:pPr><w:r><w:rPr>'
        f'{STYLES["TableText"].fonts}{sizes(_SIZE)}</w:rPr><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )
