"""What is to be sent to a model is shown before it goes, and personal data in it is asked about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from drafting.errors import AskFirst
from drafting.service.sending import Preview
from drafting.writing.endpoint import Consent

from . import dialogs
from .text import md

_SAID = "sending_said"
"""Where the session keeps what was said of personal data, so that the same is not asked about twice."""
ROLES = {"system": "系统说明", "user": "要求和材料", "assistant": "模型先前的回答"}
"""What the parts of a conversation with a model are called."""
HEIGHT = 340
"""Pixels of the list of messages, which scrolls."""


def ask(error: AskFirst, again: Callable[[Consent], None]) -> None:
    """Ask what ``error`` asks, in a dialog; ``again`` does what was asked for, with the answer. What was answered in this
    session of the same personal data counts again.
    """
    preview: Preview = error.preview
    said = st.session_state.get(_SAID, {}).get(_about(preview)) if preview.found else None
    if said:
        again(said)
    else:
        _dialog(preview, again)


def _about(preview: Preview) -> tuple[str, frozenset]:
    return preview.url, frozenset(found for found, _ in preview.found)


@dialogs.dialog("发送前请看一看", width="large")
def _dialog(preview: Preview, again: Callable[[Consent], None]) -> None:
    letters = sum(len(text) for messages in preview.requests for _, text in messages)
    st.markdown(
        f"将发送到 **{md(preview.label)}**，地址 `{preview.url}` ，不在本机，也不在内网；"
        f"共 {len(preview.requests)} 次请求、{letters} 字，全文如下。"
    )
    if preview.found:
        st.warning(
            "里面有个人信息：\n\n" + "\n".join(f"- {md(found.shown)}，在{md(where)}" for found, where in preview.found)
        )
    with st.container(height=HEIGHT, border=True, key="nb-sending"):
        show_messages(preview.requests)
    with st.container(horizontal=True):
        if preview.found:
            _button("去掉后发送", "masked", preview, again, "换成［手机号］这样的字样再发送，其他文字和数字不变")
            _button("照原样发送", "as_is", preview, again, "记入办理记录")
        else:
            _button("发送", "seen", preview, again, "以后向这个地址发送不再先问，随时可以在办理记录里看发送的全文")
        if st.button("取消", key="sending_no"):
            dialogs.close()


def show_messages(requests: tuple) -> None:
    """The messages of several requests, word for word."""
    for number, messages in enumerate(requests, 1):
        st.markdown(f"**第 {number} 次**")
        for role, text in messages:
            st.caption(ROLES.get(role, role))
            st.text(text)


def _button(label: str, consent: Consent, preview: Preview, again: Callable[[Consent], None], help: str) -> None:
    st.button(label, key=f"sending_{consent}", on_click=partial(_say, consent, preview, again), help=help)


def _say(consent: Consent, preview: Preview, again: Callable[[Consent], None]) -> None:
    dialogs.put_away()
    if preview.found:
        st.session_state.setdefault(_SAID, {})[_about(preview)] = consent
    again(consent)
