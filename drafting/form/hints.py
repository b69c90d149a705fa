"""口径提示: one short sentence a row or column on what a cell counts.

Hints, not authority: no official row-by-row instruction was found (domain §3, §8). The wording is ours; it rests on
the labels, on the articles of the Regulation behind them and on usage in published reports.
"""

from __future__ import annotations

from functools import cache

from . import data
from .edition import Edition


def hint(form: Edition, key: str) -> tuple[str, ...]:
    """What cell ``key`` counts: a sentence for the cell or its row and one for its column, as far as there are any."""
    table, *place = key.split(".")
    row, column = f"{table}.{place[0]}", f"{table}.*.{place[-1]}"
    known = _sentences(form)
    return tuple(filter(None, (known.get(key) or known.get(row), known.get(column))))


@cache
def _sentences(form: Edition) -> dict[str, str]:
    try:
        return data.read("hints", form.edition)
    except FileNotFoundError:  # an edition without hints is filled in without them
        return {}
