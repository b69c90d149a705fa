"""汇总, the sum: three tables added up, who is in each cell with how much, who is left out, and the government's report."""

from __future__ import annotations

import streamlit as st

from drafting.collection.compared import Compared
from drafting.collection.folder import Folder
from drafting.collection.rollup import STANDINGS, Rollup
from drafting.errors import NianbaoError
from drafting.form import Table
from drafting.service.collection_sums import Made
from drafting.values import printed

from . import dialogs, session
from .collecting_adjust import add_adjustment, adjusted_in, show_adjustments
from .collecting_choice import show_choice
from .collecting_found import XLSX, height
from .frame import page_of
from .text import md

TALL = 400
"""Pixels a table of sums takes at most; a longer one scrolls, so that what is below stays near."""
SHOWN = 12
"""Differences that are listed before the report is brought up to date."""


def show_sum(id: str, folder: Folder) -> None:
    """Draw 汇总."""
    sums, year = session.service().collection_sums, folder.collection.year
    show_choice(id, folder.collection)
    st.session_state["sum_errors"] = folder.collection.with_errors
    st.toggle(
        "有错误和没有回答的问题的单位也汇总",
        key="sum_errors",
        on_change=_take_errors,
        args=(id,),
        help="一般先退回改正；先要一个大概数字的，可以打开",
    )
    try:
        with st.spinner("正在汇总…"):
            summed, against = sums.summed(id), sums.compared(id)
    except NianbaoError as error:
        st.error(md(str(error)))
        show_adjustments(id, folder.collection.adjustments, None)
        return
    rollup = summed.rollup
    _standing(rollup)
    for sentence in summed.beside:
        st.caption(md(sentence))
    _tables(id, rollup, against)
    with st.container(horizontal=True, vertical_alignment="center"):
        if folder.collection.roster.government:
            standing = sums.standing(id)
            label = "更新本级政府年报" if standing else "生成本级政府年报"
            if st.button(label, type="primary", key="make_report"):
                if standing and sums.differing(id):
                    _confirm(id)
                else:
                    _make(id)
                    st.rerun()
            if standing:
                st.page_link(page_of("entry"), label="打开本级政府年报", query_params={"report": standing})
        st.download_button(
            "下载汇总表",
            lambda: sums.sum_file(id),
            file_name=f"{year}年度汇总表.xlsx",
            mime=XLSX,
            on_click="ignore",
            key="sum_file",
            help="三张表，另有各单位的数字、各单位的情况、调整、与上年比较各一页",
        )
    if folder.collection.roster.government and sums.standing(id):
        _differing(id, rollup)
    show_adjustments(id, rollup.adjustments, rollup.form)
    _compared(against, year)


@session.callback
def _take_errors(id: str) -> None:
    session.service().collection_sums.take_errors(id, st.session_state["sum_errors"])


def _differing(id: str, rollup: Rollup) -> None:
    """How far the government's report is from the sum; 校核 and the cells there say the same."""
    with session.plainly():
        changed = session.service().collection_sums.differing(id)
        if changed:
            name, (held, now) = next(iter(changed.items()))
            st.warning(
                md(
                    f"本级政府年报有 {len(changed)} 格与各单位之和不同，例如{rollup.form.name(name)}：年报"
                    f"{'空白' if not held else f' {held}'}，汇总 {now}。可以更新年报、写明调整，或者在年报的“校核”里说明理由。"
                )
            )
        else:
            st.caption("本级政府年报的三张表与各单位之和一致。")


def _standing(rollup: Rollup) -> None:
    """How many units are in the sum, and each that is not, with why."""
    missing = [unit for unit in rollup.units if unit.status == "missing"]
    refused = [unit for unit in rollup.units if unit.status == "refused"]
    wanted = sum(unit.status != "left_out" for unit in rollup.units)
    st.markdown(
        f"**汇总了 {len(rollup.figures)} 个单位**，应汇总 {wanted} 个"
        f"（{STANDINGS['missing']} {len(missing)} 个，{STANDINGS['refused']} {len(refused)} 个）。"
    )
    if missing:
        st.markdown(md(f"未报：{'、'.join(unit.label for unit in missing)}。"))
    for unit in rollup.units:
        if unit.status in ("summed", "refused") and unit.why:
            st.markdown(md(f"{unit.label}：{unit.why}"))
    blanks = rollup.blanks()
    if blanks:
        with st.expander(f"有单位没有填的栏目（{len(blanks)} 个），空白没有当作 0"):
            for cell, labels in blanks.items():
                st.markdown(md(f"{rollup.form.name(cell)}：{'、'.join(labels)}"))


