"""Plain text and Markdown: lines, and runs of lines cut into cells at tabs or bars."""

from __future__ import annotations

import re

from drafting.errors import FileError

from .content import Cell, Content, Grid, Place, Text
from .pdf_lines import ordinary

MAX_LINES = 20_000
_PAGE = re.compile(r"\s*[-—–－―]+\s*\d{1,3}\s*[-—–－―]+\s*")
"""A page's number, left behind where the text was copied out of a PDF."""
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_BAR = re.compile(r"[\s\d]\|(\s|\d|$)")
_HEADING = re.compile(r"#{1,6}\s+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def decoded(data: bytes, name: str) -> str:
    """The text in ``data``: UTF-8, UTF-16 with its mark, or GB 18030. Raises FileError when it is neither."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError(f"“{name}”的文字读不出来，请用记事本打开，另存为 UTF-8 编码后再读入。")


def content(data: bytes, name: str) -> Content:
    """The lines of a text file. A run of lines with tabs, or of a Markdown table, is a grid; its cells were cut by us.

    Raises FileError: not a text, or more lines than a report has.
    """
    lines = ordinary(decoded(data, name)).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    if len(lines) > MAX_LINES:
        raise FileError(f"“{name}”有 {len(lines)} 行，不像是一份年度报告，请核对文件。")
    markdown = sum(line.strip().startswith("|") and line.strip().endswith("|") for line in lines) >= 3
    bars = markdown or sum(bool(_BAR.search(line)) for line in lines) >= 3
    blocks: list[Text | Grid] = []
    rows: list[tuple[Cell | None, ...]] = []

    def end() -> None:
        if rows:
            blocks.append(Grid(tuple(rows), cut=True))
            rows.clear()

    for at, line in enumerate(lines, 1):
        place = Place(f"第 {at} 行")
        if bars and (line.strip().startswith("|") or _BAR.search(line)):
            if not _RULE.fullmatch(line):
                cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
                rows.append(tuple(Cell(_unmarked(cell.replace("\\|", "|").replace("<br>", "\n")).strip(), place)
                                  for cell in cells))
        elif "\t" in line.strip("\n") and line.strip():
            rows.append(tuple(Cell(cell.strip(), place) for cell in line.split("\t")))
        else:
            if line.strip() and not _PAGE.fullmatch(line):
                end()
                blocks.append(Text(_unmarked(_HEADING.sub("", line.strip())) if markdown or name.endswith(".md")
                                   else line.strip(), place))
    end()
    return Content("txt", tuple(blocks))


def _unmarked(text: str) -> str:
    return _EMPHASIS.sub(r"\2", text)
