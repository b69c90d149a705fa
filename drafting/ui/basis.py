"""依据: what each sentence of a section rests on, and the figures that rest on nothing."""

from __future__ import annotations

import streamlit as st

from drafting.binding.ties import tie
from drafting.facts import facts
from drafting.form import SectionSpec
from drafting.service.library import Opened

from .text import md


def show_basis(opened: Opened, spec: SectionSpec) -> None:
    """Show the sources of a written section, folded; figures without a source are named in the fold's title."""
    report = opened.report
    text = report.text(spec.id)
    loose = [binding.figure.text for binding in tie(text, report, opened.last_year) if binding.state == "untied"]
    title = f"依据　有 {len(loose)} 个数字没有找到依据：{'、'.join(loose[:5])}" if loose else "依据"
    with st.expander(md(title)):
        known = {f"fact:{fact.id}": fact.wording for fact in facts(report, opened.last_year).values()}
        known |= {f"note:{note.id}": note.text for note in report.notes}
        shown = False
        for paragraph in report.sections[spec.id].paragraphs:
            for source in paragraph.sources:
                rests_on = [known[id] for id in source.ids if id in known]
                if rests_on:
                    shown = True
                    st.markdown(f"{md(source.sentence)}")
                    st.caption("　".join(f"〔{md(item[:80])}〕" for item in rests_on))
        if not shown:
            st.caption("这一节的文字由人填写或没有记下来源。")
