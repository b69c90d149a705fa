"""阅读: the report as printed, with remarks made at the words, answered beside them, and the way to where they are
mended.
"""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from drafting.errors import NianbaoError
from drafting.publishing import preview
from drafting.report import Remark, Report
from drafting.service.library import Opened
from drafting.service.permissions import Right
from drafting.service.states import STATES, STEPS

from . import session
from .components.remarked import Act, Shown, Verb, remarked
from .places import go_to
from .text import clock

WHY_NOT = {"draft": "送审后可以在这里选中文字或点一格写意见。", "returned": "在意见旁边直接答复，逐条答复后再送审。"}


def show_reading(opened: Opened) -> None:
    """Show the whole report. Remarks are made while it is in review, and answered when it came back."""
    id, state, report = opened.stored.row.id, opened.stored.row.state, opened.report
    review = session.service().review
    may: set[Verb] = set()
    if state == "submitted":
        may = {"remark", "take_back"}
    elif state in STEPS["submit"].before:
        may = {"answer"}
    st.caption(
        "选中文字，或点表中一格，再点“写意见”；用键盘时，停在一段上按回车。"
        if "remark" in may
        else WHY_NOT.get(state, f"报告已是“{STATES[state]}”，这里只供阅读。")
    )
    who = session.person()
    if not who.may(Right.DISCUSS, report.organ.name):
        may = set()
    done = st.session_state.setdefault(f"read:{id}", {"ack": 0, "error": ""})

    def act(given: Act) -> None:
        done.update(ack=given.seq, error="")
        try:
            if given.verb == "remark":
                review.remark(
                    id,
                    given.person,
                    given.text,
                    section=given.section,
                    quote=given.quote,
                    cell=given.cell,
                    paragraph=given.paragraph,
                    start=given.start,
                )
            elif given.verb == "answer":
                review.answer(id, given.person, given.remark, given.text)
            else:
                review.take_back(id, given.person, given.remark)
        except NianbaoError as error:
            done["error"] = str(error)

    def went(remark_id: str) -> None:
        st.session_state["went"] = remark_id  # a callback cannot change the page

    remarked(
        preview(report, others=session.service().library.charted(opened) if report.charts else ()),
        key=f"reading_{id}",
        remarks=[_shown(remark, report) for remark in report.remarks],
        names=[] if who.name else review.names(id),
        signer=who.name,
        may=may,
        ack=done["ack"],
        error=done["error"],
        on_act=act,
        on_go=went,
    )
    wanted = st.session_state.pop("went", "")
    for remark in report.remarks:
        if remark.id == wanted:
            go_to(id, section=remark.section, span=report.passage(remark), cell=remark.cell)


def _shown(remark: Remark, report: Report) -> Shown:
    """A remark with its place in the paragraph where its words stand now."""
    paragraph, start = "", 0
    if span := report.passage(remark):
        offset = 0
        for each in report.sections[remark.section].paragraphs:
            if offset <= span[0] <= offset + len(each.text):
                paragraph, start = each.id, span[0] - offset
            offset += len(each.text) + 1
    cell = remark.cell if remark.cell in report.form.cells else ""
    place = report.form.name(cell) if cell else report.called(remark.section) if remark.section else "全文"
    return {
        "id": remark.id,
        "section": remark.section,
        "paragraph": paragraph,
        "start": start,
        "quote": remark.quote.split("\n")[0],
        "cell": cell,
        "place": place,
        "text": remark.text,
        "by": _signed(remark.person, remark.at),
        "answer": remark.answer,
        "answered_by": _signed(remark.answered_by, remark.answered_at),
        "open": remark.open,
        "moved": bool(remark.quote) and span is None,
    }


def _signed(person: str, at: str) -> str:
    return f"{person}　{clock(datetime.fromisoformat(at))}" if at else person
