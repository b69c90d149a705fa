"""起草: the narrative section by section; drafting runs outside the page, proposals stand beside the text."""

from __future__ import annotations

import threading
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from drafting.checks import SEVERITIES, Finding
from drafting.checks.marks import Found
from drafting.form import SectionSpec
from drafting.report import MAX_SECTION, Report, Section
from drafting.service.library import Opened
from drafting.store import Generation
from drafting.store.database import now
from drafting.writing import client, diff
from drafting.writing.endpoint import Endpoint

from . import session
from .approvals import show_approver, show_tick
from .basis import show_basis
from .chat import show_chat
from .components.editor import Passage, Typed, text_editor
from .components.scroll import scroll_to
from .conflict import show_conflict
from .frame import begin, endpoint
from .live import live, take
from .marks import drawn, legend, marks_of
from .picked import pick, show_picked
from .preview import show_preview
from .proposal import show_proposal
from .review import waive_with_reason
from .text import clock, md, paragraphs

POLL_SECONDS = 0.5
WISHES = ("更短些", "语气更平实", "把数字写全")
PASSAGE_WISHES = ("改写", "缩短", "展开", "更具体", "换个说法")
ORIGINS = {"person": "本人修改", "model": "模型起草", "composer": "离线起草", "import": "读入", "refill": "随表格或素材更新"}
SAID_HERE = ("N-", "Y-", "R-")
"""Rules whose findings are said beside the text they are about."""


def page() -> None:
    """Draw the page. ``?section=`` in the address brings that section into view."""
    asked = session.report_id()
    # Before the report is read: a run that ends in between then still counts as running, and the poll draws the page anew.
    runs = session.service().drafts.open(asked) if asked else []
    opened = begin("draft")
    id = opened.stored.row.id
    model = endpoint()
    if model:
        _warm()
    else:
        st.info("没有配置起草模型，将用离线方式起草：数字用规范句式写出，素材按方面排列，缺的地方标“〔待补〕”。要用模型请到“设置”页。")
    marks = marks_of(opened)
    wide = st.session_state.get("beside") == "预览"
    outline, document, beside = st.columns([1.1, 3.2, 2.7] if wide else [1.1, 4, 1.9], gap="medium")
    with outline:
        _outline(opened, model, runs)
        shown = st.toggle("显示标记", True, key="show_marks", help="在数字和句子下面标出它来自哪里")
        if shown and any(marks.values()):
            st.html(legend(each.state for found in marks.values() for each in found))
    slots: dict[str, DeltaGenerator] = {}
    with document:
        result = session.service().documents.check(id, opened.report, opened.last_year)
        for spec in opened.report.outline:
            said = [finding for finding in result.findings if finding.rule.startswith(SAID_HERE)
                    and finding.section in (spec.id, spec.chapter if spec.id == spec.chapter else None)]
            slots |= _section(opened, spec, model, [run for run in runs if run.section == spec.id],
                              marks.get(spec.id, []), said)
    with beside:
        if st.segmented_control("旁边显示", ("对话", "预览"), default="对话", required=True, key="beside",
                                label_visibility="collapsed") == "预览":
            show_preview(opened)
        else:
            show_chat(opened, model)
    if slots:
        _watch(id, slots)
    scroll_to(_place(st.query_params.get("section", "")))


@st.cache_resource(show_spinner=False)
def _warm() -> None:
    """Load the model libraries in the background, once a process, while the clerk still reads the page."""
    threading.Thread(target=client.warm, name="model-libraries", daemon=True).start()


def _place(section: str) -> str:
    """The class of a section's box on the page."""
    return f"st-key-nb-section-{section.replace('.', '-')}"


def _watch(id: str, slots: dict[str, DeltaGenerator]) -> None:
    """Poll the running drafts; when one starts or ends, the page is drawn anew."""
    @st.fragment(run_every=POLL_SECONDS)
    def watch() -> None:
        running = {run.id: run for run in session.service().drafts.open(id) if run.active}
        if running.keys() != slots.keys():
            st.rerun()
        for run in running.values():
            _grow(slots[run.id], run)

    watch()


