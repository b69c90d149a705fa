"""依据: what each sentence of a section rests on; the button counts the figures and sentences that rest on nothing."""

from __future__ import annotations

import streamlit as st

from drafting.checks.marks import Found
from drafting.facts import facts
from drafting.form import SectionSpec
from drafting.service.library import Opened

from .text import md

MOST = 5
"""How many figures are named."""


def show_basis(opened: Opened, spec: SectionSpec, marks: list[Found]) -> None:
    """Offer the sources of a written section."""
    report = opened.report
    section = report.sections[spec.id]
    loose = [section.paragraphs[each.paragraph].text[each.start:each.end] for each in marks
             if each.mark and each.mark.kind == "figure" and each.state in ("untied", "contradicted")]
    bare = sum(each.state == "no-basis" for each in marks)
    with st.popover(f"依据 {len(loose) + bare} 处缺" if loose or bare else "依据"):
        if loose:
            st.markdown(f"有 {len(loose)} 个数字没有找到依据或与表格不符：{md('、'.join(loose[:MOST]))}{'等' if len(loose) > MOST else ''}。")
        if bare:
            st.markdown(f"有 {bare} 句依据不足。")
        known = {f"fact:{fact.id}": fact.wording for fact in facts(report, opened.last_year).values()}
        known |= {f"note:{note.id}": note.text for note in report.notes}
        shown = False
        for paragraph in section.paragraphs:
            for source in paragraph.sources:
                rests_on = [known[id] for id in source.ids if id in known]
                if rests_on:
                    shown = True
                    st.markdown(f"{md(source.sentence)}")
                    st.caption("　".join(f"〔{md(item[:80])}〕" for item in rests_on))
        if not shown:
            st.caption("这一节的文字由人填写或没有记下来源。")
