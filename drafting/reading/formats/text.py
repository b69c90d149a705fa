"""Plain text and Markdown: lines, and runs of lines cut into cells at tabs or bars."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from drafting.errors import FileError
from drafting.language.encoding import decoded

from ..content import Cell, Content, Grid, Place, Text
from ..geometry.pdf_lines import ordinary

MAX_LINES = 20_000
MANY = 20
"""Lines of figures between bars in a text whose labels stand between bars too."""
WRAPPED = 40
"""Halves of a Chinese character in a line that may have been wrapped; a line of an official document has 56."""
INDENT, LOOSE = 7, 4
"""By how much lines wrapped at one width fall short of it or go beyond: an indent that was lost, narrow punctuation."""
_PAGE = re.compile(r"\s*[-—–－―]+\s*\d{1,3}\s*[-—–－―]+\s*")
"""A page's number, left behind where the text was copied out of a PDF."""
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_BAR = re.compile(r"[\s\d]\|(\s|\d|$)")
_HEADING = re.compile(r"#{1,6}\s+")
_NUMBERED = re.compile(
    r"\s*(?:\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,2}[、.]|第[一二三四五六]部分)"
)
_ENDED = re.compile(r"[。！？：:；;|]\s*$")
_COLUMNS = re.compile(r"\S\s{2,}\S|(?:\s\d+){3,}\s*$|\d{7,}\s*$")
_EDGE = {True: re.compile(r"^\||\|$"), False: re.compile(r"^\|(?=\s)|(?<=\s)\|$")}
"""The bars at a line's ends; ``False``: only such as stand apart."""
_BROKEN = re.compile(r"\s*[\d.,]+(?:[\s|]+[\d.,]+){0,3}[\s|]*")
"""Fewer figures than any row of the tables has."""
_PLAIN, _SPACED, _LONE = re.compile(r"(?<!\\)\|"), re.compile(r"(?<!\S)\|(?!\S)"), re.compile(r"(?<![|\\])\|(?!\||$)")
"""What cells are cut at. A bar may be a 1 that a machine misread: one that touches a figure where others stand apart,
and one beside another, or at a line's end, where none does.
"""
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def content(data: bytes, name: str) -> Content:
    """The lines of a text file. A run of lines with tabs, or of a Markdown table, is a grid; its cells were cut by us.

    Raises FileError: not a text, or more lines than a report has.
    """
    text = decoded(data)
    if text is None:
        raise FileError(f"“{name}”的文字读不出来，请用记事本打开，另存为 UTF-8 编码后再读入。")
    lines = ordinary(text).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    if len(lines) > MAX_LINES:
        raise FileError(f"“{name}”有 {len(lines)} 行，不像是一份年度报告，请核对文件。")
    markdown = sum(line.strip().startswith("|") and line.strip().endswith("|") for line in lines) >= 3
    barred = sum(bool(_BAR.search(line)) for line in lines)
    bars, all_bars = markdown or barred >= 3, barred >= MANY
    ended = sum(line.rstrip().endswith("|") for line in lines) > barred // 2
    tight = not markdown and not ended
    blocks: list[Text | Grid] = []
    rows: list[tuple[Cell | None, ...]] = []

    def end() -> None:
        if rows:
            blocks.append(Grid(tuple(rows), cut=True))
            rows.clear()

    for at, line in enumerate(lines, 1):
        place = Place(f"第 {at} 行")
        if rows and _BROKEN.fullmatch(line):
            rows[-1] += tuple(
                Cell(part, place) for part in line.replace("|", " ").split()
            )  # the end of a row that broke off
        elif bars and (
            line.strip().startswith("|")
            or ((_BAR.search(line) or (all_bars and "|" in line)) and line.count("\t") < line.count("|"))
        ):
            if not _RULE.fullmatch(line):
                apart = 2 * len(_SPACED.findall(line)) > line.count("|")
                bar = _SPACED if apart else _LONE if tight else _PLAIN
                cells = bar.split(line.strip() if bar is _LONE else _EDGE[markdown or not apart].sub("", line.strip()))
                if (bar is _LONE and any("|" in cell for cell in cells)) or (
                    bar is _PLAIN and ended and not line.rstrip().endswith("|")
                ):
                    cells = [line.strip()]  # a person is asked about the row
                rows.append(
                    tuple(
                        Cell(_unmarked(cell.replace("\\|", "|").replace("<br>", "\n")).strip(), place) for cell in cells
                    )
                )
        elif "\t" in line.strip("\n") and line.strip():
            rows.append(tuple(Cell(cell.strip(), place) for cell in line.split("\t")))
        else:
            if line.strip() and not _PAGE.fullmatch(line):
                end()
                blocks.append(
                    Text(
                        _unmarked(_HEADING.sub("", line.strip())) if markdown or name.endswith(".md") else line.strip(),
                        place,
                    )
                )
    end()
    return Content("txt", tuple(_unwrapped(blocks)))


def _unwrapped(blocks: list[Text | Grid]) -> list[Text | Grid]:
    """The blocks with lines put together that were wrapped at one width, as in text copied out of a PDF.

    A full line that does not end a sentence goes on in the next one, unless that begins with a number or the full one
    with figures is a row of a table.
    """
    long = [
        width
        for block in blocks
        if isinstance(block, Text) and not _COLUMNS.search(block.text)
        if (width := _width(block.text)) >= WRAPPED
    ]
    full = max(Counter(long).items(), key=lambda item: (item[1], item[0]))[0] if long else 0
    if len(long) < 5 or sum(full - INDENT <= width <= full + LOOSE for width in long) < 0.7 * len(long):
        return blocks
    found: list[Text | Grid] = []
    open_: Text | None = None
    for block in blocks:
        if not isinstance(block, Text):
            found.append(block)
            open_ = None
            continue
        text = block.text
        if open_ and not _NUMBERED.match(text):
            block = found[-1] = Text(open_.text + text, open_.place)
        else:
            found.append(block)
        open_ = (
            block if _width(text) >= full - INDENT and not _ENDED.search(text) and not _COLUMNS.search(text) else None
        )
    return found


def _width(text: str) -> int:
    """How wide ``text`` is in halves of a Chinese character."""
    return sum(1 if unicodedata.east_asian_width(mark) in "NaH" else 2 for mark in text)


def _unmarked(text: str) -> str:
    return _EMPHASIS.sub(r"\2", text)
