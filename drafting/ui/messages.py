"""What the program tells a person: near the hand, never moving anything, and kept in a list that can be opened.

A message floats at the lower right and leaves by itself, except an error, which stays until it is closed or a later act
has succeeded. The last ``KEPT`` stand under 消息 with their times: those of this session, and what was said on the open
report before it, for a reload begins a session. An act that can be undone keeps its 撤销 in both places until a newer one
supersedes it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import streamlit as st

from drafting.errors import NianbaoError

from .components.chinese import in_chinese
from .components.sidebar import make_room
from .text import clock, md

KEPT = 50
"""Messages that the list holds."""
AT_ONCE = 3
"""Messages that float at the same time."""
STAYS = {"success": timedelta(seconds=10), "warning": timedelta(seconds=20)}
"""How long a message floats, the same as in style.css; others stay until they are closed."""
STAYS_WITH_UNDO = timedelta(seconds=30)


@dataclass
class Message:
    """One message: what was said and how (``kind``: error, warning, success), and the way back from an act. ``topic``:
    the next on the same one takes its place beside the list.
    """

    number: int
    kind: str
    words: str
    report: str | None
    undo: Callable[[], object] | None = None
    topic: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(tzinfo=None))
    drawn: bool = False
    closed: bool = False

    def floats(self, now: datetime) -> bool:
        """Whether it is still to be shown beside the list. One that nobody has seen yet always is."""
        stays = STAYS_WITH_UNDO if self.undo else STAYS.get(self.kind)
        return not self.closed and (not self.drawn or stays is None or now - self.at < stays)


def say(words: str, kind: str, undo: Callable[[], object] | None = None, topic: str = "") -> None:
    """Keep a message for this or the next run. The same words said twice in a row are one message, said now."""
    kept = _kept()
    if kind == "success":
        for message in kept:
            message.closed |= message.kind == "error" and message.drawn
    for message in kept:
        message.closed |= bool(topic) and message.topic == topic
    number = st.session_state["message_number"] = st.session_state.get("message_number", 0) + 1
    if kept and (kept[-1].words, kept[-1].kind, kept[-1].undo, undo) == (words, kind, None, None):
        kept.pop()
    message = Message(number, kind, words, st.session_state.get("report"), undo, topic)
    kept.append(message)
    del kept[:-KEPT]
    if message.report is not None:
        with _lock:
            said = _said().setdefault(message.report, [])
            said.append(message)
            del said[:-KEPT]


def has_news() -> bool:
    """Whether a message waits that no run has drawn."""
    return any(not message.drawn for message in _kept())


def undoable(report: str | None) -> Message | None:
    """The newest act that can be undone where ``report`` is open (None: no report is)."""
    return next(
        (
            message
            for message in reversed(_kept())
            if message.undo and (report is None or message.report in (None, report))
        ),
        None,
    )


def float_messages(report: str | None) -> None:
    """Draw the messages that float. The box is always there, out of the page's flow, so that nothing below it moves."""
    now = datetime.now(UTC).replace(tzinfo=None)
    undo = undoable(report)
    with st.container(key="nb-messages"):
        in_chinese()
        make_room()
        for message in [message for message in _kept() if message.floats(now)][-AT_ONCE:]:
            message.drawn = True
            can = message is undo
            stays = "undo" if can else message.kind
            with st.container(key=f"nb-message-{stays}-{message.number}"):
                getattr(st, message.kind)(md(message.words))
                with st.container(horizontal=True, horizontal_alignment="right"):
                    if can:
                        st.button("撤销", key="undo_button", on_click=_undo, args=(message,))
                    st.button(
                        "知道了", key=f"close_{message.number}", type="tertiary", on_click=_close, args=(message,)
                    )
        for message in _kept():
            message.drawn = True  # one that more than AT_ONCE newer ones have overtaken stands in the list


def list_messages(report: str | None) -> None:
    """Draw the list. What is in it is sent when it is opened."""
    box = st.popover("消息", key="nb-told", on_change="rerun", type="tertiary", width="stretch")
    if not box.open:
        return
    undo = undoable(report)
    with box:
        listed = _earlier(report) + _kept()
        if not listed:
            st.caption("还没有消息。程序做了什么、哪里没有做成，都会记在这里。")
        for message in reversed(listed[-KEPT:]):
            st.markdown(f"{_SIGNS[message.kind]}{clock(message.at)}　{md(message.words)}")
            if message is undo:
                st.button("撤销", key="undo_in_list", on_click=_undo, args=(message,))


_SIGNS = {"error": "错误　", "warning": "注意　", "success": ""}


def _kept() -> list[Message]:
    st.session_state.setdefault("messages_since", datetime.now(UTC).replace(tzinfo=None))
    return st.session_state.setdefault("messages", [])


_lock = threading.Lock()


@st.cache_resource
def _said() -> dict[str, list[Message]]:
    """Report -> what was last said on it, whoever was there: as long as the program runs."""
    return {}


def _earlier(report: str | None) -> list[Message]:
    """What was said on ``report`` before this session began; none of it can be undone from here."""
    mine = _kept()
    with _lock:
        said = list(_said().get(report or "", ()))
    return [message for message in said if message.at < st.session_state["messages_since"] and message not in mine]


def _close(message: Message) -> None:
    message.closed = True


def _undo(message: Message) -> None:
    undo, message.undo, message.closed = message.undo, None, True
    if undo is None:  # a second click before the page was drawn anew
        return
    try:
        undo()
    except NianbaoError as error:
        say(str(error), "error")
    else:
        say(f"已撤销：{message.words}", "success")
