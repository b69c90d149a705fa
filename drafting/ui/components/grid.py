"""One of the three official tables, typed in place.

::

    Python  ── shape (cells, formulas, relations, wording; until the browser has it), values, rev, ack ──►  browser
            ◄── {"seq": 1732…, "changes": {"requests.granted.business": "12"}, "was": {…: ["", "11"]}, "have": [mark]} ──
            ◄── what was pasted whole, answered by ``grid_paste``; the cell whose history is wanted ──

``was`` is what the server may hold in a cell as far as the browser knows: where it holds something else, the cell was
changed elsewhere, and is not overwritten. The description of a table is sent until a message says that the browser has
it. The browser keeps each change until ``ack`` reaches the number it was sent with, shows totals and broken relations
at every keystroke, and reloads all values when ``rev`` changes, but for those a person is still typing or that wait to
be acknowledged. Values travel as decimal text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from json import dumps
from types import MappingProxyType
from typing import Any

import streamlit as st

from drafting.errors import InputError
from drafting.form import Cell, CellKind, Edition, Table, TableId
from drafting.form.hints import hint
from drafting.reading.pasted import MAX_CHARACTERS
from drafting.values import ABSURD, ABSURD_TIMES, MAX_DECIMALS, MAX_DIGITS, Value, parse, printed, with_totals

from . import AWAY, component, grid_paste, session_token

MAX_TEXT = 64
"""Characters of one value taken from the browser."""
MAX_SEQ = 2**53
"""Message numbers are below this: the browser's largest exact integer."""

MAX_WAS = 20
"""Values of one cell that a browser may take the server to hold."""

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
    "pasted": "已填入“{from}”至“{to}”，改动 {n} 格，按 Ctrl+Z 可以一次撤销。",
    "computed": "这一格由程序自动合计，不能直接填写。",
    "no_sum": "“{text}”算不出一个数，请只用数字、加减乘除和括号。",
    "inexact": "“{text}”除不尽，请写出要填的数。",
    "by_key": "（Alt+Enter）",
    "meant": "{name}：“{text}”是 {value} 吗？",
    "take": "采用",
    "leave": "不采用",
    "absurd": "{name}填了 {value}，上年是 {last}，相差过大，请核对。",
    "absurd_alone": "{name}填了 {value}，大得少见，请核对。",
    "sure": "确是如此",
    "back": "改回",
    "elsewhere": "{name}在别处已改为 {theirs}，您这里填的是 {mine}，还没有保存。",
    "mine": "用我的",
    "theirs": "用现在的",
    "more_asked": "还有 {n} 格要核对。",
    "history": "历史",
    "history_key": "这一格改过几次、由谁改的（Alt+H）",
    "history_of": "{name}的历次改动",
    "reading_history": "正在读取…",
    "no_history": "这一格还没有改动过。",
    "change": "{when}　{who}　{from} → {to}",
    "restore_value": "恢复为 {value}",
    "close": "关闭",
    **grid_paste.WORDS,
}

_WIDTHS = {
    "disclosure": ("34%", "22%", "22%", "22%"),
    "requests": ("28px", "8em", "auto", *["8%"] * 7),
    "proceedings": (f"{100 / 15:.3f}%",) * 15,
}

USUAL = {
    "count": {
        "pattern": r"^(?:大?约|近|共)?(?<number>\d+(?:\.\d+)?)(?<scale>千|万|亿)?(?:多|余)?[件条个次份项人篇部家]?(?:左右|上下)?$",
        "scales": {"": 1, "千": 1000, "万": 10_000, "亿": 100_000_000},
    },
    "wan_yuan": {
        "pattern": r"^(?:大?约|近|共)?(?<number>\d+(?:\.\d+)?)(?<scale>元|万元|亿元|万|亿)?(?:多|余)?(?:左右|上下)?$",
        "scales": {"": 1, "元": 0.0001, "万元": 1, "万": 1, "亿元": 10_000, "亿": 10_000},
    },
}
"""How people write figures that a cell does not take as they stand, by kind of cell; the figure is offered to them."""

_SENT = "grid_shapes"
"""In the session's state: marks of the descriptions that its browser has."""

_component = component("official_grid", html='<div class="official-grid">\n</div>', css="grid.css", js="grid.js")


