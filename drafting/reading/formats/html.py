"""A web page saved from a government site: its paragraphs and tables in the order they are seen.

Sites wrap a report in their own head and foot; where the six headings and the tables have a common box, only what is in
it counts. Spans that do not fit are taken as browsers take them.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from drafting.errors import FileError
from drafting.form import bare

from ..content import Cell, Content, Grid, Place, Text
from ..figures import INVISIBLE
from .html_looks import TAGS, by_class, mark, tells

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_ROWS, MAX_COLUMNS, MAX_DEPTH = 5_000, 100, 200
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u2000-\u200a\u3000]+")
_MARKS = INVISIBLE + "\x00"
_INVISIBLE = re.compile(f"[{_MARKS}]")
_DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]+encoding=["']([\w-]+)""", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9])|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_SKIPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "title",
    "select",
    "option",
    "textarea",
    "button",
    "svg",
    "iframe",
    "object",
    "nav",
)
_BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "form",
    "blockquote",
    "center",
    "dd",
    "dt",
    "dl",
    "pre",
    "hr",
    "td",
    "th",
    "body",
    "caption",
    "tbody",
    "fieldset",
    "figure",
    "aside",
    "address",
}
_TABLE_WORDS = ("第二十条", "本年新收", "予以公开", "维持")
"""What a table of the report holds in one piece, however its labels are broken."""
_HEADINGS = ("总体情况", "报告")
"""Characters of the first and the last heading that no office leaves out."""
_TABLE_PARTS = ("table", "thead", "tbody", "tfoot", "tr")


def content(data: bytes, name: str) -> Content:
    """The texts and tables of the page in ``data`` (HTML, or a web archive .mht).

    Raises FileError when it is no page that can be taken apart.
    """
    import lxml.etree as etree

    text = _decoded(_unpacked(data, name))
    if any(mark in text for mark in _MARKS):
        text = _INVISIBLE.sub("", text)
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise FileError(f"“{name}”不是完整的网页，请在浏览器中重新保存后再读入。")
    title = _title(root)
    _drop_unseen(root)
    return Content("html", tuple(_Walk().blocks(_report_box(root))), title=title)


def _unpacked(data: bytes, name: str) -> bytes:
    """The page in a web archive; any other ``data`` as it is."""
    begun = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not re.match(
        rb"MIME-Version|From: <Saved|Content-Type: multipart/related|Snapshot-Content", begun, re.IGNORECASE
    ):
        return data
    pages: list[bytes] = []
    for part in email.message_from_bytes(begun, policy=email.policy.compat32).walk():
        page = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(page, bytes) and page:
            charset = part.get_content_charset()
            pages.append((b"<meta charset=%s>" % charset.encode("ascii", "ignore") if charset else b"") + page)
    if pages:  # a frame around the page is one too, and so is an advertisement in it
        return max(pages, key=lambda page: (page.lower().count(b"<td"), len(page)))
    raise FileError(f"“{name}”里没有网页内容，请在浏览器中另存为“网页，仅 HTML”后再读入。")


def _decoded(data: bytes) -> str:
    """The page's text. A declared encoding is believed only as far as it fits: pages in GBK call themselves UTF-8, and
    others GBK.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    found = _DECLARED.search(data[:20_000])
    declared = (found[1] or found[2]).decode("ascii", "replace").lower() if found else "utf-8"
    if declared in ("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "hz-gb-2312"):
        declared = "gb18030"
    for encoding in ("utf-8-sig", declared, "gb18030"):  # what is whole as UTF-8 is no other by chance
        try:
            return data.decode(encoding)
        except (ValueError, LookupError):
            continue
    fits = {encoding: data.decode(encoding, "replace") for encoding in ("utf-8-sig", "gb18030")}
    return min(fits.values(), key=lambda text: text.count("\ufffd"))


def _tidy(text: str) -> str:
    """``text`` as a browser spaces it; what an entity wrote and nobody sees is left out."""
    text = text.strip()
    return text if text.isalnum() else _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def _text(element: Element) -> str:
    """All text in ``element``."""
    import lxml.etree as etree

    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def _title(root: Element) -> str:
    named = root.xpath("//meta[translate(@name,'ARTICLE','article')='articletitle']/@content")
    title = named[0] if named and named[0].strip() else root.findtext(".//title") or ""
    return " ".join(title.split())


def _report_box(root: Element) -> Element:
    """The smallest element around the report's tables that also holds its first and last heading; else the whole page."""
    tables = [
        table
        for table in root.iter("table")
        if table.find(".//table") is None and any(word in _text(table) for word in _TABLE_WORDS)
    ]
    if not tables:
        return root
    around = [tables[0], *tables[0].iterancestors()]
    for table in tables[1:]:
        above = set(table.iterancestors())
        around = [element for element in around if element in above]
    for element in around:
        text = bare(_text(element)) if element.tag not in _TABLE_PARTS else ""
        if all(word in text for word in _HEADINGS):
            return element
    return root


