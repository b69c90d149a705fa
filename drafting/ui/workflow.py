"""送审、审定、定稿、公布: where the report stands, the next step and what keeps it from being taken, and who did what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import streamlit as st

from drafting import times
from drafting.assessment import Obstacle, unapproved
from drafting.service.library import Opened
from drafting.service.permissions import Right
from drafting.service.review import unanswered
from drafting.service.states import MOVES, STATES, STEPS, VERBS, listed, who
from drafting.service.web_address import ADDRESS
from drafting.store.audit_log import Entry

from . import session
from .approvals import ask_person, show_approve_all
from .places import list_obstacles
from .remarks import new_remark
from .sent import show_sent
from .text import clock, md

NEXT = {"draft": "submit", "returned": "submit", "submitted": "approve", "approved": "finalise", "final": "publish"}
"""The step that usually follows a state."""
SHOWN = 30
"""How many entries of the trail are listed; the file holds all."""
_RIGHTS = {"submit": Right.WRITE, "approve": Right.REVIEW, "finalise": Right.REVIEW, "publish": Right.WRITE}
"""What each step on the way needs."""
HINDRANCES = 8
"""How many of what hinders are listed; the rest are counted."""


def show_workflow(opened: Opened) -> None:
    """The panel of the open report."""
    entries = session.service().review.trail(opened.stored.row.id)
    with st.container(border=True, key="nb-workflow"):
        _where(opened, entries)
        verb = NEXT.get(opened.stored.row.state, "")
        waiting, missing = _hindrances(opened, verb)
        with st.container(horizontal=True, vertical_alignment="center"):
            _steps(opened, verb, hindered=bool(waiting or missing))
        _hindered(opened, verb, waiting, missing)
        if entries:
            _trail(opened, entries)
        show_sent(opened.stored.row.id)


def _where(opened: Opened, entries: list[Entry]) -> None:
    """The way with the present state in bold, and what brought the report there."""
    state = opened.stored.row.state
    way = [each for each in STATES if each != ("submitted" if state == "returned" else "returned")]
    st.markdown("　▸　".join(f"**{STATES[each]}**" if each == state else STATES[each] for each in way))
    last = next((entry for entry in reversed(entries) if entry.verb in MOVES), None)
    if last:
        st.caption(_told(last))


def _steps(opened: Opened, verb: str, *, hindered: bool) -> None:
    """The next step, the ways beside it, and the way back."""
    id, state = opened.stored.row.id, opened.stored.row.state
    review, may = session.service().review, partial(session.person().may, unit=opened.report.organ.name)
    if (
        verb
        and may(_RIGHTS[verb])
        and st.button(STEPS[verb].label, type="primary", key=f"step_{verb}", disabled=hindered)
    ):
        _ask(opened, verb)
    if state == "submitted":
        if may(Right.REVIEW) and st.button(
            "退回",
            key="step_return",
            disabled=not unanswered(opened.report),
            help="先写明至少一条意见，再退回起草人修改",
        ):
            ask_person(
                "退回",
                "退回",
                _done("退回", lambda person: review.return_with(id, person)),
                says=f"连同 {len(unanswered(opened.report))} 条意见退回起草人修改。",
            )
        if may(Right.DISCUSS) and st.button(
            "提出意见", key="new_remark", help="在“阅读”里可以选中文字直接写意见；这里可以对全文、一节或一格写"
        ):
            new_remark(opened)
        if may(Right.DISCUSS) and st.button(STEPS["reopen"].label, key="step_reopen"):
            ask_person(
                "撤回修改", "撤回", _done("撤回", lambda person: review.reopen(id, person)), says="撤回后报告回到草稿。"
            )
    show_approve_all(opened)


def _ask(opened: Opened, verb: str) -> None:
    """Ask who takes the step, and what else it needs."""
    id, label = opened.stored.row.id, STEPS[verb].label
    review = session.service().review
    seen = review.seen(opened)
    if verb == "publish":
        ask_person("登记公布", "登记", _publish(id, seen), fields=_publication)
        return
    shown = {part: opened.report.digest(part) for part in unapproved(opened.report)} if verb == "approve" else {}
    does: dict[str, Callable[[str], None]] = {
        "submit": lambda person: review.submit(id, person, seen=seen),
        "finalise": lambda person: review.finalise(id, person, seen=seen),
        "approve": lambda person: review.approve(id, person, shown, seen=seen),
    }
    says = {
        "submit": "送审后由审核人提意见、退回或审定。",
        "finalise": "定稿后可以登记公布。",
        "approve": "审定后全部内容只读。"
        + (f"还没有逐节批准的 {len(shown)} 部分随审定一并批准：{listed(shown, opened.report)}。" if shown else ""),
    }
    ask_person(label, label, _done(label, does[verb]), says=says[verb])


def _done(label: str, do: Callable[[str], None]) -> Callable[[str], None]:
    def doing(person: str) -> None:
        do(person)
        session.tell(f"已{label}。", "success")

    return doing


def _publication() -> tuple[str, str]:
    st.date_input("公布日期", times.today(), key="published_on", format="YYYY-MM-DD")
    st.text_input("公布网址", key="published_at", max_chars=ADDRESS, placeholder="https://")
    return "published_on", "published_at"


def _publish(id: str, seen: Mapping[str, str]) -> Callable[[str, date | None, str], None]:
    def publish(person: str, day: date | None, address: str) -> None:
        where = session.service().review.publish(id, person, day or times.today(), address, seen=seen)
        session.tell(f"已登记公布，网址为 {where}。", "success")

    return publish


def _hindrances(opened: Opened, verb: str) -> tuple[int, list[Obstacle]]:
    """What keeps the step from being taken: how many remarks wait for an answer, and what must be mended."""
    waiting = len(unanswered(opened.report)) if verb in ("submit", "approve") else 0
    if verb not in ("approve", "finalise"):
        return waiting, []
    with_it = unapproved(opened.report) if verb == "approve" else ()
    return waiting, [each for each in opened.assessment.obstacles if each.part not in with_it]


def _hindered(opened: Opened, verb: str, waiting: int, missing: list[Obstacle]) -> None:
    """What keeps the step from being taken, each with the way to its place."""
    if waiting:
        by = "退回起草人，或撤回意见" if verb == "approve" else "逐条答复"
        st.caption(f"还不能{STEPS[verb].label}：{waiting} 条意见没有答复，请{by}。")
    if missing:
        st.markdown(f"**还不能{STEPS[verb].label}：{len(missing)} 处没有完成**")
        list_obstacles(opened.stored.row.id, missing, HINDRANCES)


def _trail(opened: Opened, entries: list[Entry]) -> None:
    """Who did what, the newest first, and the file of it all."""
    id = opened.stored.row.id
    with st.expander(f"办理记录 {len(entries)} 条"):
        for entry in entries[: -SHOWN - 1 : -1]:
            st.caption(_told(entry))
        if len(entries) > SHOWN:
            st.caption(f"更早的 {len(entries) - SHOWN} 条在导出的表格里。")
        st.download_button(
            "导出办理记录",
            lambda: session.service().review.trail_csv(id),
            mime="text/csv",
            file_name=f"办理记录-{id}.csv",
            on_click="ignore",
            key="trail_csv",
        )


def _told(entry: Entry) -> str:
    """An entry on one line: ``14:02　张三　退回　意见 2 条``."""
    return "　".join(filter(None, (clock(entry.at), md(who(entry)), VERBS[entry.verb], md(entry.said))))
