"""A PDF with a text layer: tables by their ruling lines, everything else as paragraphs.

Offices print reports from Word, so each cell has lines around it; pdfplumber finds them. Measured traps: a text in a
frame comes as a table of one column, a page break cuts tables, and spacing between a figure and a word is no blank. A
scan has no text and is refused: no figure is guessed.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, groupby, repeat
from typing import TYPE_CHECKING, Any

from drafting.errors import FileError

from ..content import Content, Grid, Place, Text
from ..geometry.pdf_bands import banded
from ..geometry.pdf_columns import tables
from ..geometry.pdf_lines import Line, lines, margins, paragraphs, size_of
from ..geometry.pdf_rules import NEAR, ruled, strokes
from ..geometry.pdf_seen import Char, Unseen, seen, unseen, within
from ..geometry.pdf_tables import grids
from .own_charts import drawn

if TYPE_CHECKING:
    from pdfplumber.page import Page

MAX_PAGES = 200
"""Pages of the longest report seen are 60."""
SPARSE = 20
"""Characters a page of text has at least, on average; a scan has none, or a stamp's."""
_GARBAGE = re.compile("\\(cid:\\d+\\)|[\ue000-\uf8ff\ufffd]")
_PAGE_NUMBER = re.compile(
    r"[-—–－―\s·]*\d{1,3}[-—–－―\s·]*|第?\s*\d{1,3}\s*页(\s*[,，/]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3}"
)
_EDGE = 0.09
"""The part of a page, from its top and bottom, where page numbers and running titles stand."""


def content(data: bytes, name: str) -> Content:
    """The paragraphs and tables of the PDF in ``data``.

    Raises FileError: with a password, damaged, more than MAX_PAGES, a scan, or a text that cannot be made out.
    """
    hidden = _opened(data, name)
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each font that leaves something out
    pages: list[list[Grid | Line]] = []
    characters = garbage = 0
    pictures = False
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            title = _title(pdf.metadata)
            for page, but in zip(pdf.pages, chain(hidden, repeat(Unseen()))):
                chars = list(seen(page, but._replace(invisible=[*but.invisible, *drawn(page)])))
                text = "".join(char["text"] for char in chars)
                characters += len(text.strip())
                garbage += sum(len(match[0]) for match in _GARBAGE.finditer(text))
                pictures = pictures or bool(page.images)
                pages.append(list(_page(page, chars)))
                page.close()
    except FileError:
        raise
    except Exception:  # the parser meets damaged files with errors of every kind
        raise _damaged(name) from None
    if characters < SPARSE * len(pages):
        what = "是扫描件或图片" if pictures else "没有文字"
        raise FileError(
            f"“{name}”{what}，里面的数字无法可靠读出，没有读取；请找原来的 Word、Excel 文件，或对照着填写。"
        )
    if garbage > characters // 5:
        raise FileError(f"“{name}”的文字编码不完整，读出来是乱码，没有读取；请找原来的 Word 文件，或从网页上另存。")
    return Content("pdf", tuple(_joined(list(_without_edges(pages)))), title=title)


def _opened(data: bytes, name: str) -> list[Unseen]:
    """What is not seen of each page. Raises FileError for what cannot or should not be opened: pages are counted before
    they are read.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MAX_PAGES:
                raise FileError(f"“{name}”有 {len(document)} 页，不像是一份年度报告，请只保留报告的页再读入。")
            if not len(document):
                raise _damaged(name)
            return [unseen(page) for page in document]
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise FileError(f"“{name}”加了密码，读不出来，请去掉密码后再读入。") from None
        raise _damaged(name) from None


def _title(metadata: dict[str, Any] | None) -> str:
    title = str((metadata or {}).get("Title") or "")
    if title[:2] in ("\xfe\xff", "\xff\xfe"):  # UTF-16 that was taken for Latin letters
        title = title.encode("latin-1", "replace").decode("utf-16", "replace")
    return title


def _damaged(name: str) -> FileError:
    return FileError(f"“{name}”已损坏或不完整，请重新获取，或在阅读器中打开后另存一份再读入。")


def _page(page: Page, chars: list[Char]) -> Iterator[Grid | Line]:
    """The tables and lines of a page from top to bottom; ``chars``: those that are seen."""
    found: list[tuple[float, Grid | Line]] = []
    inside: list[tuple[float, float, float, float]] = []
    upright, level = ruled(page)
    drawn = strokes(page)
    for box, grid in grids(page, chars, upright, level, drawn):
        inside.append(box)
        found.append((box[1], grid))
    loose = [char for char in chars if not any(within(char, box) for box in inside)]
    free = [rule for rule in level if not any(box[1] - NEAR <= rule[0] <= box[3] + NEAR for box in inside)]
    rows, loose = banded(loose, free, page.page_number, float(page.height), drawn)
    found += [(line.box[1], line) for line in (*rows, *lines(loose, page.page_number, float(page.height), drawn))]
    found.sort(key=lambda item: item[0])
    yield from (block for _, block in found)


def _without_edges(pages: list[list[Grid | Line]]) -> Iterator[Grid | Line]:
    """The blocks of all pages, without page numbers and titles that run along the top or bottom of several pages."""

    def edge(line: Line) -> bool:
        return line.box[1] < _EDGE * line.height or line.box[3] > (1 - _EDGE) * line.height

    def words(line: Line) -> str:
        return re.sub(r"\d+", "", line.text)  # what runs along may hold the page's number

    running = Counter(words(line) for page in pages for line in page if isinstance(line, Line) and edge(line))
    for page in pages:
        for block in page:
            if (
                isinstance(block, Line)
                and edge(block)
                and (_PAGE_NUMBER.fullmatch(block.text) or running[words(block)] > max(1, len(pages) // 2))
            ):
                continue
            yield block


def _joined(blocks: list[Grid | Line]) -> Iterator[Grid | Text]:
    """Lines put together to paragraphs, also over a page's end; a table ends a paragraph."""
    written = [block for block in blocks if isinstance(block, Line)]
    (left, right), body = margins(written), size_of(written)
    for _, group in groupby(tables(blocks), key=type):
        alike = list(group)
        yield from (block for block in alike if isinstance(block, Grid))
        for text, first in paragraphs([block for block in alike if isinstance(block, Line)], left, right, body):
            yield Text(text, Place(f"第 {first.page} 页", first.page, first.box))
