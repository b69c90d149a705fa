"""填报: the three official tables, and organ and document data."""

from __future__ import annotations

from functools import partial

import streamlit as st

from drafting.checks import Result
from drafting.form import TableId
from drafting.publishing import filename
from drafting.report import TABLES, Report
from drafting.service import Service
from drafting.service.editing import ORIGINS, carried_over
from drafting.service.library import Opened
from drafting.service.prose import Refilled
from drafting.values import Value, printed

from . import dialogs, others, session
from .approvals import show_tick
from .components.grid import asks_to_follow, official_grid
from .frame import begin, page_of, shown
from .live import live
from .particulars import show_particulars
from .text import clock

UNITS_RULE = "T-19"
"""The rule whose findings stand at their cells though the browser cannot judge them: it has not what the units sent."""
MOST_CHANGES = 50
"""Changes of one cell that are shown."""
STATE_LINE = '[data-testid="stLayoutWrapper"]:has(> .st-key-nb-state)'
"""The line of the frame that stays in sight."""
TABS: dict[TableId, str] = {
    "disclosure": "表二　主动公开",
    "requests": "表三　申请办理",
    "proceedings": "表四　复议诉讼",
}


def page() -> None:
    """Draw the page. ``?cell=`` in the address opens that cell's table with the cell in hand."""
    opened = begin("entry")
    id = opened.stored.row.id
    particulars = st.expander("机关与公文要素", key=f"particulars_open_{id}", on_change="rerun")
    if particulars.open:  # folded it is not sent, so that an edit is answered in few bytes
        with particulars:
            show_particulars(opened)
    _buttons(opened)
    wanted = st.query_params.get("cell", "")
    wanted = wanted if wanted in opened.report.form.cells else ""
    first = next((label for table, label in TABS.items() if wanted.startswith(f"{table}.")), None)
    # With on_change Streamlit keeps the open tab when a message comes or goes above it.
    tabs = st.tabs(list(TABS.values()), default=first, key=f"tables_{id}_{wanted}", on_change="rerun")
    for tab, table in zip(tabs, TABS):
        with tab:
            _grid(table, wanted, shown(opened))
    show_tick(opened, TABLES)


@st.fragment
def _grid(table: TableId, wanted: str, frame: object) -> None:
    """One table. An edit runs this alone, so that it is answered at once; the page follows when its ``frame`` has
    changed.
    """
    opened = session.opened()
    if opened is None:  # deleted in another window: the whole page says so
        st.rerun()
    others.drawn(opened)
    id = opened.stored.row.id
    result = opened.assessment.result
    field = live(f"cells:{id}", opened.stored.number("cells"))
    refusals: dict[str, str] = st.session_state.setdefault(f"refused:{id}", {})
    acks: dict[str, int] = st.session_state.setdefault(f"acks:{id}", {})

    elsewhere: dict[str, Value] = st.session_state.setdefault(f"elsewhere:{id}", {})

    def entered(seq: int, typed: dict[str, str], was: dict[str, list[str]]) -> None:
        others.at(table)
        with session.plainly():
            done = session.service().editing.enter(id, typed, was)
            for key in typed:
                refusals.pop(key, None)
                elsewhere.pop(key, None)
            refusals.update(done.refused)
            elsewhere.update(done.elsewhere)
            acks[table] = seq
            if done.refilled.count:
                tell_refilled(id, opened.report, done.refilled)
            if done.number <= field.number + 1:  # else another window saved too: the next run sends everything again
                field.number = done.number

    behind = shown(opened) != frame or session.has_news()
    key = f"grid_{id}_{table}"
    if behind and asks_to_follow(key):
        st.rerun()
    official_grid(
        opened.report.form,
        table,
        key=key,
        cells=opened.report.cells(),
        rev=field.rev,
        ack=acks.get(table, 0),
        last_year=opened.last_year.cells() if opened.last_year else None,
        refused={key: sentence for key, sentence in refusals.items() if key.startswith(table)},
        findings=_stated(opened, result),
        conflicts=elsewhere,
        hints=session.service().places.hints(),
        focus=wanted or None,
        behind=behind,
        under=STATE_LINE,
        read_only=opened.closed,
        on_change=entered,
        history=partial(_history, id),
    )


