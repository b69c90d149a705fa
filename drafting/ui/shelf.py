"""报告: the list of reports; new, from a sample, from a file, copied to the next year, deleted, restored."""

from __future__ import annotations

from importlib.resources import files

import streamlit as st

from drafting import times
from drafting.errors import Damaged, FileError, NianbaoError
from drafting.organs import named
from drafting.report import KIND_LABELS, LEVEL_LABELS, Kind, Level, Organ, Report, due_year
from drafting.report_file import loads, report_years
from drafting.samples import Sample, samples
from drafting.service.permissions import Person, Right
from drafting.store import ReportRow

from . import dialogs, session, tour
from .components.dialog import dialog_keys
from .frame import STATES, begin_plain, page_of, progress
from .text import clock, deadline, md


def page() -> None:
    """Draw the page."""
    begin_plain("shelf")
    st.title("报告")
    who = session.person()
    if who.may(Right.WRITE):
        _beginnings(samples_too=who.everything)
    if st.session_state.pop("go", False):
        st.switch_page(page_of("entry"), query_params={"report": st.session_state["report"]})
    rows = session.service().library.rows()
    if not rows and who.everything:
        st.info("这里还没有报告。从头到尾三步：")
        _way()
    elif not rows:
        st.info(_none_yet(who))
    for row in rows:
        _row(row)
    deleted = session.service().library.deleted()
    if deleted:
        with st.expander(f"最近删除（{len(deleted)}）"):
            for row in deleted:
                _deleted(row)


def _beginnings(*, samples_too: bool) -> None:
    """The ways to a report that is not on the shelf yet."""
    with st.container(horizontal=True):
        if st.button("新建", type="primary"):
            _new()
        if st.button("读入文件", help="上年的报告或本年的数据：Word、Excel、网页、PDF、文本"):
            st.switch_page(page_of("importing"), query_params={"new": "1"})
        if samples_too:
            with st.popover("用示例体验"):
                st.caption("把一份示例放到列表里，可以随意改，不影响别的报告。")
                for each in samples(times.today()):
                    st.button(md(each.label), key=f"sample_{each.id}", on_click=_add_sample, args=(each,))
        with st.popover("放回报告文件"):
            st.caption("本程序导出的年报文件（.report.json），连同素材、批准和理由整份放回列表。")
            st.file_uploader("年报文件", type=["json"], key="upload", on_change=_upload, label_visibility="collapsed")


def _none_yet(who: Person) -> str:
    """What the empty shelf says to who signed in."""
    if who.own_units:
        return f"这里还没有报告。您填报的单位是{'、'.join(map(md, who.own_units))}，点“新建”或“读入文件”开始。"
    if who.may(Right.READ):
        return "您能看到的单位还没有建立报告。"
    return "您的角色不填报也不审核报告；左边是您能用的功能。"


_STEPS = (
    ("填数字", "有上年报告或电子表格的读进来，没有的在三张表里照着填，合计和勾稽由程序算。", "开始新建"),
    ("记事情、起草正文", "一年做了什么，一件事记一条；程序据此写出正文，每个数字都能查到出处。", "读入已有的文件"),
    ("校核、导出", "程序逐条指出哪里对不上；改好后批准，导出 Word、PDF 或网页。", "两分钟看一遍示例"),
)
"""The way, as the empty shelf shows it: what is done, how, and the button beneath."""


def _way() -> None:
    """The three steps of the work, each with a picture and a way to begin."""
    for at, (box, (title, how, label)) in enumerate(zip(st.columns(3, border=True), _STEPS), 1):
        with box:
            st.image(files("drafting.ui").joinpath(f"way{at}.svg").read_text("utf-8"), alt=title, width=220)
            st.markdown(f"**{at}　{title}**")
            st.caption(how)
            if st.button(label, key=f"way_{at}", width="stretch"):
                if at == 1:
                    _new()
                elif at == 2:
                    st.switch_page(page_of("importing"), query_params={"new": "1"})
                else:
                    st.switch_page(page_of(tour.start()), query_params={"report": st.session_state["report"]})


def _row(row: ReportRow) -> None:
    try:
        way, fault = progress(row.id), ""
    except Damaged as error:
        way, fault = "", str(error)
    with st.container(border=True, key=f"nb-row-{row.id}"):
        name, actions = st.columns([3, 2], vertical_alignment="center")
        with name:
            if fault:
                st.markdown(f"**{md(row.organ.name)}　{row.year} 年度**")
                st.error(md(fault))
            else:
                _standing(row, way)
        with actions, st.container(horizontal=True, horizontal_alignment="right"):
            mine = session.person().may(Right.WRITE, row.organ.name)
            if mine and not fault:
                st.button(
                    f"以此为上年，新建 {row.year + 1} 年度",
                    key=f"copy_{row.id}",
                    on_click=_copy,
                    args=(row,),
                    help="机关信息照搬，这一份的数字显示在新一份的单元格旁边供对照",
                )
            if mine and st.button("删除", key=f"delete_{row.id}"):
                _confirm_delete(row)


