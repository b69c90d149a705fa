"""A reviewer's remark at the section it is about, with the passage it quotes marked and the way to answer it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import streamlit as st

from drafting.report import Remark, Report
from drafting.service.library import Opened
from drafting.service.states import STEPS

from .components.editor import MarkSpan
from .remarks import ask_answer
from .text import clock, md


def remarked_spans(report: Report, remarks: Iterable[Remark]) -> list[MarkSpan]:
    """The passages that ``remarks`` on one section quote, where they still stand."""
    spans = []
    for remark in remarks:
        if place := report.passage(remark):
            spans.append(
                MarkSpan(
                    start=place[0],
                    end=place[1],
                    state="remark",
                    why=f"{remark.person}的意见：{remark.text}",
                    id=f"remark:{remark.id}",
                )
            )
    return spans


def show_remark(opened: Opened, remark: Remark) -> None:
    """An open remark and, while the report is with its drafters, the button for the answer."""
    with st.container(border=True, key=f"nb-remark-{remark.id}"):
        quoted = f"“{md(remark.quote[:40])}{'……' if len(remark.quote) > 40 else ''}”　" if remark.quote else ""
        moved = "（原文已改动）" if remark.quote and not opened.report.passage(remark) else ""
        at = f"　{clock(datetime.fromisoformat(remark.at))}" if remark.at else ""
        st.markdown(
            f"**意见**　{quoted}{moved}{md(remark.text)}　<span class='nb-quiet'>{md(remark.person)}{at}</span>",
            unsafe_allow_html=True,
        )
        if opened.stored.row.state in STEPS["submit"].before and st.button("答复", key=f"answer_here_{remark.id}"):
            ask_answer(opened, remark)
