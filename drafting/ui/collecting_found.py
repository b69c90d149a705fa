"""汇总, 点名 and 校核: where each unit stands, what is to be sent to those that owe something, what was found."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from drafting.checks import SEVERITIES
from drafting.collection.findings_sheet import Row, owes
from drafting.collection.folder import Folder
from drafting.collection.roll_call import STATES, Line, counts, left, reminder
from drafting.collection.rounds import Decision

from . import session
from .text import md

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROW, HEAD, TALLEST = 33, 36, 4_000
"""Pixels of a row of a table and of its head, and the most a table takes: a hundred rows stand whole."""
ALL = ""
DECISIONS: dict[Decision, str] = {"returned": "退回", "passed": "通过", "": "取消退回或通过"}


def show_roll_call(id: str, folder: Folder) -> None:
    """Draw 点名."""
    year = folder.collection.year
    with st.spinner("正在检查收到的报告…"):
        lines = session.service().collection_views.lines(id)
    shown = _filtered(lines)
    chosen = st.dataframe(
        [_line(line) for line in shown],
        hide_index=True,
        height=height(len(shown)),
        on_select="rerun",
        selection_mode="multi-row",
        column_config={
            "剩余": st.column_config.TextColumn(width=100),
            **{name: st.column_config.NumberColumn(width=60) for name in ("序号", "错误", "提醒", "待答")},
        },
        key=f"roll_call_{_version(id)}",
    )
    picked = [shown[at] for at in chosen["selection"]["rows"] if at < len(shown)]
    _decide(id, picked)
    if len(picked) == 1:
        _rounds(folder, picked[0])
    with st.container(horizontal=True):
        for label, kind, mime in (("下载点名表（Excel）", "xlsx", XLSX), ("下载点名表（Word）", "docx", DOCX)):
            st.download_button(
                label,
                lambda kind=kind: session.service().collection_views.roll_call_file(id, kind),
                file_name=f"{year}年度报告收取情况.{kind}",
                mime=mime,
                on_click="ignore",
                key=f"roll_call_{kind}",
            )
    _reminders(picked or shown, bool(picked), year)


def _filtered(lines: Sequence[Line]) -> list[Line]:
    number = counts(lines)
    states = [ALL, *(state for state in STATES if number[state])]
    if st.session_state.get("roll_state") not in states:
        st.session_state["roll_state"] = ALL
    state = st.segmented_control(
        "情况",
        states,
        required=True,
        format_func=lambda each: f"{STATES[each]} {number[each]}" if each else f"全部 {len(lines)}",
        key="roll_state",
        label_visibility="collapsed",
    )
    words = st.text_input("查找单位", key="roll_search", placeholder="单位名称、简称或联系人").strip()
    return [
        line
        for line in lines
        if state in (ALL, line.state)
        and any(words in each for each in (line.label, line.unit.short_name, line.unit.contact))
    ]


def _line(line: Line) -> dict[str, object]:
    return {
        "序号": line.unit.order,
        "单位": line.label,
        "情况": STATES[line.state],
        "错误": line.errors,
        "提醒": line.warnings,
        "待答": line.questions,
        "报送次数": line.rounds,
        "最近报送": line.came,
        "报送期限": line.due.isoformat(),
        "剩余": left(line),
        "公布": " ".join(filter(None, (line.published_on.isoformat() if line.published_on else "", line.address))),
        "联系人": line.unit.contact,
    }


def _decide(id: str, picked: Sequence[Line]) -> None:
    """What the office does with the units that were picked in the table."""
    if not picked:
        st.caption("在表格左边勾选单位，可以标记退回、通过，登记公布的日期和网址，只看它们的催报文字。")
        return
    keys = [line.unit.key for line in picked]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"已选 {len(picked)} 个单位")
        for decision, label in DECISIONS.items():
            st.button(label, key=f"decide_{decision or 'none'}", on_click=_decided, args=(id, keys, decision))
        if len(picked) == 1:
            with st.popover("登记公布"):
                _publishing(id, picked[0])


def _rounds(folder: Folder, line: Line) -> None:
    """What a unit sent, round by round, and what was other than in the round before."""
    for sent in reversed(folder.collection.record(line.unit.key).rounds):
        when = sent.at[:16].replace("T", " ")
        name = md(sent.file.rpartition("/")[2])
        changed = (
            f"改了 {len(sent.changed)} 处" if sent.changed else "首次报送" if sent.number == 1 else "没有逐处可列的改动"
        )
        with st.expander(f"第 {sent.number} 次　{when}　{name}　{changed}", expanded=bool(sent.changed)):
            for change in sent.changed:
                st.markdown(md(change))
            if not sent.changed:
                st.caption("原样留存，没有要列的改动。")


def _publishing(id: str, line: Line) -> None:
    with st.form("publishing", border=False):
        on = st.date_input("公布日期", line.published_on, format="YYYY-MM-DD")
        address = st.text_input("公布网址", line.address, max_chars=500)
        if st.form_submit_button("保存"):
            with session.plainly():
                undo = session.service().collections.publish(id, line.unit.key, on, address)
                session.offer_undo(f"已登记“{line.label}”的公布情况。", undo)
            st.rerun()


@session.callback
def _decided(id: str, keys: list[str], decision: Decision) -> None:
    undo = session.service().collections.decide(id, keys, decision)
    said = f"标记为{DECISIONS[decision]}" if decision else "取消标记"
    session.offer_undo(f"已把 {len(keys)} 个单位{said}。", undo)
    st.session_state[f"roll_version_{id}"] = _version(id) + 1


def _version(id: str) -> int:
    """Counts the decisions of this session: each gives a table in which nothing is picked."""
    return st.session_state.get(f"roll_version_{id}", 0)


def _reminders(lines: Sequence[Line], unfolded: bool, year: int) -> None:
    """What to send to those of ``lines`` that owe something."""
    owing = [line for line in lines if line.owes]
    if not owing:
        st.caption("没有需要催报的单位。")
        return
    with st.expander(f"催报文字（{len(owing)} 个单位）", expanded=unfolded):
        st.caption("每条右上角可以复制，直接粘贴发给单位。")
        for line in owing:
            if line.unit.contact:
                st.caption(md(f"{line.label}　{line.unit.contact}"))
            st.code(reminder(line, year), language=None, wrap_lines=True)


# 校核


def show_findings(id: str, folder: Folder) -> None:
    """Draw 校核."""
    views, year = session.service().collection_views, folder.collection.year
    with st.spinner("正在检查收到的报告…"):
        checked, rows = views.checked(id), views.rows(id)
    if not checked:
        st.info("还没有收到报告，没有可以校核的。请先在“收回”里放入各单位交来的文件。")
        return
    shown = _sought(rows)
    st.dataframe(
        [
            {
                "单位": row.label,
                "级别": row.severity,
                "规则": row.rule,
                "检查什么": row.title,
                "位置": row.place,
                "问题和修改办法": row.says,
            }
            for row in shown
        ],
        hide_index=True,
        height=min(height(len(shown)), 560),
        key="findings",
        column_config={
            "检查什么": st.column_config.TextColumn(width=130),
            "位置": st.column_config.TextColumn(width=130),
            "问题和修改办法": st.column_config.TextColumn(width=560),
        },
    )
    st.caption(f"共 {len(rows)} 条，列出 {len(shown)} 条。双击一格可以看全文。")
    with st.container(horizontal=True):
        st.download_button(
            "下载问题清单",
            lambda: views.findings_file(id),
            file_name=f"{year}年度报告问题清单.xlsx",
            mime=XLSX,
            on_click="ignore",
            key="findings_file",
        )
        wrong = sum(owes(unit) for unit in checked)
        if wrong:
            st.download_button(
                f"下载退回单（{wrong} 个单位）",
                lambda: views.slips(id),
                file_name=f"{year}年度报告退回单.zip",
                mime="application/zip",
                on_click="ignore",
                key="slips",
                help="每个单位一份 Word 和一份 Excel：哪里错、差多少、怎么改",
            )


def _sought(rows: Sequence[Row]) -> list[Row]:
    """The rows that the filters leave."""
    severities = list(dict.fromkeys(row.severity for row in rows))
    labels = list(dict.fromkeys(row.label for row in rows))
    rules = {row.rule: row.title for row in rows if row.rule}
    first, second, third = st.columns(3)
    grave = [severity for severity in severities if severity != SEVERITIES["hint"]]
    severity = first.multiselect("级别", severities, grave, key="found_severity", placeholder="全部")
    unit = second.multiselect("单位", labels, key="found_unit", placeholder="全部")
    rule = third.multiselect(
        "规则", sorted(rules), format_func=lambda id: f"{id} {rules[id]}", key="found_rule", placeholder="全部"
    )
    return [
        row
        for row in rows
        if (not severity or row.severity in severity)
        and (not unit or row.label in unit)
        and (not rule or row.rule in rule)
    ]


def height(rows: int) -> int:
    """Pixels in which that many rows stand."""
    return min(HEAD + ROW * max(rows, 1), TALLEST)
