"""A web page in one file, for reading and for pasting into a site's editor; and the preview beside the editor.

Editors of web sites throw classes, ids and style sheets away, so every border, indent and size is in the element it
belongs to. The preview is the same article on a sheet that shrinks with its column, each paragraph and figure carrying
where it is edited.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from drafting.form import Cell

from .chart_picture import vector
from .document import Block, Grid, Heading, Paragraph, Picture, Publication, Redhead, Signature
from .table_shape import SHAPES

BODY_SIZE = 16.0
"""Points of body text; the preview counts all sizes in it."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_BODY = "仿宋_GB2312,仿宋,FangSong,STFangsong,serif"
_SONG = "宋体,SimSun,STSong,serif"
_HEI = "黑体,SimHei,STHeiti,sans-serif"
_KAI = "楷体_GB2312,楷体,KaiTi,STKaiti,serif"
_TITLE = "方正小标宋简体,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun,serif"
_BORDER = "border:1px solid #000"
_HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap"
_NOTE = (
    "border:1px solid #999;background:#f5f5f5;color:#000;padding:12px 16px;margin:0 0 32px;"
    "font:14px/1.7 system-ui,sans-serif"
)
_SHEET = (
    "box-sizing:border-box;width:100%;max-width:210mm;aspect-ratio:210/297;margin:0 auto;background:#fff;"
    "color:#000;container-type:inline-size;box-shadow:0 1px 4px rgba(0,0,0,.3)"
)
_TYPE_AREA = "box-sizing:border-box;min-height:141.43cqw;padding:17.62cqw 12.38cqw 16.67cqw 13.33cqw;font-size:2.688cqw"
"""A4's proportions in hundredths of the sheet's width: 37, 26, 35 and 28 mm of 210; 16 pt."""


def write(publication: Publication) -> bytes:
    """``publication`` as a page in UTF-8, without scripts and without anything from elsewhere."""
    title = escape("".join(publication.title))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n"
        '<body style="margin:0 auto;max-width:60em;padding:24px 16px;background:#fff;color:#000">\n'
        f"{_to_copy(publication.metadata)}{_Article(preview=False).of(publication)}</body>\n</html>\n"
    ).encode()


def preview(publication: Publication) -> str:
    """``publication`` as a fragment that looks like the page, as wide as its column allows and at most as A4 paper.

    Headings and paragraphs carry ``data-section`` and ``data-paragraph``, figures their cell key as ``data-cell``.
    """
    article = _Article(preview=True).of(publication)
    return f'<div lang="zh-CN" style="{_SHEET}"><div style="{_TYPE_AREA}">{article}</div></div>'


def _to_copy(metadata: tuple[tuple[str, str], ...]) -> str:
    """What a site's form asks for beside the text; outside the article, so that it is not pasted with it."""
    if not metadata:
        return ""
    rows = "".join(
        f'<tr><th scope="row" style="{_BORDER};padding:2px 8px;text-align:left;font-weight:normal">{escape(name)}</th>'
        f'<td style="{_BORDER};padding:2px 8px">{escape(value) or "（未填写）"}</td></tr>'
        for name, value in metadata
    )
    return (
        f'<aside aria-label="发布信息" style="{_NOTE}"><p style="margin:0 0 8px">以下发布信息供填写网站后台时复制，不是正文。'
        "粘贴到网站时，请从标题开始选取。</p>"
        f'<table border="1" style="border-collapse:collapse;font-size:14px">{rows}</table></aside>\n'
    )


