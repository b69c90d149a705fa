"""起草: the document to read and write, its outline on the left, conversation or preview on the right.

Drafting runs outside the page; what it brings stands under the text it would change until a person takes it.
"""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from importlib.resources import files

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from drafting.checks import RULES, Finding
from drafting.errors import NotFound
from drafting.report import Remark, Report
from drafting.service.library import Opened
from drafting.store import Generation
from drafting.writing import client
from drafting.writing.endpoint import Endpoint

from . import session
from .approvals import show_approve_all
from .arranging import show_arranging
from .chat import show_chat
from .components.jumps import jumps
from .components.scroll import scroll_to
from .frame import begin, endpoint, page_of
from .marks import legend
from .others import drawn_running
from .outline import place, progress_html, show_acts, show_outline
from .preview import show_preview
from .readthroughs import grow_reading, show_readings, show_taking
from .section import Beside, grow, headings, show_section

POLL_SECONDS = 0.5
BESIDE = ("对话", "预览")
SPAN = re.compile(r"(\d{1,6})-(\d{1,6})")
"""Rules that say of a section without text what the outline says already."""
PROGRESS = "progress"
"""Names the slot of the whole draft's progress among those of the runs."""


def page() -> None:
    """Draw the page. ``?section=`` in the address brings that section into view, ``&span=start-end`` selects
    characters.
    """
    # Before the report is read: a run that ends in between then still counts as running, and the poll draws the page anew.
    going, runs, readings = _running(session.report_id())
    drawn_running(runs)
    opened = begin("draft")
    st.html(f"<style>{files('drafting.ui').joinpath('draft.css').read_text('utf-8')}</style>")
    model = endpoint()
    if model:
        _warm()
    said = {"findings": _findings(opened), "remarks": _remarks(opened.report)}
    with st.container(key="nb-draft"):
        outline, document, beside = st.columns(3)
        with outline:
            slots = _outline(opened, model, runs, readings, **said)
        with document:
            slots |= _document(opened, model, runs, **said)
        with beside:
            _beside(opened, model)
    if going or any(run.active for run in (*runs, *readings)):
        _watch(opened.stored.row.id, [*runs, *readings], slots, going)
    section, words = _asked(opened.report), _span(opened.report)
    scroll_to("" if words else place(section))
    jumps()


@st.cache_resource(show_spinner=False)
def _warm() -> None:
    """Load the model libraries in the background, once a process, while the clerk still reads the page."""
    threading.Thread(target=client.preload, name="model-libraries", daemon=True).start()


def _asked(report: Report) -> str:
    """The section that the address asks for; for a chapter its first."""
    asked = st.query_params.get("section", "")
    return asked if report.has(asked) else next((spec.id for spec in report.outline if spec.chapter == asked), "")


def _span(report: Report) -> tuple[int, int] | None:
    """The characters that the address asks to be selected, where the section has them."""
    found = SPAN.fullmatch(st.query_params.get("span", ""))
    if not found:
        return None
    start, end = int(found[1]), int(found[2])
    return (start, end) if start < end <= len(report.text(_asked(report))) else None


def _outline(
    opened: Opened,
    model: Endpoint | None,
    runs: list[Generation],
    readings: list[Generation],
    findings: dict[str, list[Finding]],
    remarks: dict[str, list[Remark]],
) -> dict[str, DeltaGenerator]:
    """The column on the left; the slot of the progress, if something is being drafted."""
    with st.container(key="nb-left"):
        show_outline(opened, runs, findings, remarks)
        show_taking(opened, runs)
        slots = {}
        if any(run.active for run in runs):
            slots[PROGRESS] = st.empty()
            slots[PROGRESS].html(progress_html(session.service().drafts.progress(opened.stored.row.id)))
        show_acts(opened, model, runs, readings)
        slots |= show_readings(opened, model, runs, readings)
        show_arranging(opened)
        if any(opened.report.text(spec.id).strip() for spec in opened.report.outline):
            show_approve_all(opened)
        if model is None:
            st.caption(
                "没有配置起草模型，将用离线方式起草：数字用规范句式写出，素材按方面排列，缺的地方标“〔待补〕”。要用模型请到“设置”页。"
            )
        shown = st.toggle("显示标记", True, key="show_marks", help="在数字和句子下面标出它来自哪里")
        if shown and (states := _states(opened, runs, remarks)):
            st.html(legend(states))
        with st.container(key="nb-beside-ways", horizontal=True):
            for name in BESIDE:
                st.button(name, key=f"beside_{name}", on_click=_show_beside, args=(name,))
    return slots


def _states(opened: Opened, runs: list[Generation], remarks: dict[str, list[Remark]]) -> set[str]:
    """The states of the marks that are drawn on the page."""
    states = {each.state for found in opened.assessment.marks.values() for each in found}
    states |= {"remark"} if any(remark.quote for found in remarks.values() for remark in found) else set()
    return states | ({"proposed"} if any(run.content is not None and not run.active for run in runs) else set())


