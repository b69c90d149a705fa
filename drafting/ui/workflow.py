"""送审、审定、定稿、公布: where the report stands, the next step as one button, the remarks on it, and who did what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import streamlit as st

from drafting.form import SECTIONS
from drafting.report import Remark
from drafting.service.final import obstacles
from drafting.service.library import Opened
from drafting.service.review import ADDRESS, place, unanswered
from drafting.service.states import MOVES, STATES, STEPS, VERBS, who
from drafting.store.trail import Entry

from . import session
from .approvals import show_approver
from .frame import page_of
from .text import clock, md

NEXT = {"draft": "submit", "returned": "submit", "submitted": "approve", "approved": "finalise", "final": "publish"}
"""The step that usually follows a state."""
SHOWN = 30
"""How many entries of the trail are listed; the file holds all."""


def show_workflow(opened: Opened) -> None:
    """The panel of the open report."""
    entries = session.service().review.trail(opened.stored.row.id)
    with st.container(border=True, key="nb-workflow"):
        _where(opened, entries)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            with st.container(width=180):
                show_approver("姓名")
            _steps(opened)
        _remarks(opened)
        if entries:
            _trail(opened, entries)


def _where(opened: Opened, entries: list[Entry]) -> None:
    """The way with the present state in bold, and what brought the report there."""
    state = opened.stored.row.state
    way = [each for each in STATES if each != ("submitted" if state == "returned" else "returned")]
    st.markdown("　▸　".join(f"**{STATES[each]}**" if each == state else STATES[each] for each in way))
    last = next((entry for entry in reversed(entries) if entry.verb in MOVES), None)
    if last:
        st.caption(_told(last))


def _steps(opened: Opened) -> None:
    """The next step, what keeps it from being taken, and the way back."""
    row = opened.stored.row
    verb = NEXT.get(row.state)
    why = _hindered(opened, verb)
    if verb == "publish":
        with st.popover(STEPS[verb].label, type="primary"):
            st.date_input("公布日期", date.today(), key="published_on", format="YYYY-MM-DD")
            st.text_input("公布网址", key="published_at", max_chars=ADDRESS, placeholder="https://")
            st.button("登记", type="primary", key="step_publish", on_click=_publish, args=(row.id,))
    elif verb:
        st.button(STEPS[verb].label, type="primary", key=f"step_{verb}", disabled=bool(why), on_click=_step,
                  args=(row.id, verb))
    if row.state == "submitted":
        st.button("退回", key="step_return", on_click=_step, args=(row.id, "return"),
                  disabled=not unanswered(opened.report), help="先写明至少一条意见，再退回起草人修改")
    if row.state in STEPS["reopen"].before:
        st.button(STEPS["reopen"].label, key="step_reopen", on_click=_step, args=(row.id, "reopen"))
    if why:
        st.caption(why)


def _hindered(opened: Opened, verb: str | None) -> str:
    """Why the step cannot be taken yet, ``""`` when it can."""
    waiting = len(unanswered(opened.report))
    if verb in ("submit", "approve") and waiting:
        return f"还有 {waiting} 条意见没有答复。"
    if verb in ("approve", "finalise"):
        result = session.service().documents.check(opened.stored.row.id, opened.report, opened.last_year)
        if missing := obstacles(opened.report, result):
            return f"还有 {len(missing)} 处没有完成，逐条列在“导出”页。"
    return ""


def _remarks(opened: Opened) -> None:
    """The remarks that wait first, the answered ones folded; in review, a field for a new one."""
    numbered = list(enumerate(opened.report.remarks))
    for at, remark in numbered:
        if remark.open:
            _remark(opened, at, remark)
    if opened.stored.row.state == "submitted":
        with st.popover("提出意见"):
            _new_remark(opened)
    answered = [(at, remark) for at, remark in numbered if not remark.open]
    if answered:
        with st.expander(f"已答复的意见 {len(answered)} 条"):
            for at, remark in answered:
                _remark(opened, at, remark)


def _remark(opened: Opened, at: int, remark: Remark) -> None:
    """One remark with the way to its place, and its answer or the field for it."""
    id, state = opened.stored.row.id, opened.stored.row.state
    words, action = st.columns([5, 1], vertical_alignment="center")
    words.markdown(f"{md(remark.text)}　<span class='nb-quiet'>{md(place(remark, opened.report))}　"
                   f"{_signed(remark.person, remark.at)}</span>", unsafe_allow_html=True)
    with action:
        if remark.cell in opened.report.form.cells:
            st.page_link(page_of("entry"), label="去单元格", query_params={"report": id, "cell": remark.cell})
        elif remark.section in SECTIONS:
            st.page_link(page_of("draft"), label="去正文", query_params={"report": id, "section": remark.section})
    if not remark.open:
        words.caption(f"答复：{md(remark.answer)}　{_signed(remark.answered_by, remark.answered_at)}")
    elif state in STEPS["submit"].before:
        key = f"answer_{at}_{remark.id}"
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("答复", key=key, max_chars=1_000, placeholder="例如：已按意见改为 16 件", label_visibility="collapsed")
            st.button("答复", key=f"do_{key}", on_click=_answer, args=(id, remark.id, key))
    elif state == "submitted":
        action.button("撤回", key=f"take_back_{at}", on_click=_take_back, args=(id, remark.id))


def _new_remark(opened: Opened) -> None:
    report = opened.report
    places = {"": "全文", **{spec.id: spec.label for spec in report.outline},
              **{key: report.form.name(key) for key in report.form.cells}}
    chosen = st.selectbox("位置", list(places), format_func=places.get, key="remark_place")
    if chosen in SECTIONS:
        st.text_input("引用的原文（可不填）", key="remark_quote", max_chars=500, help="从正文中原样复制")
    st.text_area("意见", key="remark_text", max_chars=1_000, placeholder="例如：请写明培训的次数和人数")
    st.button("保存意见", type="primary", key="remark_save", on_click=_save_remark, args=(opened.stored.row.id,))


def _trail(opened: Opened, entries: list[Entry]) -> None:
    """Who did what, the newest first, and the file of it all."""
    id = opened.stored.row.id
    with st.expander(f"办理记录 {len(entries)} 条"):
        for entry in entries[:-SHOWN - 1:-1]:
            st.caption(_told(entry))
        if len(entries) > SHOWN:
            st.caption(f"更早的 {len(entries) - SHOWN} 条在导出的表格里。")
        st.download_button("导出办理记录", lambda: session.service().review.trail_csv(id), mime="text/csv",
                           file_name=f"办理记录-{id}.csv", on_click="ignore", key="trail_csv")


def _told(entry: Entry) -> str:
    """An entry on one line: ``14:02　张三　退回　意见 2 条``."""
    return "　".join(filter(None, (clock(entry.at), md(who(entry)), VERBS[entry.verb], md(entry.said))))


def _signed(person: str, at: str) -> str:
    return f"{md(person)}　{clock(datetime.fromisoformat(at))}" if at else md(person)


def _person() -> str:
    return st.session_state.get("approver", "")


@session.callback
def _step(id: str, verb: str) -> None:
    review = session.service().review
    steps: dict[str, Callable[[str, str], None]] = {
        "submit": review.submit, "return": review.return_with, "approve": review.approve, "finalise": review.finalise,
        "reopen": review.reopen}
    steps[verb](id, _person())
    session.tell(f"已{STEPS[verb].label}。", "success")


@session.callback
def _publish(id: str) -> None:
    day = st.session_state.get("published_on") or date.today()
    session.service().review.publish(id, _person(), day, st.session_state.get("published_at", ""))
    session.tell("已登记公布的日期和网址。", "success")


@session.callback
def _save_remark(id: str) -> None:
    chosen = st.session_state.get("remark_place", "")
    quote = st.session_state.get("remark_quote", "")
    where = {"section": chosen, "quote": quote} if chosen in SECTIONS else {"cell": chosen}
    session.service().review.remark(id, _person(), st.session_state.get("remark_text", ""), **where)
    st.session_state["remark_text"] = st.session_state["remark_quote"] = ""


@session.callback
def _answer(id: str, remark_id: str, key: str) -> None:
    session.service().review.answer(id, _person(), remark_id, st.session_state.get(key, ""))


@session.callback
def _take_back(id: str, remark_id: str) -> None:
    session.service().review.take_back(id, _person(), remark_id)
