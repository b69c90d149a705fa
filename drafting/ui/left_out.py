"""没有写到的: the notes and main facts that no section tells, beside the section they belong to; one click adds one."""

from __future__ import annotations

import streamlit as st

from drafting.form import SectionSpec
from drafting.service.library import Opened

from . import session
from .text import md

SHOWN = 60
"""Characters of a note that are shown."""
KINDS = {"fact": "表格", "note": "素材"}


def show_left_out(opened: Opened, spec: SectionSpec) -> None:
    """Offer what the section leaves out; nothing where it tells all."""
    found = session.service().left_out.of(opened, spec.id)
    if not found:
        return
    with st.expander(f"还有 {len(found)} 项没有写到"):
        for each in found:
            words, action = st.columns([4, 1], vertical_alignment="center")
            text = " ".join(each.text.split())
            shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}……"
            words.markdown(f"<span class='nb-quiet'>{KINDS[each.kind]}</span>　{md(shown)}", unsafe_allow_html=True)
            action.button(
                "加入",
                key=f"add_{spec.id}_{each.ref}",
                disabled=opened.read_only,
                on_click=_add,
                args=(opened.stored.row.id, spec.id, each.ref),
                help="表格数据用规范句式、素材用原文，另起一段加在这一节里；可以撤销",
            )


@session.callback
def _add(id: str, section: str, ref: str) -> None:
    """Add what was left out, a widget's callback."""
    number = session.service().left_out.add(id, section, ref)
    prose = session.service().prose
    session.offer_undo("已加入正文。", lambda: prose.undo(id, {section: number - 1}))
