"""The three tables as they were read, and what the cell in hand rests on: its place in the file, the words, the page."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from drafting import values as v
from drafting.form import Edition
from drafting.reading import Evidence, Question
from drafting.service.import_plan import answered, figures
from drafting.service.importing import Pending

from . import dialogs, session
from .components.read_table import Shown, read_table
from .text import md

TABS = {"disclosure": "表二　主动公开", "requests": "表三　申请办理", "proceedings": "表四　复议诉讼"}
LEGEND = {
    "read": ("", "读出：文件里就是这个数字"),
    "derived": ("推", "推算：数字连写或断开，按表内关系只有这一种读法"),
    "guessed": ("疑", "存疑：请对照原文核实"),
    "asked": ("？", "待答：文件里没有可用的数字，答复前留空"),
    "answered": ("答", "已答：由您填写"),
    "left": ("余", "其余：文件里三项合为一行，减去您填在另两项的数字"),
    "added": ("和", "文件里没有这个合计，由程序按各项相加"),
    "blank": ("—", "空白：文件里没有这一格的数字"),
    "differs": ("≠", "文件里的合计与各项之和不符，按文件原样显示"),
}
"""How a cell came to be, the mark it carries, and what that says."""

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def pick(id: str, cell: str) -> None:
    """Take ``cell`` of the file ``id`` in hand, and open its table."""
    st.session_state[f"cell_{id}"] = cell
    st.session_state[f"table_{id}"] = cell.split(".")[0]


def show_tables(pending: Pending) -> None:
    """The tables on the left, the evidence of the cell in hand on the right."""
    id = pending.id
    first = next((question.cell for question in pending.reading.questions if question.cell), "disclosure.rules.made")
    st.session_state.setdefault(f"table_{id}", first.split(".")[0])
    cells = _cells(pending)
    left, right = st.columns([7, 3])
    with left:
        st.segmented_control(
            "表", list(TABS), format_func=TABS.__getitem__, key=f"table_{id}", label_visibility="collapsed"
        )
        table = st.session_state[f"table_{id}"] or first.split(".")[0]
        read_table(
            pending.reading.form,
            table,
            cells,
            key=f"read_{id}_{table}",
            picked=st.session_state.get(f"cell_{id}", ""),
            on_pick=lambda cell: pick(id, cell),
        )
        used = {shown.state for shown in cells.values()}
        st.caption(
            "　".join(
                f"带“{mark}”的：{words}" if mark else f"不带标记的：{words}"
                for state, (mark, words) in LEGEND.items()
                if state in used
            )
        )
    with right, st.container(key="nb-evidence"):
        _evidence(pending, cells)


def _cells(pending: Pending) -> dict[str, Shown]:
    """How each cell looks: answers before what was read."""
    form, reading, answers = pending.reading.form, pending.reading, pending.answers
    values, given = figures(reading, answers), answered(reading, answers)
    sums = v.with_totals(form, {key: values.get(key) for key in form.inputs})
    asked = {question.cell for question in reading.questions}
    shown = {}
    for key, cell in form.cells.items():
        value = values.get(key)
        if key in answers.cells:
            state = "answered"
        elif key in asked and not cell.computed:
            state = "asked"
        elif key in given:
            state = "left"
        elif cell.computed and value is not None and sums[key] is not None and value != sums[key]:
            state = "differs"
        elif value is None:
            value = sums[key] if cell.computed else None
            state = "blank" if value is None else "added"
        else:
            state = reading.confidence.get(key, "read")
        mark, words = LEGEND[state]
        shown[key] = Shown(v.printed(value), state, mark, words)
    return shown


def _evidence(pending: Pending, cells: dict[str, Shown]) -> None:
    """What the cell in hand rests on, and the field to correct it."""
    id, form = pending.id, pending.reading.form
    chosen = st.selectbox(
        "单元格",
        list(form.cells),
        index=None,
        format_func=form.name,
        key=f"cell_{id}",
        placeholder="点表中一格，或在此选择",
        on_change=_follow,
        args=(id,),
    )
    if not chosen:
        st.caption("点表中任一格，这里显示它在文件中的位置和原文。")
        return
    shown = cells[chosen]
    question = next((each for each in pending.reading.questions if each.cell == chosen), None)
    st.markdown(
        f"**{md(shown.figure or '空白')}**　<span class='nb-quiet'>{md(shown.words)}</span>", unsafe_allow_html=True
    )
    if question and shown.state == "asked":
        st.caption(md(question.text))
    evidence = pending.reading.evidence.get(chosen) or (question.evidence if question else None)
    _found_at(pending, evidence, chosen)
    if form.cells[chosen].computed:
        st.caption("合计由程序按各项自动相加，不需要填写。")
        return
    _field(pending, chosen, question, shown)


def _follow(id: str) -> None:
    if cell := st.session_state.get(f"cell_{id}"):
        pick(id, cell)


def _found_at(pending: Pending, evidence: Evidence | None, cell: str) -> None:
    figure = v.printed(pending.reading.printed.get(cell))
    if evidence is None or not (evidence.where or evidence.text):
        st.caption("文件中没有找到这一格。")
        return
    if evidence.where:
        st.caption(f"出处：{md(evidence.where)}")
    if evidence.text:
        st.html(
            f"<div class='nb-snippet'>{marked(evidence.text, figure, cell, _row(pending.reading.form, cell))}</div>"
        )
    if pending.reading.container == "pdf" and evidence.page:
        _show_page(pending, evidence)


def _show_page(pending: Pending, evidence: Evidence) -> None:
    picture = _picture(pending.id, evidence.page, evidence.box, whole=evidence.box is None)
    if picture is None:
        st.caption(f"第 {evidence.page} 页的画面无法显示，请打开原文件对照。")
        return
    st.image(picture, caption=f"第 {evidence.page} 页" + ("，框内为所读之处" if evidence.box else ""))
    if evidence.box and st.button("看整页", key=f"whole_{pending.id}"):
        _whole_page(pending, evidence)


@dialogs.dialog("文件中的这一页", width="large")
def _whole_page(pending: Pending, evidence: Evidence) -> None:
    if picture := _picture(pending.id, evidence.page, evidence.box, whole=True):
        st.image(picture, caption=f"第 {evidence.page} 页，框内为所读之处")


@st.cache_data(max_entries=24, show_spinner="正在画出这一页…")
def _picture(id: str, page: int, box: tuple[float, float, float, float] | None, whole: bool) -> bytes | None:
    with session.plainly():
        return session.service().importing.page(id, page, box, whole)
    return None


def marked(text: str, figure: str, cell: str, row: list[str]) -> str:
    """``text`` as HTML with the ``figure`` of ``cell``, one of ``row``, marked, everything escaped.

    Where the text is the whole row it is the one in the cell's own place, else the only one that reads like it.
    """
    numbers = list(_NUMBER.finditer(text))
    own = numbers[len(numbers) - len(row) + row.index(cell)] if len(numbers) >= len(row) else None
    same = [number for number in numbers if number[0].replace(",", "") == figure]
    found = own if own in same else same[0] if len(same) == 1 else None
    if found is None:
        return escape(text)
    return f"{escape(text[: found.start()])}<mark>{escape(found[0])}</mark>{escape(text[found.end() :])}"


def _row(form: Edition, cell: str) -> list[str]:
    """The cells of the printed row of ``cell``, from left to right."""
    table = form.table(cell.split(".")[0])
    at = next(each.row for each in table.cells if each.key == cell)
    return [each.key for each in sorted(table.cells, key=lambda each: each.col) if each.key and each.row == at]


def _field(pending: Pending, cell: str, question: Question | None, shown: Shown) -> None:
    key = f"fix_{pending.id}_{cell}_{pending.number}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("更正为" if shown.state != "asked" else "填写", shown.figure, key=key, max_chars=30, width=130)
        st.button("保存", key=f"do_{key}", on_click=_save, args=(pending, cell, key))
        if cell in pending.answers.cells:
            st.button(
                "恢复为文件所读" if question is None else "撤回答复",
                key=f"undo_{key}",
                type="tertiary",
                on_click=_again,
                args=(pending, cell),
            )


@session.callback
def _save(pending: Pending, cell: str, key: str) -> None:
    session.service().importing.answer(pending.id, {cell: st.session_state[key]}, pending.number)


@session.callback
def _again(pending: Pending, cell: str) -> None:
    session.service().importing.ask_again(pending.id, [cell], pending.number)
