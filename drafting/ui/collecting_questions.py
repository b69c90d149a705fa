"""汇总, 收回: what the files left to ask, the same question of many units once or unit by unit, and the answers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import streamlit as st

from drafting.collection.folder import Folder
from drafting.collection.questions import Asked
from drafting.form import Edition, edition_for
from drafting.values import printed

from . import session
from .text import md

TOGETHER, SINGLY = "相同的问题合在一起", "逐个单位"
MOST = 30
"""Questions that stand on the page at once."""
MOST_FIELDS = 60
"""Fields of one question; with more of them it is answered unit by unit."""
NAMED = 8
"""Units that are named in a line."""


def show_questions(id: str, folder: Folder) -> None:
    """Every open question of the reports that came; nothing where there is none."""
    found = session.service().collection_questions.open(id)
    if not found.together or found.by_unit is None:
        return
    roster, form = folder.collection.roster, edition_for(folder.collection.year)
    units = [unit.key for unit in roster.units if found.by_unit.get(unit.key)]
    st.markdown(
        f"**请答复 {found.count} 个读不清的数字或问题**　涉及 {len(units)} 个单位。没有答复的留空，不会当作 0。"
    )
    how = st.segmented_control(
        "怎样列出", [TOGETHER, SINGLY], default=TOGETHER, required=True, key="asked_how", label_visibility="collapsed"
    )
    if how == TOGETHER:
        shown: Sequence[Asked] = found.together
    else:
        unit = st.selectbox("单位", units, format_func=roster.labels.__getitem__, key="asked_unit")
        shown = found.by_unit[unit] if unit else ()
    for asked in shown[:MOST]:
        with st.container(border=True):
            _one(id, asked, roster.labels, form)
    if len(shown) > MOST:
        st.caption(f"另有 {len(shown) - MOST} 个问题，处理完这些再列出。")


def _one(id: str, asked: Asked, labels: Mapping[str, str], form: Edition) -> None:
    """A question: who is asked, the answers that hold for all, and a field for each cell."""
    key = hashlib.sha256("\n".join((asked.text, *asked.units)).encode()).hexdigest()[:12]
    cells = {unit: cells for unit, cells in asked.cells.items() if cells}
    words, actions = st.columns([3, 2], vertical_alignment="center")
    more = f"等 {len(asked.units)} 个单位" if len(asked.units) > NAMED else ""
    words.markdown(f"{md('、'.join(labels[unit] for unit in asked.units[:NAMED]))}{more}  \n{md(asked.text)}")
    with actions, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if not cells:
            st.button("已核对", key=f"settle_{key}", on_click=_settle, args=(id, asked))
            return
        count = sum(map(len, cells.values()))
        every = "都" if count > 1 else ""
        for value in map(printed, asked.offers):
            st.button(f"{every}填 {value}", key=f"fill_{key}_{value}", on_click=_fill, args=(id, cells, value))
        st.button(f"{every}留空", key=f"blank_{key}", on_click=_fill, args=(id, cells, ""))
    if count > MOST_FIELDS:
        words.caption(f"共 {count} 格。各不相同的，请在上面选“{SINGLY}”填写。")
    elif count == 1 or st.toggle("逐格填写", key=f"each_{key}"):
        _fields(id, asked, key, labels, form)


def _fields(id: str, asked: Asked, key: str, labels: Mapping[str, str], form: Edition) -> None:
    with st.form(f"answers_{key}", border=False):
        for unit, questions in asked.questions.items():
            for question in questions:
                if question.cell is None:
                    continue
                name, source, field = st.columns([4, 3, 1], vertical_alignment="center")
                name.markdown(md(f"{labels[unit]}　{form.name(question.cell)}"))
                source.caption(md(f"文件中：{question.evidence.text}") if question.evidence.text else "")
                field.text_input(
                    f"{labels[unit]} {form.name(question.cell)}",
                    key=f"answer_{key}_{unit}_{question.cell}",
                    max_chars=30,
                    placeholder="数字",
                    label_visibility="collapsed",
                )
        st.form_submit_button("保存填写的", on_click=_typed, args=(id, asked, key))


@session.callback
def _fill(id: str, cells: Mapping[str, Sequence[str]], value: str) -> None:
    _answer(id, {unit: dict.fromkeys(of, value) for unit, of in cells.items()})


@session.callback
def _typed(id: str, asked: Asked, key: str) -> None:
    told: dict[str, dict[str, str]] = {}
    for unit, cells in asked.cells.items():
        for cell in cells:
            if text := st.session_state[f"answer_{key}_{unit}_{cell}"].strip():
                told.setdefault(unit, {})[cell] = text
    if not told:
        session.tell("还没有填数字；没有发生的请填 0，不清楚的点“留空”。", "warning")
        return
    _answer(id, told)


def _answer(id: str, told: Mapping[str, Mapping[str, str]]) -> None:
    undo = session.service().collection_questions.answer(id, told)
    session.offer_undo(f"已答复 {len(told)} 个单位的 {sum(map(len, told.values()))} 格。", undo)


@session.callback
def _settle(id: str, asked: Asked) -> None:
    texts = {unit: [question.text for question in questions] for unit, questions in asked.questions.items()}
    undo = session.service().collection_questions.settle(id, texts)
    session.offer_undo(f"已记下：{len(texts)} 个单位的这个问题核对过。", undo)