def _tables(id: str, rollup: Rollup, against: Compared | None) -> None:
    tables = {table.nickname: table for table in rollup.form.tables}
    name = st.segmented_control(
        "表格", list(tables), default="表三", required=True, key="sum_table", label_visibility="collapsed"
    )
    rows, keys = laid_out(tables[name], rollup)
    chosen = st.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        height=min(height(len(rows)), TALL),
        column_config={"项目": st.column_config.TextColumn(width=300, pinned=True)},
        key=f"sum_{name}",
    )
    cells = [keys[at, column] for at, column in chosen["selection"]["cells"] if (at, column) in keys]
    if cells:
        with st.container(border=True):
            _parts(id, rollup, cells[0], against)
    else:
        st.caption("点一格，看是哪些单位的、各多少，与上年比怎样。")


def _parts(id: str, rollup: Rollup, cell: str, against: Compared | None) -> None:
    """Who is in ``cell``, with how much, and how much the year before; the largest first."""
    part = sorted(rollup.part(cell).items(), key=lambda each: -each[1])
    adjusted = adjusted_in(rollup, cell)
    more = f"，另有 {len(adjusted)} 项调整" if adjusted else ""
    said = f"{rollup.form.name(cell)}合计 {printed(rollup.cells[cell]) or '空白'}，由 {len(part)} 个单位相加{more}："
    st.markdown(md(said))
    before = {label: cells.get(cell) for label, cells in against.units.items()} if against else {}
    rows = [{"单位": label, "数字": printed(value), "上年": printed(before.get(label))} for label, value in part]
    rows += [{"单位": f"调整：{each.reason}", "数字": printed(each.amount), "上年": ""} for each in adjusted]
    listed, beside = st.columns([3, 2])
    listed.dataframe(
        rows,
        hide_index=True,
        height=min(height(len(rows)), TALL),
        column_order=("单位", "数字", "上年") if before else ("单位", "数字"),
        key=f"parts_{cell}",
    )
    with beside:
        if against:
            st.markdown(md(f"上年合计 {printed(against.before.get(cell)) or '空白'}。"))
        left = rollup.blanks().get(cell, ())
        if left:
            st.caption(md(f"没有填的：{'、'.join(left)}。"))
        if cell in rollup.form.inputs and st.button("调整这一格", key=f"adjust_{cell}"):
            add_adjustment(id, rollup.form, cell)


def _compared(against: Compared | None, year: int) -> None:
    """The sum, or one unit, beside the year before."""
    if against is None:
        st.caption(f"没有 {year - 1} 年度的报告，不能与上年比较；上一年度的收集和“报告”页列表里有的，这里会用上。")
        return
    with st.expander(f"与 {year - 1} 年度比较"):
        for sentence in against.said():
            st.caption(md(sentence))
        units = dict(against.each())
        whose = st.selectbox("合计或单位", ["合计", *units], key="compare_unit")
        changed = [each for each in (against.whole() if whose == "合计" else units[whose]) if each.now != each.before]
        st.dataframe(
            [
                {
                    "栏目": against.rollup.form.name(each.cell),
                    f"{year} 年": printed(each.now),
                    f"{year - 1} 年": printed(each.before),
                    "增减": printed(each.change),
                }
                for each in changed
            ],
            hide_index=True,
            height=min(height(len(changed)), TALL),
            column_config={"栏目": st.column_config.TextColumn(width=420)},
            key="compare_cells",
        )
        st.caption(f"列出 {len(changed)} 格，两年相同的不列。")


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
def _confirm(id: str) -> None:
    changed = session.service().collection_sums.differing(id)
    form = session.service().collection_sums.summed(id).rollup.form
    st.markdown(f"汇总的数字与现有报告有 {len(changed)} 格不同，更新后以汇总的为准，正文里的数字随之更新：")
    for cell, (was, now) in list(changed.items())[:SHOWN]:
        st.markdown(md(f"{form.name(cell)}：{was or '空白'} 改为 {now}"))
    if len(changed) > SHOWN:
        st.caption(f"另有 {len(changed) - SHOWN} 格。")
    with st.container(horizontal=True):
        if st.button("更新", type="primary", key="make_yes", on_click=_make, args=(id,)) | st.button(
            "取消", key="make_no"
        ):
            dialogs.close()


@session.callback
def _make(id: str) -> None:
    sums = session.service().collection_sums
    made = sums.make_report(id)
    session.offer_undo(_said(made), lambda: sums.take_back_report(made))


def _said(made: Made) -> str:
    if made.new:
        return f"已生成本级政府年报，填入 {made.cells} 格。"
    return f"已更新本级政府年报，改了 {made.cells} 格。" if made.cells else "本级政府年报的数字与汇总一致，没有改动。"
