"""对话: a panel beside the draft. Asks for changes, which come as proposals in the text, and answers questions."""

from __future__ import annotations

import html
from typing import Literal

import streamlit as st

from drafting.service.conversation import ASKED, MAX_MESSAGE
from drafting.service.library import Opened
from drafting.store.messages import Message
from drafting.writing.endpoint import Endpoint

from . import session
from .components.enter_sends import enter_sends
from .components.jumps import to
from .proposal import proposal_key
from .text import clock

POLL_SECONDS = 0.5
HEIGHT = 420
"""Pixels of the messages, where the page's style does not fit them to the window; older ones scroll."""
_RUNNING = "chat_running"
"""Where the session keeps the answer it last saw being written."""
_ENDED = {"stopped": "已停止，这里是停止前写出的部分。"}
_STYLE = """
<style>
.nb-said {font-size:15px; line-height:1.6; margin-bottom:.7rem; overflow-wrap:anywhere}
.nb-said p {margin:0 0 .2em}
.nb-said-person {background:#eef3fa; padding:.4rem .6rem; border-radius:4px}
.nb-said-notice {border-left:3px solid #c26a00; padding-left:.5rem}
.nb-said-proposal {border-left:3px solid #1f4e8c; padding-left:.5rem}
</style>
"""


def show_chat(opened: Opened, model: Endpoint | None) -> None:
    """Draw the panel of the open report; without a ``model`` only what the program answers itself can be asked."""
    id = opened.stored.row.id
    messages = session.service().conversation.messages(id)
    running = next((message for message in messages if message.active), None)
    with st.container(border=True, key="nb-chat"):
        st.html(_STYLE)
        with st.container(height=HEIGHT, border=False, autoscroll=True, key="nb-chat-said"):
            proposed = any(message.proposals for message in messages)
            _show(messages, {run.id for run in session.service().drafts.open(id)} if proposed else set())
            if running:
                _watch(id)
        with st.container(horizontal=True):
            for question, label in ASKED.items():
                st.button(
                    label, key=f"chat_{question}", disabled=running is not None, on_click=_ask, args=(id, question)
                )
        _input(id, model, messages, shut=opened.closed)
    _settle(running)


def _show(messages: list[Message], waiting: set[str]) -> None:
    """The messages that have ended, or how to begin. ``waiting``: the proposals that can still be gone to."""
    ended = [message for message in messages if not message.active]
    st.html(
        "".join(_said(message, waiting) for message in ended)
        or (
            "<div class='nb-quiet'>可以让模型修改正文，例如“监督保障第二段写短一点”“把培训情况补进监督保障”，也可以问某处为什么有标记。"
            "修改只作为提案放在正文里，由您决定是否采用。</div>"
        )
    )


def _said(message: Message, waiting: set[str]) -> str:
    """One message as HTML, everything escaped."""
    if message.role == "person":
        return f"<div class='nb-said nb-said-person'>{_lines(message.text)}</div>"
    about = [message.model or "程序", clock(message.at)]
    about += [f"用时 {message.seconds:.0f} 秒"] if message.seconds and message.seconds >= 1 else []
    about += [f"{message.tokens} 词元"] if message.tokens else []
    about += [f"约 {message.cost:.4f} 元"] if message.cost is not None else []
    return (
        f"<div class='nb-said'>{_lines(message.text)}{_proposed(message, waiting)}"
        f"{_box('notice', message.error or _ENDED.get(message.state, ''))}"
        f"<div class='nb-quiet'>{html.escape('　'.join(about))}</div></div>"
    )


def _proposed(message: Message, waiting: set[str]) -> str:
    """What an answer proposes, with the way to the first that still waits in the text."""
    if not message.proposals:
        return ""
    said = f"已提出 {len(message.proposals)} 处修改，"
    first = next((run for run in message.proposals if run in waiting), None)
    way = to(f"st-key-{proposal_key(first)}", "见正文中的修改提案", block="center") if first else "都已处理"
    return f"<div class='nb-said-proposal'>{said}{way}。</div>"


def _lines(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())


def _box(kind: str, text: str) -> str:
    return f"<div class='nb-said-{kind}'>{html.escape(text)}</div>" if text else ""


def _watch(id: str) -> None:
    """Show the answer as it grows; when it has ended, the page is drawn anew and its proposals with it."""

    @st.fragment(run_every=POLL_SECONDS)
    def watch() -> None:
        running = next((message for message in session.service().conversation.messages(id) if message.active), None)
        if running is None:
            st.session_state.pop(_RUNNING, None)
            st.rerun()
        st.html(f"<div class='nb-said'>{_lines(running.text) or '<span class=nb-quiet>等待模型开始……</span>'}</div>")

    watch()


def _settle(running: Message | None) -> None:
    """Draw the page anew where an answer ended after the page had looked for proposals."""
    if running:
        st.session_state[_RUNNING] = running.id
    elif st.session_state.pop(_RUNNING, None):
        st.rerun()


def _input(id: str, model: Endpoint | None, messages: list[Message], *, shut: str) -> None:
    """The field and its buttons. What is typed stays in the session until it is sent, also over other pages."""
    key = f"chat_text_{id}"
    st.text_area(
        "要求或提问",
        key=key,
        height=72,
        max_chars=MAX_MESSAGE,
        label_visibility="collapsed",
        disabled=model is None or bool(shut),
        placeholder=shut or "写下要求或提问，按回车发送，Shift 加回车换行"
        if model
        else "自由提问要用起草模型，请先到“设置”页配置；上面两个问题不用模型",
        on_change="ignore",
        persist_state="session",
    )
    running = next((message for message in messages if message.active), None)
    if running:
        st.button("停止", key="chat_stop", on_click=_stop, args=(running.id,))
        return
    with st.container(horizontal=True):
        st.button(
            "发送",
            key="chat_send",
            type="primary",
            disabled=model is None or bool(shut),
            on_click=_say,
            args=(id, model, key),
        )
        if model and not shut and (asked := _unanswered(messages)):
            st.button("重试", key="chat_again", on_click=_again, args=(id, model, asked), help="把上一个要求再发一次")
    if model and not shut:
        enter_sends(key, "chat_send")


def _unanswered(messages: list[Message]) -> str:
    """What a person asked last, if the answer to it failed; else ``""``."""
    if len(messages) < 2 or messages[-1].state not in ("failed", "interrupted"):
        return ""
    return messages[-2].text if messages[-2].role == "person" else ""


@session.callback
def _say(id: str, model: Endpoint | None, key: str) -> None:
    """Send what is typed; the field is emptied only when it was taken."""
    _send(id, model, st.session_state.get(key) or "")
    st.session_state[key] = ""


@session.callback
def _again(id: str, model: Endpoint, text: str) -> None:
    _send(id, model, text)


def _send(id: str, model: Endpoint | None, text: str) -> None:
    message = session.service().conversation.say(id, text, model)
    st.session_state[_RUNNING] = message.id


@session.callback
def _ask(id: str, question: Literal["missing", "why"]) -> None:
    session.service().conversation.ask(id, question)


@session.callback
def _stop(message: str) -> None:
    session.service().conversation.stop(message)
