"""What python-calamine does not say of an .xlsx: errors, formulas without a result, cells far away.

It gives errors as blanks, and lays a sheet out whole however far its cells stand apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from drafting.errors import FileError

from . import archive
from .sheet_looks import At, CellFormat, Workbook

MAX_ROWS, MAX_COLUMNS = 5_000, 200
"""Rows of all sheets, and columns of one; the form has 46 and 15."""

_FAR = re.compile(rb"""\br=["'](?:[A-Z]{3}\d|[H-Z][A-Z]\d|G[S-Z]\d|[A-Z]{0,3}\d{5,}|[A-Z]{0,3}[5-9]\d{3}["'])""")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s([^<>]*\bt=["']e["'][^<>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>(#[^<]{1,15})<""", re.DOTALL
)
_AT = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_UNSAVED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></|</(?:\w+:)?c>)")
_ROW_HIDDEN = re.compile(rb"""<(?:\w+:)?row\b(?=[^<>]*\br=["'](\d{1,7})["'])[^<>]*\bhidden=["'](?:1|true)["']""")
_COLUMN = re.compile(rb"""<(?:\w+:)?col\b[^<>]*\bhidden=["'](?:1|true)["'][^<>]*>""")
_ENDS = (re.compile(rb"""\bmin=["'](\d{1,5})["']"""), re.compile(rb"""\bmax=["'](\d{1,5})["']"""))


class Known(NamedTuple):
    """Of one sheet: its errors (``#REF!``) by row and column, whether a formula has no result, which rows and columns
    are hidden, and the cells that are not shown as their values.

    Rows and columns are counted from 0.
    """

    errors: dict[At, str]
    unsaved: bool
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    formats: dict[At, CellFormat] = {}


def look_through(package: ZipFile, name: str) -> dict[str, Known]:
    """The visible sheets of an .xlsx, by name. Raises FileError: damaged, or a cell stands out of bounds."""
    path = archive.main_part(package, "xl/workbook.xml", name)
    parts = archive.related(package, path, name)
    workbook = Workbook(package, dict(parts.values()), name)
    found = {}
    for sheet in archive.parsed(package, path, name).iter("{*}sheet"):
        id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        _, target = parts.get(id, ("", ""))
        if target not in package.namelist() or sheet.get("state", "visible") != "visible":
            continue
        xml = package.read(target)
        if _FAR.search(xml) and _out_of_bounds(xml, name):
            raise too_large(name)
        errors = dict(_errors(xml)) if b't="e"' in xml or b"t='e'" in xml else {}
        root = archive.parsed(package, target, name) if b"inlineStr" in xml and b"rPr" in xml else None
        formats = {at: manner for where, manner in workbook.formats(xml, root) if (at := _at(where))}
        found[sheet.get("name", "")] = Known(errors, _unsaved(xml), *_hidden(xml), formats)
    return found


def _hidden(xml: bytes) -> tuple[frozenset[int], frozenset[int]]:
    if b"hidden=" not in xml:
        return frozenset(), frozenset()
    columns: set[int] = set()
    for column in _COLUMN.finditer(xml):
        first, last = (end.search(column[0]) for end in _ENDS)
        if first and last:
            columns.update(range(int(first[1]) - 1, min(int(last[1]), MAX_COLUMNS)))
    return frozenset(int(row[1]) - 1 for row in _ROW_HIDDEN.finditer(xml)), frozenset(columns)


def _unsaved(xml: bytes) -> bool:
    """Whether a formula stands without its result; an empty text is one."""
    for match in _UNSAVED.finditer(xml):
        cell = xml[xml.rfind(b"<c ", 0, match.start()) : match.start()]
        if b'"str"' not in cell or match[0].endswith(b"/c>"):
            return True
    return False


def too_large(name: str) -> FileError:
    """The error for a workbook that has more rows or columns than any report."""
    return FileError(f"“{name}”超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列，不像是一份年度报告，没有读取，请核对文件。")


def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 AA."""
    found, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _errors(xml: bytes) -> Iterator[tuple[At, str]]:
    for cell in _ERROR.finditer(xml):
        if at := _AT.search(b" " + cell[1]):
            yield (int(at[2]) - 1, _column(at[1].decode()) - 1), cell[2].decode("utf-8", "replace")


def _at(where: str) -> At | None:
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", where, re.ASCII)
    return (int(found[2]) - 1, _column(found[1]) - 1) if found else None


def _out_of_bounds(xml: bytes, name: str) -> bool:
    """Whether a cell with something in it is out of bounds; mere formatting may reach to the end of a sheet."""
    import lxml.etree as etree

    row = 0
    try:
        for _, element in etree.iterparse(BytesIO(xml), tag="{*}row", resolve_entities=False, no_network=True):
            said = element.get("r", "")
            row = int(said) if re.fullmatch(r"\d{1,7}", said, re.ASCII) else row + 1
            for cell in element:
                if len(cell) and (row > MAX_ROWS or _column(re.sub(r"[^A-Z]", "", cell.get("r", ""))) > MAX_COLUMNS):
                    return True
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        raise archive.damaged(name) from None
    return False


def _column(name: str) -> int:
    """The number of a column, A is 1; 0 for none."""
    number = 0
    for letter in name[:3]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
