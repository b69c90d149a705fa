"""预览: the pages as they will be printed, with the way from each paragraph and figure to where it is edited."""

from __future__ import annotations

import streamlit as st

from drafting.errors import FileError
from drafting.publishing import COPIES, pages, preview
from drafting.service.library import Opened

from . import session
from .components.preview import page_preview
from .frame import page_of
from .text import md


def show_preview(opened: Opened, *, preset: str = "", copy: str = "draft") -> None:
    """Show the pages of the open report in this column, without ``preset`` in the style chosen for it on the export
    page.

    Where no PDF can be set, the text is shown without its pages, and why is said.
    """
    report, id = opened.report, opened.stored.row.id
    dressed = {"preset": preset or session.service().choices.of(id).style, "mark": COPIES[copy]}
    others = session.service().library.charted(opened) if report.charts else ()
    shown, html = (), ""
    try:
        shown = pages(report, others=others, **dressed)
    except FileError as error:
        st.caption(md(f"预览没有分页：{error}"))
        html = preview(report, others=others, **dressed)
    place = page_preview(shown, html, key=f"preview_{id}", cells=report.form.cells, sections=report.parts)
    if place and place.section:
        st.switch_page(page_of("draft"), query_params={"report": id, "section": place.section})
    if place:
        st.switch_page(page_of("entry"), query_params={"report": id, "cell": place.cell})
