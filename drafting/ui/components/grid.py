"""One of the three official tables, typed in place.

::

    Python  ── cells, formulas, relations, wording, values, rev, ack ──►  browser
            ◄── {"seq": 1732…, "changes": {"requests.granted.business": "12"}} ──
            ◄── what was pasted whole, answered by ``grid_paste`` ──

The browser keeps each change until ``ack`` reaches the number it was sent with, shows totals and broken relations at
every keystroke, and reloads all values when ``rev`` changes, but for those a person is still typing or that wait to be
acknowledged. Values travel as decimal text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import streamlit as st

from drafting.errors import InputError
from drafting.form import Cell, Edition, Table
from drafting.form.hints import hint
from drafting.reading.pasted import MAX_CHARACTERS
from drafting.values import MAX_DECIMALS, MAX_DIGITS, Value, parse, printed, with_totals

from . import AWAY, component, grid_paste, session_token

MAX_TEXT = 64
"""Characters of one value taken from the browser."""
MAX_SEQ = 2**53
"""Message numbers are below this: the browser's largest exact integer."""

WORDS = {
    "idle": "在表中任一格点一下即可填写；可从电子表格复制一块数字粘贴，也可把 Word、Excel 或网页里的整张表复制过来粘贴。",
    "hint": "口径提示：{text}",
    "last_year": "上年：{value}",
    "blank": "未填",
    "saving": "正在保存…",
    "retrying": "尚未保存，正在重试…",
    "away": AWAY,
    "saved": "已保存",
    "unsaved": "有内容未能保存",
    "more": "共有 {n} 处不符，其余见表中红色单元格。",
    "outside": "粘贴的内容有 {n} 项超出可填写的单元格，没有填入。",
    "refused": "粘贴的内容有 {n} 项不能作为数字，已标红并保留原文，没有保存。",
    **grid_paste.WORDS,
}

_WIDTHS = {
    "disclosure": ("34%", "22%", "22%", "22%"),
    "requests": ("28px", "8em", "auto", *["8%"] * 7),
    "proceedings": (f"{100 / 15:.3f}%",) * 15,
}

_component = component(
    "official_grid",
    html='<div class="official-grid">\n</div>',
    css="grid.css",
    js="grid.js",
)


def official_grid(
    form: Edition,
    table: str,
    *,
    key: str,
    cells: Mapping[str, Value],
    rev: int,
    ack: int,
    last_year: Mapping[str, Value] | None = None,
    refused: Mapping[str, str] | None = None,
    findings: Mapping[str, str] | None = None,
    focus: str | None = None,
    behind: bool = False,
    on_change: Callable[[int, dict[str, str]], None] | None = None,
) -> bool:
    """Show table ``table`` of ``form`` over ``cells``, the values as they stand on the server by full cell key.

    ``key`` names the report as well as the table, so that a change still waiting in the browser can only reach the
    report it was typed into. ``rev`` changes when the values changed for a reason other than this table's own
    messages; ``ack`` is the number of the last message that was saved. ``refused`` and ``findings`` are sentences by
    cell key: the server would not take the value, or found it wrong. ``focus`` is a cell to begin in.

    ``behind``: what stands around the table no longer fits its values. The browser asks for a further run once it has
    shown what this one says; in that run True is returned, and the page should be drawn anew.

    ``on_change(seq, changes)`` is called at the start of a run with what was typed: texts by key, input cells of this
    table only, shape checked and sense not (``values.parse`` has the last word).
    """
    inputs = {cell.key for cell in form.table(table).cells if cell.key and not cell.computed}

    def took() -> None:
        message = received(st.session_state[key], inputs)
        if message and on_change:
            on_change(*message)

    def pasted() -> None:
        if message := grid_paste.received(st.session_state[key]):
            id, *copied = message
            st.session_state[f"{key}:pasted"] = {"id": id} | grid_paste.answer(form, table, *copied)

    data = described(form, table) | {
        "key": key,
        "values": _texts(cells, inputs),
        "stated": _stated(form, table, cells),
        "last_year": None if last_year is None else {
            cell: printed(last_year.get(cell)) for cell in form.cells if cell.startswith(f"{table}.")},
        "refused": dict(refused or {}),
        "findings": dict(findings or {}),
        "focus": focus if focus in form.cells else None,
        "rev": rev,
        "ack": ack,
        "session": session_token(),
        "behind": behind,
        "pasted": st.session_state.get(f"{key}:pasted"),
    }
    return bool(_component(key=key, data=data, on_cells_change=took, on_paste_change=pasted,
                            on_follow_change=lambda: None).follow)


