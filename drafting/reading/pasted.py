"""A table copied from Word, Excel, WPS or a web page, as the clipboard gives it: HTML, plain text, or both."""

from __future__ import annotations

import csv
from io import StringIO

from drafting.errors import FileError
from drafting.form import Edition, printed_form

from .content import Content
from .form.tables import Tables, tables
from .formats import text as plain

NAME = "粘贴的内容"
"""What a sentence calls it."""
MAX_CHARACTERS = 2_000_000
"""Of HTML and text together; Word puts some 100,000 around one table."""
_MARK = "\ufeff"
"""Says that the bytes are UTF-8, whatever the copied page calls itself."""


def read(html: str, text: str, form: Edition) -> Tables:
    """The figures of ``form`` in what was copied: those of the HTML, or where it has none those of the text.

    Raises FileError when it is too much, or neither can be read.
    """
    if len(html) + len(text) > MAX_CHARACTERS:
        raise FileError(f"{NAME}太多，不像是年度报告的表格，没有填入；请只复制表格本身再粘贴。")
    as_printed = printed_form(form)
    if html.strip():
        from .formats.html import content as page

        try:
            found = tables(page(_bytes(html), NAME), as_printed)
        except FileError:
            if not text.strip():
                raise
        else:
            if found.printed or found.apart or not text.strip():
                return found
    return tables(_text(text), as_printed)


def _bytes(text: str) -> bytes:
    return (_MARK + text.removeprefix(_MARK)).encode("utf-8", "replace")


def _text(text: str) -> Content:
    """The lines of ``text``. Spreadsheets put a cell that holds line breaks in quotes; it becomes one line again."""
    if "\t" in text and '"' in text:
        try:
            rows = csv.reader(StringIO(text.replace("\r\n", "\n")), dialect="excel-tab")
            text = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
        except csv.Error:  # quotes that mean something else
            pass
    return plain.content(_bytes(text), NAME)
