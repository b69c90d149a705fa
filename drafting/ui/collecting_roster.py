"""汇总, 分发: the roster, typed or uploaded, with which a collection begins and goes on; and the forms of all units."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from drafting import times
from drafting.collection.folder import Folder
from drafting.organ import KIND_LABELS, LEVEL_LABELS
from drafting.report import due_year
from drafting.report_file import report_years

from . import session
from .collecting_found import XLSX, height
from .options_use import show_use_of
from .text import md

ROSTER_TYPES = ["xlsx", "xls", "tsv", "csv", "txt"]
UPLOADED, TYPED = "上传名单文件", "在这里填写"
BLANK_ROWS = 5
"""Rows that stand empty where a roster is begun; more come as they are typed or pasted."""
_HEADS = {
    "order": "序号",
    "name": "单位名称",
    "short_name": "简称",
    "kind": "类别",
    "level": "层级",
    "parent": "上级单位",
    "contact": "联系人",
    "deadline": "报送期限",
    "aliases": "别名",
    "former_names": "曾用名",
    "merged": "并入单位",
    "split_from": "分出自",
}
"""Field of a unit -> what heads its column."""


def show_new(begun: Callable[[str, str], None]) -> None:
    """The ways to begin a collection. ``begun``: is given the id and the step to open."""
    due = due_year(times.today())
    years = sorted(range(report_years()[0], max(due, times.today().year) + 1), key=lambda year: (year != due, -year))
    collections = session.service().collections
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        how = st.segmented_control(
            "本级各单位的名单", [UPLOADED, TYPED], default=UPLOADED, required=True, key="roster_how"
        )
    year = right.selectbox("报告年度", years, key="roster_year")
    file, rows = None, []
    if how == TYPED:
        st.caption("一行一个单位，只有单位名称必须填；可以从表格软件里复制几列，在“单位名称”的第一格粘贴。")
        rows = _editor([dict.fromkeys(_HEADS, "") for _ in range(BLANK_ROWS)], "roster_typed")
    else:
        file = st.file_uploader(
            "名单文件（.xlsx、.tsv）",
            type=ROSTER_TYPES,
            key="roster_file",
            max_upload_size=10,
            label_visibility="collapsed",
        )
    with st.container(horizontal=True):
        ready = file is not None or any(row["name"] for row in rows)
        if st.button("开始收集", type="primary", key="begin_collection", disabled=not ready):
            with session.plainly():
                begun(
                    collections.create(file.getvalue(), file.name, year)
                    if file
                    else collections.create_typed(rows, year),
                    "分发",
                )
            st.rerun()
        st.download_button(
            "下载名单模板",
            collections.template,
            file_name="名单模板.xlsx",
            mime=XLSX,
            on_click="ignore",
            key="roster_template",
        )
        if st.button("用示例县体验", key="sample_county", help="虚构的云溪县：12 个单位，已交来 11 份文件，有的有错"):
            with session.plainly():
                begun(collections.create_sample(), "收回")
            st.rerun()


def show_roster(id: str, folder: Folder) -> None:
    """Draw 分发: one button for the forms of all units; the roster, to be read and changed."""
    collections, roster, year = session.service().collections, folder.collection.roster, folder.collection.year
    own = roster.government
    units = [unit for unit in roster.units if unit is not own]
    before = collections.last_year(id)
    told = sum(unit.key in before for unit in units)
    st.markdown(
        f"名单上有 {len(units)} 个单位，每个单位一份填报表，文件名是“序号-单位-{year}”，另附一页填报说明。"
        + (
            f"其中 {told} 个单位有上年的报告，表里带上年数字和上年结转。"
            if told
            else "没有上年的报告，表里不带上年数字。"
        )
    )
    st.download_button(
        "下载各单位的填报表",
        lambda: collections.handout(id),
        file_name=f"{year}年度填报表.zip",
        mime="application/zip",
        on_click="ignore",
        type="primary",
        key="hand_out",
    )
    if (due := collections.due(year)) and any(unit.deadline is None for unit in units):
        st.caption(
            f"没有写报送期限的单位，按地方口径在 {due.year} 年 {due.month} 月 {due.day} 日前报送：填报表、点名和催报都用这个日期。"
        )
    st.caption("上年的报告取自上一年度的收集和“报告”页的列表；要带上年数字的，先把上年的报告收进来。")
    st.markdown(
        "**名单**　可以直接在表里改，改完点“保存名单”；改名的单位把原名称写进“曾用名”，并成的、分出的写“并入单位”“分出自”。"
    )
    rows = collections.roster_rows(id)
    mark = hashlib.sha256(roster.model_dump_json().encode()).hexdigest()[:12]
    typed = _editor(rows, f"roster_table_{mark}")
    if own:
        st.caption(md(f"“{own.name}”自己的报告由其他单位汇总而成，不发表，也不点名。"))
    for key, gone in folder.collection.gone.items():
        st.caption(
            md(
                f"“{key.rpartition('/')[2]}”已并入或分为别的单位：报送过 {len(gone.record.rounds)} 次，原样留着，不再汇总。"
            )
        )
    changed = [row for row in typed if any(row.values())] != rows
    if st.button("保存名单", key="save_roster", disabled=not changed):
        with session.plainly():
            collections.retype_roster(id, typed)
            session.offer_undo("名单已保存。", lambda: collections.retype_roster(id, rows))
            st.rerun()
    show_use_of(id, folder.collection.model_use)
    with st.expander("换一份名单文件"):
        st.caption("改好名单文件再上传；已经报送过的单位不能从名单里去掉。")
        file = st.file_uploader("改好的名单", type=ROSTER_TYPES, key="roster_again", max_upload_size=10)
        if st.button("换成这份名单", disabled=file is None) and file is not None:
            with session.plainly():
                collections.replace_roster(id, file.getvalue(), file.name)
                session.offer_undo("名单已更新。", lambda: collections.retype_roster(id, rows))
            st.rerun()


def _editor(rows: Sequence[Mapping[str, str]], key: str) -> list[dict[str, str]]:
    """``rows`` in a table to type in, as they stand after it."""
    cell = partial(st.column_config.TextColumn, default="")  # a row that comes with pasting is blank, not None
    typed: Any = st.data_editor(
        [dict(row) for row in rows],
        key=key,
        num_rows="dynamic",
        hide_index=True,
        height=max(height(len(rows) + 1), 200),
        column_order=list(_HEADS),
        column_config={
            **{field: cell(head) for field, head in _HEADS.items()},
            "order": cell("序号", width=60),
            "name": cell("单位名称", width=190),
            "kind": cell("类别", help=f"{'、'.join(KIND_LABELS.values())}；不填的按名称判断"),
            "level": cell("层级", help=f"{'、'.join(LEVEL_LABELS.values())}；不填的按名称判断"),
            "deadline": cell("报送期限", help="写成 2027-01-20 的样子"),
            "merged": cell("并入单位", help="上年以来并进来的单位，用顿号分开；上年的数字按这几个单位的相加"),
            "split_from": cell("分出自", help="上年以来从哪个单位分出来；上年的数字只用在合计里"),
        },
    )
    return [{field: str(row.get(field) or "").strip() for field in _HEADS} for row in typed]
