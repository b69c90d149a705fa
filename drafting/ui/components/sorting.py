"""Moving rows of a page with the mouse, within a group and from one to another. Keys and menus are the page's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

import streamlit as st

from . import component

_component = component("sorting", html="<div class='line' hidden></div>", js="sorting.js", css="sorting.css")


def handle(row: str) -> str:
    """HTML of the handle of ``row``, to stand in the box keyed ``row_<row>``."""
    return f"<span class='nb-handle' data-row='{escape(row)}' aria-hidden='true'>⠿</span>"


def sorting(groups: Mapping[str, Sequence[str]], on_move: Callable[[str, str, str], None]) -> None:
    """Let the rows of ``groups`` (group id -> row ids in order) be dragged. A row's box is keyed ``row_<id>``, a
    group's ``group_<id>``.

    ``on_move(row, group, before)`` runs at the start of a run: ``row`` is to stand in ``group`` before the row
    ``before``, at its end where that is ``""``. All three are checked against ``groups``.
    """

    def moved() -> None:
        if message := received(st.session_state["sorting"], groups):
            on_move(*message)

    _component(
        key="sorting",
        height=1,
        on_moved_change=moved,
        data={"groups": [{"id": id, "rows": list(rows)} for id, rows in groups.items()]},
    )


def received(state: object, groups: Mapping[str, Sequence[str]]) -> tuple[str, str, str] | None:
    """Row, group and the row it is to stand before, in a component's ``state``; None for anything else."""
    message = state.get("moved") if isinstance(state, Mapping) else None
    if not isinstance(message, Mapping):
        return None
    row, group, before = message.get("row"), message.get("group"), message.get("before")
    if not (isinstance(row, str) and isinstance(group, str) and isinstance(before, str)) or group not in groups:
        return None
    if not any(row in rows for rows in groups.values()) or (before and before not in groups[group]):
        return None
    return row, group, before
