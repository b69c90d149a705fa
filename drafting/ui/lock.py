"""The line that says that a report is read-only because it was approved, or that this was taken back."""

from __future__ import annotations

import html

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from drafting.service.library import Opened
from drafting.service.permissions import Right
from drafting.service.states import STATES

from . import session
from .approvals import ask_person
from .text import clock

DONE = {"approved": "已审定", "final": "已定稿", "published": "已公布"}


def show_lock(opened: Opened) -> None:
    """Draw the line, at the same place and of the same height on every page; nothing for a report that was not
    approved.
    """
    review, id = session.service().review, opened.stored.row.id
    if opened.settled:
        entry = review.settled_by(opened)
        by = f"（{entry.person}，{clock(entry.at)}）" if entry else ""
        with _line(f"{DONE[opened.stored.row.state]}{by}，内容只读"):
            may = session.person().may(Right.DISCUSS, opened.report.organ.name)
            if may and st.button("撤回修改", key="step_reopen"):
                ask_person(
                    "撤回修改",
                    "撤回",
                    lambda person: review.reopen(id, person),
                    says="撤回后报告回到草稿，可以修改；改过的要重新送审、审定，一字不差改回的可以恢复。",
                )
    elif opened.closed:
        with _line(opened.closed):
            pass
    elif found := review.withdrawn(opened):
        was = STATES[found.was]
        same = f"内容与审定时完全一致，可以恢复为“{was}”。"
        other = f"与审定时不同的：{'、'.join(found.differing)}。改回原样可以恢复为“{was}”，否则请重新送审。"
        with _line(f"原为“{was}”，{clock(found.at)} 由{found.person}撤回。{other if found.differing else same}"):
            st.button(
                f"恢复为“{was}”", key="step_restore", disabled=bool(found.differing), on_click=_restore, args=(id,)
            )


def _line(says: str) -> DeltaGenerator:
    box = st.container(key="nb-lock", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    box.html(f"<div title='{html.escape(says)}'>{html.escape(says)}</div>")
    return box


@session.callback
def _restore(id: str) -> None:
    session.tell(session.service().review.restore(id), "success")
