"""A reviewer's remark at the section it is about, with the passage it quotes marked and the way to answer it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import streamlit as st

from drafting.report import Remark, Report
from drafting.service.library import Opened
from drafting.service.states import STEPS

from . import session
from .components.editor import MarkSpan
from .text import clock, md


def remarked_spans(report: Report, remarks: Iterable[Remark]) -> list[MarkSpan]:
    """The passages that ``remarks`` on one section quote, where they still stand."""
    spans = []
    for remark in remarks:
        start = report.text(remark.section).find(remark.quote) if remark.quote else -1
        if start >= 0 and "\n" not in remark.quote:
            spans.append(MarkSpan(start=start, end=start + len(remark.quote), state="remark",
                                  why=f"{remark.person}的意见：{remark.text}", id=f"remark:{remark.id}"))
    return spans


def show_remark(opened: Opened, remark: Remark) -> None:
    """An open remark and, while the report is with its drafters, the field for the answer."""
    id, key = opened.stored.row.id, f"answer_here_{remark.id}"
    with st.container(border=True, key=f"nb-remark-{remark.id}"):
        quoted = f"“{md(remark.quote[:40])}{'……' if len(remark.quote) > 40 else ''}”　" if remark.quote else ""
        at = f"　{clock(datetime.fromisoformat(remark.at))}" if remark.at else ""
        st.markdown(f"**意见**　{quoted}{md(remark.text)}　<span class='nb-quiet'>{md(remark.person)}{at}</span>", unsafe_allow_html=True)
        if opened.stored.row.state in STEPS["submit"].before:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                st.text_input("答复", key=key, max_chars=1_000, placeholder="例如：已按意见改为 16 件", label_visibility="collapsed")
                st.button("答复", key=f"do_{key}", on_click=_answer, args=(id, remark.id, key))


@session.callback
def _answer(id: str, remark_id: str, key: str) -> None:
    session.service().review.answer(id, st.session_state.get("approver", ""), remark_id, st.session_state.get(key, ""))
