"""统稿 and 校对: the buttons that let the model read the whole report, how far it is, what came of it, and the one that takes
all changes of all proposals that need no tick of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from drafting.service.library import Opened
from drafting.service.readthroughs import TASKS, Task
from drafting.store import Generation
from drafting.writing.endpoint import Endpoint

from . import session
from .text import md

HELP: dict[Task, str] = {
    "polish": "通读全文，找出说了两遍的事、次序、雷同的开头、前后不一的叫法，作为修改提案列在各节下面；改动事实的不提出",
    "proofread": "逐节找错别字、标点、口语和语病，每处单独列出，由您决定是否采用",
}


def show_readings(
    opened: Opened, model: Endpoint | None, runs: Sequence[Generation], readings: Sequence[Generation]
) -> dict[str, DeltaGenerator]:
    """What can be asked of the whole text, and what came of it; the slots of what is being read, by run id."""
    slots: dict[str, DeltaGenerator] = {}
    for run in readings:
        if run.active:
            slots[run.id] = st.empty()
            grow_reading(slots[run.id], run)
        elif run.error:
            with st.container(key=f"nb-reading-{run.id}"):
                st.caption(md(run.error))
                st.button("知道了", key=f"seen_{run.id}", on_click=_seen, args=(run.id,))
    if any(run.active for run in (*runs, *readings)):
        return slots
    waiting = any(run.content is not None for run in runs)
    written = [spec.id for spec in opened.report.outline if opened.report.text(spec.id).strip()]
    if model and written:
        whole = len(written) == len(opened.report.outline)
        with st.container(horizontal=True, key="nb-readings"):
            for task, label in TASKS.items():
                ready = whole or task == "proofread"
                st.button(
                    label,
                    key=f"read_{task}",
                    disabled=opened.read_only or waiting or not ready,
                    on_click=_start,
                    args=(opened.stored.row.id, task, model),
                    help=opened.closed or _why(waiting, ready) or HELP[task],
                )
    return slots


def show_taking(opened: Opened, runs: Sequence[Generation]) -> None:
    """The button that takes what needs no tick of all proposals, where any wait."""
    if any(run.content is not None and not run.active for run in runs):
        st.button(
            "采用全部稳妥的修改",
            width="stretch",
            key="take_harmless",
            disabled=opened.read_only,
            on_click=_take_harmless,
            args=(opened,),
            help="没有动数字、名称、日期和意思的修改，各节一次采用；其余的留下，逐处核对",
        )


def show_wanted(opened: Opened, model: Endpoint | None) -> None:
    """Whether the last pass follows a draft of the whole."""
    if model is None or model.strategy == "items":
        return
    id = opened.stored.row.id
    readthroughs = session.service().readthroughs
    st.toggle(
        "全部写完后统稿",
        value=readthroughs.wanted(id),
        key=f"polish_{id}",
        disabled=opened.read_only,
        on_change=_want,
        args=(id,),
        help="各节都写好以后再通读一遍全文，去掉重复，理顺开头和次序，结果作为修改提案",
    )


def grow_reading(slot: DeltaGenerator, run: Generation) -> None:
    """Show how far a reading is."""
    slot.html(f"<div class='nb-progress' role='status'>{md(session.service().readthroughs.says(run))}</div>")


def _why(waiting: bool, ready: bool) -> str:
    """Why a reading cannot be asked for now, ``""`` when it can."""
    if waiting:
        return "还有修改提案等待决定，请先采用或放弃"
    return "" if ready else "各节都写好后才能统稿"


@session.callback
def _start(id: str, task: Task, model: Endpoint) -> None:
    session.service().readthroughs.start(id, task, model)


@session.callback
def _seen(run: str) -> None:
    session.service().readthroughs.seen(run)


@session.callback
def _want(id: str) -> None:
    session.service().readthroughs.want(id, bool(st.session_state[f"polish_{id}"]))


@session.callback
def _take_harmless(opened: Opened) -> None:
    id, prose = opened.stored.row.id, session.service().prose
    before = session.service().drafts.take_harmless(id, opened.assessment.bearing)
    if not before:
        session.tell("各处修改都动了数字、名称或意思，请在各节下面逐处核对后采用。", "warning")
        return
    session.offer_undo(f"已采用 {len(before)} 节的修改。", lambda: prose.undo(id, before))
