"""Autosave bookkeeping between one field in the browser and one part in the store.

::

    browser  ── {seq, text, rev, earlier} ──►  save(expected = rev, or the version that reads like one of earlier)
             ◄── ack = seq ─────────────────   a number, never text

``rev`` is the version the text in the browser was made from, ``earlier`` what it sent since and has no answer to. A
save made from another version is refused by the store as a conflict, and both texts are shown. Nothing of this has to
be remembered here, so it holds as well when the server was started anew or has dropped the session.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from drafting.errors import Conflict, NianbaoError
from drafting.store.database import now

from .components.editor import Typed
from .text import clock


@dataclass
class Live:
    """One field of this session. ``number``: the version that stands; ``rev``: the one whose words the field shows or
    is to show; ``mine``: text that met a conflict, sent as message ``mine_seq``.
    """

    number: int
    rev: int
    ack: int = 0
    saved_at: str = ""
    error: str = ""
    mine: str | None = None
    mine_seq: int = 0


def live(key: str, standing: int) -> Live:
    """The bookkeeping for field ``key``; version ``standing`` is what the store has now."""
    fields = st.session_state.setdefault("live", {})
    found = fields.setdefault(key, Live(standing, standing))
    if found.number != standing:
        found.number = found.rev = standing
    return found


def take(field: Live, typed: Typed, save: Callable[[str, int | None, Sequence[str]], int]) -> None:
    """Save what the browser sent. ``save(text, expected, earlier)`` gives the new version number or raises."""
    try:
        number = save(typed.text, typed.rev, typed.earlier)
    except Conflict as error:
        field.mine, field.mine_seq, field.error = typed.text, typed.seq, str(error)
        return
    except NianbaoError as error:
        field.error = str(error)
        return
    field.ack, field.error, field.mine = max(field.ack, typed.seq), "", None
    field.saved_at = clock(now())
    field.number = field.rev = number


def reconcile(field: Live) -> None:
    """End a conflict: what stands in the store replaces the text in the browser."""
    field.ack, field.mine, field.error = max(field.ack, field.mine_seq), None, ""
    field.rev = field.number