def _document(
    opened: Opened,
    model: Endpoint | None,
    runs: list[Generation],
    findings: dict[str, list[Finding]],
    remarks: dict[str, list[Remark]],
) -> dict[str, DeltaGenerator]:
    """The sections in the order of the document, and where the tables stand between them; the running drafts' slots."""
    report, marks = opened.report, opened.assessment.marks
    printed, asked, slots = headings(report), _asked(report), {}
    first = next(spec.id for spec in report.outline if spec.chapter == "problems")
    for spec in report.outline:
        if spec.id == first:
            _tables(opened)
        slots |= show_section(
            opened,
            spec,
            printed[spec.id],
            model,
            Beside(
                [run for run in runs if run.section == spec.id],
                marks.get(spec.id, []),
                findings.get(spec.id, []),
                remarks.get(spec.id, []),
                _span(report) if spec.id == asked else None,
            ),
        )
    return slots


def _tables(opened: Opened) -> None:
    """The headings of the tables at their place in the document, with the way to where they are filled in."""
    with st.container(key="nb-tables"):
        st.html("".join(f"<h2 class='nb-h2 nb-blank'>{heading}</h2>" for heading in opened.report.form.sections[1:4]))
        st.page_link(page_of("entry"), label="三张表在“填报”页", query_params={"report": opened.stored.row.id})


def _findings(opened: Opened) -> dict[str, list[Finding]]:
    """What the rules say about sections, by section; what is about a whole chapter stands at its first section."""
    first = {spec.chapter: spec.id for spec in reversed(opened.report.outline)}
    found: dict[str, list[Finding]] = {}
    for finding in opened.assessment.findings:
        section = first.get(finding.section or "", finding.section or "")
        if section and not (RULES[finding.rule].of_text and not opened.report.text(section).strip()):
            found.setdefault(section, []).append(finding)
    return found


def _remarks(report: Report) -> dict[str, list[Remark]]:
    """The remarks that wait for an answer, by the section they are about."""
    found: dict[str, list[Remark]] = {}
    for remark in report.remarks:
        if remark.open and remark.section:
            found.setdefault(remark.section, []).append(remark)
    return found


def _beside(opened: Opened, model: Endpoint | None) -> None:
    """The column on the right. Until somebody says otherwise a wide window shows it and a narrow one does not."""
    shown = st.session_state.get("beside_shown")
    if shown is False:
        st.html("<i class='nb-beside-shut'></i>")
        return
    preview = st.session_state.get("beside") == "预览"
    with st.container(key="nb-beside-open" if shown else "nb-beside-auto"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", key="nb-beside-wide" if preview else "nb-beside-slim"
        ):
            st.segmented_control(
                "旁边显示",
                BESIDE,
                default="对话",
                required=True,
                key="beside",
                label_visibility="collapsed",
                on_change=_keep_beside,
            )
            st.button("收起", key="beside_shut", on_click=_hide_beside)
        if preview:
            show_preview(opened)
        else:
            show_chat(opened, model)


def _show_beside(name: str) -> None:
    st.session_state["beside"], st.session_state["beside_shown"] = name, True


def _keep_beside() -> None:
    st.session_state["beside_shown"] = True


def _hide_beside() -> None:
    st.session_state["beside_shown"] = False


def _running(asked: str | None) -> tuple[bool, list[Generation], list[Generation]]:
    """Whether this process drafts in the report ``asked``, and its runs and readings; nothing where it is not there."""
    drafts, readthroughs = session.service().drafts, session.service().readthroughs
    with suppress(NotFound):  # the frame says so
        if asked:
            return drafts.active(asked), drafts.open(asked), readthroughs.open(asked)
    return False, [], []


def _watch(id: str, drawn: list[Generation], slots: dict[str, DeltaGenerator], going: bool) -> None:
    """Poll the running drafts and readings; when one starts, takes its turn or ends, the page is drawn anew.

    ``going``: this process is drafting; when it does so no more, what follows may have begun.
    """
    states = {run.id: run.state for run in drawn if run.active}

    @st.fragment(run_every=POLL_SECONDS)
    def watch() -> None:
        drafts, readthroughs = session.service().drafts, session.service().readthroughs
        running = [run for run in drafts.open(id) if run.active]
        reading = [run for run in readthroughs.open(id) if run.active]
        if {run.id: run.state for run in (*running, *reading)} != states or (going and not drafts.active(id)):
            st.rerun()
        for run in running:
            grow(slots[run.id], run)
        for run in reading:
            grow_reading(slots[run.id], run)
        if PROGRESS in slots:
            slots[PROGRESS].html(progress_html(drafts.progress(id)))

    watch()
