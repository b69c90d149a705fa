"""A PDF in the page layout of GB/T 9704-2012 (domain §5.1), set by typst.

``pdf.typ`` beside this module is the layout; the publication goes in as JSON, so no text of a report is ever read as
markup. Nothing depends on the clock: the same publication gives the same bytes on the same machine.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING, Any

from drafting.errors import FileError
from drafting.form import Cell

from . import fonts
from .chart_picture import vector
from .document import Block, Grid, Heading, Picture, Publication, Redhead
from .table_shape import FLUSH, MARGIN, POINTS_PER_MM, SHAPES, fitting, heads, is_flush, is_upright

if TYPE_CHECKING:
    from typst import Compiler

TYPE_AREA = 156 / 25.4 * 72
"""Width of the type area in points."""
SIGN_SIZES = (26.0, 56.0)
"""Points of the 发文机关标志: the smallest, and the largest, which is as high as GB/T 9704 7.2.4 shows it."""

_ACCESSIBLE = "ua-1"
_TIGHT = 1.5
_UNBROKEN = re.compile(r"[!-\u2e7f]{24}(?=[!-\u2e7f])")
_one_at_a_time = Lock()


def write(publication: Publication) -> bytes:
    """``publication`` as a tagged PDF with searchable text, by PDF/UA-1 where every character has a glyph.

    Raises FileError where typst or a Chinese typeface is missing, or typst cannot set the text.
    """
    made_on = datetime.combine(publication.dated, time(), UTC)
    return _set(
        _data(publication),
        {"format": "pdf", "timestamp": made_on, "pdf_standards": [_ACCESSIBLE]},
        {"format": "pdf", "timestamp": made_on},
    )


def pictures(publication: Publication) -> list[bytes]:
    """The pages of the same layout as SVG, in which each line of text has a link to what it is.

    ``part:<number>``: a block of ``Publication.blocks``; ``cell:<key>``: a figure; else what stands around the text,
    by its name in ``pdf.typ``. Raises FileError as ``write`` does.
    """
    made = _set({**_data(publication), "places": True}, {"format": "svg"})
    return made if isinstance(made, list) else [made]


def compiled(source: bytes, inputs: dict[str, str], *ways: dict[str, Any]) -> Any:
    """What typst makes of ``source`` in the first of ``ways`` that it can. Raises FileError as ``write`` does."""
    compiler = _compiler()
    from typst import TypstError

    failure: TypstError | None = None
    with _one_at_a_time:
        for way in ways:
            try:
                return compiler.compile(source, sys_inputs=inputs, **way)
            except TypstError as error:
                failure = error
    raise FileError("排印 PDF 时出错，没有生成文件；请改用 Word 文档另存为 PDF，其他格式照常可用。") from failure


def source(publication: Publication) -> tuple[bytes, dict[str, str]]:
    """What typst is given for ``publication``: the layout, and its inputs."""
    return _layout(), _inputs(_data(publication))


def _set(data: dict[str, Any], *ways: dict[str, Any]) -> Any:
    """The publication in ``data``, in the first of ``ways`` that can be made."""
    return compiled(_layout(), _inputs(data), *ways)


def _inputs(data: dict[str, Any]) -> dict[str, str]:
    return {"publication": json.dumps(data, ensure_ascii=False)}


@cache
def _compiler() -> Compiler:
    """The compiler kept for all documents, with the fonts it has read. It is used by one thread at a time."""
    known = fonts.faces()
    from typst import Compiler

    return Compiler(font_paths=known)


@cache
def _layout() -> bytes:
    return files("drafting.publishing").joinpath("pdf.typ").read_bytes()


def _data(publication: Publication) -> dict[str, Any]:
    """All that ``pdf.typ`` reads, as JSON knows it."""
    signature, faces = publication.signature, fonts.used()
    return {
        "organ": publication.organ,
        "title": "".join(publication.title),
        "title_lines": [_breakable(line) for line in publication.title],
        "description": "；".join(map(str, faces)),
        "mark": publication.mark,
        "faces": {id: fonts.chain(id) for id in fonts.ROLES},
        "thicken": not faces[0].own,
        "places": False,
        "parts": [{**_part(block), "place": f"part:{number}"} for number, block in enumerate(publication.blocks)],
        "signature": signature and {"organ": _breakable(signature.organ), "day": signature.day},
        "redhead": publication.redhead and _redhead(publication.redhead),
    }


def _part(block: Block) -> dict[str, Any]:
    if isinstance(block, Grid):
        return _table(block)
    if isinstance(block, Picture):
        return {"kind": "picture", "svg": vector(block.chart), "alt": block.chart.alt, "caption": block.text}
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": _breakable(block.text)}
    return {"kind": "paragraph", "text": _breakable(block.text)}


def _breakable(text: str) -> str:
    """``text`` with places to break in what has none for over a line, which would run off the paper."""
    return _UNBROKEN.sub("\\g<0>\u200b", text)


def _redhead(redhead: Redhead) -> dict[str, Any]:
    smallest, largest = SIGN_SIZES
    fitting = TYPE_AREA / max(len(redhead.sign), 1)
    return {
        "sign": _breakable(redhead.sign),
        "size": min(max(fitting, smallest), largest),
        "number": _breakable(redhead.number),
        "note": redhead.note,
        "copied_to": _breakable(redhead.copied_to),
        "issuer": _breakable(redhead.issuer),
        "day": redhead.day,
    }


def _table(grid: Grid) -> dict[str, Any]:
    """``grid`` in groups of rows that stay together, each with its header and its cells in reading order."""
    table, shape = grid.table, SHAPES[grid.table.id]
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.col))
    groups: list[dict[str, Any]] = []
    for heading, run in groupby(cells, key=lambda cell: heads(table, cell.row)):
        if heading:
            header = [_cell(grid, cell) for cell in run]
            groups.append({"first": header[0]["y"], "header": header})
        else:
            groups[-1]["cells"] = [_cell(grid, cell) for cell in run]
    return {
        "kind": "table",
        "widths": shape.widths,
        "leading": shape.line - shape.size,
        "breakable": shape.start > 0,
        "groups": groups,
    }


def _cell(grid: Grid, cell: Cell) -> dict[str, Any]:
    """``cell`` set so that a row is as high as ``Shape.row`` asks, more where a label needs more lines.

    A figure stays on one line: broken over two it reads as two. A head in a narrow column has two characters a line.
    """
    table, shape = grid.table, SHAPES[grid.table.id]
    text, size = grid.text(cell), shape.size
    flush, upright = is_flush(table, cell), is_upright(table, cell)
    room = sum(shape.widths[cell.col : cell.col + cell.colspan]) * POINTS_PER_MM - (FLUSH if flush else MARGIN) - MARGIN
    if cell.key:
        size = fitting(text, size, room)
    one_line = cell.key is not None or len(text) * size <= room
    is_head = cell.row < table.header_rows
    return {
        "place": f"cell:{cell.key}" if cell.key else "",
        "x": cell.col,
        "y": cell.row,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "text": text,
        "size": size,
        "left": FLUSH if flush else MARGIN,
        "right": MARGIN,
        "inset": (shape.row - size) / 2 if one_line else _TIGHT,
        "narrow": 2.5 * size if is_head and cell.colspan == 1 and not one_line else 0,
        "flush": flush,
        "upright": upright,
    }
