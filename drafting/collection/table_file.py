"""A small table that an office keeps – its roster, its weights – as rows of texts: .xlsx, .xls, or text with tabs or commas."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO

from drafting.errors import FileError
from drafting.language.encoding import decoded
from drafting.reading.content import Grid
from drafting.reading.formats import sheet
from drafting.reading.formats.container import kind as container

Rows = list[list[str]]


def rows(data: bytes, name: str, what: str, headed: Callable[[Rows], bool]) -> Rows:
    """The rows of the file called ``name``, whose bytes are ``data``, as stripped texts; of a workbook those of the first
    sheet that is ``headed`` as it should be, else of its first. ``what``: what people call such a file. Raises FileError.
    """
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        if container(data, name) not in ("xlsx", "xls"):
            raise FileError(f"“{name}”不是表格，{what}请用 .xlsx 或用制表符分列的文本（.tsv）。")
        grids = [_texts(block) for block in sheet.content(data, name).blocks if isinstance(block, Grid)]
        if not grids:
            raise FileError(f"“{name}”里没有内容，请先下载{what}模板填写。")
        return next((grid for grid in grids if headed(grid)), grids[0])
    text = decoded(data)
    if text is None or "\x00" in text:
        raise FileError(f"“{name}”不是表格，也不是文本，{what}请用 .xlsx 或用制表符分列的文本（.tsv）。")
    separator = "\t" if "\t" in text else ","
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(StringIO(text, newline=""), delimiter=separator)]
    except csv.Error:
        raise FileError(f"“{name}”里有过长或不完整的一格，没有读入；请在表格软件中另存为 .xlsx 再试。") from None


def _texts(grid: Grid) -> Rows:
    return [[cell.text.strip() if cell else "" for cell in row] for row in grid.rows]