def _grow(slot: DeltaGenerator, run: Generation) -> None:
    seconds = int((now() - run.started_at).total_seconds())
    doing = "等待前面的章节" if run.state == "queued" else "正在起草" if run.text else "等待模型开始"
    slot.html(f"{paragraphs(run.text)}<div class='nb-quiet'>{doing}　{len(run.text)} 字　{seconds} 秒</div>")


def _outline(opened: Opened, model: Endpoint | None, runs: list[Generation]) -> None:
    report = opened.report
    active = {run.section for run in runs if run.active}
    waiting = {run.section for run in runs if not run.active and run.content is not None}
    empty = [spec.id for spec in report.outline if not report.text(spec.id).strip()]
    whole = [spec.id for spec in report.outline]
    for spec in report.outline:
        state = ("正在写" if spec.id in active else "有提案" if spec.id in waiting
                 else "未写" if spec.id in empty else "已写")
        mark = {"正在写": "…", "有提案": "◐", "未写": "○", "已写": "✓"}[state]
        st.markdown(f"{mark} {spec.label}　<span class='nb-quiet'>{state}</span>", unsafe_allow_html=True)
    if empty:
        label = "一键起草全部" if len(empty) == len(whole) else f"起草其余 {len(empty)} 节"
        st.button(label, type="primary", width="stretch", disabled=bool(active), on_click=_start,
                  args=(opened, empty, model))
    if len(empty) < len(whole):
        st.button("全部重新起草", width="stretch", disabled=bool(active), on_click=_start, args=(opened, whole, model),
                  help="已有文字的章节，新稿作为提案放在旁边，由您决定是否采用")
    if active:
        st.button("全部停止", width="stretch", on_click=_stop, args=([run.id for run in runs if run.active],))
        st.caption(f"正在起草 {len(active)} 节，可以离开本页，不会丢失。")
    st.caption(f"已写 {len(whole) - len(empty)}/{len(whole)}")
    if len(empty) < len(whole):
        show_approver()


def _section(opened: Opened, spec: SectionSpec, model: Endpoint | None, runs: list[Generation], marks: list[Found],
             said: list[Finding]) -> dict[str, DeltaGenerator]:
    """One section; the slots of its running drafts by run id."""
    active = [run for run in runs if run.active]
    text = opened.report.text(spec.id)
    slots: dict[str, DeltaGenerator] = {}
    with st.container(border=True, key=_place(spec.id).removeprefix("st-key-")):
        head, tools = st.columns([2, 3], vertical_alignment="center")
        with head, st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{spec.label}**", width="content")
            if text.strip() and not active:
                show_tick(opened, spec.id)
        with tools, st.container(horizontal=True, horizontal_alignment="right"):
            _tools(opened, spec, model, busy=bool(active))
        if text.strip() or not active:
            _editor(opened, spec, text, marks, model)
            show_picked(opened, spec, marks)
        for run in active:
            slots[run.id] = st.empty()
            _grow(slots[run.id], run)
            st.button("停止", key=f"stop_{run.id}", on_click=_stop, args=([run.id],))
        for run in runs:
            if not run.active:
                show_proposal(opened, run)
        if text.strip():
            _said(said, opened.stored.row.id)
            show_basis(opened, spec, marks)
    return slots


def _said(findings: list[Finding], id: str) -> None:
    """What the rules say about the section's words, with a reason to let it pass."""
    if not findings:
        return
    with st.expander(f"这一节有 {len(findings)} 处要看"):
        for finding in findings:
            words, action = st.columns([4, 1], vertical_alignment="center")
            words.markdown(f"{SEVERITIES[finding.severity]}：{md(finding.said)}")
            if finding.waivable:
                with action:
                    waive_with_reason(finding, id, f"here_{finding.fingerprint}")


def _tools(opened: Opened, spec: SectionSpec, model: Endpoint | None, *, busy: bool) -> None:
    id, written = opened.stored.row.id, opened.report.text(spec.id).strip()
    if not written or not model or spec.id == "overview.lead":
        st.button("重新起草" if written else "起草", key=f"draft_{spec.id}", disabled=busy, on_click=_start,
                  args=(opened, [spec.id], model))
    else:
        with st.popover("重写", disabled=busy, key=f"wishes_{spec.id}", on_change="rerun"):
            wish = st.text_area("要求", key=f"wish_{spec.id}", max_chars=500,
                                placeholder="例如：更短些；补充培训情况")
            with st.container(horizontal=True):
                for ready in WISHES:
                    st.button(ready, key=f"wish_{spec.id}_{ready}", type="tertiary", on_click=_start,
                              args=(opened, [spec.id], model, ready))
            st.button("按要求重写", key=f"rewrite_{spec.id}", type="primary", on_click=_start,
                      args=(opened, [spec.id], model, wish))
    versions = session.service().editing.section_versions(id, spec.id)
    with st.popover("版本", disabled=len(versions) < 2):
        _versions(opened, spec, versions)


