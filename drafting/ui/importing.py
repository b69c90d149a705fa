"""读入文件: a file is read, questions about it are answered, and it is taken as last year's report or this year's data."""

from __future__ import annotations

import streamlit as st
from pydantic import ValidationError

from drafting import times
from drafting.errors import NianbaoError, SeveralReports
from drafting.report import KIND_LABELS, LEVEL_LABELS, Kind, Level, Organ
from drafting.service.import_plan import PURPOSES, Plan, open_questions
from drafting.service.importing import Pending, Taken
from drafting.service.permissions import Right

from . import dialogs, session
from .frame import begin_plain, page_of
from .importing_changes import show_changes, summary
from .importing_outline import show_outline
from .importing_questions import show_questions
from .importing_tables import show_tables
from .text import clock, md

TYPES = ["docx", "xlsx", "xls", "html", "htm", "mht", "mhtml", "pdf", "txt", "md", "json"]
CONTAINERS = {
    "docx": "Word 文件",
    "xlsx": "电子表格",
    "xls": "电子表格",
    "html": "网页",
    "pdf": "PDF 文件",
    "txt": "文本",
    "json": "年报文件",
}

_STYLE = """
<style>
.nb-snippet {background:#f5f6f8; border-left:3px solid #8a919e; padding:.4rem .7rem; font-size:14px; line-height:1.6;
  overflow-wrap:anywhere; max-height:12em; overflow-y:auto}
[data-testid="stColumn"]:has(> div .st-key-nb-evidence) {align-self:flex-start; position:sticky; top:2rem}
.nb-snippet mark {background:#ffe9a8; color:inherit; font-weight:700; text-decoration:underline}
</style>
"""


def page() -> None:
    """Draw the page. ``?file=`` in the address is the file in hand; ``?new=`` says that it belongs to no report yet."""
    report_id = "" if "new" in st.query_params else session.report_id() or ""
    begin_plain("importing", Right.WRITE)
    st.html(_STYLE)
    st.title("读入文件")
    pending = _in_hand()
    if pending is None:
        _choose_file(report_id)
    else:
        _file(pending)


def _in_hand() -> Pending | None:
    id = st.query_params.get("file")
    if not id:
        return None
    try:
        return session.service().importing.load(id)
    except NianbaoError as error:
        st.query_params.pop("file", None)
        st.warning(md(str(error)))
        return None


# Choosing a file


def _choose_file(report_id: str) -> None:
    opened = session.opened() if report_id else None
    about = (
        f"读入的内容用于“{opened.report.organ.name}”{opened.report.year} 年度报告。"
        if opened
        else "还没有报告也可以，取用时会一并建立。"
    )
    st.markdown(
        f"上年的报告或本年的数据，不必重新录入：选一份文件，程序读出其中的表格和正文，读不准的逐格请您答复。{md(about)}"
    )
    st.caption(
        "可用 Word（docx）、Excel（xlsx、xls）、保存下来的网页、能选中文字的 PDF、纯文本和本程序导出的文件，最大 50 MB。"
        "扫描件和照片读不出来，程序不会猜数字。"
    )
    tries = st.session_state.setdefault("import_tries", 0)
    file = st.file_uploader("选择文件", type=TYPES, key=f"import_{tries}", max_upload_size=50)
    if file is not None:
        _read(file, report_id)
    waiting = session.service().importing.waiting(report_id)
    if waiting:
        st.markdown("**读入后还没有取用的文件**")
    for id, name, at in waiting:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"{md(name)}　<span class='nb-quiet'>{clock(at)}</span>", unsafe_allow_html=True, width="stretch"
            )
            st.button("继续", key=f"go_on_{id}", on_click=_go_on, args=(id,))
            st.button("放弃", key=f"drop_{id}", on_click=_throw_away, args=(id, name))


def _read(file, report_id: str) -> None:
    """Read the file just chosen; one that cannot be read is said, and another can be chosen."""
    refused = st.session_state.get("import_refused", ("", "", ()))
    if refused[0] != file.file_id:
        _open(file, report_id)
        refused = st.session_state["import_refused"]
    st.error(md(f"{refused[1]}没有改动任何报告，可以另选文件再试。"))
    if refused[2]:
        part = st.selectbox("要读哪一份", refused[2], key=f"import_part_{file.file_id}")
        if st.button("读这一份", type="primary"):
            _open(file, report_id, part)
            st.rerun()


def _open(file, report_id: str, part: str = "") -> None:
    """Read the file, or that part of it; what stands in the way is kept, with the parts to choose from."""
    try:
        with st.spinner(f"正在读取“{md(file.name)}”…"):
            id = session.service().importing.open(file.getvalue(), file.name, report_id, part)
    except NianbaoError as error:
        choices = error.choices if isinstance(error, SeveralReports) else ()
        st.session_state["import_refused"] = (file.file_id, str(error), choices)
    else:
        st.session_state["import_tries"] += 1
        st.query_params["file"] = id
        st.rerun()


@session.callback
def _go_on(id: str) -> None:
    st.query_params["file"] = id


@session.callback
def _throw_away(id: str, name: str) -> None:
    importing = session.service().importing
    importing.discard(id)
    st.query_params.pop("file", None)
    session.offer_undo(f"已放弃“{name}”，没有改动任何报告。", lambda: importing.keep(id))


# The file in hand


