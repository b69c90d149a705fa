"""批准, and the question who does an act that is signed: asked at the act, and never left in a field for the next
person.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from drafting.assessment import unapproved
from drafting.errors import NianbaoError
from drafting.report import TABLES
from drafting.service.library import Opened
from drafting.service.permissions import Right
from drafting.service.states import listed

from . import dialogs, session
from .components.dialog import dialog_keys
from .text import clock, md


def ask_person(
    title: str, label: str, do: Callable[..., object], *, says: str = "", fields: Callable[[], tuple[str, ...]] = tuple
) -> None:
    """Open a dialog that asks who does it, and ``do(person, *given)`` it.

    ``fields`` draws what else is asked, above, and returns the keys of those widgets, whose values are ``given``.
    ``label``: the verb on the button. A refusal is said in the dialog, where what was typed stays. Names that signed
    this report before are offered; a click on one signs. Call it in the run of the click that asks for the act.
    """
    st.session_state["asked"] = number = (
        st.session_state.get("asked", 0) + 1
    )  # so that no field keeps an earlier answer

    @dialogs.dialog(title)
    def ask() -> None:
        refusal = st.session_state.pop("refused", "")
        if says:
            st.markdown(md(says))
        with st.form(f"sign_{number}", border=False):
            dialog_keys()
            keys = fields()
            signer = session.person().name
            if not signer:
                st.text_input("姓名", key=f"name_{number}", max_chars=50)
            st.form_submit_button(
                label, type="primary", key=f"signed_{number}", on_click=_signed, args=(do, number, keys, signer)
            )
            if refusal:
                st.error(md(refusal))
            names = [] if signer else session.service().review.names(session.report_id() or "")
            if names:
                st.caption(f"也可以点一个用过的姓名，即由其{md(label)}：")
                with st.container(horizontal=True):
                    for at, name in enumerate(names):
                        st.form_submit_button(
                            md(name), key=f"signed_{number}_{at}", on_click=_signed, args=(do, number, keys, name)
                        )

    st.session_state.pop("refused", None)
    ask()


def _signed(do: Callable[..., object], number: int, keys: tuple[str, ...], name: str = "") -> None:
    """Do what was signed, and put the dialog away; or keep the refusal for it."""
    try:
        do(name or st.session_state[f"name_{number}"], *(st.session_state[key] for key in keys))
    except NianbaoError as error:
        st.session_state["refused"] = str(error)
    else:
        dialogs.put_away()


def show_tick(opened: Opened, part: str) -> None:
    """Who approved ``part`` (a key of ``Report.parts``) and when, with the way back; else the button that approves it."""
    report, id = opened.report, opened.stored.row.id
    given, digest = report.approval(part), report.digest(part)
    documents, may = session.service().documents, session.person().may(Right.REVIEW, report.organ.name)
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        if given:
            when = f"（{clock(datetime.fromisoformat(given.at))}）" if given.at else ""
            st.caption(f"{md(given.person)}已批准{when}", width="content")
            if may and not opened.settled and st.button("撤回批准", key=f"unsign_{part}", type="tertiary"):
                ask_person(
                    f"撤回对“{report.parts[part]}”的批准",
                    "撤回批准",
                    lambda person: documents.disapprove(id, part, person),
                )
            return
        if may and st.button(
            f"批准{report.parts[part]}" if part == TABLES else "批准", key=f"sign_{part}", disabled=opened.settled
        ):
            ask_person(
                f"批准“{report.parts[part]}”",
                "批准",
                lambda person: documents.approve(id, part, person, digest=digest),
                says="批准的是现在显示的内容，以后再有改动，批准自动撤回。",
            )
        earlier = [each.person for each in report.approvals if each.part == part]
        if earlier:
            st.caption(f"{md(earlier[-1])}批准后又有改动，批准已撤回", width="content")


def show_approve_all(opened: Opened) -> None:
    """The button that approves everything that waits for it as one act, undone as one; nothing where nothing waits."""
    report, id = opened.report, opened.stored.row.id
    shown = {part: report.digest(part) for part in unapproved(report)}
    if not shown or opened.settled or not session.person().may(Right.REVIEW, report.organ.name):
        return
    documents = session.service().documents

    def approve(person: str) -> None:
        documents.approve_all(id, person, shown)
        session.offer_undo(
            f"{person.strip()}已批准{len(shown)} 部分。", lambda: documents.disapprove_all(id, shown, person)
        )

    if st.button("全部批准", key="sign_all", help=f"还有 {len(shown)} 部分没有批准"):
        ask_person(
            "全部批准",
            "批准",
            approve,
            says=f"将批准还没有批准的 {len(shown)} 部分：{listed(shown, opened.report)}。以后再有改动的，批准自动撤回。",
        )
