"""Where in a file the report's own tables stand: between the headings of chapters two and five.

Last year's figures in chapter one and the tables of other offices behind the report have the same labels.
"""

from __future__ import annotations

from ..content import Content, Text
from ..headings import headings

_TABLES = ("disclosure", "requests", "proceedings")


def tables_between(content: Content) -> range | None:
    """The indices of the blocks of chapters two to four; None where that cannot be said, as in a file of two reports."""
    texts = [block.text if isinstance(block, Text) else "" for block in content.blocks]
    grids = [at for at, block in enumerate(content.blocks) if not isinstance(block, Text)]
    heads, listed = headings(texts, grids)
    starts = [heads[chapter].at for chapter in _TABLES if chapter in heads]
    if not starts or "problems" not in heads:
        return None
    passed = listed | {head.at for head in heads.values()}
    again, _ = headings(["" if at in passed else text for at, text in enumerate(texts)], grids)
    return None if again.keys() & set(_TABLES) else range(starts[0], heads["problems"].at)