def official_grid(
    form: Edition,
    table: TableId,
    *,
    key: str,
    cells: Mapping[str, Value],
    rev: int,
    ack: int,
    last_year: Mapping[str, Value] | None = None,
    refused: Mapping[str, str] | None = None,
    findings: Mapping[str, str] | None = None,
    conflicts: Mapping[str, Value] | None = None,
    hints: Mapping[str, str] | None = None,
    focus: str | None = None,
    behind: bool = False,
    under: str = "",
    read_only: str = "",
    on_change: Callable[[int, dict[str, str], dict[str, list[str]]], None] | None = None,
    history: Callable[[str], list[tuple[str, str, str, str]]] | None = None,
) -> None:
    """Show table ``table`` of ``form`` over ``cells``, the values as they stand on the server by full cell key.

    ``key`` names the report as well as the table, so that a change still waiting in the browser can only reach the
    report it was typed into. ``rev`` changes when the values changed for a reason other than this table's own
    messages; ``ack`` is the number of the last message that was saved. ``refused`` and ``findings`` are sentences by
    cell key: the server would not take the value, or found it wrong. ``conflicts`` are cells of which the last message
    was not saved, because they were changed elsewhere, with what stands in them. ``hints``: what the place says of
    a cell, beside the program's own hints. ``focus`` is a cell to begin in.
    ``under``: CSS selector of a line of the page that stays in sight; the heads of the table stay below it.
    ``read_only``: why nothing here can be changed; cells can still be selected and copied.

    ``behind``: what stands around the table no longer fits its values. The browser asks for a further run once it has
    shown what this one says (``asks_to_follow``).

    ``on_change(seq, changes, was)`` is called at the start of a run with what was typed: texts by key, and what each
    cell may have held before, both of input cells of this table only, shape checked and sense not (``values.parse`` has
    the last word). ``history(key)`` gives a cell's changes, the newest first: when, who, from, to.
    """
    inputs = {cell.key for cell in form.table(table).cells if cell.key and not cell.computed}

    sent: set[str] = st.session_state.setdefault(_SENT, set())
    shape, mark = _shape(form, table, tuple((hints or {}).items()))

    def took() -> None:
        sent.update(_marks(st.session_state[key]))
        st.session_state.pop(f"{key}:history", None)
        message = received(st.session_state[key], inputs)
        if message and on_change:
            on_change(*message)

    def remembered() -> None:
        if history and (wanted := asked(st.session_state[key], set(form.cells))):
            id, cell = wanted
            st.session_state[f"{key}:history"] = {"id": id, "key": cell, "entries": history(cell)}

    def pasted() -> None:
        if message := grid_paste.received(st.session_state[key]):
            id, *copied = message
            st.session_state[f"{key}:pasted"] = {"id": id} | grid_paste.answer(form, table, *copied)

    own = [cell.key for cell in form.table(table).cells if cell.key]
    data = {
        "key": key,
        "mark": mark,
        "shape": None if mark in sent else shape,
        "values": [printed(cells.get(cell)) if cell in inputs else "" for cell in own],
        "stated": _stated(form, table, cells),
        "last_year": None if last_year is None else [printed(last_year.get(cell)) for cell in own],
        "refused": dict(refused or {}),
        "findings": dict(findings or {}),
        "conflicts": {cell: printed(value) for cell, value in (conflicts or {}).items()},
        "focus": focus if focus in form.cells else None,
        "rev": rev,
        "ack": ack,
        "session": session_token(),
        "behind": behind,
        "under": under,
        "read_only": read_only,
        "pasted": st.session_state.get(f"{key}:pasted"),
        "history": st.session_state.get(f"{key}:history"),
    }
    _component(
        key=key,
        data=data,
        on_cells_change=took,
        on_paste_change=pasted,
        on_history_change=remembered,
        on_lacking_change=sent.clear,
        on_follow_change=lambda: None,
    )


def asks_to_follow(key: str) -> bool:
    """Whether this run is the one that the table ``key`` asked for when it was told that what stands around it is
    behind. Asked before the table is drawn: the page is drawn anew, and the table with it, once.
    """
    state = st.session_state.get(key)
    return isinstance(state, Mapping) and bool(state.get("follow"))