class _Walk:
    """Texts and grids below an element, in document order."""

    def __init__(self) -> None:
        self._tables = 0
        self._paragraphs = 0
        self._line: list[str] = []
        self._said: set[str] = set()

    def blocks(self, box: Element) -> Iterator[Text | Grid]:
        """Everything that is seen in ``box``."""
        yield from self._inside(box, 0)
        yield from self._end()

    def _inside(self, element: Element, depth: int) -> Iterator[Text | Grid]:
        if element.text:
            self._line.append(element.text)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._child(child, depth)
            if child.tail:
                self._line.append(child.tail)

    def _child(self, child: Element, depth: int) -> Iterator[Text | Grid]:
        if depth > MAX_DEPTH:
            return
        if child.tag == "br":
            yield from self._end()
        elif child.tag == "table" and not _is_layout(child):
            yield from self._end()
            self._tables += 1
            for caption in child.iterchildren("caption"):
                if _tidy(_text(caption)) not in self._said:  # it often repeats the heading, for those who cannot see
                    yield from self._inside(caption, depth + 1)
                    yield from self._end()
            yield from self._grid(child)
        elif child.tag in _BLOCKS:
            yield from self._end()
            yield from self._inside(child, depth + 1)
            yield from self._end()
        else:
            yield from self._inside(child, depth + 1)

    def _end(self) -> Iterator[Text]:
        text = _tidy("".join(self._line))
        self._line.clear()
        if text:
            self._paragraphs += 1
            self._said.add(text)
            yield Text(text, Place(f"第 {self._paragraphs} 段"))

    def _grid(self, table: Element) -> Iterator[Grid]:
        """The table by the rules of HTML: a cell takes the next free column; what reaches down from above keeps its
        place.
        """
        rows: list[tuple[Cell | None, ...]] = []
        reach: dict[int, tuple[Cell, int]] = {}
        section = None
        for at, tr in enumerate(_rows(table), 1):
            if at > MAX_ROWS:
                break
            if tr.getparent() is not section:
                section, reach = tr.getparent(), {}
            line: list[Cell | None] = [None] * (max(reach, default=-1) + 1)
            for column, (cell, _) in reach.items():
                line[column] = cell
            reach = {column: (cell, left - 1) for column, (cell, left) in reach.items() if left > 1}
            column, where = 0, Place(f"第 {self._tables} 个表格第 {at} 行")
            for td in tr.iterchildren("td", "th"):
                while column < len(line) and line[column] is not None:
                    column += 1
                if column >= MAX_COLUMNS:
                    break
                cell, wide, down = Cell(_cell_text(td), where), td.get("colspan"), td.get("rowspan")
                down = 1 if down is None else _span(down, to_end=True)
                for place in (column,) if wide is None else range(column, min(column + _span(wide), MAX_COLUMNS)):
                    if place < len(line):
                        line[place] = cell
                    else:
                        line.append(cell)
                    if down > 1:
                        reach[place] = (cell, down - 1)
            rows.append(tuple(line))
        if rows:
            yield Grid(tuple(rows))


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table and of its parts; cells that stand outside any row make one."""
    loose = False
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("td", "th") and not loose:
            loose = True
            yield table
        elif child.tag in ("thead", "tbody", "tfoot", "form"):
            yield from _rows(child)


def _span(given: str, to_end: bool = False) -> int:
    """How many rows or columns a cell covers; 0 rows are all ``to_end``, those of the table's part."""
    found = re.match(r"\s*(\d{1,5})", given)
    if found and not int(found[1]) and to_end:
        return MAX_ROWS
    return min(max(int(found[1]), 1), MAX_ROWS) if found else 1


def _drop_unseen(root: Element) -> None:
    """Take out what a browser does not show; what follows it stays. Digits of a cell that look otherwise are marked."""
    import lxml.etree as etree

    turned = list(root.iter("bdo"))
    telling, classes = list(root.iter(*TAGS)), by_class(root)
    for element in list(root.iter()):
        style = element.get("style")
        hides, turns, marks = _style(style) if style else (False, False, False)
        if turns:
            turned.append(element)
        if hides or element.get("hidden") is not None:
            _drop(element)
            continue
        named = [classes[name] for name in element.get("class", "").split() if name in classes] if classes else []
        if named:
            element.set("style", ";".join([*named, style or ""]))
        if marks or named:
            telling.append(element)
    etree.strip_elements(root, *_SKIPPED, with_tail=False)
    for element in turned:
        element.text = "\u202e" + (element.text or "")  # so that no figure in it is taken for one
    mark(telling)


def _drop(element: Element) -> None:
    """Take ``element`` out; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


@lru_cache(maxsize=1024)
def _style(style: str) -> tuple[bool, bool, bool]:
    """Whether ``style`` hides an element, shows its characters in another order than they stand, or lets them look
    otherwise.
    """
    return _HIDDEN.search(style) is not None, "bidi-override" in style, tells(style)


def _is_layout(table: Element) -> bool:
    """A table that only places things: it holds others, or one cell a row with whole paragraphs in it."""
    if table.find(".//table") is not None:
        return True
    rows = list(_rows(table))
    return bool(rows) and not any(sum(1 for _ in tr.iterchildren("td", "th")) > 1 for tr in rows)


def _cell_text(td: Element) -> str:
    while len(td) == 1 and not (td.text and td.text.strip()) and not (td[0].tail and td[0].tail.strip()):
        td = td[0]
    if not len(td):
        return _tidy(td.text or "")
    lines, line = [], []

    def walk(element: Element, depth: int) -> None:
        if element.text:
            line.append(element.text)
        for child in element:
            if isinstance(child.tag, str) and depth < MAX_DEPTH:
                breaks = child.tag == "br" or child.tag in _BLOCKS
                if breaks:
                    end()
                walk(child, depth + 1)
                if breaks:
                    end()
            if child.tail:
                line.append(child.tail)

    def end() -> None:
        if text := _tidy("".join(line)):
            lines.append(text)
        line.clear()

    walk(td, 0)
    end()
    return "\n".join(lines)
