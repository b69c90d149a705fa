"""Dialogs that stay open while the page behind them is drawn anew, until they are answered or put away.

Streamlit closes a dialog with the next run of its page that does not ask for it again: a cell that is saved, a draft
that ends, words sent when the connection is back would each shut it over what is being typed in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Literal, NoReturn

import streamlit as st

_OPEN = "dialog"
_PAGE = "dialog_page"


@dataclass(frozen=True)
class _Dialog:
    title: str
    width: Literal["small", "large"]
    draw: Callable[[], None]


def dialog(
    title: str, *, width: Literal["small", "large"] = "small"
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a function draw a dialog: a call opens it with what it is given, in the place of one that is open."""

    def decorate(draw: Callable[..., None]) -> Callable[..., None]:
        @wraps(draw)
        def ask(*given: object, **named: object) -> None:
            st.session_state[_OPEN] = _Dialog(title, width, partial(draw, *given, **named))

        return ask

    return decorate


def close() -> NoReturn:
    """Close the open dialog from inside; the page is drawn anew."""
    put_away()
    st.rerun()


def on_page(name: str) -> None:
    """A run of the page ``name`` begins: a dialog of another page is gone."""
    if st.session_state.get(_PAGE) != name:
        put_away()
        st.session_state[_PAGE] = name


def show() -> None:
    """Draw the dialog that is open, at the end of a run."""
    if opened := st.session_state.get(_OPEN):

        def draw() -> None:
            if st.session_state.get(_OPEN) is not opened:  # put away by the click with which it is drawn once more
                st.rerun()
            opened.draw()

        st.dialog(opened.title, width=opened.width, on_dismiss=put_away)(draw)()


def put_away() -> None:
    """Close the open dialog, in a callback: the run that follows does not draw it."""
    st.session_state.pop(_OPEN, None)