def received(state: object, inputs: set[str]) -> tuple[int, dict[str, str]] | None:
    """The message in a component's ``state``: its number and the changed texts; None when it has not that shape.

    The browser may send anything: entries that are not text, too long, or not of an input cell are left out.
    """
    message = state.get("cells") if isinstance(state, Mapping) else None
    if not isinstance(message, Mapping):
        return None
    seq, changes = message.get("seq"), message.get("changes")
    if type(seq) is not int or not 0 <= seq < MAX_SEQ or not isinstance(changes, Mapping):
        return None
    return seq, {key: text for key, text in changes.items()
                 if key in inputs and isinstance(text, str) and len(text) <= MAX_TEXT}


def described(form: Edition, table: str) -> dict[str, Any]:
    """What does not depend on a report: cells with their spans, names and hints, formulas, relations, wording.

    In formulas and relations a cell is named by its place in ``cells``; names and hints that several cells share are
    listed once.
    """
    shape = form.table(table)
    lines: dict[str, int] = {}
    hints: dict[str, int] = {}
    cells = []
    for cell in shape.cells:
        spec: dict[str, Any] = {"row": cell.row, "col": cell.col, "rowspan": cell.rowspan, "colspan": cell.colspan}
        if cell.key:
            line, mark, column = form.name(cell.key).rpartition("”")
            spec |= {
                "key": cell.key, "kind": cell.kind, "computed": cell.computed, "column": column,
                "line": lines.setdefault(line + mark, len(lines)),
                "hints": [hints.setdefault(sentence, len(hints)) for sentence in hint(form, cell.key)],
            }
        else:
            spec |= {"text": cell.text, "scope": scope(shape, cell)}
        cells.append(spec)
    place = {cell["key"]: at for at, cell in enumerate(cells) if "key" in cell}
    return {
        "table": table,
        "label": shape.title,
        "rows": shape.rows,
        "cols": shape.cols,
        "header_rows": shape.header_rows,
        "widths": _WIDTHS[table],
        "cells": cells,
        "lines": list(lines),
        "hints": list(hints),
        "formulas": [[place[total], [place[part] for part in parts]]
                     for total, parts in form.formulas.items() if total in place],
        "relations": [[*([place[key] for key in side] for side in relation.sides), form.breach(relation)]
                      for relation in form.relations if relation.sides[0][0] in place],
        "words": WORDS,
        "labels": grid_paste.known_labels(),
        "limits": {"digits": MAX_DIGITS, "decimals": MAX_DECIMALS, "refusals": refusals(), "most": MAX_CHARACTERS},
    }


def scope(table: Table, label: Cell) -> str | None:
    """What a label heads, as HTML's ``scope``: ``row``, ``rowgroup``, ``col``, ``colgroup``; None for the corner."""
    columns = range(label.col, label.col + label.colspan)
    rows = range(label.row, label.row + label.rowspan)
    numbers = [cell for cell in table.cells if cell.key]
    if any(cell.row in rows for cell in numbers):
        return "rowgroup" if label.rowspan > 1 else "row"
    if any(cell.col in columns for cell in numbers) or label.colspan == table.cols:
        return "colgroup" if label.colspan > 1 else "col"
    return None


@cache
def refusals() -> dict[str, str]:
    """The sentences for what cannot be typed, with ``{text}`` for it: asked of ``values.parse``, so worded once."""
    samples = {
        "not_a_number": ("甲", "count"), "negative": ("-7", "count"), "fraction": ("0.7", "count"),
        "digits": ("7" * (MAX_DIGITS + 1), "count"), "decimals": ("0." + "7" * (MAX_DECIMALS + 1), "wan_yuan"),
    }
    return {why: _refusal(*sample) for why, sample in samples.items()}


def _refusal(text: str, kind: str) -> str:
    try:
        parse(text, kind)
    except InputError as error:
        return str(error).replace(text, "{text}")
    raise AssertionError(f"values.parse takes {text}")


def _texts(cells: Mapping[str, Value], keys: set[str]) -> dict[str, str]:
    return {key: printed(cells.get(key)) for key in keys if cells.get(key) is not None}


def _stated(form: Edition, table: str, cells: Mapping[str, Value]) -> dict[str, str]:
    """Totals given otherwise than the sum of their parts."""
    sums = with_totals(form, cells)
    return {key: printed(cells[key]) for key in form.formulas
            if key.startswith(f"{table}.") and cells.get(key) is not None and cells[key] != sums[key]}
