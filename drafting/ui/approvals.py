"""批准: a tick beside each section and the tables, given by a named person for what stands there now."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from drafting.report import TABLES
from drafting.service.library import Opened

from . import session
from .text import clock, md


def show_approver(label: str = "批准人姓名") -> None:
    """The field for the name of who approves, kept over the pages of this browser session."""
    st.text_input(label, value=st.session_state.get("approver", ""), key="approver_field", max_chars=50,
                  on_change=_named, help="批准、送审、审定和答复意见时记下这个姓名；内容再有改动，批准自动撤回")


def show_tick(opened: Opened, part: str) -> None:
    """The tick of ``part`` (a key of ``Report.parts``) with who gave it and when, or whose was withdrawn by a change."""
    report, id = opened.report, opened.stored.row.id
    given = report.approval(part)
    digest = report.digest(part)
    key = f"approve_{id}_{part}_{digest[:12]}_{opened.stored.number('approvals')}"
    asked = f"批准{report.parts[part]}" if part == TABLES else "批准"
    when = f"（{clock(datetime.fromisoformat(given.at))}）" if given and given.at else ""
    label = f"{md(given.person)}已批准{when}" if given else asked
    st.checkbox(label, value=given is not None, key=key, on_change=_toggle, args=(id, part, digest, key))
    earlier = [each.person for each in report.approvals if each.part == part]
    if earlier and not given:
        st.caption(f"{md(earlier[-1])}批准后又有改动，批准已撤回")


def _named() -> None:
    st.session_state["approver"] = st.session_state.get("approver_field", "").strip()


@session.callback
def _toggle(id: str, part: str, digest: str, key: str) -> None:
    documents = session.service().documents
    if not st.session_state[key]:
        documents.disapprove(id, part, st.session_state.get("approver", ""))
        return
    st.session_state[key] = False  # until it is recorded: a refused tick is no tick
    documents.approve(id, part, st.session_state.get("approver", ""), digest=digest)
