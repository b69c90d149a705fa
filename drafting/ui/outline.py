"""章节: the outline beside the text, with the state of each section, how far drafting is, and what can be asked of it."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence

import streamlit as st

from drafting.checks import Finding
from drafting.form import SectionSpec
from drafting.report import Remark
from drafting.service.library import Opened
from drafting.service.progress import Progress
from drafting.store import Generation
from drafting.writing.endpoint import Endpoint

from . import session
from .components.jumps import step, to
from .readthroughs import show_wanted

MARKS = {"未写": "○", "排队中": "◌", "正在写": "…", "有提案": "◐", "已写": "●", "已批准": "✓"}
"""States of a section, with the sign beside each."""
CHANGE = "nb-change"
"""The class of every change that waits for a decision."""


def place(section: str) -> str:
    """The class of a section's box on the page."""
    return f"st-key-nb-section-{section.replace('.', '-')}"


def state_of(opened: Opened, section: str, runs: Sequence[Generation]) -> str:
    """The state of a section whose runs are ``runs``, as a key of ``MARKS``."""
    if any(run.state == "running" for run in runs):
        return "正在写"
    if any(run.active for run in runs):
        return "排队中"
    if any(run.content is not None for run in runs):
        return "有提案"
    if not opened.report.text(section).strip():
        return "未写"
    return "已批准" if opened.report.approval(section) else "已写"


def show_outline(
    opened: Opened,
    runs: Sequence[Generation],
    findings: Mapping[str, Sequence[Finding]],
    remarks: Mapping[str, Sequence[Remark]],
) -> None:
    """The sections, each a link to its place with its state and how much is said about it."""
    lines = []
    for spec in opened.report.outline:
        state = state_of(opened, spec.id, [run for run in runs if run.section == spec.id])
        lines.append(_line(spec, state, len(findings.get(spec.id, ())), len(remarks.get(spec.id, ()))))
    st.html(f"<nav class='nb-outline' aria-label='章节'>{''.join(lines)}</nav>")
    if waiting := sum(run.content is not None and not run.active for run in runs):
        st.html(
            f"<div class='nb-steps'><span>{waiting} 份修改提案</span>{step(CHANGE, -1, '上一处')}{step(CHANGE, 1, '下一处')}</div>"
        )


def _line(spec: SectionSpec, state: str, found: int, said: int) -> str:
    about = "，".join(filter(None, (f"{said} 条意见" if said else "", f"{found} 处要看" if found else "")))
    count = (
        f"<span class='nb-count' title='{about}'>{said + found}<i class='nb-aloud'>：{about}</i></span>"
        if about
        else "<span></span>"
    )
    return to(
        place(spec.id),
        f"<span aria-hidden='true'>{MARKS[state]}</span><span class='nb-name'>{html.escape(spec.label)}</span>"
        f"<span class='nb-at'>{state}</span>{count}",
    )


def show_acts(
    opened: Opened, model: Endpoint | None, runs: Sequence[Generation], readings: Sequence[Generation]
) -> None:
    """What can be asked of the whole: to draft it, to stop, to go on without the model where that failed."""
    report, locked = opened.report, opened.read_only
    whole = [spec.id for spec in report.outline]
    empty = [section for section in whole if not report.text(section).strip()]
    active = [run for run in (*runs, *readings) if run.active]
    failed = [run.section for run in runs if run.state == "failed" and run.model]
    if active:
        st.button("全部停止", width="stretch", on_click=stop, args=([run.id for run in active],))
        st.caption("可以离开本页，不会丢失。")
        return
    if empty:
        label = "一键起草全部" if len(empty) == len(whole) else f"起草其余 {len(empty)} 节"
        st.button(label, type="primary", width="stretch", disabled=locked, on_click=start, args=(opened, empty, model))
        if len(empty) > 1:
            show_wanted(opened, model)
    if len(empty) < len(whole):
        st.button(
            "全部重新起草",
            width="stretch",
            disabled=locked,
            on_click=start,
            args=(opened, whole, model),
            help="已有文字的章节，新稿作为提案放在旁边，由您决定是否采用",
        )
    if len(failed) > 1:
        st.button(
            f"{len(failed)} 节改用离线起草",
            width="stretch",
            disabled=locked,
            on_click=start,
            args=(opened, failed, None),
            help="模型没有写成的章节，改用程序的规范句式起草",
        )


def progress_html(progress: Progress | None) -> str:
    """How far drafting is, and about how long the rest will take, as HTML; an empty piece where another process drafts."""
    if progress is None:
        return "<span></span>"
    if progress.total == 1:
        said = "正在写 1 节"
    elif progress.running == 1:
        said = f"正在写第 {progress.done + 1} 节，共 {progress.total} 节"
    else:
        said = f"正在写 {progress.running} 节，已写完 {progress.done} 节，共 {progress.total} 节"
    share = 100 * progress.done / progress.total
    return (
        f"<div class='nb-progress' role='status'>{said}{_about(progress.seconds)}"
        f"<div class='nb-bar'><div style='width:{share:.0f}%'></div></div></div>"
    )


def _about(seconds: float | None) -> str:
    """About how long that is, not more exactly than it is known."""
    if seconds is None:
        return ""
    minutes = math.ceil(seconds / 60)
    if seconds <= 50:
        return "，估计不到 1 分钟"
    return f"，估计还要 {minutes if minutes < 10 else 5 * math.ceil(minutes / 5)} 分钟左右"


@session.callback
def start(opened: Opened, sections: Sequence[str], model: Endpoint | None, wish: str = "") -> None:
    """Begin drafting ``sections``, a widget's callback."""
    begun = session.service().drafts.start(
        opened.stored.row.id, sections, model, instruction=wish.strip(), last_year=opened.last_year
    )
    tell_left_alone(opened.stored.row.id, sections, begun)
    for section in sections:
        if notice := session.service().drafts.notice(opened.stored.row.id, section, model, opened.last_year):
            session.tell(notice, "warning")
        st.session_state[f"wishes_{section}"] = False  # a wish that is on its way closes the list it was picked from


def tell_left_alone(id: str, sections: Sequence[str], begun: Sequence[Generation]) -> None:
    """Say which of the ``sections`` that were asked for are being drafted already, and who asked for them."""
    left = set(sections) - {run.section for run in begun}
    going = [run for run in session.service().drafts.open(id) if run.active and run.section in left]
    if going:
        report = session.service().library.open(id).report
        which = "、".join(f"“{report.called(run.section)}”" for run in going)
        by = "、".join(dict.fromkeys(asked_by(run) or "另一个窗口" for run in going))
        session.tell(f"{which}已由{by}要求起草，没有重复开始；可以等它写完，也可以先停止。", "warning")


def asked_by(run: Generation) -> str:
    """Who asked for a run, where that is somebody else than who is at the page; else ``""``."""
    return run.person if run.person != session.person().name else ""


@session.callback
def stop(runs: Sequence[str]) -> None:
    """Stop ``runs`` and readings, also those whose turn has not come; a widget's callback."""
    for run in runs:
        session.service().drafts.stop(run)
        session.service().readthroughs.stop(run)