def _file(pending: Pending) -> None:
    plan = session.service().importing.plan(pending)
    _head(pending, plan)
    for said in plan.said:
        st.warning(md(said))
    for said in pending.reading.notices:
        st.info(md(said))
    if pending.reading.apart:
        with st.expander("2019 年版表格中没有对应栏目的数字"):
            for label, row in pending.reading.apart.items():
                st.markdown(md(f"{label}：{'，'.join(f'{column} {value}' for column, value in row.items())}"))
    with st.container(key="nb-import-questions"):
        show_questions(pending)
    show_changes(pending, plan)
    st.markdown("**读出的三张表**")
    show_tables(pending)
    show_outline(pending, plan)


def _head(pending: Pending, plan: Plan) -> None:
    """What the file is, what taking it will do, and the buttons."""
    reading, purpose = pending.reading, pending.answers.purpose
    printed = sum(key in reading.printed for key in reading.form.inputs)
    with st.container(border=True):
        words, actions = st.columns([3, 1], vertical_alignment="center")
        named = reading.organ.name if reading.organ else "没有读出机关名称"
        words.markdown(
            f"**{md(pending.name)}**　<span class='nb-quiet'>{CONTAINERS[reading.container]}　{md(named)}　"
            f"{f'{reading.year} 年度' if reading.year else '没有读出年度'}　读出 {printed} 格</span>",
            unsafe_allow_html=True,
        )
        st.radio(
            "这份文件用作",
            list(PURPOSES),
            list(PURPOSES).index(purpose),
            format_func=PURPOSES.get,
            horizontal=True,
            key=f"purpose_{pending.id}_{pending.number}",
            on_change=_purpose,
            args=(pending,),
        )
        with st.expander("机关和年度", expanded=bool(plan.obstacles)):
            _identity(pending, plan)
        if plan.obstacles:
            st.warning(md("".join(plan.obstacles)))
        if not plan.obstacles:
            waiting = len(open_questions(reading, pending.answers))
            rest = f"还有 {waiting} 格没有答复，取用后这些格留空。" if waiting else ""
            st.markdown(md(f"{summary(plan, purpose)}{rest}"))
        with actions, st.container(horizontal=True, horizontal_alignment="right"):
            if st.button("取用", type="primary", key="take", disabled=bool(plan.obstacles)):
                _take(pending)
            if st.button("放弃", key="drop"):
                _confirm_drop(pending)


def _identity(pending: Pending, plan: Plan) -> None:
    """Whose file it is and of what year; in a report the organ is that report's."""
    organ, id = plan.organ, pending.id
    newest = times.today().year - 1
    with st.form(f"identity_{id}_{pending.number}", border=False):
        left, right = st.columns(2)
        if pending.report_id:
            left.text_input(
                "机关全称", organ.name if organ else "", disabled=True, help="取用到当前报告，机关名称以当前报告为准"
            )
        else:
            name = left.text_input("机关全称", organ.name if organ else "", max_chars=100)
            kinds, levels = list(Kind), list(Level)
            kind = left.selectbox(
                "机关类型", kinds, kinds.index(organ.kind) if organ else 0, format_func=KIND_LABELS.__getitem__
            )
            level = right.selectbox(
                "层级",
                levels,
                levels.index(organ.level if organ else Level.TOWNSHIP),
                format_func=LEVEL_LABELS.__getitem__,
            )
        year = right.number_input("文件的报告年度", 1, 9999, plan.year or newest)
        if st.form_submit_button("保存"):
            with session.plainly():
                if pending.report_id:
                    new = pending.answers.organ
                elif not name.strip():
                    st.error("请填写机关全称。")
                    return
                else:
                    try:
                        new = Organ(
                            **{**(organ.model_dump() if organ else {}), "name": name, "kind": kind, "level": level}
                        )
                    except ValidationError:
                        st.error("机关全称过长或格式不对，没有保存，请核对。")
                        return
                session.service().importing.identify(id, pending.answers.purpose, new, int(year), pending.number)
            st.rerun()


@session.callback
def _purpose(pending: Pending) -> None:
    session.service().importing.identify(
        pending.id,
        st.session_state[f"purpose_{pending.id}_{pending.number}"],
        pending.answers.organ,
        pending.answers.year,
        pending.number,
    )


def _take(pending: Pending) -> None:
    with session.plainly():
        importing = session.service().importing
        done = importing.take(pending.id, pending.number)
        _told(pending, done)
        st.query_params.pop("file", None)
        st.query_params.pop("new", None)
        st.session_state["report"] = done.this_id
        st.switch_page(page_of("entry"), query_params={"report": done.this_id})
    st.rerun()


def _told(pending: Pending, done: Taken) -> None:
    importing = session.service().importing
    session.offer_undo(
        f"已把“{pending.name}”作为{PURPOSES[pending.answers.purpose]}取用，填入 {done.filled} 项。",
        lambda: importing.undo(done),
    )


@dialogs.dialog("放弃这份文件")
def _confirm_drop(pending: Pending) -> None:
    st.markdown(f"放弃“{md(pending.name)}”和已作的答复吗？报告没有改动，放弃后可以撤销。")
    with st.container(horizontal=True):
        if st.button(
            "放弃", type="primary", key="drop_yes", on_click=_throw_away, args=(pending.id, pending.name)
        ) | st.button("取消", key="drop_no"):
            dialogs.close()