def _history(id: str, key: str) -> list[tuple[str, str, str, str]]:
    """The newest changes of a cell, in words."""
    changes = session.service().editing.cell_history(id, key)[:MOST_CHANGES]
    return [
        (clock(each.at), ORIGINS.get(each.origin, each.origin), printed(each.before), printed(each.after))
        for each in changes
    ]


def tell_refilled(id: str, report: Report, refilled: Refilled) -> None:
    """Say which sections followed a changed cell or note, with the way back."""
    where = "、".join(report.called(section) for section in refilled.changes)
    session.offer_undo(
        f"正文中有 {refilled.count} 处数字已随之更新（{where}）。",
        lambda: session.service().prose.undo(id, refilled.before),
    )


def _stated(opened: Opened, result: Result) -> dict[str, str]:
    """Sentences for totals that a file stated otherwise, and for cells that differ from the sum of the units; live relations are
    judged in the browser.
    """
    stated = opened.report.stated
    return {
        key: finding.said
        for finding in result.findings
        for key in finding.cells
        if (key in stated and finding.severity == "error") or finding.rule == UNITS_RULE
    }


def _buttons(opened: Opened) -> None:
    id, report = opened.stored.row.id, opened.report
    blank = sum(key not in report.values for key in report.form.inputs)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("空白填零", disabled=not blank or opened.read_only, help="把还没有填的单元格都填为 0"):
            _confirm_fill(id, blank, opened.stored.number("cells"))
        if opened.last_year:
            offered = carried_over(opened.last_year.values)
            different = any(report.values.get(key) != value for key, value in offered.items())
            st.button(
                "填入上年结转",
                disabled=not different or opened.read_only,
                on_click=_carry_over,
                args=(id, opened.stored.row.last_year_id, opened.stored.number("cells")),
                help="用上年报告的“四、结转下年度继续办理”填写“二、上年结转”各列",
            )
        if report.stated:
            st.button(
                "采用自动合计",
                disabled=opened.read_only,
                on_click=_adopt,
                args=(id, opened.stored.number("cells")),
                help="读入的文件里有合计与各项之和不一致，改用各项之和",
            )
        st.download_button(
            "下载电子表格",
            partial(_spreadsheet, session.service(), id),
            on_click="ignore",
            file_name=filename(report, "xlsx").removesuffix(".xlsx") + "填报用表.xlsx",
            help="三张表和素材的填报用表，可以离线填写或发给各科室，填好后在这里读入",
        )
        st.page_link(page_of("importing"), label="读入上年报告或本年数据", query_params={"report": id})
        st.caption(f"还有 {blank} 格未填" if blank else "各格均已填写")


def _spreadsheet(service: Service, id: str) -> bytes:
    """The form to fill in offline, with what is entered by now; called when it is downloaded, outside the page."""
    from drafting.publishing import form_sheet  # its library takes long to import

    return form_sheet.write(service.library.open(id).report)


@dialogs.dialog("空白填零")
def _confirm_fill(id: str, blank: int, number: int) -> None:
    st.markdown(f"还有 **{blank}** 格没有填写。确定这些事项今年都没有发生，全部填为 0 吗？填后可以撤销。")
    with st.container(horizontal=True):
        if st.button("全部填零", type="primary", on_click=_fill, args=(id, blank, number)) | st.button("取消"):
            dialogs.close()


@session.callback
def _fill(id: str, blank: int, number: int) -> None:
    editing = session.service().editing
    editing.fill_blanks(id)
    session.offer_undo(f"已把 {blank} 格空白填为 0。", lambda: editing.revert_cells(id, number))


@session.callback
def _carry_over(id: str, last_year_id: str, number: int) -> None:
    editing = session.service().editing
    editing.carry_over(id, last_year_id)
    session.offer_undo("已按上年报告填入上年结转。", lambda: editing.revert_cells(id, number))


@session.callback
def _adopt(id: str, number: int) -> None:
    editing = session.service().editing
    editing.adopt_totals(id)
    session.offer_undo("已改用自动合计。", lambda: editing.revert_cells(id, number))
