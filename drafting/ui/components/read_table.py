"""One of the three official tables as it was read from a file; a click tells which cell.

::

    Python  ── html, the picked cell ──►  browser
            ◄── "requests.granted.other" when a cell is clicked ──
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from drafting.form import Edition

from . import component
from .grid import scope

_component = component("read_table", html='<div class="read-table"></div>', css="read_table.css", js="read_table.js")


@dataclass(frozen=True)
class Shown:
    """How a cell looks: its ``figure``, its ``state`` (a class of the style sheet), the ``mark`` beside the figure, and
    what the mark says in ``words``.
    """

    figure: str
    state: str = "read"
    mark: str = ""
    words: str = ""


def read_table(
    form: Edition, table: str, cells: Mapping[str, Shown], *, key: str, picked: str, on_pick: Callable[[str], None]
) -> None:
    """Show ``table`` of ``form`` with ``cells`` by key; ``on_pick(cell)`` is called at the start of the run that a click leads to."""
    known = {cell.key for cell in form.table(table).numbers}

    def took() -> None:
        if cell := received(st.session_state[key], known):
            on_pick(cell)

    _component(key=key, data={"html": written(form, table, cells), "picked": picked}, on_picked_change=took)


def received(state: object, known: set[str]) -> str:
    """The cell in a browser's message, ``""`` when it has not that shape or names none of ``known``."""
    picked = state.get("picked") if isinstance(state, Mapping) else None
    return picked if isinstance(picked, str) and picked in known else ""


def written(form: Edition, id: str, cells: Mapping[str, Shown]) -> str:
    """The table ``id`` of ``form`` as HTML, everything escaped."""
    table = form.table(id)
    ordered = sorted(table.cells, key=lambda cell: (cell.row, cell.col))
    rows = []
    for at in range(table.rows):
        row = []
        for cell in (cell for cell in ordered if cell.row == at):
            spans = f' rowspan="{cell.rowspan}" colspan="{cell.colspan}"'
            if cell.key is None:
                head = scope(table, cell)
                row.append(f"<th{spans}{f' scope={head!r}' if head else ''}>{escape(cell.text or '')}</th>")
                continue
            shown = cells.get(cell.key, Shown(""))
            said = f"{form.name(cell.key)}：{shown.figure or '空白'}{f'，{shown.words}' if shown.words else ''}"
            mark = f"<small>{escape(shown.mark)}</small>" if shown.mark else ""
            row.append(
                f'<td{spans} class="{escape(shown.state)}" data-cell="{escape(cell.key)}" title="{escape(said)}" '
                f'aria-label="{escape(said)}">{escape(shown.figure)}{mark}</td>'
            )
        rows.append(f"<tr>{''.join(row)}</tr>")
    return f"<table><caption hidden>{escape(table.title)}</caption>{''.join(rows)}</table>"