def _standing(row: ReportRow, way: str) -> None:
    """The way in, how far the report is, and its days."""
    st.page_link(page_of("entry"), label=f"**{md(row.organ.name)}　{row.year} 年度**", query_params={"report": row.id})
    st.markdown(way)
    days = deadline(Report(organ=row.organ, year=row.year), times.today(), session.service().places.due(row.year))
    st.caption(f"{STATES[row.state]}　{days}　上次保存 {clock(row.updated_at)}")


def _deleted(row: ReportRow) -> None:
    assert row.deleted_at is not None  # else it stands on the shelf
    name, action = st.columns([4, 1], vertical_alignment="center")
    name.markdown(f"{md(row.organ.name)}　{row.year} 年度　删除于 {clock(row.deleted_at)}")
    action.button("恢复", key=f"restore_{row.id}", on_click=_restore, args=(row.id,))


@dialogs.dialog("新建报告")
def _new() -> None:
    due = due_year(times.today())
    years = sorted(range(report_years()[0], max(due, times.today().year) + 1), key=lambda year: (year != due, -year))
    dialog_keys()
    units = session.person().own_units
    name = (
        st.selectbox("机关全称", units, key="new_name")
        if units
        else st.text_input("机关全称", placeholder="例如：青石镇人民政府", max_chars=100, key="new_name")
    )
    year = st.selectbox("报告年度", years, key="new_year")
    told = named(name) if name.strip() else None
    kind, level, called = organ_fields("new", told)
    makes_rules = st.checkbox("本机关有规章制定权", help="国务院部门、省级和设区的市级政府才有，一般不选。")
    if st.button("建立", type="primary"):
        if told is None:
            st.error("请填写机关全称。")
            return
        try:
            organ = Organ(
                name=name,
                level=level,
                kind=kind,
                self_reference=called.strip(),
                makes_rules=makes_rules,
                short_name=told.short_name,
                superior=told.superior,
            )
            st.session_state["report"] = session.service().library.create(organ, year)
        except NianbaoError as error:
            st.error(md(str(error)))
            return
        st.session_state["go"] = True
        dialogs.close()


def organ_fields(key: str, told: Organ | None) -> tuple[Kind, Level, str]:
    """Type, level and self-reference of an organ, as its name tells (``told``) until a person chooses otherwise."""
    levels = list(Level)
    for field, value in (
        ("kind", told.kind if told else Kind.GOVERNMENT),
        ("level", told.level if told else Level.TOWNSHIP),
        ("called", told.self_reference if told else ""),
    ):
        follow_name(f"{key}_{field}", value)
    left, right = st.columns(2)
    kind = left.selectbox("机关类型", list(Kind), format_func=KIND_LABELS.__getitem__, key=f"{key}_kind")
    level = right.selectbox("层级", levels, format_func=LEVEL_LABELS.__getitem__, key=f"{key}_level")
    called = st.text_input("正文中的自称", placeholder="例如：我镇、我局", max_chars=20, key=f"{key}_called")
    st.caption("类型、层级和自称按机关全称判断，不对的可以改。")
    return kind, level, called


def follow_name(key: str, value: object) -> None:
    """Let the field ``key`` show ``value`` while it shows what was told before, never over what a person chose."""
    told = st.session_state.get(f"{key}:told")
    if st.session_state.get(key, told) == told:
        st.session_state[key] = value
    st.session_state[f"{key}:told"] = value


@dialogs.dialog("删除报告")
def _confirm_delete(row: ReportRow) -> None:
    st.markdown(f"确定删除 **{md(row.organ.name)} {row.year} 年度** 的报告吗？删除后可以在“最近删除”中恢复。")
    with st.container(horizontal=True):
        if st.button("删除", type="primary", key="delete_yes", on_click=_delete, args=(row,)) | st.button(
            "取消", key="delete_no"
        ):
            dialogs.close()


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
    report = loads(file.getvalue(), file.name)
    st.session_state["report"] = session.service().library.add(report)
    if session.signs_in() and (report.approvals or report.waivers or report.remarks):
        session.tell("已放回。文件里的批准、理由和意见不能证明是谁写的，没有带入，请重新办理。", "warning")
    st.session_state["go"] = True
