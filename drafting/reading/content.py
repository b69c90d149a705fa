"""What a file holds, whatever its format: texts and grids in the order they stand, each with its place.

The readers of the single formats make this; finding the form in it needs to know nothing of formats
(docs/decisions/0009-reading.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Container = Literal["docx", "xlsx", "xls", "html", "pdf", "txt", "json"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: ``says`` in words for people (``第 3 页``, ``第 2 个表格第 5 行``, ``工作表“表三”E7``).

    ``page``: 1-based, 0 where the format has no pages; ``box``: left, top, right, bottom on it in points from its top
    left.
    """

    says: str = ""
    page: int = 0
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell of a grid. A cell that covers several positions is the same object at each of them."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph, or one line where the format has no paragraphs; no line break inside."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells from left to right. ``None``: a position the source has no cell for.

    Rows need not be equally long: text has no columns. ``cut``: the file drew no cells; they were cut at tabs or bars.
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A file's texts and grids in document order. ``title``: what the file itself gives as its title, may be empty.

    ``said``: Chinese sentences about what could not be looked at (a picture, a page without text).
    """

    container: Container
    blocks: tuple[Text | Grid, ...]
    title: str = ""
    said: tuple[str, ...] = ()
