"""汇总, the sum: three tables added up, who is in each cell with how much, who is left out, and the government's report."""

from __future__ import annotations

import streamlit as st

from drafting.collection.folder import Folder
from drafting.collection.rollup import STANDINGS, Rollup
from drafting.form import Table
from drafting.service.collection_views import Made
from drafting.values import printed

from . import dialogs, session
from .collecting_found import XLSX, height
from .frame import page_of
from .text import md

TALL = 400
"""Pixels a table of sums takes at most; a longer one scrolls, so that what is below stays near."""
SHOWN = 12
"""Differences that are listed before the report is brought up to date."""


def show_sum(id: str, folder: Folder) -> None:
    """Draw 汇总."""
    views, year = session.service().collection_views, folder.collection.year
    errors = st.toggle(
        "有错误和没有回答的问题的单位也汇总", key="sum_errors", help="一般先退回改正；先要一个大概数字的，可以打开"
    )
    with st.spinner("正在汇总…"):
        summed = views.summed(id, errors)
    rollup = summed.rollup
    _standing(rollup)
    for sentence in summed.beside:
        st.caption(md(sentence))
    _tables(rollup)
    with st.container(horizontal=True):
        st.download_button(
            "下载汇总表",
            lambda: views.sum_file(id, errors),
            file_name=f"{year}年度汇总表.xlsx",
            mime=XLSX,
            on_click="ignore",
            key="sum_file",
            help="三张表，另有一页各单位的数字和一页各单位的情况",
        )
        if folder.collection.roster.government:
            standing = views.standing(id)
            label = "更新本级政府年报" if standing else "生成本级政府年报"
            if st.button(label, type="primary", key="make_report"):
                if standing and views.differing(id, errors):
                    _confirm(id, errors)
                else:
                    _make(id, errors)
                    st.rerun()
            if standing:
                st.page_link(page_of("entry"), label="打开本级政府年报", query_params={"report": standing})


def _standing(rollup: Rollup) -> None:
    """How many units are in the sum, and each that is not, with why."""
    missing = [unit for unit in rollup.units if unit.status == "missing"]
    refused = [unit for unit in rollup.units if unit.status == "refused"]
    st.markdown(
        f"**汇总了 {len(rollup.figures)} 个单位**，应汇总 {len(rollup.units)} 个"
        f"（{STANDINGS['missing']} {len(missing)} 个，{STANDINGS['refused']} {len(refused)} 个）。"
    )
    if missing:
        st.markdown(md(f"未报：{'、'.join(unit.label for unit in missing)}。"))
    for unit in rollup.units:
        if unit.status != "missing" and unit.why:
            st.markdown(md(f"{unit.label}：{unit.why}"))
    blanks = rollup.blanks()
    if blanks:
        with st.expander(f"有单位没有填的栏目（{len(blanks)} 个），空白没有当作 0"):
            for cell, labels in blanks.items():
                st.markdown(md(f"{rollup.form.name(cell)}：{'、'.join(labels)}"))


def _tables(rollup: Rollup) -> None:
    tables = {table.nickname: table for table in rollup.form.tables}
    name = st.segmented_control(
        "表格", list(tables), default="表三", required=True, key="sum_table", label_visibility="collapsed"
    )
    rows, keys = laid_out(tables[name], rollup)
    sums, parts = st.columns([5, 2])
    chosen = sums.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        height=min(height(len(rows)), TALL),
        column_config={"项目": st.column_config.TextColumn(width=300, pinned=True)},
        key=f"sum_{name}",
    )
    cells = [keys[at, column] for at, column in chosen["selection"]["cells"] if (at, column) in keys]
    with parts:
        if cells:
            _parts(rollup, cells[0])
        else:
            st.caption("点一格，看是哪些单位的、各多少。")


def _parts(rollup: Rollup, cell: str) -> None:
    """Who is in ``cell``, with how much; the largest first."""
    part = sorted(rollup.part(cell).items(), key=lambda each: -each[1])
    st.markdown(
        md(f"{rollup.form.name(cell)}合计 {printed(rollup.cells[cell]) or '空白'}，由 {len(part)} 个单位相加：")
    )
    st.dataframe(
        [{"单位": label, "数字": printed(value)} for label, value in part], hide_index=True, key=f"parts_{cell}"
    )
    left = rollup.blanks().get(cell, ())
    if left:
        st.caption(md(f"没有填的：{'、'.join(left)}。"))


def laid_out(table: Table, rollup: Rollup) -> tuple[list[dict[str, str]], dict[tuple[int, str], str]]:
    """The sums of ``table`` as rows of figures, and the cell that stands in a row and column."""
    sums = rollup.cells
    rows: dict[str, dict[str, str]] = {}
    keys: dict[tuple[int, str], str] = {}
    for number in table.numbers:
        left, above = table.labels(number.key)
        if table.id == "disclosure":
            row, column = f"{''.join(left)} {above[-1]}", "合计"
        elif left:
            row, column = " ".join(left), above[-1]
        else:
            row, column = above[-2], above[-1]
        rows.setdefault(row, {"项目": row})[column] = printed(sums[number.key])
        keys[list(rows).index(row), column] = number.key
    return list(rows.values()), keys


@dialogs.dialog("更新本级政府年报")
def _confirm(id: str, errors: bool) -> None:
    changed = session.service().collection_views.differing(id, errors)
    form = session.service().collection_views.summed(id, errors).rollup.form
    st.markdown(f"汇总的数字与现有报告有 {len(changed)} 格不同，更新后以汇总的为准，正文里的数字随之更新：")
    for cell, (was, now) in list(changed.items())[:SHOWN]:
        st.markdown(md(f"{form.name(cell)}：{was or '空白'} 改为 {now}"))
    if len(changed) > SHOWN:
        st.caption(f"另有 {len(changed) - SHOWN} 格。")
    with st.container(horizontal=True):
        if st.button("更新", type="primary", key="make_yes", on_click=_make, args=(id, errors)) | st.button(
            "取消", key="make_no"
        ):
            dialogs.close()


@session.callback
def _make(id: str, errors: bool) -> None:
    views = session.service().collection_views
    made = views.make_report(id, errors)
    session.offer_undo(_said(made), lambda: views.take_back_report(made))


def _said(made: Made) -> str:
    if made.new:
        return f"已生成本级政府年报，填入 {made.cells} 格。"
    return f"已更新本级政府年报，改了 {made.cells} 格。" if made.cells else "本级政府年报的数字与汇总一致，没有改动。"
