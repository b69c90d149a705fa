"""设置: the prompts, each to be seen, kept as the office's own and restored."""

from __future__ import annotations

import streamlit as st

from drafting.errors import SettingError
from drafting.writing import prompts

from . import session
from .text import md


def show_prompts() -> None:
    """Draw the part of the page on prompts. One kept by the office that does not hold is said at its place."""
    st.header("提示词")
    st.caption("提示词是程序交给模型的写作要求。可以改成本单位自用的一份，随时能恢复自带的；没有改过的随程序升级。")
    faults = {id: fault for id in prompts.TASKS if (fault := _fault(id))}
    for fault in faults.values():
        st.warning(md(fault))
    id = st.selectbox("选择提示词", list(prompts.TASKS), format_func=_title, key="prompt_id")
    shipped, kept = prompts.shipped(id), prompts.load(id)
    text = st.text_area(
        "内容", kept.text, height=420, max_chars=prompts.LONGEST, key=_key(kept), persist_state="session"
    )
    places = "、".join(f"{{{{{name}}}}}" for name in sorted(prompts.TASKS[id].variables))
    st.caption(md(f"双花括号里的是变量，起草时由程序填入。这一份可用：{places}。"))
    own = kept.own or id in faults
    with st.container(horizontal=True):
        st.button("保存为本单位自用", type="primary", disabled=text == kept.text, on_click=_save, args=(id, text))
        st.button("恢复自带", disabled=not own, on_click=_restore, args=(id,))
    made = (
        f"“{kept.place}”的地方口径"
        if kept.place
        else f"本单位自用，由程序自带的第 {kept.version} 版改成"
        if kept.own
        else f"程序自带，第 {kept.version} 版"
    )
    st.caption(md(f"现用：{made}。{shipped.purpose}"))
    if kept.own and kept.version < shipped.version:
        st.info(
            f"程序自带的这一份已更新到第 {shipped.version} 版，本单位的一份仍在使用。"
            "可以对照下面自带的内容改进，或恢复自带。"
        )
    if kept.own:
        with st.expander("程序自带的内容"):
            st.text(shipped.text)


def _key(prompt: prompts.Prompt) -> str:
    """The key of the field in which ``prompt`` is edited: what is typed belongs to the text it was typed into."""
    return f"prompt_text_{prompt.id}_{prompt.hash}"


def _title(id: str) -> str:
    own = "（本单位自用）" if prompts.load(id).own else ""
    return f"{prompts.TASKS[id].label}{own}"


def _fault(id: str) -> str:
    """What is wrong with the office's own prompt, ``""`` when it holds or there is none."""
    try:
        prompts.own(id)
    except SettingError as error:
        return str(error)
    return ""


@session.callback
def _save(id: str, text: str) -> None:
    before = prompts.load(id)
    session.service().prompts.keep(id, text)
    st.session_state.pop(_key(before), None)
    session.tell(f"已保存，以后“{prompts.TASKS[id].label}”用本单位自用的一份。", "success")


@session.callback
def _restore(id: str) -> None:
    session.service().prompts.restore(id)
    st.session_state.pop(_key(prompts.load(id)), None)
    session.tell(f"“{prompts.TASKS[id].label}”已恢复为程序自带的。", "success")
