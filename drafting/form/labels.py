"""How offices really print the labels of the three tables (domain §2.6), as data beside the edition:
``labels-2021.json``.

A label is compared by its Chinese characters alone: spaces, line breaks, numbers and punctuation vary from file to
file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fff]+")


class Labels(NamedTuple):
    """``rows``: row -> words one of which its label holds, in the order to try; ``exact``: row -> whole labels.

    A row is a cell key without its column (``requests.granted``); of table two's single figures, the cell key itself.
    ``single_other``: the one row that stands for （六）其他处理. ``columns``, ``stock_columns``, ``outcomes``: column
    labels of tables three, two and four; ``items``: words that only table two's headings have; ``old_columns``,
    ``old_rows``: what only the 2019 form prints in table two.
    """

    rows: dict[str, tuple[str, ...]]
    exact: dict[str, tuple[str, ...]]
    single_other: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    stock_columns: dict[str, tuple[str, ...]]
    outcomes: tuple[str, ...]
    items: tuple[str, ...]
    old_columns: tuple[str, ...]
    old_rows: tuple[str, ...]


@cache
def labels() -> Labels:
    """The labels of the 2021 edition and what is needed to know the 2019 one."""
    data: dict[str, Any] = json.loads(files("drafting.form").joinpath("labels-2021.json").read_text("utf-8"))

    def words(name: str) -> dict[str, tuple[str, ...]]:
        return {key: tuple(found) for key, found in data[name].items()}

    return Labels(
        words("rows"),
        words("exact"),
        tuple(data["single_other"]),
        words("columns"),
        words("stock_columns"),
        tuple(data["outcomes"]),
        tuple(data["items"]),
        tuple(data["edition_2019"]["columns"]),
        tuple(data["edition_2019"]["rows"]),
    )


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The Chinese characters of ``text``, in order, each in its ordinary form."""
    return _NOT_CHINESE.sub("", unicodedata.normalize("NFKC", text))


SINGLE_OTHER = "requests.single_other"
"""The row of a file that prints （六）其他处理 as one."""


@lru_cache(maxsize=4096)
def row_of(label: str, table: str) -> str | None:
    """The row of ``table`` that ``label`` names: ``requests.…`` or ``disclosure.…``; None when it names none.

    ``label`` is the text of one cell, or of several put together; what stands in it besides the label does not matter
    for table three, whose labels are long, and matters for the others.
    """
    text = bare(label)
    known = labels()
    if not text or len(text) > 120:
        return None
    for row, whole in known.exact.items():
        if row.startswith(table) and text in whole:
            return row
    if table != "requests":
        return None
    if text in known.single_other:
        return SINGLE_OTHER
    for row, words in known.rows.items():
        if any(word in text for word in words) and not (row.endswith("granted") and "不予以公开" in text):
            return row
    return None


@lru_cache(maxsize=4096)
def column_of(label: str, table: str) -> str | None:
    """Which column of table three (``requests``) or of the first block of table two (``disclosure``) ``label`` names."""
    text = bare(label)
    columns = labels().columns if table == "requests" else labels().stock_columns
    return next((column for column, whole in columns.items() if text in whole), None)