def received(state: object, inputs: set[str]) -> tuple[int, dict[str, str], dict[str, list[str]]] | None:
    """The message in a component's ``state``: its number, the changed texts, what each cell may have held before; None
    when it has not that shape.

    The browser may send anything: entries that are not text, too long, or not of an input cell are left out.
    """
    message = state.get("cells") if isinstance(state, Mapping) else None
    if not isinstance(message, Mapping):
        return None
    seq, changes, was = message.get("seq"), message.get("changes"), message.get("was")
    if type(seq) is not int or not 0 <= seq < MAX_SEQ or not isinstance(changes, Mapping):
        return None
    texts = {key: text for key, text in changes.items() if key in inputs and _short(text)}
    held = was if isinstance(was, Mapping) else {}
    return (
        seq,
        texts,
        {
            key: [text for text in held[key][-MAX_WAS:] if _short(text)]
            for key in texts
            if isinstance(held.get(key), list)
        },
    )


def asked(state: object, cells: set[str]) -> tuple[int, str] | None:
    """The cell whose history the browser wants, with the number of the question; None when it has not that shape."""
    message = state.get("history") if isinstance(state, Mapping) else None
    if not isinstance(message, Mapping):
        return None
    id, key = message.get("id"), message.get("key")
    if type(id) is not int or not 0 <= id < MAX_SEQ or not isinstance(key, str) or key not in cells:
        return None
    return id, key


def _marks(state: object) -> set[str]:
    message = state.get("cells") if isinstance(state, Mapping) else None
    have = message.get("have") if isinstance(message, Mapping) else None
    return {mark for mark in have[:20] if _short(mark)} if isinstance(have, list) else set()


def _short(text: object) -> bool:
    return isinstance(text, str) and len(text) <= MAX_TEXT


@cache
def _shape(form: Edition, table: str, hints: tuple[tuple[str, str], ...]) -> tuple[dict[str, Any], str]:
    shape = described(form, table, dict(hints))
    return shape, sha256(dumps(shape).encode()).hexdigest()[:MAX_TEXT]


def described(form: Edition, table: str, more: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """What does not depend on a report: cells with their spans, names and hints, formulas, relations, wording.

    ``more``: further hints by cell. In formulas and relations a cell is named by its place in ``cells``; names and hints that several cells share are
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
                "key": cell.key,
                "kind": cell.kind,
                "computed": cell.computed,
                "column": column,
                "line": lines.setdefault(line + mark, len(lines)),
                "hints": [
                    hints.setdefault(sentence, len(hints))
                    for sentence in (*hint(form, cell.key), *([more[cell.key]] if cell.key in more else []))
                ],
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
        "formulas": [
            [place[total], [place[part] for part in parts]] for total, parts in form.formulas.items() if total in place
        ],
        "relations": [
            [*([place[key] for key in side] for side in relation.sides), form.breach(relation)]
            for relation in form.relations
            if relation.sides[0][0] in place
        ],
        "words": WORDS,
        "labels": grid_paste.known_labels(form),
        "limits": {
            "digits": MAX_DIGITS,
            "decimals": MAX_DECIMALS,
            "refusals": refusals(),
            "most": MAX_CHARACTERS,
            "usual": USUAL,
            "absurd": {"most": str(ABSURD), "times": ABSURD_TIMES},
        },
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
    samples: dict[str, tuple[str, CellKind]] = {
        "not_a_number": ("甲", "count"),
        "negative": ("-7", "count"),
        "fraction": ("0.7", "count"),
        "digits": ("7" * (MAX_DIGITS + 1), "count"),
        "decimals": ("0." + "7" * (MAX_DECIMALS + 1), "wan_yuan"),
    }
    return {why: _refusal(*sample) for why, sample in samples.items()}


def _refusal(text: str, kind: CellKind) -> str:
    try:
        parse(text, kind)
    except InputError as error:
        return str(error).replace(text, "{text}")
    raise AssertionError(f"values.parse takes {text}")


def _stated(form: Edition, table: str, cells: Mapping[str, Value]) -> dict[str, str]:
    """Totals given otherwise than the sum of their parts."""
    sums = with_totals(form, cells)
    return {
        key: printed(cells[key])
        for key in form.formulas
        if key.startswith(f"{table}.") and cells.get(key) is not None and cells[key] != sums[key]
    }
