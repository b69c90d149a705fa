"""意见: the remarks of reviewers as a list, those that wait first, and the questions with which one is made and
answered.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from drafting.report import Remark
from drafting.service.library import Opened
from drafting.service.review import place
from drafting.service.states import STEPS

from . import session
from .approvals import ask_person
from .places import go_to
from .text import clock, md


def show_remarks(opened: Opened) -> None:
    """The remarks that wait first, the answered ones folded."""
    numbered = list(enumerate(opened.report.remarks))
    waiting = [(at, remark) for at, remark in numbered if remark.open]
    answered = [(at, remark) for at, remark in numbered if not remark.open]
    if waiting:
        st.subheader(f"没有答复的意见 {len(waiting)}")
    for at, remark in waiting:
        with st.container(border=True):
            _remark(opened, at, remark)
    if answered:
        with st.expander(f"已答复的意见 {len(answered)} 条"):
            for at, remark in answered:
                _remark(opened, at, remark)


def _remark(opened: Opened, at: int, remark: Remark) -> None:
    """One remark with the way to its place, and its answer or the button for it."""
    id, state = opened.stored.row.id, opened.stored.row.state
    review = session.service().review
    words, action = st.columns([5, 2], vertical_alignment="center")
    moved = "　原文已改动" if remark.quote and not opened.report.passage(remark) else ""
    words.markdown(
        f"{md(remark.text)}　<span class='nb-quiet'>{md(place(remark, opened.report))}{moved}　"
        f"{_signed(remark.person, remark.at)}</span>",
        unsafe_allow_html=True,
    )
    if not remark.open:
        words.caption(f"答复：{md(remark.answer)}　{_signed(remark.answered_by, remark.answered_at)}")
    with action, st.container(horizontal=True, horizontal_alignment="right"):
        show_way(opened, remark, f"to_{at}")
        if remark.open and state in STEPS["submit"].before and st.button("答复", key=f"answer_{at}"):
            ask_answer(opened, remark)
        elif remark.open and state == "submitted" and st.button("撤回", key=f"take_back_{at}"):
            ask_person("撤回意见", "撤回", lambda person: review.take_back(id, person, remark.id), says=remark.text)


def ask_answer(opened: Opened, remark: Remark) -> None:
    """Ask for the answer to a remark, and who gives it."""
    ask_person(
        "答复意见",
        "答复",
        lambda person, text: session.service().review.answer(opened.stored.row.id, person, remark.id, text),
        says=remark.text,
        fields=partial(_answer, remark.id),
    )


def show_way(opened: Opened, remark: Remark, key: str) -> None:
    """The button that leads to what a remark is about, where that is a cell or a section."""
    id = opened.stored.row.id
    if remark.cell in opened.report.form.cells:
        if st.button("去单元格", key=key, type="tertiary"):
            go_to(id, cell=remark.cell)
    elif opened.report.has(remark.section) and st.button("去正文", key=key, type="tertiary"):
        go_to(id, section=remark.section, span=opened.report.passage(remark))


def new_remark(opened: Opened) -> None:
    """Ask for a remark on the whole, a section or a cell, and who makes it."""
    id, review = opened.stored.row.id, session.service().review

    def remark(person: str, chosen: str, text: str) -> None:
        section, cell = (chosen, "") if opened.report.has(chosen) else ("", chosen)
        review.remark(id, person, text, section=section, cell=cell)

    ask_person("提出意见", "保存意见", remark, fields=lambda: _remark_fields(opened))


def _remark_fields(opened: Opened) -> tuple[str, str]:
    report = opened.report
    places = {
        "": "全文",
        **{spec.id: spec.label for spec in report.outline},
        **{key: report.form.name(key) for key in report.form.cells},
    }
    st.selectbox("位置", list(places), format_func=places.__getitem__, key="remark_place")
    st.text_area("意见", key="remark_text", max_chars=1_000, placeholder="例如：请写明培训的次数和人数")
    return "remark_place", "remark_text"


def _answer(remark_id: str) -> tuple[str]:
    key = f"answer_text_{remark_id}"
    st.text_area("答复", key=key, max_chars=1_000, placeholder="例如：已按意见改为 16 件")
    return (key,)


def _signed(person: str, at: str) -> str:
    return f"{md(person)}　{clock(datetime.fromisoformat(at))}" if at else md(person)
