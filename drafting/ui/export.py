"""导出: on the left what to make and what stands in its way, on the right the page as it will look."""

from __future__ import annotations

import logging

import streamlit as st

from drafting.errors import NianbaoError
from drafting.publishing import FORMATS, PRESETS
from drafting.report import TABLES
from drafting.service.final import Obstacle, obstacles
from drafting.service.library import Opened

from . import session
from .frame import begin, page_of
from .preview import show_preview
from .review import go
from .text import md

COPIES = {"final": "正式稿", "draft": "草稿（标“草稿”）", "review": "审阅稿（带批注）"}
SHOWN = 20
"""How many reasons are listed; the rest are counted."""
LABELS = {format.id: format.label for format in FORMATS}


def page() -> None:
    """Draw the page. A format that fails says so and takes nothing else with it."""
    opened = begin("export")
    choices, sheet = st.columns([2, 3], gap="large")
    with choices:
        preset = st.segmented_control("样式", list(PRESETS), default="plain", required=True, format_func=PRESETS.get)
        missing = obstacles(opened.report, session.service().documents.check(
            opened.stored.row.id, opened.report, opened.last_year))
        copy = st.radio("文稿", list(COPIES), index=1 if missing else 0, format_func=COPIES.get)
        if missing:
            _obstacles(opened, missing)
        formats = ["docx"] if copy == "review" else list(LABELS)
        wanted = st.pills("格式", formats, default=["docx"], selection_mode="multi", format_func=LABELS.get,
                          wrap=True, key=f"formats_{copy == 'review'}")
        letterhead = _letterhead(opened)
        if copy == "final" and missing:
            st.button("生成文件", disabled=True, help="上面列出的各处完成后才能导出正式稿；可以先导出草稿或审阅稿")
        else:
            _make(opened, wanted, preset, copy, letterhead)
    with sheet:
        show_preview(opened, preset=preset, copy=copy)


def _obstacles(opened: Opened, missing: list[Obstacle]) -> None:
    """The reasons why there is no final copy yet, each with the way to its place."""
    id = opened.stored.row.id
    with st.expander(f"还不能导出正式稿：{len(missing)} 处没有完成"):
        for at, obstacle in enumerate(missing[:SHOWN]):
            words, action = st.columns([5, 1], vertical_alignment="center")
            words.markdown(md(obstacle.finding.said if obstacle.finding else obstacle.message))
            if action.button("去看", key=f"missing_{at}", type="tertiary"):
                if obstacle.finding and (obstacle.finding.cells or obstacle.finding.section):
                    go(obstacle.finding, id)
                elif obstacle.part and obstacle.part != TABLES:
                    st.switch_page(page_of("draft"), query_params={"report": id, "section": obstacle.part})
                st.switch_page(page_of("entry" if obstacle.part else "review"), query_params={"report": id})
        if len(missing) > SHOWN:
            st.caption(f"另有 {len(missing) - SHOWN} 处，见“校核”页。")


def _letterhead(opened: Opened) -> bool:
    """The organ's own letterhead: upload, remove, use; whether it is to be used."""
    letterheads, organ = session.service().documents.letterheads, opened.report.organ.name
    kept = False
    with session.plainly():
        kept = letterheads.of(organ) is not None
    with st.expander("本单位的 Word 版头" + ("（已上传）" if kept else "")):
        st.caption("上传本单位的 Word 文件（.docx），导出 Word 文档时沿用其中的样式、页眉页脚和页面设置。")
        given = st.file_uploader("版头文件", type=["docx"], key="letterhead", label_visibility="collapsed")
        if given is not None:
            st.button("保存这个版头", on_click=_keep_letterhead, args=(organ, given.getvalue()))
        if kept:
            st.button("删除版头", on_click=_remove_letterhead, args=(organ,))
    return kept and st.checkbox("Word 文档用本单位版头", True)


def _make(opened: Opened, wanted: list[str], preset: str, copy: str, letterhead: bool) -> None:
    """Make the chosen files on a click, each on its own, and offer those that were made."""
    state = (opened.stored.row.id, tuple(wanted), preset, copy, letterhead, opened.stored.numbers)
    if st.button("生成文件", type="primary", disabled=not wanted):
        files, failed = {}, {}
        for format in wanted:
            try:
                files[format] = session.service().documents.export(
                    opened.report, format, preset=preset, copy=copy, last_year=opened.last_year, letterhead=letterhead,
                    earlier=session.service().library.other_years(opened.report) if copy == "review" else (),
                    id=opened.stored.row.id, person=st.session_state.get("approver", ""))
            except NianbaoError as error:
                failed[format] = str(error)
            except Exception as error:  # whatever a library does, the page and the other formats stay
                logging.getLogger(__name__).exception("the export to %s failed", format)
                failed[format] = f"没有生成（{error.__class__.__name__}），其他格式不受影响；请检查磁盘空间后再试，仍不行请联系维护人员。"
        st.session_state["made"] = (state, files, failed)
    made_for, files, failed = st.session_state.get("made", (None, {}, {}))
    if made_for is None:
        return
    if made_for != state:
        st.caption("内容或选项有变化，请重新生成文件。")
        return
    for format, sentence in failed.items():
        st.error(md(f"{LABELS[format]}：{sentence}"))
    mimes = {format.id: format.mime for format in FORMATS}
    for format, (name, content) in files.items():
        st.download_button(f"下载 {md(name)}", content, file_name=name, mime=mimes[format], on_click="ignore",
                           key=f"download_{format}")
        st.caption(f"{LABELS[format]}，{len(content) / 1024:.0f} KB")
    if "pdf" in files:
        _fonts()


def _fonts() -> None:
    """Which typefaces the PDF was set in."""
    from drafting.publishing import fonts
    with st.expander("PDF 所用字体"):
        for face in fonts.used():
            st.markdown(md(str(face)))


@session.callback
def _keep_letterhead(organ: str, raw: bytes) -> None:
    session.service().documents.letterheads.keep(organ, raw)
    session.tell("版头已保存，导出 Word 文档时会沿用。", "success")


@session.callback
def _remove_letterhead(organ: str) -> None:
    session.service().documents.letterheads.remove(organ)
    session.tell("版头已删除。", "success")
