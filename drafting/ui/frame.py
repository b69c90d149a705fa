"""The frame of every page: steps on the left with their states, one state line on top (ui.md)."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial

import streamlit as st

from drafting import times
from drafting.assessment import blocking, unapproved
from drafting.checks import SEVERITIES, Result
from drafting.report import Report
from drafting.service.library import Opened
from drafting.service.permissions import Right
from drafting.service.states import STATES
from drafting.writing.configured import from_settings
from drafting.writing.endpoint import Endpoint

from . import messages, session, tour
from .lock import show_lock
from .others import show_others
from .signing_in import show_who
from .text import clock, deadline, md


def _page(module: str) -> Callable[[], None]:
    def draw() -> None:
        from importlib import import_module

        import_module(f"drafting.ui.{module}").page()

    return draw


TITLES = {
    "shelf": "报告",
    "entry": "填报",
    "notes": "素材",
    "draft": "起草",
    "review": "校核",
    "export": "导出",
    "years": "上年对照",
    "collecting": "汇总",
    "importing": "读入文件",
    "options": "设置",
    "manual": "使用手册",
}
"""Pages by module name, which is also the address."""
STEPS = ("entry", "notes", "draft", "review", "export")
UNTITLED = (*STEPS, "years")
"""Pages that show no title of their own where a report is open; a screen reader still finds one."""


def pages() -> list[st.Page]:
    """The pages of this run. A page object belongs to one run of one session, so they are made anew each time."""
    made = {
        name: st.Page(_page(name), title=title, url_path=name, default=name == "shelf")
        for name, title in TITLES.items()
    }
    st.session_state["pages"] = made
    return list(made.values())


def page_of(name: str) -> st.Page:
    """The page called ``name``, to link or switch to."""
    return st.session_state["pages"][name]


def endpoint() -> Endpoint | None:
    """The configured model of this machine, None when there is none; a wrong setting is told."""
    from drafting import settings

    with session.plainly():
        return from_settings(settings.load())
    return None


def begin(step: str) -> Opened:
    """Draw the frame of a page of the open report, and give that report.

    Without a report (none chosen, or deleted meanwhile) the page says where to choose one and ends.
    """
    opened = _opened()
    if opened is None:
        _around(None, None, step)
        st.title(TITLES[step])
        st.info("还没有打开报告。请先到“报告”页新建或打开一份。")
        st.page_link(page_of("shelf"), label="去“报告”页")
        st.stop()
    result = opened.assessment.result
    _around(opened, result, step)
    return opened


def begin_plain(step: str, right: Right = Right.USE) -> None:
    """Draw the frame of a page that needs no report. For who has not ``right`` the page says so and ends."""
    opened = _opened()
    result = opened and opened.assessment.result
    _around(opened, result, step)
    if not session.person().may(right):
        st.title(TITLES[step])
        st.info(f"您没有{right}的权限；需要时请联系管理员。")
        st.stop()


def _around(opened: Opened | None, result: Result | None, step: str) -> None:
    """What stands around every page. Each part has its place whatever it says, so that nothing below it moves."""
    about = f" · {opened.report.organ.name} {opened.report.year}" if opened else ""
    st.set_page_config(page_title=f"{TITLES[step]}{about} · 年报起草")  # tells two windows apart
    _sidebar(opened, result, step)
    _state_line(opened, result, step)
    if opened:
        show_lock(opened)
    session.show_messages()
    if to := tour.float_tour():
        st.switch_page(page_of(to), query_params={"report": st.session_state["report"]})


def _opened() -> Opened | None:
    """The open report. One that changed since it was approved goes back to 草稿, which is told."""
    opened = session.opened()
    if opened and (said := session.service().review.refresh_state(opened)):
        session.tell(said, "warning")
        return session.opened()
    return opened


def count(result: Result, severity: str) -> int:
    """How many findings of this severity there are."""
    return sum(finding.severity == severity for finding in result.findings)


def shown(opened: Opened) -> tuple[object, ...]:
    """What the frame and the buttons of a page say about the report: when it differs, the page has to be drawn anew."""
    result = opened.assessment.result
    states = [_step_state(name, opened, result) for name in STEPS]
    return (
        *states,
        *(count(result, severity) for severity in SEVERITIES),
        clock(opened.stored.row.updated_at),
        len(opened.report.stated),
        opened.stored.row.last_year_id,
        tuple(session.service().review.changed(opened)),
        str(session.service().review.withdrawn(opened)),
    )


def _sidebar(opened: Opened | None, result: Result | None, step: str) -> None:
    params = {"report": opened.stored.row.id} if opened else None
    with st.sidebar:
        st.markdown("#### 年报起草")
        st.page_link(page_of("shelf"), label="报告")
        st.divider()
        for at, name in enumerate(STEPS, 1):
            state = _step_state(name, opened, result) if opened and result else ""
            label = f"{at} {TITLES[name]}　{state}".rstrip()  # bold ends at a word
            st.page_link(
                page_of(name),
                label=f"**{label}**" if name == step else label,
                query_params=params,
                disabled=opened is None,
            )
        st.divider()
        label = TITLES["years"]
        st.page_link(
            page_of("years"),
            label=f"**{label}**" if step == "years" else label,
            query_params=params,
            disabled=opened is None,
        )
        who = session.person()
        label = TITLES["collecting"]
        if who.may(Right.COLLECT):
            st.page_link(
                page_of("collecting"), label=f"**{label}**" if step == "collecting" else label, query_params=params
            )
        label = TITLES["importing"]
        if who.may(Right.WRITE):
            st.page_link(
                page_of("importing"),
                label=f"**{label}**" if step == "importing" else label,
                query_params=params or {"new": "1"},
            )
        if who.may(Right.MANAGE):
            st.page_link(page_of("options"), label="**设置**" if step == "options" else "设置", query_params=params)
        st.page_link(
            page_of("manual"),
            label="**使用手册**" if step == "manual" else "使用手册",
            query_params={**(params or {}), "from": step},
        )
        messages.list_messages(st.session_state.get("report"))
        show_who()


def _step_state(step: str, opened: Opened, result: Result) -> str:
    """○ nothing yet, ◐ under way, ✓ complete, ● something to mend; always with a word."""
    report = opened.report
    errors = [finding for finding in result.findings if finding.severity == "error"]
    if step == "entry":
        wrong = sum(bool(finding.cells) for finding in errors)
        filled, whole = len(report.values), len(report.form.inputs)
        return (
            f"● {wrong} 处错误"
            if wrong
            else "✓ 已填齐"
            if filled == whole
            else f"◐ {filled}/{whole}"
            if filled
            else "○ 未填"
        )
    if step == "notes":
        told = sum(bool(note.text.strip()) for note in report.notes)
        complete = {aspect.id for aspect in report.aspects if not aspect.optional} <= set(report.notes_done)
        return f"✓ {told} 条" if complete else f"◐ {told} 条" if told else "○ 未记"
    if step == "draft":
        written, whole = sum(bool(report.text(spec.id).strip()) for spec in report.outline), len(report.outline)
        return f"✓ {written}/{whole}" if written == whole else f"◐ {written}/{whole}" if written else "○ 未写"
    if step == "review":
        found = len(errors) + count(result, "warning")
        return f"● {found} 处" if found else "✓ 无问题"
    found, waiting = len(blocking(result)), len(unapproved(report))
    return f"○ {found} 处待改" if found else f"◐ {waiting} 处待批" if waiting else "✓ 可导出"


def progress(id: str) -> str:
    """How far the report ``id`` is, step by step, in one line."""
    opened = session.service().library.open(id)
    result = opened.assessment.result
    return "　".join(f"{TITLES[name]} {_step_state(name, opened, result)}" for name in STEPS[:-1])


def _called(report: Report, place: str) -> str:
    """How staff call a place in a report: a page, or a section or table of it."""
    page, _, part = place.partition(":")
    tables = {table.id: table.nickname for table in report.form.tables}
    return report.called(part) if report.has(part) else tables.get(part, TITLES.get(page, page))


def _state_line(opened: Opened | None, result: Result | None, step: str) -> None:
    """One thin band that stays in sight: whose report on which year, how far, when saved, what is found, which model."""
    model = endpoint()
    drafts = f"模型：{model.label}" if model else "未配置模型，离线起草"
    with st.container(key="nb-state", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        left = st.container(key="nb-state-left", width="content")
        between = st.container(key="nb-state-others", width="content")
        right = st.container(key="nb-state-right", width="content", horizontal_alignment="right")
    if opened is None or result is None:
        left.html("<div class='nb-quiet'>还没有打开报告</div>")
        right.html(f"<div class='nb-quiet'>{html.escape(drafts)}</div>")
        return
    report, row = opened.report, opened.stored.row
    if step in UNTITLED:
        left.html(f"<h1 class='nb-heading'>{TITLES[step]}</h1>")
    left.markdown(f"**{md(report.organ.name)} · {report.year} 年度**　{STATES[row.state]}")
    left.html(
        f"<div class='nb-quiet'>{deadline(report, times.today(), session.service().places.due(report.year))}</div>"
    )
    with between:
        show_others(opened, step, partial(_called, report))
    right.html(f"<div class='nb-quiet'>已保存 {clock(row.updated_at)}　{html.escape(drafts)}</div>")
    right.page_link(
        page_of("review"),
        query_params={"report": row.id},
        label=f"错误 {count(result, 'error')} · 提醒 {count(result, 'warning')} · 提示 {count(result, 'hint')}",
    )
