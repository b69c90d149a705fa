"""Autosave bookkeeping between one field in the browser and one part in the store.

::

    browser  ── {seq, text, rev} ──►  save(expected = number that rev was made from)
             ◄── ack = seq ────────   a version number, never text

``rev`` rises only when the text in the browser has to be replaced (another window, a version restored, a proposal
taken). A save made from an older ``rev`` is refused by the store as a conflict, and both texts are shown.
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
    """One field of this session. ``bases``: the version each rev was made from; ``mine``: text that met a conflict."""

    number: int
    rev: int = 0
    ack: int = 0
    saved_at: str = ""
    error: str = ""
    mine: str | None = None
    bases: dict[int, int] = field(default_factory=dict)


def live(key: str, standing: int) -> Live:
    """The bookkeeping for field ``key``; version ``standing`` is what the store has now."""
    fields = st.session_state.setdefault("live", {})
    found = fields.setdefault(key, Live(standing, bases={0: standing}))
    if found.number != standing:
        found.number = standing
        found.rev += 1
        found.bases[found.rev] = standing
    return found


def take(field: Live, seq: int, rev: int, text: str, save: Callable[[str, int | None], int]) -> None:
    """Save what the browser sent. ``save(text, expected)`` gives the new version number or raises.

    A late message of an older rev that brings back what stands is a conflict like any other.
    """
    expected = field.bases.get(rev, field.number)
    try:
        number = save(text, expected)
    except Conflict as error:
        field.mine, field.error = text, str(error)
        return
    except NianbaoError as error:
        field.error = str(error)
        return
    field.ack, field.error, field.mine = max(field.ack, seq), "", None
    field.saved_at = clock(now())
    field.number = number
    field.bases[rev] = number


def drop_mine(field: Live, seq: int) -> None:
    """Give up this window's text: the standing one replaces it in the browser."""
    field.ack, field.mine, field.error = max(field.ack, seq), None, ""
    field.rev += 1
    field.bases[field.rev] = field.number
