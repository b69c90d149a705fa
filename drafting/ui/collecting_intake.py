"""汇总, 收回: files handed in, read in the background, what became of each, and whose are those that do not say it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from drafting.collection.folder import Folder
from drafting.collection.intake import STATUSES
from drafting.collection.roster import Roster
from drafting.service.collection_inbox import Inbox, Outcome, Waiting

from . import session
from .collecting_progress import show_progress
from .collecting_questions import show_questions
from .importing import TYPES
from .text import md

MOST_ASKED = 50
"""Questions that stand on the page at once."""
LEAVE_OUT = "\0"
"""Stands for 不取用 among the keys of units."""
CHANGES_SHOWN = 20


def show_intake(id: str, folder: Folder) -> None:
    """Draw 收回."""
    taking = session.service().collections.taking(id)
    if taking:
        show_progress(
            taking, "读取", "读完", partial(_stop, id),
            stopping="正在停止，读完手上的文件就停。", kept="读完的留下，没有读的以后可以继续",
        )  # fmt: skip
        return
    _choose(id)
    inbox = session.service().collections.inbox(id)
    if inbox.unread:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"还有 {len(inbox.unread)} 个文件没有读。", width="stretch")
            st.button("继续读取", key="go_on_reading", on_click=_go_on, args=(id,))
            st.button("不读了", key="drop_unread", on_click=_drop, args=(id, [file.id for file in inbox.unread]))
    _questions(id, inbox, folder.collection.roster)
    show_questions(id, folder)
    _outcomes(inbox, folder.collection.roster)


def _choose(id: str) -> None:
    tries = st.session_state.setdefault("intake_tries", 0)
    files = st.file_uploader(
        "各单位交回的文件，可以一次选多个，也可以是压缩包",
        type=[*TYPES, "zip"],
        accept_multiple_files=True,
        key=f"intake_{tries}",
        max_upload_size=200,
    )
    if files and st.button(f"读取这 {len(files)} 个文件", type="primary", key="read_files"):
        with session.plainly():
            session.service().collections.take(id, [(file.name, file.getvalue()) for file in files])
            st.session_state["intake_tries"] += 1
        st.rerun()


def _questions(id: str, inbox: Inbox, roster: Roster) -> None:
    if not inbox.asked:
        return
    st.markdown(f"**请核对 {len(inbox.asked)} 个文件**　说明是哪个单位的，或者不取用。没有说明的不取用，也不会丢。")
    for file in inbox.asked[:MOST_ASKED]:
        with st.container(border=True):
            words, action = st.columns([3, 2], vertical_alignment="center")
            words.markdown(f"**{md(file.name)}**  \n{md(file.says)}")
            action.selectbox(
                f"{file.name} 是哪个单位的",
                _offered(file, roster),
                index=None,
                format_func=lambda key: "不取用" if key == LEAVE_OUT else roster.labels[key],
                placeholder="请选择",
                key=f"whose_{file.id}",
                label_visibility="collapsed",
            )
    if len(inbox.asked) > MOST_ASKED:
        st.caption(f"另有 {len(inbox.asked) - MOST_ASKED} 个文件，处理完这些再列出。")
    st.button("按所选处理", type="primary", key="answer_files", on_click=_answer, args=(id, inbox.asked[:MOST_ASKED]))


def _offered(file: Waiting, roster: Roster) -> list[str]:
    """What can be said of a file: the units it may be from first, then the others."""
    if not file.by_unit:
        return [LEAVE_OUT]
    likely = [key for key in file.candidates if key in roster.by_key]
    return [*dict.fromkeys([*likely, LEAVE_OUT, *roster.by_key])]


def _outcomes(inbox: Inbox, roster: Roster) -> None:
    """What became of each file of the last reading."""
    if not inbox.last:
        return
    number = {status: sum(each.status == status for each in inbox.last) for status in STATUSES}
    said = "，".join(f"{words} {number[status]} 个" for status, words in STATUSES.items() if number[status])
    st.markdown(f"**最近一次收取**　{said}")
    st.dataframe(
        [
            {
                "文件": each.file,
                "结果": STATUSES[each.status],
                "单位": roster.labels.get(each.unit, ""),
                "第几次": str(each.number or ""),
                "待答": str(each.questions or ""),
                "说明": each.says,
            }
            for each in inbox.last
        ],
        hide_index=True,
        key="outcomes",
    )
    for each in inbox.last:
        if each.changed:
            _changed(each, roster)


def _changed(each: Outcome, roster: Roster) -> None:
    label = roster.labels.get(each.unit, each.file)
    with st.expander(md(f"{label}第 {each.number} 次报送改了 {len(each.changed)} 处")):
        for change in each.changed[:CHANGES_SHOWN]:
            st.markdown(md(change))
        if len(each.changed) > CHANGES_SHOWN:
            st.caption(f"另有 {len(each.changed) - CHANGES_SHOWN} 处。")


@session.callback
def _answer(id: str, asked: tuple[Waiting, ...]) -> None:
    said = {file.id: st.session_state.get(f"whose_{file.id}") for file in asked}
    units = {file: "" if key == LEAVE_OUT else key for file, key in said.items() if key}
    if not units:
        session.tell("还没有选是哪个单位的，请先在每个文件右边选择。", "warning")
        return
    session.service().collections.answer(id, units)


@session.callback
def _go_on(id: str) -> None:
    session.service().collections.go_on(id)


@session.callback
def _drop(id: str, files: list[str]) -> None:
    session.service().collections.answer(id, dict.fromkeys(files, ""))
    session.tell(f"{len(files)} 个文件没有读，已移去；要用时请重新选择。", "success")


@session.callback
def _stop(id: str) -> None:
    session.service().collections.stop(id)
