"""The questions a file leaves, alike ones together: answers on one click, a field for each cell, the way to the cell."""

from __future__ import annotations

import streamlit as st

from drafting.reading import Question
from drafting.reading.form.asking import grouped
from drafting.service.import_plan import open_questions
from drafting.service.importing import Pending
from drafting.values import printed

from . import session
from .importing_tables import pick
from .text import md

FEW = 3
"""Cells in a group whose fields stand open at once."""


def show_questions(pending: Pending) -> None:
    """Everything that only a person can say, what was answered left out."""
    reading = pending.reading
    waiting = open_questions(reading, pending.answers)
    for question in reading.questions:
        if question.cell is None:
            with st.container(border=True):
                st.markdown(md(question.text))
                if question.evidence.text:
                    with st.expander("文件中的原文"):
                        st.text(question.evidence.text)
    answered = sum(question.cell in pending.answers.cells for question in reading.questions)
    if not waiting:
        st.caption(f"需要答复的 {answered} 格都已答复。" if answered else "没有需要答复的单元格。")
        return
    st.markdown(
        f"**请先答复 {len(waiting)} 格**　"
        f"<span class='nb-quiet'>没有答复的留空，不会当作 0{f'；已答 {answered} 格' if answered else ''}</span>",
        unsafe_allow_html=True,
    )
    for at, (text, same) in enumerate(grouped(reading.form, waiting)):
        with st.container(border=True):
            _group(pending, f"{pending.id}_{at}_{same[0].cell}", text, same)


def _group(pending: Pending, key: str, text: str, same: tuple[Question, ...]) -> None:
    cells = [question.cell for question in same if question.cell]
    words, actions = st.columns([3, 2], vertical_alignment="center")
    words.markdown(md(text))
    with actions, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        for value in _shared(same):
            st.button(
                f"这 {len(same)} 格都填 {value}" if len(same) > 1 else f"填 {value}",
                key=f"all_{key}_{value}",
                on_click=_answer,
                args=(pending, dict.fromkeys(cells, value)),
            )
        if in_turn := _in_turn(same):
            st.button(
                f"依次填 {'、'.join(in_turn)}",
                key=f"turn_{key}",
                on_click=_answer,
                args=(pending, dict(zip(cells, in_turn))),
            )
        st.button(
            "都留空" if len(same) > 1 else "留空",
            key=f"blank_{key}",
            on_click=_answer,
            args=(pending, dict.fromkeys(cells, "")),
        )
        opened = len(same) <= FEW or st.toggle("逐格填写", key=f"each_{key}")
    if opened:
        rows = {pending.reading.form.name(cell).rpartition("”")[0] for cell in cells}
        for question, cell in zip(same, cells):
            name = pending.reading.form.name(cell)
            _one(pending, question, cell, "" if len(same) == 1 else name.rpartition("”")[2] if len(rows) == 1 else name)


def _shared(same: tuple[Question, ...]) -> list[str]:
    """The values every question of a group offers; of one alone all it offers."""
    first, *others = [[printed(offer) for offer in question.offers] for question in same]
    return [value for value in first if all(value in other for other in others)]


def _in_turn(same: tuple[Question, ...]) -> list[str]:
    """The one value each question of a group offers, where they are not all the same; nothing where one offers none or
    several.
    """
    offers = [printed(question.offers[0]) for question in same if len(question.offers) == 1]
    return offers if len(offers) == len(same) and len(set(offers)) > 1 else []


def _one(pending: Pending, question: Question, cell: str, called: str) -> None:
    """The field of one question about ``cell``. ``called``: the cell, as far as the words above have not said it."""
    key = f"q_{pending.id}_{cell}_{pending.number}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if called:
            st.markdown(md(called), width=360 if "”" in called else 120)
            for offer in map(printed, question.offers):
                st.button(f"填 {offer}", key=f"offer_{key}_{offer}", on_click=_answer, args=(pending, {cell: offer}))
        st.text_input(
            pending.reading.form.name(cell),
            key=key,
            max_chars=30,
            width=120,
            placeholder="数字",
            label_visibility="collapsed",
        )
        st.button("保存", key=f"do_{key}", on_click=_typed, args=(pending, cell, key))
        st.button("看出处", key=f"see_{key}", type="tertiary", on_click=pick, args=(pending.id, cell))


@session.callback
def _answer(pending: Pending, typed: dict[str, str]) -> None:
    importing = session.service().importing
    number = importing.answer(pending.id, typed, pending.number)
    said = "留空" if "" in typed.values() else f"填为 {'、'.join(dict.fromkeys(typed.values()))}"
    about = pending.reading.form.name(next(iter(typed))) if len(typed) == 1 else f"{len(typed)} 格"
    session.offer_undo(f"{about}已{said}。", lambda: importing.ask_again(pending.id, list(typed), number))


@session.callback
def _typed(pending: Pending, cell: str, key: str) -> None:
    if st.session_state[key].strip():
        _answer(pending, {cell: st.session_state[key]})
