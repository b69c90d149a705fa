"""Charts that the program itself printed into a document: no words of the report, and told apart from them by name.

What they show stands in the tables, which are read; so their captions, the words under them in plain text, and the
letters of the drawing in a PDF are taken out and named in a notice. Pictures that others captioned stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from drafting.form.charts import CHART_NAMES, is_caption, tells

from ..content import Content, Grid, Text

if TYPE_CHECKING:
    from pdfplumber.page import Page


def without_charts(content: Content) -> Content:
    """``content`` without its charts, which it then says, with their words."""
    kept: list[Text | Grid] = []
    taken: list[str] = []
    captioned = False
    for block in content.blocks:
        said = block.text.strip() if isinstance(block, Text) else ""
        ours = is_caption(said) or (captioned and tells(said))
        captioned = is_caption(said) or (captioned and not said)  # plain text may have empty lines between
        if ours:
            taken.append(said)
        else:
            kept.append(block)
    if not taken:
        return content
    count = sum(map(is_caption, taken))
    notice = (
        f"文件中有 {count} 张用本程序放入的图表，没有读入正文，图中的数字以表格为准；"
        f"仍要图表的，请在“上年对照”页重新放入报告：{'；'.join(text.rstrip('。') for text in taken)}。"
    )
    return replace(content, blocks=tuple(kept), said=(*content.said, notice))


def drawn(page: Page) -> Iterator[tuple[float, float, float, float]]:
    """Where charts of ours stand on a PDF page: left, bottom, right, top as the file counts.

    A page that names none is not searched, for the structure of a long document takes long to read.
    """
    text = "".join(char["text"] for char in page.chars)
    if any(name in text for name in CHART_NAMES.values()):
        yield from _figures(page.structure_tree)


def _figures(parts: Iterable[dict[str, Any]]) -> Iterator[tuple[float, float, float, float]]:
    for part in parts:
        box = part.get("attributes", {}).get("BBox") or ()
        if part.get("type") == "Figure" and len(box) == 4 and tells(part.get("alt_text") or ""):
            left, bottom, right, top = map(float, box)
            yield left, bottom, right, top
        yield from _figures(part.get("children", ()))
