"""Autosave bookkeeping between one field in the browser and one part in the store.

::

    browser  ── {seq, text, rev} ──►  save(expected = number that rev was made from)
             ◄── ack = seq ────────   a version number, never text

``rev`` is the version the text in the browser was loaded from; it changes only when that text has to be replaced
(another window, a version restored, a proposal taken). A save made from an older version is refused by the store as a
conflict, also after a restart of the server, and both texts are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from drafting.errors import Conflict, NianbaoError
from drafting.store.database import now

from .text import clock


@dataclass
class Live:
    """One field of this session. ``number``: the version that stands; ``bases``: the last one saved from each rev;
    ``mine``: text that met a conflict, sent as message ``mine_seq``.
    """

    number: int
    rev: int
    ack: int = 0
    saved_at: str = ""
    error: str = ""
    mine: str | None = None
    mine_seq: int = 0
    bases: dict[int, int] = field(default_factory=dict)


def live(key: str, standing: int) -> Live:
    """The bookkeeping for field ``key``; version ``standing`` is what the store has now."""
    fields = st.session_state.setdefault("live", {})
    found = fields.setdefault(key, Live(standing, standing))
    if found.number != standing:
        found.number = found.rev = standing
    return found


def take(field: Live, seq: int, rev: int, text: str, save: Callable[[str, int | None], int]) -> None:
    """Save what the browser sent. ``save(text, expected)`` gives the new version number or raises."""
    try:
        number = save(text, field.bases.get(rev, rev))
    except Conflict as error:
        field.mine, field.mine_seq, field.error = text, seq, str(error)
        return
    except NianbaoError as error:
        field.error = str(error)
        return
    field.ack, field.error, field.mine = max(field.ack, seq), "", None
    field.saved_at = clock(now())
    field.number = number
    field.bases[rev] = number


def settle(field: Live) -> None:
    """End a conflict: what stands in the store replaces the text in the browser."""
    field.ack, field.mine, field.error = max(field.ack, field.mine_seq), None, ""
    field.rev = field.number