def _versions(opened: Opened, spec: SectionSpec, versions: list) -> None:
    if len(versions) < 2:
        return
    id = opened.stored.row.id
    names = {version.number: f"{clock(version.at)} {ORIGINS[version.origin]}" for version in versions}
    number = st.selectbox("与现在的文字对照", list(names)[1:], format_func=names.get, key=f"version_{spec.id}")
    old = next(version for version in versions if version.number == number)
    text = "\n".join(paragraph["text"] for paragraph in old.content["paragraphs"])
    st.html(f'<div class="nb-diff">{diff.html(opened.report.text(spec.id), text)}</div>')
    st.button("恢复这一版", key=f"restore_{spec.id}", on_click=_restore, args=(id, spec.id, number))


def _editor(opened: Opened, spec: SectionSpec, text: str, marks: list[Found], model: Endpoint | None) -> None:
    id, part = opened.stored.row.id, f"section:{spec.id}"
    field = live(f"{id}:{part}", opened.stored.number(part))
    editing = session.service().editing
    written = opened.report.sections[spec.id].paragraphs if spec.id in opened.report.sections else ()

    def typed(message: Typed) -> None:
        take(field, message, partial(editing.save_section, id, spec.id))

    text_editor(
        key=f"text_{id}_{spec.id}", text=text, rev=field.rev, ack=field.ack, saved_at=field.saved_at, error=field.error,
        label=spec.label, max_chars=MAX_SECTION, min_rows=2, serif=True, placeholder="可以直接在这里写，也可以点“起草”",
        marks=[drawn(each) for each in marks], show_marks=st.session_state.get("show_marks", True),
        locked=[at for at, paragraph in enumerate(written) if paragraph.locked],
        edited=[at for at, paragraph in enumerate(written) if paragraph.origin == "person"],
        wishes=PASSAGE_WISHES if model else (), on_change=typed, on_pick=lambda mark: pick(spec.id, mark),
        on_rewrite=lambda passage: _reword(id, spec.id, passage, model, opened.last_year),
        on_lock=lambda paragraph, locked: _lock(id, spec.id, paragraph, locked))
    show_conflict(field, f"{id}:{part}", text,
                  lambda mine, expected: editing.save_section(id, spec.id, mine, expected))


@session.callback
def _reword(id: str, section: str, passage: Passage, model: Endpoint | None, last_year: Report | None) -> None:
    """Begin rewording a passage; its place in the section becomes one in a paragraph."""
    standing = session.service().library.open(id).report.sections.get(section, Section())
    offset = 0
    for at, paragraph in enumerate(standing.paragraphs):
        start, end = passage.start - offset, passage.end - offset
        if 0 <= start and paragraph.text[start:end] == passage.text:
            session.service().drafts.reword(id, section, at, (start, end), passage.wish, model, last_year=last_year)
            return
        offset += len(paragraph.text) + 1
    session.tell("所选的文字已有变化，请重新选择后再改写。", "warning")


@session.callback
def _lock(id: str, section: str, paragraph: int, locked: bool) -> None:
    session.service().prose.lock(id, section, paragraph, locked)


@session.callback
def _start(opened: Opened, sections: list[str], model: Endpoint | None, wish: str = "") -> None:
    session.service().drafts.start(
        opened.stored.row.id, sections, model, instruction=wish.strip(), last_year=opened.last_year)
    for section in sections:
        st.session_state[f"wishes_{section}"] = False  # a wish that is on its way closes the list it was picked from


@session.callback
def _stop(runs: list[str]) -> None:
    for run in runs:
        session.service().drafts.stop(run)


@session.callback
def _restore(id: str, section: str, number: int) -> None:
    session.service().editing.restore_section(id, section, number)
