"""The Python side of a table pasted whole: what the browser sends is read, and answered with the cells it fills.

::

    browser  ── {"id": 1732…, "html": "<table>…", "text": "…"} ──►  Python
             ◄── {"id": 1732…, "values": {"requests.granted.business": "12"}, "said": "…"} ──
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from drafting.errors import NianbaoError
from drafting.form import Edition, TableId, bare, printed_form
from drafting.form.edition import NICKNAMES
from drafting.reading import pasted
from drafting.values import printed, total

WORDS = {
    "reading": "正在读取粘贴的表格…",
    "unanswered": "没有读到粘贴的表格，表中数字未改动，请再粘贴一次。",
    "too_large": "粘贴的内容太多，没有填入；请只复制表格本身再粘贴。",
    "differ": "粘贴的表格有 {n} 格与已填的不同，请选择怎样填：",
    "both": "{name}：现有 {old}，粘贴 {new}",
    "replace": "全部替换",
    "blanks": "只填空白",
    "cancel": "取消",
    "cancelled": "没有填入，表中数字未改动。",
    "filled": "已填入 {n} 格，按 Ctrl+Z 可以一次撤销。",
    "same": "有 {n} 格与表中相同。",
    "kept": "有 {n} 格已有其他数字，没有改动。",
}
MAX_ID = 2**53
"""Numbers of pastes are below this: the browser's largest exact integer."""


@cache
def known_labels(form: Edition) -> tuple[str, ...]:
    """What tells a copied table from a block of figures: labels of the form in the ways offices print them, Chinese
    characters alone.
    """
    known = printed_form(form).labels
    lists = (
        *known.rows.values(),
        *known.exact.values(),
        *known.columns.values(),
        *known.stock_columns.values(),
        known.single_other,
        known.outcomes,
        known.items,
    )
    printed_ = (cell.text for table in form.tables for cell in table.cells if cell.text)
    found = {bare(label) for label in printed_} | {label for several in lists for label in several}
    return tuple(sorted(label for label in found if len(label) > 1))


def received(state: object) -> tuple[int, str, str] | None:
    """The paste in a component's ``state``: its number, HTML and text; None when it has not that shape."""
    message = state.get("paste") if isinstance(state, Mapping) else None
    if not isinstance(message, Mapping):
        return None
    id, html, text = (message.get(name) for name in ("id", "html", "text"))
    if type(id) is not int or not 0 <= id < MAX_ID or not isinstance(html, str) or not isinstance(text, str):
        return None
    return id, html, text


def answer(form: Edition, table: TableId, html: str, text: str) -> dict[str, Any]:
    """The input cells of ``table`` that were read (``values``: key -> figure as text), and what else there is to say."""
    try:
        found = pasted.read(html, text, form)
    except NianbaoError as error:
        return {"values": {}, "said": str(error)}
    own = {key: figure for key, figure in found.printed.items() if key.startswith(f"{table}.")}
    values = {key: printed(figure) for key, figure in own.items() if not form.cells[key].computed}
    nickname = NICKNAMES[table]
    said = [question.text for question in found.questions if question.kind == "edition" and table == "disclosure"]
    if not own and not said:
        said.append(f"粘贴的内容里没有读出{nickname}的数字，没有填入。")
    unread = sum(
        question.kind not in ("missing", "edition", "single")
        and question.cell in form.inputs
        and question.cell.startswith(f"{table}.")
        for question in found.questions
    )
    if unread:
        said.append(f"有 {unread} 格是空白、“/”或者不能读作一个数，没有填入。")
    if any(question.kind == "single" for question in found.questions) and table == "requests":
        said.append("粘贴的表格里“（六）其他处理”只有一行，数字放在“3.其他”，请核对后分填到三行。")
    wrong = sum(
        figure != total(own, form.formulas[key])
        for key, figure in own.items()
        if key in form.formulas and all(part in own for part in form.formulas[key])
    )
    if wrong:
        said.append(f"原表有 {wrong} 个合计与各项之和不一致，这里的合计按各项之和计算，请核对。")
    for other, name in NICKNAMES.items():
        count = sum(key.startswith(f"{other}.") for key in found.printed) if other != table else 0
        if count:
            said.append(f"粘贴的内容里还有{name}的 {count} 个数字，请在{name}中再粘贴一次。")
    return {"values": values, "said": "".join(said)}
