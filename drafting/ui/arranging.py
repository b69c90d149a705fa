"""调整章节: a section renamed, fed, moved, split, merged or taken out; one added; the preface before 一 or in it; texts without a place."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from drafting.arranging import unfed
from drafting.form import ASPECTS, CHAPTERS, SectionSpec
from drafting.report import Report
from drafting.service.library import Opened
from drafting.service.outlines import LONGEST, Changed

from . import session
from .text import md

BEFORE = "“一、”之前"
INSIDE = "作为“一、”的第一段"
ASIDE = "先放在一边"
SHOWN = 40
"""Characters of a paragraph or text by which it is known."""


def show_arranging(opened: Opened) -> None:
    """The button that opens what can be done with the outline, and what of the report has no place in it."""
    report = opened.report
    with st.popover(
        "调整章节",
        width="stretch",
        disabled=opened.read_only,
        help=opened.closed or None,
        key="arrange",
        on_change="rerun",
    ):
        if st.session_state.get("arrange"):  # what is not looked at is not drawn
            _arrange(opened)
    _aside(opened)
    if left := [ASPECTS[aspect].label for aspect in unfed(report)]:
        st.caption(
            md(f"这些方面的素材没有归入任何一节，不会写进正文：{'、'.join(left)}。请在“调整章节”中选定归入哪一节。")
        )


def _arrange(opened: Opened) -> None:
    report, id = opened.report, opened.stored.row.id
    specs = {spec.id: spec for spec in report.outline}
    chosen = st.selectbox(
        "章节", list(specs), format_func=lambda section: _called(report, specs[section]), key=f"arrange_{id}"
    )
    if chosen in specs:
        _one(opened, specs[chosen])
    st.divider()
    _new(opened)
    if report.prefaces:
        _preface(opened)


def _one(opened: Opened, spec: SectionSpec) -> None:
    """What can be done with one section."""
    report, id, outlines = opened.report, opened.stored.row.id, session.service().outlines
    mark = f"{spec.id}_{opened.stored.number('outline')}"
    heading = st.text_input(
        "标题", spec.heading or "", key=f"heading_{mark}", max_chars=LONGEST, placeholder="留空则不印标题"
    )
    numbered = st.checkbox("由程序编号（一）（二）", spec.numbered, key=f"numbered_{mark}")
    aspects = st.multiselect(
        "归入的素材", list(ASPECTS), list(spec.aspects), format_func=lambda aspect: ASPECTS[aspect].label, key=f"feeds_{mark}",
        placeholder="不归入素材",
    )  # fmt: skip
    st.button(
        "保存这一节", key=f"save_{mark}", type="primary", on_click=_do,
        args=(id, "章节已改。", lambda: outlines.describe(id, spec.id, heading=heading, numbered=numbered, aspects=aspects)),
    )  # fmt: skip
    with st.container(horizontal=True):
        for label, said, act in (
            ("上移", "已上移。", lambda: outlines.move(id, spec.id, True)),
            ("下移", "已下移。", lambda: outlines.move(id, spec.id, False)),
            ("并入上一节", "已并入上一节。", lambda: outlines.merge(id, spec.id)),
        ):
            st.button(label, key=f"{label}_{mark}", on_click=_do, args=(id, said, act))
    paragraphs = report.sections[spec.id].paragraphs if report.written(spec.id) else ()
    if len(paragraphs) > 1:
        texts = {at: f"第{at + 1}段：{paragraph.text[:SHOWN]}" for at, paragraph in enumerate(paragraphs) if at}
        at = st.selectbox("从哪一段起另成一节", list(texts), format_func=texts.__getitem__, key=f"cut_{mark}")
        st.button(
            "分出一节",
            key=f"split_{mark}",
            on_click=_do,
            args=(id, "已分出一节。", lambda: outlines.split(id, spec.id, at)),
        )
    into = ""
    if paragraphs:
        others = {"": ASIDE, **{each.id: _called(report, each) for each in report.outline if each.id != spec.id}}
        into = st.selectbox("移除后文字放到", list(others), format_func=others.__getitem__, key=f"into_{mark}")
    st.button(
        "移除这一节",
        key=f"remove_{mark}",
        on_click=_do,
        args=(id, "已移除。", lambda: outlines.remove(id, spec.id, into)),
    )


def _new(opened: Opened) -> None:
    """A new section."""
    report, id = opened.report, opened.stored.row.id
    mark = f"{id}_{opened.stored.number('outline')}"
    chapters = {chapter: report.heading(chapter) for chapter in CHAPTERS}
    heading = st.text_input("新章节的标题", key=f"new_heading_{mark}", max_chars=LONGEST, placeholder="留空则不印标题")
    chapter = st.selectbox(
        "放在哪一部分的末尾", list(chapters), 1, format_func=chapters.__getitem__, key=f"new_chapter_{mark}"
    )
    st.button(
        "添加一节", key=f"add_{mark}", on_click=_do,
        args=(id, "已添加一节。", lambda: session.service().outlines.add(
            id, chapter, heading, ("preface",) if chapter == "preface" else ())),
    )  # fmt: skip


def _preface(opened: Opened) -> None:
    """Where the preface stands."""
    report, id = opened.report, opened.stored.row.id
    before = report.spec(report.prefaces[0]).chapter == "preface"
    key = f"preface_{id}_{opened.stored.number('outline')}"
    st.radio("前言的位置", (BEFORE, INSIDE), 0 if before else 1, key=key, on_change=_put, args=(id, key))


def _aside(opened: Opened) -> None:
    """The texts whose section is in the outline no more, each with the way to another."""
    report, id = opened.report, opened.stored.row.id
    for aside, section in report.set_aside.items():
        with st.container(border=True):
            st.markdown(md(f"没有归入章节的文字：{section.text[:SHOWN]}……（{len(section.text)} 字）"))
            places = {spec.id: _called(report, spec) for spec in report.outline}
            into = st.selectbox("放到", list(places), format_func=places.__getitem__, key=f"aside_{aside}")
            st.button(
                "放到这一节末尾", key=f"place_{aside}", disabled=opened.read_only, on_click=_do,
                args=(id, "文字已放好。", lambda aside=aside, into=into: session.service().outlines.place(id, aside, into)),
            )  # fmt: skip


def _called(report: Report, spec: SectionSpec) -> str:
    """A section with the chapter it is in."""
    chapter = report.heading(spec.chapter)
    return spec.label if spec.chapter == spec.id or spec.chapter == "preface" else f"{chapter[:2]}{spec.label}"


@session.callback
def _do(id: str, said: str, act: Callable[[], Changed]) -> None:
    done = act()
    if done.parts:
        session.offer_undo(said, lambda: session.service().outlines.undo(id, done), "outline")


@session.callback
def _put(id: str, key: str) -> None:
    done = session.service().outlines.put_preface(id, st.session_state[key] == BEFORE)
    session.offer_undo("前言的位置已改。", lambda: session.service().outlines.undo(id, done), "outline")
