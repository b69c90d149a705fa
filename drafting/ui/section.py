"""One section of the document: its heading as printed, its text, what waits beside it and what is said about it."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from drafting.checks import SEVERITIES, Finding
from drafting.checks.marks import Marked
from drafting.form import SectionSpec, numeral
from drafting.preface import only_opens
from drafting.report import MAX_SECTION, Remark, Report, Section
from drafting.service.library import Opened
from drafting.store import Generation
from drafting.store.database import now
from drafting.writing import diff
from drafting.writing.endpoint import Endpoint

from . import others, session
from .approvals import show_tick
from .basis import show_basis
from .components.editor import MarkSpan, Passage, Typed, text_editor
from .conflict import show_conflict
from .left_out import show_left_out
from .live import live, take
from .marks import drawn
from .outline import asked_by, place, start, stop, tell_left_alone
from .picked import in_hand, pick, said_of, show_picked
from .proposal import changed_spans, show_proposal
from .remarked import remarked_spans, show_remark
from .review import waive_with_reason
from .text import clock, md, paragraphs

WISHES = ("更短些", "语气更平实", "把数字写全")
PASSAGE_WISHES = ("改写", "缩短", "展开", "更具体", "换个说法")
ORIGINS = {
    "person": "本人修改",
    "model": "模型起草",
    "composer": "离线起草",
    "import": "读入",
    "refill": "随表格或素材更新",
}


@dataclass(frozen=True)
class Beside:
    """What belongs to a section beside its text: its drafting ``runs``, its ``marks``, what the rules say about it
    (``findings``), open ``remarks`` of reviewers, and the characters to ``select`` on arrival.
    """

    runs: Sequence[Generation]
    marks: Sequence[Marked]
    findings: Sequence[Finding]
    remarks: Sequence[Remark]
    select: tuple[int, int] | None = None


def show_section(
    opened: Opened, spec: SectionSpec, heading: str, model: Endpoint | None, beside: Beside
) -> dict[str, DeltaGenerator]:
    """Draw a section under ``heading``, its place in the document as HTML; the slots of its running drafts by run id."""
    active = [run for run in beside.runs if run.active]
    text = opened.report.text(spec.id)
    slots: dict[str, DeltaGenerator] = {}
    with st.container(key=place(spec.id).removeprefix("st-key-")):
        with st.container(horizontal=True, vertical_alignment="center", key=f"nb-head-{spec.id.replace('.', '-')}"):
            st.html(heading, width="stretch")
            _tools(opened, spec, model, list(beside.marks), busy=bool(active))
        if text.strip() or not active:
            _editor(opened, spec, text, model, beside)
            if text.strip() and not active:
                with st.container(
                    key=f"nb-foot-{spec.id.replace('.', '-')}"
                ):  # on the line below the text, beside its length
                    show_tick(opened, spec.id)
            show_picked(opened, spec, list(beside.marks), beside.findings)
        for other in others.in_section(spec.id):
            st.html(f"<div class='nb-quiet nb-here'>{html.escape(others.named(other))}正在编辑本节</div>")
        for run in active:
            with st.container(key=f"nb-running-{run.id}"):
                slots[run.id] = st.empty()
                grow(slots[run.id], run)
                st.button("停止", key=f"stop_{run.id}", on_click=stop, args=([run.id],))
        for run in beside.runs:
            if not run.active:
                show_proposal(opened, run)
        if text.strip() and not active:
            show_left_out(opened, spec)
        for remark in beside.remarks:
            show_remark(opened, remark)
        shown = said_of(in_hand(spec.id, beside.marks), beside.findings)
        _said([finding for finding in beside.findings if finding not in shown], opened)
    return slots


def grow(slot: DeltaGenerator, run: Generation) -> None:
    """Show how far a running draft is."""
    by = asked_by(run) and f"{html.escape(asked_by(run))}要求起草，"
    if run.state == "queued":
        slot.html(f"<div class='nb-quiet'>{by}排队中，前面的章节写完后就写这一节</div>")
        return
    seconds = max(0, int((now() - run.started_at).total_seconds()))  # another server's clock may be ahead
    doing = "正在写" if run.text else "等待模型开始"
    slot.html(f"{paragraphs(run.text)}<div class='nb-quiet'>{by}{doing}　{len(run.text)} 字　{seconds} 秒</div>")


def headings(report: Report) -> dict[str, str]:
    """The heading over each section as the report prints it, as HTML; those not written yet have no number."""
    made: dict[str, str] = {}
    number = 0
    chapter = ""
    for spec in report.outline:
        number = number if spec.chapter == chapter else 0
        written = report.written(spec.id)
        if spec.heading:
            number += written and spec.numbered
            before = f"（{numeral(number)}）" if written and spec.numbered else ""
            words = f"{before}{html.escape(' '.join(spec.heading.split()))}"
            made[spec.id] = f"<h3 class='nb-h3{'' if written else ' nb-blank'}'>{words}</h3>"
        else:
            made[spec.id] = "" if spec.chapter == spec.id else f"<div class='nb-quiet'>{html.escape(spec.label)}</div>"
        if spec.chapter != chapter:
            chapter = spec.chapter
            made[spec.id] = f"<h2 class='nb-h2'>{html.escape(report.heading(chapter))}</h2>{made[spec.id]}"
    return made


def _said(findings: Sequence[Finding], opened: Opened) -> None:
    """What the rules say about the section, with a reason to let it pass."""
    if not findings:
        return
    with st.expander(f"这一节有 {len(findings)} 处要看"):
        for finding in findings:
            words, action = st.columns([4, 1], vertical_alignment="center")
            words.markdown(f"{SEVERITIES[finding.severity]}：{md(finding.said)}")
            if finding.waivable and not opened.read_only:
                with action:
                    waive_with_reason(finding, opened.stored.row.id, f"here_{finding.fingerprint}_{finding.span}")


def _tools(opened: Opened, spec: SectionSpec, model: Endpoint | None, marks: list[Marked], *, busy: bool) -> None:
    written = opened.report.text(spec.id).strip()
    shut = busy or opened.read_only
    if not written or not model or only_opens(opened.report, spec.id):
        st.button(
            "重新起草" if written else "起草",
            key=f"draft_{spec.id}",
            disabled=shut,
            on_click=start,
            args=(opened, [spec.id], model),
            help=opened.closed or None,
        )
    else:
        with st.popover("重写", disabled=shut, key=f"wishes_{spec.id}", on_change="rerun", help=opened.closed or None):
            wish = st.text_area("要求", key=f"wish_{spec.id}", max_chars=500, placeholder="例如：更短些；补充培训情况")
            with st.container(horizontal=True):
                for ready in WISHES:
                    st.button(
                        ready, key=f"wish_{spec.id}_{ready}", on_click=start, args=(opened, [spec.id], model, ready)
                    )
            st.button(
                "按要求重写",
                key=f"rewrite_{spec.id}",
                type="primary",
                on_click=start,
                args=(opened, [spec.id], model, wish),
            )
    if written:
        show_basis(opened, spec, marks)
    if opened.stored.number(f"section:{spec.id}") > 1:
        with st.popover("版本", key=f"versions_{spec.id}", on_change="rerun"):
            if st.session_state.get(f"versions_{spec.id}"):  # what is not looked at is not drawn
                _versions(opened, spec)


def _versions(opened: Opened, spec: SectionSpec) -> None:
    id = opened.stored.row.id
    versions = session.service().editing.section_versions(id, spec.id)
    names = {version.number: f"{clock(version.at)} {ORIGINS[version.origin]}" for version in versions}
    number = st.selectbox("与现在的文字对照", list(names)[1:], format_func=names.__getitem__, key=f"version_{spec.id}")
    old = next(version for version in versions if version.number == number)
    text = "\n".join(paragraph["text"] for paragraph in old.content["paragraphs"])
    st.html(f'<div class="nb-diff">{diff.html(opened.report.text(spec.id), text)}</div>')
    st.button(
        "恢复这一版", key=f"restore_{spec.id}", disabled=opened.read_only, on_click=_restore, args=(id, spec.id, number)
    )


def _editor(opened: Opened, spec: SectionSpec, text: str, model: Endpoint | None, beside: Beside) -> None:
    id, part = opened.stored.row.id, f"section:{spec.id}"
    field = live(f"{id}:{part}", opened.stored.number(part))
    editing = session.service().editing
    written = opened.report.sections[spec.id].paragraphs if spec.id in opened.report.sections else ()

    def typed(message: Typed) -> None:
        others.at(spec.id)
        take(field, message, partial(editing.save_section, id, spec.id, pasted=message.pasted))

    text_editor(
        key=f"text_{id}_{spec.id}",
        text=text,
        rev=field.rev,
        ack=field.ack,
        saved_at=field.saved_at,
        error=field.error,
        label=spec.label,
        max_chars=MAX_SECTION,
        min_rows=2 if not text.strip() else 1,
        serif=True,
        placeholder="可以直接在这里写，也可以点“起草”",
        marks=_spans(opened, spec, beside),
        show_marks=st.session_state.get("show_marks", True),
        locked=[at for at, paragraph in enumerate(written) if paragraph.locked],
        edited=[at for at, paragraph in enumerate(written) if paragraph.origin == "person"],
        wishes=PASSAGE_WISHES if model else (),
        read_only=opened.closed,
        in_hand=st.session_state.get(f"picked_{spec.id}") or "",
        select=beside.select,
        on_change=typed,
        on_pick=lambda mark: pick(spec.id, mark),
        on_rewrite=lambda passage: _reword(id, spec.id, passage, model, opened.last_year),
        on_lock=lambda paragraph, locked: _lock(id, spec.id, paragraph, locked),
    )
    if text.strip():  # shown until the editor, which a slow machine loads last, shows the same
        st.html(f"<div class='nb-first'>{paragraphs(text)}</div>")
    show_conflict(field, f"{id}:{part}", text, lambda mine, expected: editing.save_section(id, spec.id, mine, expected))


def _spans(opened: Opened, spec: SectionSpec, beside: Beside) -> list[MarkSpan]:
    """Everything that is marked on the text: what it rests on, passages that reviewers quote, changes proposed."""
    waiting = [
        span
        for run in beside.runs
        if run.content is not None and not run.active
        for span in changed_spans(session.service().drafts.offer(run, opened.report))
    ]
    return [*waiting, *remarked_spans(opened.report, beside.remarks), *map(drawn, beside.marks)]


@session.callback
def _reword(id: str, section: str, passage: Passage, model: Endpoint | None, last_year: Report | None) -> None:
    """Begin rewording a passage; its place in the section becomes one in a paragraph."""
    standing = session.service().library.open(id).report.sections.get(section, Section())
    offset = 0
    for at, paragraph in enumerate(standing.paragraphs):
        start, end = passage.start - offset, passage.end - offset
        if start >= 0 and paragraph.text[start:end] == passage.text:
            drafts = session.service().drafts
            begun = drafts.reword(id, section, at, (start, end), passage.wish, model, last_year=last_year)
            tell_left_alone(id, [section], begun)
            return
        offset += len(paragraph.text) + 1
    session.tell("所选的文字已有变化，请重新选择后再改写。", "warning")


@session.callback
def _lock(id: str, section: str, paragraph: int, locked: bool) -> None:
    session.service().prose.lock(id, section, paragraph, locked)


@session.callback
def _restore(id: str, section: str, number: int) -> None:
    session.service().editing.restore_section(id, section, number)
