"""预览: the report as it will be printed, with the way from each paragraph and figure to where it is edited."""

from __future__ import annotations

import streamlit as st

from drafting.form import SECTIONS
from drafting.publishing import COPIES, preview
from drafting.service.library import Opened

from .components.preview import page_preview
from .frame import page_of


def show_preview(opened: Opened, *, preset: str = "plain", copy: str = "draft") -> None:
    """Show the pages of the open report in this column."""
    report, id = opened.report, opened.stored.row.id
    place = page_preview(preview(report, preset=preset, mark=COPIES[copy]), key=f"preview_{id}",
                         cells=report.form.cells, sections=SECTIONS)
    if place and place.section:
        st.switch_page(page_of("draft"), query_params={"report": id, "section": place.section})
    if place:
        st.switch_page(page_of("entry"), query_params={"report": id, "cell": place.cell})
