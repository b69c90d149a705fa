"""汇总: many units, one office: a roster, forms handed out, what came back, where each unit stands, the sum."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from drafting import times
from drafting.collection.folder import Folder
from drafting.errors import NianbaoError
from drafting.report import due_year
from drafting.report_file import report_years
from drafting.service.collections import Listed, title

from . import session
from .collecting_found import show_findings, show_roll_call
from .collecting_intake import show_intake
from .collecting_sum import show_sum
from .frame import begin_plain
from .text import md

ROSTER_TYPES = ["xlsx", "xls", "tsv", "csv", "txt"]
_STEPS = (
    ("名单和分发", "上传本级各单位的名单，一次生成各单位的填报表，带上年数字，打包发下去。"),
    ("收回和点名", "把交回来的 Word、Excel、网页、PDF 一起放进来，程序认出是哪个单位的，列出谁没交、谁有错。"),
    ("校核和汇总", "逐个单位校核，退回修改；三张表自动相加，每一格都能查到是哪些单位、各多少。"),
)


def page() -> None:
    """Draw the page. ``?collection=`` in the address is the collection, ``?step=`` what is done with it."""
    begin_plain("collecting")
    st.title("汇总")
    folder = _opened()
    if folder is None:
        _list()
        return
    id = folder.path.name
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{md(title(folder.collection))}**", width="stretch")
        st.button("换一次收集", key="other_collection", on_click=_leave)
    steps: dict[str, Callable[[str, Folder], None]] = {
        "分发": _hand_out,
        "收回": show_intake,
        "点名": show_roll_call,
        "校核": show_findings,
        "汇总": show_sum,
    }
    asked = st.query_params.get("step", "")
    st.session_state.setdefault("collecting_step", asked if asked in steps else "分发")
    chosen = (
        st.segmented_control("步骤", list(steps), required=True, key="collecting_step", label_visibility="collapsed")
        or "分发"
    )
    st.query_params["step"] = chosen
    try:
        steps[chosen](id, folder)
    except NianbaoError as error:
        st.error(md(str(error)))


def _opened() -> Folder | None:
    """The collection the address names, else the one this session had open; kept in the address for a reload."""
    id = st.query_params.get("collection") or st.session_state.get("collection")
    if not id:
        return None
    try:
        folder = session.service().collections.open(id)
    except NianbaoError as error:
        st.session_state.pop("collection", None)
        st.query_params.pop("collection", None)
        st.warning(md(str(error)))
        return None
    st.session_state["collection"] = id
    if st.query_params.get("collection") != id:
        st.query_params["collection"] = id
    return folder


# No collection chosen


def _list() -> None:
    found = session.service().collections.listed()
    if not found:
        st.info("这里用来收取和汇总多个单位的年报。从头到尾三步：")
        for at, (box, (name, how)) in enumerate(zip(st.columns(3, border=True), _STEPS), 1):
            box.markdown(f"**{at}　{name}**")
            box.caption(how)
    for each in found:
        _row(each)
    if found:
        st.subheader("新的一次收集")
    _new()


def _row(each: Listed) -> None:
    with st.container(border=True):
        if each.fault:
            st.markdown(f"**{md(each.title)}**")
            st.error(md(each.fault))
            return
        name, action = st.columns([4, 1], vertical_alignment="center")
        name.markdown(f"**{md(each.title)}**　{each.units} 个单位，已收 {each.came} 个")
        with action, st.container(horizontal=True, horizontal_alignment="right"):
            st.button("打开", key=f"open_{each.id}", on_click=_open, args=(each.id,))


def _new() -> None:
    due = due_year(times.today())
    years = sorted(range(report_years()[0], max(due, times.today().year) + 1), key=lambda year: (year != due, -year))
    left, right = st.columns([3, 1])
    with left:
        file = st.file_uploader(
            "本级各单位的名单（.xlsx、.tsv）", type=ROSTER_TYPES, key="roster_file", max_upload_size=10
        )
    with right:
        year = st.selectbox("报告年度", years, key="roster_year")
    with st.container(horizontal=True):
        if st.button("开始收集", type="primary", key="begin_collection", disabled=file is None) and file is not None:
            with session.plainly():
                _go(session.service().collections.create(file.getvalue(), file.name, year), "分发")
            st.rerun()
        st.download_button(
            "下载名单模板",
            session.service().collections.template,
            file_name="名单模板.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            key="roster_template",
        )
        if st.button("用示例县体验", key="sample_county", help="虚构的云溪县：12 个单位，已交来 11 份文件，有的有错"):
            with session.plainly():
                _go(session.service().collections.create_sample(), "收回")
            st.rerun()


def _go(id: str, step: str) -> None:
    """Open the collection ``id`` at ``step`` with the next run."""
    _open(id)
    st.query_params["step"] = step


def _open(id: str) -> None:
    st.session_state["collection"] = st.query_params["collection"] = id
    st.session_state.pop("collecting_step", None)
    st.query_params.pop("step", None)


def _leave() -> None:
    st.session_state.pop("collection", None)
    st.session_state.pop("collecting_step", None)
    for name in ("collection", "step"):
        st.query_params.pop(name, None)


# 分发


def _hand_out(id: str, folder: Folder) -> None:
    """One button: the forms of all units. And the roster, to be read and replaced."""
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
    st.caption("上年的报告取自上一年度的收集和“报告”页的列表；要带上年数字的，先把上年的报告收进来。")
    st.markdown("**名单**")
    st.dataframe(
        [
            {
                "序号": unit.order,
                "单位": roster.labels[unit.key],
                "简称": unit.short_name,
                "上级单位": unit.parent,
                "联系人": unit.contact,
                "报送期限": unit.deadline.isoformat() if unit.deadline else "",
            }
            for unit in roster.units
        ],
        hide_index=True,
        key="roster_table",
    )
    if own:
        st.caption(md(f"“{own.name}”自己的报告由其他单位汇总而成，不发表，也不点名。"))
    with st.expander("换一份名单"):
        st.caption("单位增减、改序号和期限的，改好名单再上传；已经报送过的单位不能从名单里去掉。")
        file = st.file_uploader("改好的名单", type=ROSTER_TYPES, key="roster_again", max_upload_size=10)
        if st.button("换成这份名单", disabled=file is None) and file is not None:
            with session.plainly():
                collections.replace_roster(id, file.getvalue(), file.name)
                session.tell("名单已更新。", "success")
            st.rerun()
