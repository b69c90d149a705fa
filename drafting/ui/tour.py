"""A tour of two minutes on the sample: a sentence on each page in a quiet bar at the foot, left at any time.

Where it is belongs to the session: whoever wanders off to another page finds the bar there too, and 下一步 leads on.
The address says it too, so that a reload goes on from there.
"""

from __future__ import annotations

import streamlit as st

from drafting import times
from drafting.samples import sample

from . import session

STOPS = (
    ("entry", "这是示例镇去年的三张表，和规定的格式一样。点一格就能改，灰底的合计和对不上的地方由程序算。"),
    ("notes", "一年做了什么，一件事记一条，写清数字、时间和做法。正文只用这里和表格里的内容。"),
    ("draft", "点“一键起草全部”，程序写出全文。数字下面的线说明它来自表格还是素材，点一下能看到出处。"),
    ("review", "程序逐条列出哪里对不上、差多少、怎么改，都能点过去。审阅和审定也在这里。"),
    ("export", "右边就是成文的样子。改好、批准以后，在这里生成 Word、PDF 或网页。"),
    ("importing", "有上年年报的，从这里读入：上年的数字供对照，上年的问题变成今年要答复的素材。"),
    ("manual", "每一页左边都有“使用手册”，打开就是这一页的说明。示例可以随意改，不要了在“报告”页删除。"),
)
"""The stops: the page, and what is said there."""


def start() -> str:
    """Put the sample town on the shelf, open it, and begin; the page of the first stop."""
    st.session_state["report"] = session.service().library.add_sample(sample("town", times.today()))
    st.session_state["tour"] = 0
    return STOPS[0][0]


def float_tour() -> str | None:
    """Draw the bar while the tour is on; the page that a click leads to, else None."""
    at = _place()
    if at is None:
        return None
    with st.container(key="nb-tour"):
        st.html(f"<div role='status'><b>{at + 1}/{len(STOPS)}</b>　{STOPS[at][1]}</div>")
        with st.container(horizontal=True, horizontal_alignment="right"):
            back = st.button("上一步", key="tour_back", disabled=at == 0)
            on = st.button("下一步", key="tour_on", type="primary") if at + 1 < len(STOPS) else False
            st.button("结束", key="tour_end", on_click=_end)
    if not (back or on):
        return None
    st.session_state["tour"] = at = at - 1 if back else at + 1
    return STOPS[at][0]


def _place() -> int | None:
    """Which stop the tour is at; None while it is not on. A session that has just begun takes it from the address."""
    said = st.query_params.get("tour", "")
    if "tour" not in st.session_state:
        on = said.isascii() and said.isdigit() and 1 <= int(said[:3]) <= len(STOPS)
        st.session_state["tour"] = int(said[:3]) - 1 if on else None
    at = st.session_state["tour"]
    if at is None:
        st.query_params.pop("tour", None)
    elif said != str(at + 1):
        st.query_params["tour"] = str(at + 1)
    return at


def _end() -> None:
    st.session_state["tour"] = None
