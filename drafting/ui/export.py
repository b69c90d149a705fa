"""导出: choose a format and a copy, make the file on a click, take it."""

from __future__ import annotations

import streamlit as st

from drafting.publishing import FORMATS
from drafting.service.documents import blocking

from . import session
from .frame import begin, page_of
from .text import md, plain

COPIES = {"final": "正式稿", "draft": "草稿（页眉标“草稿”）"}


def page() -> None:
    """Draw the page. A failed format says so and takes nothing else with it."""
    opened = begin("export")
    id, report = opened.stored.row.id, opened.report
    result = session.service().documents.check(id, report, opened.last_year)
    found = blocking(result)
    formats = {format.id: format for format in FORMATS}
    chosen = st.segmented_control("格式", list(formats), default="docx", required=True,
                                  format_func=lambda id: formats[id].label)
    copy = "draft"
    if chosen == "docx":
        if found:
            st.warning(f"还有 {len(found)} 处要改，改正前只能导出草稿（页眉标“草稿”）：")
            for finding in found[:10]:
                st.markdown(f"- {md(plain(finding))}")
            st.page_link(page_of("review"), label="去“校核”页逐项修改", query_params={"report": id})
        else:
            copy = st.radio("文稿", list(COPIES), format_func=COPIES.get, horizontal=True)
    state = (id, chosen, copy, opened.stored.numbers)
    if st.button("生成文件", type="primary"):
        with session.plainly():
            st.session_state["made"] = (state, session.service().documents.export(
                report, chosen, copy=copy, last_year=opened.last_year))
        session.show_messages()
    made_for, made = st.session_state.get("made", (None, None))
    if made and made_for == state:
        name, content = made
        st.download_button(f"下载 {md(name)}", content, file_name=name, mime=formats[chosen].mime, on_click="ignore")
        st.caption(f"{len(content) / 1024:.0f} KB。内容改动后请重新生成。")
    elif made:
        st.caption("内容或选项有变化，请重新生成文件。")
