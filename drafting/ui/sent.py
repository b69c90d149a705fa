"""办理记录, the detail: what was sent to models for the report, word for word."""

from __future__ import annotations

import streamlit as st

from . import session
from .sending import show_messages
from .text import clock


def show_sent(id: str) -> None:
    """Draw what was sent for the report ``id``; looked up only where it is opened."""
    with st.expander("发送给模型的内容", key="sent_shown", on_change="rerun"):
        if not st.session_state.get("sent_shown"):
            return
        found = session.service().review.sent(id)
        if not found:
            st.caption("还没有向模型发送过内容。")
            return
        which = st.selectbox(
            "哪一次请求",
            range(len(found)),
            format_func=lambda at: "　".join(
                filter(None, (clock(found[at].at), found[at].person, f"{found[at].model}（{found[at].place}）"))
            ),
            key="sent_which",
        )
        call = found[which or 0]
        tokens = f"发送 {call.prompt_tokens} 词元，回答 {call.tokens} 词元" if call.tokens is not None else "没有用量"
        st.caption(f"发送到 `{call.url}` ，{tokens}；密钥不在内。")
        with st.container(height=340, border=True, key="nb-sent"):
            show_messages((call.messages,))
