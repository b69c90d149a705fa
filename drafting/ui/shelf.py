"""报告: the list of reports; new, from a sample, from a file, copied to the next year, deleted, restored."""

from __future__ import annotations

from datetime import date

import streamlit as st

from drafting.errors import FileError, NianbaoError
from drafting.report import KIND_LABELS, LEVEL_LABELS, Kind, Level, Organ, Report
from drafting.report_file import YEARS, loads
from drafting.samples import Sample, samples
from drafting.store import ReportRow

from . import session
from .frame import STATES, begin_plain, page_of
from .text import clock, deadline, md


def page() -> None:
    """Draw the page."""
    begin_plain("shelf")
    st.title("报告")
    with st.container(horizontal=True):
        if st.button("新建", type="primary"):
            _new()
        if st.button("读入文件", help="上年的报告或本年的数据：Word、Excel、网页、PDF、文本"):
            st.switch_page(page_of("importing"), query_params={"new": "1"})
        with st.popover("用示例体验"):
            st.caption("把一份示例放到列表里，可以随意改，不影响别的报告。")
            for sample in samples(date.today()):
                st.button(md(sample.label), key=f"sample_{sample.id}", on_click=_add_sample, args=(sample,))
        with st.popover("恢复备份"):
            st.caption("本程序导出的年报文件（.report.json），连同素材、批准和理由整份放回列表。")
            st.file_uploader("年报文件", type=["json"], key="upload", on_change=_upload, label_visibility="collapsed")
    if st.session_state.pop("go", False):
        st.switch_page(page_of("entry"), query_params={"report": st.session_state["report"]})
    rows = session.service().library.rows()
    if not rows:
        st.info("这里还没有报告。有上年报告或电子表格的，点“读入文件”；没有的，点“新建”开始编一份；也可以点“用示例体验”先看看整个过程。")
    for row in rows:
        _row(row)
    deleted = session.service().library.deleted()
    if deleted:
        with st.expander(f"最近删除（{len(deleted)}）"):
            for row in deleted:
                _deleted(row)


def _row(row: ReportRow) -> None:
    report = Report(organ=row.organ, year=row.year)
    with st.container(border=True):
        name, actions = st.columns([3, 2], vertical_alignment="center")
        with name:
            st.page_link(page_of("entry"), label=f"**{md(row.organ.name)}　{row.year} 年度**",
                         query_params={"report": row.id})
            st.caption(f"{STATES[row.state]}　{deadline(report, date.today())}　上次保存 {clock(row.updated_at)}")
        with actions, st.container(horizontal=True, horizontal_alignment="right"):
            st.button("复制上年为新年度", key=f"copy_{row.id}", on_click=_copy, args=(row,),
                      help=f"以这份 {row.year} 年度报告为上年，新建 {row.year + 1} 年度报告")
            if st.button("删除", key=f"delete_{row.id}"):
                _confirm_delete(row)


def _deleted(row: ReportRow) -> None:
    name, action = st.columns([4, 1], vertical_alignment="center")
    name.markdown(f"{md(row.organ.name)}　{row.year} 年度　删除于 {clock(row.deleted_at)}")
    action.button("恢复", key=f"restore_{row.id}", on_click=_restore, args=(row.id,))


@st.dialog("新建报告")
def _new() -> None:
    newest = date.today().year - 1  # the report of a year is written in the January after it
    name = st.text_input("机关全称", placeholder="例如：青石镇人民政府", max_chars=100)
    years = [year for year in range(YEARS[0], date.today().year + 1)]
    year = st.selectbox("报告年度", years[::-1], index=years[::-1].index(newest) if newest in years else 0)
    kind = st.selectbox("机关类型", list(Kind), format_func=KIND_LABELS.get)
    levels = list(Level)
    level = st.selectbox("层级", levels, index=levels.index(Level.TOWNSHIP), format_func=LEVEL_LABELS.get)
    called = st.text_input("正文中的自称", placeholder="例如：我镇、我局", max_chars=20)
    makes_rules = st.checkbox("本机关有规章制定权", help="国务院部门、省级和设区的市级政府才有，一般不选。")
    if st.button("建立", type="primary"):
        if not name.strip():
            st.error("请填写机关全称。")
            return
        try:
            organ = Organ(name=name, level=level, kind=kind, self_reference=called.strip(), makes_rules=makes_rules)
            st.session_state["report"] = session.service().library.create(organ, year)
        except NianbaoError as error:
            st.error(md(str(error)))
            return
        st.session_state["go"] = True
        st.rerun()


@st.dialog("删除报告")
def _confirm_delete(row: ReportRow) -> None:
    st.markdown(f"确定删除 **{md(row.organ.name)} {row.year} 年度** 的报告吗？删除后可以在“最近删除”中恢复。")
    with st.container(horizontal=True):
        if (st.button("删除", type="primary", key="delete_yes", on_click=_delete, args=(row,))
                | st.button("取消", key="delete_no")):
            st.rerun()


@session.callback
def _delete(row: ReportRow) -> None:
    library = session.service().library
    library.delete(row.id)
    session.offer_undo(f"已删除 {row.organ.name} {row.year} 年度报告。", lambda: library.restore(row.id))
    if st.session_state.get("report") == row.id:
        st.session_state.pop("report")
        st.query_params.clear()


@session.callback
def _copy(row: ReportRow) -> None:
    st.session_state["report"] = session.service().library.copy_to_next_year(row.id)
    session.tell(f"已建立 {row.year + 1} 年度报告，{row.year} 年度的数字会显示在单元格旁边供对照。", "success")
    st.session_state["go"] = True


@session.callback
def _restore(id: str) -> None:
    session.service().library.restore(id)


@session.callback
def _add_sample(sample: Sample) -> None:
    st.session_state["report"] = session.service().library.add_sample(sample)
    st.session_state["go"] = True


@session.callback
def _upload() -> None:
    file = st.session_state["upload"]
    if file is None:
        return
    if file.size > 20 * 2**20:
        raise FileError(f"“{file.name}”超过 20 MB，不像是一份年报文件，请核对。")
    st.session_state["report"] = session.service().library.add(loads(file.getvalue(), file.name))
    st.session_state["go"] = True
