"""What taking the file will do: what it fills, and where something else stands, both beside each other with a choice."""

from __future__ import annotations

import streamlit as st

from drafting.service.import_plan import Change, Plan
from drafting.service.importing import Pending
from drafting.writing import diff

from . import session
from .text import md

LISTED = 12
"""Differences that stand open at once."""
SIDES = {"last_year": "上年报告", "this_year": "本年报告"}
CHOICES = {False: "保留现有", True: "改用文件"}


def summary(plan: Plan, purpose: str) -> str:
    """One sentence on what taking the file will do."""
    report = plan.report
    assert report is not None  # what nothing stands in the way of has one
    organ = report.organ.name
    said = []
    if purpose == "last_year":
        said.append(
            f"建立{organ} {report.year} 年度报告（{len(report.values)} 格、正文 {len(report.sections)} 节）"
            if plan.last is None
            else f"{report.year} 年度报告已在列表中，{_counted(plan.on('last_year'))}"
        )
    year = report.year + (purpose == "last_year")
    made = "建立并" if plan.this is None else ""
    said.append(f"{made}填写 {year} 年度报告：{_counted(plan.on('this_year'))}")
    kept = sum(change.id not in plan.chosen for change in plan.conflicts)
    if kept:
        said.append(f"另有 {kept} 处保留现有内容")
    return f"取用后，{'；'.join(said)}。"


def _counted(changes: list[Change]) -> str:
    carried = sum(change.part == "cell" and change.name.startswith("requests.carried_in.") for change in changes)
    cells = sum(change.part == "cell" for change in changes)
    parts = [
        f"上年结转 {carried} 格" if carried == cells and carried else f"{cells} 格" if cells else "",
        f"正文 {count} 节" if (count := sum(change.part == "section" for change in changes)) else "",
        f"素材 {count} 条" if (count := sum(change.part == "note" for change in changes)) else "",
        *(change.label for change in changes if change.part in ("organ", "document")),
    ]
    return "、".join(filter(None, parts)) or "没有要填的内容"


def show_changes(pending: Pending, plan: Plan) -> None:
    """The differences with their choices, and what is filled, folded."""
    conflicts = plan.conflicts
    if conflicts:
        with st.expander(f"与现有内容不同的 {len(conflicts)} 处，请选用哪一边", expanded=len(conflicts) <= LISTED):
            with st.container(horizontal=True):
                st.button("全部保留现有", key="keep_all", on_click=_choose, args=(pending, list(conflicts), False))
                st.button("全部改用文件", key="take_all", on_click=_choose, args=(pending, list(conflicts), True))
            for change in conflicts:
                _conflict(pending, change, change.id in plan.chosen)
    filled = [change for change in plan.changes if not change.conflict]
    if filled:
        with st.expander(f"将填入现在空白处的 {len(filled)} 项"):
            rows = "".join(
                f"| {SIDES[change.side]} | {md(change.label)} | {md(_short(change.offered))} |\n" for change in filled
            )
            st.markdown(f"| 报告 | 项目 | 填入 |\n|---|---|---|\n{rows}")


def _conflict(pending: Pending, change: Change, chosen: bool) -> None:
    key = f"choice_{pending.id}_{change.id}_{pending.number}"
    words, choice = st.columns([3, 2], vertical_alignment="center")
    with words:
        st.markdown(
            f"**{md(change.label)}**　<span class='nb-quiet'>{SIDES[change.side]}</span>", unsafe_allow_html=True
        )
        if change.part == "section":
            st.html(f"<div class='nb-diff'>{diff.html(change.standing, change.offered)}</div>")
            st.caption("删去的是现有文字，加下划线的是文件中的文字。")
        else:
            st.caption(f"现有：{md(change.standing)}　　文件：{md(change.offered)}")
    choice.radio(
        change.label,
        list(CHOICES),
        int(chosen),
        format_func=CHOICES.get,
        horizontal=True,
        key=key,
        label_visibility="collapsed",
        on_change=_chose,
        args=(pending, change, key),
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}……"


@session.callback
def _chose(pending: Pending, change: Change, key: str) -> None:
    _choose(pending, [change], st.session_state[key])


@session.callback
def _choose(pending: Pending, changes: list[Change], files: bool) -> None:
    session.service().importing.choose(pending.id, changes, files, pending.number)
