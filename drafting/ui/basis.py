"""依据: what each sentence of a section rests on; the button counts the figures and sentences that rest on nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from drafting.checks.marks import Marked
from drafting.facts import facts
from drafting.form import SectionSpec
from drafting.report import Section
from drafting.service.library import Opened

from .text import md

MOST = 5
"""How many figures are named."""
DOUBTED = "（存疑，请核对）"
"""Stands behind a source that a model named and whose words do not bear the sentence out."""


def show_basis(opened: Opened, spec: SectionSpec, marks: list[Marked]) -> None:
    """Offer the sources of a written section."""
    section = opened.report.sections[spec.id]
    loose = [
        section.paragraphs[each.paragraph].text[each.start : each.end]
        for each in marks
        if each.mark and each.mark.kind == "figure" and each.state in ("untied", "contradicted")
    ]
    bare = sum(each.state == "no-basis" for each in marks)
    with st.popover(
        f"依据 {len(loose) + bare} 处缺" if loose or bare else "依据", key=f"basis_{spec.id}", on_change="rerun"
    ):
        if st.session_state.get(f"basis_{spec.id}"):  # what is not looked at is not drawn
            _loose(loose, bare)
            _sources(opened, section)


def _loose(loose: Sequence[str], bare: int) -> None:
    """How much rests on nothing."""
    if loose:
        st.markdown(
            f"有 {len(loose)} 个数字没有找到依据或与表格不符：{md('、'.join(loose[:MOST]))}{'等' if len(loose) > MOST else ''}。"
        )
    if bare:
        st.markdown(f"有 {bare} 句依据不足。")


def _named(ids: Sequence[str], known: Mapping[str, str], how: str = "") -> list[str]:
    """Those of the sources ``ids`` that are ``known``, as the page shows them."""
    return [f"〔{md(known[id][:80])}〕{how}" for id in ids if id in known]


def _sources(opened: Opened, section: Section) -> None:
    """Each sentence with the facts and notes that it rests on."""
    known = {f"fact:{fact.id}": fact.wording for fact in facts(opened.report, opened.last_year).values()}
    known |= {f"note:{note.id}": note.text for note in opened.report.notes}
    found = [
        (source.sentence, rests_on)
        for paragraph in section.paragraphs
        for source in paragraph.sources
        if (rests_on := [*_named(source.ids, known), *_named(source.doubted, known, DOUBTED)])
    ]
    for sentence, rests_on in found:
        st.markdown(md(sentence))
        st.caption("　".join(rests_on))
    if not found:
        st.caption("这一节的文字由人填写或没有记下来源。")
