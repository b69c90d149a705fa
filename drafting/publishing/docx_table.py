"""The three tables as WordprocessingML, spans exactly as the form defines them.

Written as XML text: merging cells one by one in python-docx takes seconds (ui-notes §3). Line pitches are exact and off
the page's grid, so that a table is as high in WPS and LibreOffice as in Word, and table three fits a page of its own.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from drafting.form import Cell

from .document import Grid
from .docx_styles import STYLES, sizes
from .table_shape import FLUSH, MARGIN, POINTS_PER_MM, SHAPES, WIDTH, fitting, is_flush, is_upright, stays


def table_xml(grid: Grid, width: float = WIDTH) -> str:
    """``grid`` as a ``w:tbl`` element ``width`` mm wide. Its rows never split and keep together as ``stays`` says."""
    table, shape = grid.table, SHAPES[grid.table.id]
    edges = [_twips(sum(shape.widths[:col]) * width / WIDTH) for col in range(table.cols + 1)]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="{round(MARGIN * 20)}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar><w:tblCaption w:val={quoteattr(table.title)}/></w:tblPr>"
        "<w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in zip(edges, edges[1:]))
        + "</w:tblGrid>"
        + "".join(_row(grid, row, edges) for row in range(table.rows))
        + "</w:tbl>"
    )


def _row(grid: Grid, row: int, edges: list[int]) -> str:
    table, shape = grid.table, SHAPES[grid.table.id]
    header = "<w:tblHeader/>" if shape.start and row < table.header_rows else ""
    cells, col = [], 0
    while col < table.cols:
        cell = grid.at[row, col]
        col += cell.colspan
        width = edges[col] - edges[cell.col]
        span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
        upright = '<w:textDirection w:val="tbRlV"/>' if is_upright(table, cell) else ""
        merge = "" if cell.rowspan == 1 else '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{upright}<w:vAlign w:val="center"/></w:tcPr>'
            f"{_paragraph(grid, cell, row, width / 20 - 2 * MARGIN)}</w:tc>"
        )
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{round(shape.row * 20)}" w:hRule="atLeast"/>{header}</w:trPr>'
        + "".join(cells)
        + "</w:tr>"
    )


def _paragraph(grid: Grid, cell: Cell, row: int, room: float) -> str:
    """The paragraph of ``cell`` in ``row``, ``room`` points wide; empty where a cell from above reaches down."""
    table, shape = grid.table, SHAPES[grid.table.id]
    text = grid.text(cell) if row == cell.row else ""
    size = fitting(text, shape.size, room) if cell.key else shape.size
    keep = "<w:keepNext/>" if stays(table, row) else ""
    place = ""
    if cell.text and row < table.header_rows and cell.colspan == 1 and len(text) * size > room:
        side = round((room - 2.5 * size) / 2 * 20)  # column heads are words of two characters: one a line
        place = f'<w:ind w:left="{side}" w:right="{side}"/>'
    elif is_flush(table, cell):
        place = f'<w:ind w:left="{round((FLUSH - MARGIN) * 20)}"/><w:jc w:val="left"/>'
    run = (
        f'<w:r><w:rPr>{STYLES["TableText"].fonts}<w:snapToGrid w:val="0"/>{sizes(size)}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{keep}'
        f'<w:spacing w:before="0" w:after="0" w:line="{round(shape.line * 20)}" w:lineRule="exact"/>{place}</w:pPr>'
        f"{run if text else ''}</w:p>"
    )


def _twips(mm: float) -> int:
    return round(mm * POINTS_PER_MM * 20)
