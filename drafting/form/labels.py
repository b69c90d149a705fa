"""How offices really print the labels of the three tables (domain §2.6), as data beside the edition:
``labels-<id>.json``. Which row a label names is asked of ``printed.PrintedForm``.

A label is compared by its Chinese characters alone: spaces, line breaks, numbers and punctuation vary from file to
file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from . import data
from .edition import Edition

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


def labels_of(form: Edition) -> Labels:
    """The labels of ``form`` and what is needed to know the 2019 one."""
    found = data.read("labels", form.edition)

    def words(name: str) -> dict[str, tuple[str, ...]]:
        return {key: tuple(each) for key, each in found[name].items()}

    return Labels(
        words("rows"),
        words("exact"),
        tuple(found["single_other"]),
        words("columns"),
        words("stock_columns"),
        tuple(found["outcomes"]),
        tuple(found["items"]),
        tuple(found["edition_2019"]["columns"]),
        tuple(found["edition_2019"]["rows"]),
    )


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The Chinese characters of ``text``, in order, each in its ordinary form."""
    return _NOT_CHINESE.sub("", unicodedata.normalize("NFKC", text))


SINGLE_OTHER = "requests.single_other"
"""The row of a file that prints （六）其他处理 as one."""