class _Article:
    """Writes the article; ``preview``: with the places where it is edited, and sizes that shrink with the sheet."""

    def __init__(self, preview: bool) -> None:
        self._preview = preview

    def of(self, publication: Publication) -> str:
        """The article of ``publication``."""
        redhead = publication.redhead
        title = "<br>".join(map(escape, publication.title))
        parts = [
            self._line("p", "text-align:right", publication.mark, 10.5, _SONG) if publication.mark else "",
            self._letterhead(redhead) if redhead else "",
            f'<h1 style="margin:1em 0;text-align:center;font-weight:normal;{self._type(22, _TITLE)}">{title}</h1>\n',
            *map(self._block, publication.blocks),
            self._signature(publication.signature) if publication.signature else "",
            self._imprint(redhead) if redhead else "",
        ]
        return f'<article style="overflow-wrap:anywhere">\n{"".join(parts)}</article>\n'

    def _block(self, block: Block) -> str:
        if isinstance(block, Grid):
            return self._table(block)
        if isinstance(block, Picture):
            return self._picture(block)
        if isinstance(block, Paragraph):
            return self._line("p", "text-indent:2em;text-align:justify", block.text, place=self._place(block))
        tag, face = ("h2", _HEI) if block.level == 1 else ("h3", _KAI)
        return self._line(tag, "text-indent:2em;font-weight:normal", block.text, face=face, place=self._place(block))

    def _picture(self, picture: Picture) -> str:
        """The drawing as it stands in the page, with nothing to fetch, above its caption."""
        drawing = vector(picture.chart).replace("<svg ", '<svg style="max-width:100%;height:auto" ', 1)
        caption = self._line("figcaption", "text-align:center", picture.text, 12, _SONG)
        return f'<figure style="margin:1em 0;text-align:center">{drawing}\n{caption}</figure>\n'

    def _line(
        self,
        tag: str,
        style: str,
        text: str,
        size: float = BODY_SIZE,
        face: str = _BODY,
        place: str = "",
    ) -> str:
        return f'<{tag}{place} style="margin:0;{style};{self._type(size, face)}">{escape(text)}</{tag}>\n'

    def _place(self, block: Heading | Paragraph) -> str:
        if not self._preview or not block.section:
            return ""
        return f' data-section="{escape(block.section)}" data-paragraph="{escape(block.paragraph)}"'

    def _table(self, grid: Grid) -> str:
        table, shape = grid.table, SHAPES[grid.table.id]
        cells = sorted(table.cells, key=lambda cell: (cell.row, cell.col))
        rows = ["".join(self._cell(grid, cell) for cell in cells if cell.row == row) for row in range(table.rows)]
        whole = sum(shape.widths)
        columns = "".join(f'<col style="width:{100 * width / whole:.1f}%">' for width in shape.widths)
        head, body = rows[: table.header_rows], rows[table.header_rows :]
        return (
            f'<table border="1" style="border-collapse:collapse;width:100%;margin:.5em 0 1em;{_BORDER};'
            f'{self._type(shape.size, _SONG, 1.35)}">\n'
            f'<caption style="{_HIDDEN}">{escape(table.title)}</caption>\n<colgroup>{columns}</colgroup>\n'
            f"<thead>\n{_rows(head)}</thead>\n<tbody>\n{_rows(body)}</tbody>\n</table>\n"
        )

    def _cell(self, grid: Grid, cell: Cell) -> str:
        spans = "".join(
            f' {name}="{span}"' for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if span > 1
        )
        shape, table, text = SHAPES[grid.table.id], grid.table, escape(grid.text(cell))
        labels_a_row = cell.row >= table.header_rows and cell.rowspan == 1 and cell.col + cell.colspan == shape.labels
        align = "left" if cell.text and labels_a_row else "center"
        style = f"{_BORDER};padding:.2em .15em;text-align:{align};vertical-align:middle;font-weight:normal"
        if cell.key is None:
            return f'<th scope="{_scope(grid, cell)}"{spans} style="{style};text-wrap:balance">{text}</th>'
        place = f' data-cell="{escape(cell.key)}"' if self._preview else ""
        return f'<td{spans}{place} style="{style};white-space:nowrap">{text}</td>'

    def _signature(self, signature: Signature) -> str:
        return self._line("p", "margin-top:1.8em;padding-right:4em;text-align:right", signature.organ) + self._line(
            "p", "padding-right:2em;text-align:right", signature.day
        )

    def _letterhead(self, redhead: Redhead) -> str:
        size = max(min(440 / max(len(redhead.sign), 1), 40), 24)
        number = self._line("p", "text-align:center", redhead.number) if redhead.number else ""
        return (
            self._line("p", "padding:.8em 0;text-align:center;color:#f00", redhead.sign, size, _TITLE)
            + number
            + '<hr style="border:0;border-top:2pt solid #f00;margin:.8em 0 1.6em">\n'
        )

    def _imprint(self, redhead: Redhead) -> str:
        rows = [f"抄送：{redhead.copied_to}。"] if redhead.copied_to else []
        rows.append("　　".join(filter(None, (redhead.issuer, redhead.day and f"{redhead.day}印发"))))
        lines = "".join(self._line("p", "border-bottom:1px solid #000;padding:.2em 1em", row, 14) for row in rows)
        return (
            self._line("p", "text-indent:2em", f"（{redhead.note}）")
            + f'<div style="border-top:1px solid #000;margin-top:3em">\n{lines}</div>\n'
        )

    def _type(self, points: float, face: str, line: float = 1.81) -> str:
        """The declarations for a size, a face and a line height."""
        size = f"{points / BODY_SIZE:.4g}em" if self._preview else f"{points:.4g}pt"
        return f"font-size:{size};font-family:{face};line-height:{line}"


def _rows(rows: list[str]) -> str:
    return "".join(f"<tr>{row}</tr>\n" for row in rows)


def _scope(grid: Grid, cell: Cell) -> str:
    """Whether a label names what stands right of it or what stands below it, in one row or column or several."""
    if any(figure.key for figure in _right_of(grid, cell)):
        return "rowgroup" if cell.rowspan > 1 else "row"
    return "colgroup" if cell.colspan > 1 else "col"


def _right_of(grid: Grid, cell: Cell) -> Iterator[Cell]:
    for row in range(cell.row, cell.row + cell.rowspan):
        yield from (grid.at[row, col] for col in range(cell.col + cell.colspan, grid.table.cols))
