"""What a 红头公文 would be without, named before it is made, with the fields to fill it in right there."""

from __future__ import annotations

from datetime import date

import streamlit as st

from drafting.report import Document
from drafting.report_file import report_years
from drafting.service.final import Lack, lacks
from drafting.service.library import Opened
from drafting.service.particulars import DOCUMENT

from . import session
from .text import md

_FIELDS = {label: field for field, label in DOCUMENT.items()}
"""What an item is called, with its field in ``Document``."""


def show_lacks(opened: Opened) -> None:
    """A field for each thing that head and 版记 lack, the necessary first; nothing where they are complete."""
    found, id = lacks(opened.report), opened.stored.row.id
    if not found:
        return
    with st.form(f"lacks_{id}"):
        st.markdown("**红头公文还缺**")
        if opened.read_only:
            st.caption(opened.closed)
        given = {_FIELDS[lack.label]: _field(lack, opened) for lack in found}
        if st.form_submit_button("保存", disabled=opened.read_only):
            with session.plainly():
                session.service().editing.save_document(id, opened.report.document.model_copy(update=given))
                session.tell("红头和版记的内容已保存。", "success")
            st.rerun()


def _field(lack: Lack, opened: Opened) -> str | date | None:
    """The field for one item; what is typed there."""
    name, id, label = _FIELDS[lack.label], opened.stored.row.id, md(f"{lack.label}（{lack.message}）")
    standing, key = getattr(opened.report.document, name), f"lack_{name}_{id}"
    if name.endswith("_on"):
        return st.date_input(
            label,
            standing,
            format="YYYY-MM-DD",
            key=key,
            disabled=opened.read_only,
            min_value=date(report_years()[0], 1, 1),
            max_value=date(report_years()[-1], 12, 31),
        )
    most = next(each.max_length for each in Document.model_fields[name].metadata if hasattr(each, "max_length"))
    return st.text_input(label, str(standing), max_chars=most, key=key, disabled=opened.read_only).strip()
