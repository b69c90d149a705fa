"""汇总: many units, one office: a roster, forms handed out, what came back, where each unit stands, the sum."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from drafting.collection.folder import Folder
from drafting.errors import NianbaoError
from drafting.service.collections import Listed, title
from drafting.service.permissions import Right

from . import dialogs, session
from .collecting_batch import show_batch
from .collecting_bulletin import show_bulletin
from .collecting_found import show_findings, show_roll_call
from .collecting_intake import show_intake
from .collecting_roster import show_new, show_roster
from .collecting_sum import show_sum
from .frame import begin_plain
from .text import md

_STEPS = (
    ("名单和分发", "上传本级各单位的名单，一次生成各单位的填报表，带上年数字，打包发下去。"),
    ("收回和点名", "把交回来的 Word、Excel、网页、PDF 一起放进来，程序认出是哪个单位的，列出谁没交、谁有错。"),
    ("校核和汇总", "逐个单位校核，退回修改；三张表自动相加，每一格都能查到是哪些单位、各多少。"),
)


def page() -> None:
    """Draw the page. ``?collection=`` in the address is the collection, ``?step=`` what is done with it."""
    begin_plain("collecting", Right.COLLECT)
    st.title("汇总")
    folder = _opened()
    if folder is None:
        _list()
        return
    id = folder.path.name
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{md(title(folder.collection))}**", width="stretch")
        st.button("换一次收集", key="other_collection", on_click=_leave)
    steps: dict[str, Callable[[str, Folder], None]] = {
        "分发": show_roster,
        "收回": show_intake,
        "点名": show_roll_call,
        "校核": show_findings,
        "汇总": show_sum,
        "通报": show_bulletin,
        "成稿": show_batch,
    }
    asked = st.query_params.get("step", "")
    st.session_state.setdefault("collecting_step", asked if asked in steps else "分发")
    chosen = (
        st.segmented_control("步骤", list(steps), required=True, key="collecting_step", label_visibility="collapsed")
        or "分发"
    )
    st.query_params["step"] = chosen
    try:
        steps[chosen](id, folder)
    except NianbaoError as error:
        st.error(md(str(error)))


def _opened() -> Folder | None:
    """The collection the address names, else the one this session had open; kept in the address for a reload."""
    id = st.query_params.get("collection") or st.session_state.get("collection")
    if not id:
        return None
    try:
        folder = session.service().collections.open(id)
    except NianbaoError as error:
        st.session_state.pop("collection", None)
        st.query_params.pop("collection", None)
        st.warning(md(str(error)))
        return None
    st.session_state["collection"] = id
    if st.query_params.get("collection") != id:
        st.query_params["collection"] = id
    return folder


# No collection chosen


def _list() -> None:
    collections = session.service().collections
    found = collections.listed()
    if not found:
        st.info("这里用来收取和汇总多个单位的年报。从头到尾三步：")
        for at, (box, (name, how)) in enumerate(zip(st.columns(3, border=True), _STEPS), 1):
            box.markdown(f"**{at}　{name}**")
            box.caption(how)
    for each in found:
        _row(each)
    if found:
        st.subheader("新的一次收集")
    show_new(_go)
    if deleted := collections.deleted():
        with st.expander(f"最近删除（{len(deleted)} 次收集）"):
            for name in deleted:
                words, action = st.columns([4, 1], vertical_alignment="center")
                words.markdown(md(name.partition("~")[0]))
                with action, st.container(horizontal=True, horizontal_alignment="right"):
                    st.button("恢复", key=f"restore_{name}", on_click=_restore, args=(name,))


def _row(each: Listed) -> None:
    with st.container(border=True):
        name, action = st.columns([4, 1], vertical_alignment="center")
        name.markdown(f"**{md(each.title)}**" + ("" if each.fault else f"　{each.units} 个单位，已收 {each.came} 个"))
        if each.fault:
            st.error(md(each.fault))
            return
        with action, st.container(horizontal=True, horizontal_alignment="right"):
            st.button("打开", key=f"open_{each.id}", on_click=_open, args=(each.id,))
            if st.button("删除", key=f"delete_{each.id}"):
                _confirm_delete(each)


@dialogs.dialog("删除这次收集")
def _confirm_delete(each: Listed) -> None:
    st.markdown(
        f"确定删除 **{md(each.title)}** 的收集吗？名单、已收的 {each.came} 个单位的报告和各次原样一起移走，"
        "可以在下面的“最近删除”里恢复；“报告”页的报告不受影响。"
    )
    with st.container(horizontal=True):
        if st.button("删除", type="primary", key="delete_yes", on_click=_delete, args=(each,)) | st.button(
            "取消", key="delete_no"
        ):
            dialogs.close()


@session.callback
def _delete(each: Listed) -> None:
    undo = session.service().collections.delete(each.id)
    session.offer_undo(f"已删除 {each.title} 的收集。", undo)


@session.callback
def _restore(name: str) -> None:
    session.service().collections.restore(name)
    session.tell("已恢复。", "success")


def _go(id: str, step: str) -> None:
    """Open the collection ``id`` at ``step`` with the next run."""
    _open(id)
    st.query_params["step"] = step


def _open(id: str) -> None:
    st.session_state["collection"] = st.query_params["collection"] = id
    st.session_state.pop("collecting_step", None)
    st.query_params.pop("step", None)


def _leave() -> None:
    st.session_state.pop("collection", None)
    st.session_state.pop("collecting_step", None)
    for name in ("collection", "step"):
        st.query_params.pop(name, None)
