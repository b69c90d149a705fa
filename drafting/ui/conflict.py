"""Two windows changed one text: both are shown, a person chooses."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from drafting.writing import diff

from . import session
from .live import Live, reconcile


def show_conflict(field: Live, key: str, standing: str, save: Callable[[str, int], int]) -> None:
    """Show both texts of a conflict in ``field``, if there is one, with a button for each.

    ``standing`` is the text in the store; ``save(text, expected)`` gives the new version number.
    """
    mine = field.mine
    if mine is None:
        return

    @session.callback
    def keep_mine() -> None:
        field.number = save(mine, field.number)
        reconcile(field)

    with st.container(border=True):
        st.markdown("**另一个窗口已改过这段文字。** 下面以那边的文字为底，标出您这边的不同：")
        st.html(f'<div class="nb-diff">{diff.html(standing, mine)}</div>')
        with st.container(horizontal=True):
            st.button("用我这边的", key=f"mine_{key}", on_click=keep_mine)
            st.button("用那边的", key=f"theirs_{key}", on_click=reconcile, args=(field,))
