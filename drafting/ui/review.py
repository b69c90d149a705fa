"""校核: what the rules found, errors first, each with the way to its place; and what was not checked."""

from __future__ import annotations

import streamlit as st

from drafting.checks import SEVERITIES, Finding
from drafting.form import SECTIONS

from . import session
from .frame import begin, count, page_of
from .text import md, plain

EXPLAIN = {"error": "不改正不能导出正式稿", "warning": "请核对，确有原因可以保留", "hint": "供参考"}


def page() -> None:
    """Draw the page."""
    opened = begin("review")
    id = opened.stored.row.id
    result = session.service().documents.check(id, opened.report, opened.last_year)
    if not result.findings:
        st.success(f"全部通过，{len(result.not_assessed)} 项未检查。")
    for severity, label in SEVERITIES.items():
        found = [finding for finding in result.findings if finding.severity == severity]
        if not found:
            continue
        st.subheader(f"{label} {count(result, severity)}")
        st.caption(EXPLAIN[severity])
        for at, finding in enumerate(found):
            _finding(finding, id, f"{severity}_{at}")
    if result.not_assessed:
        with st.expander(f"未检查 {len(result.not_assessed)} 项"):
            for item in result.not_assessed:
                st.markdown(f"{item.rule}　{md(item.why)}")


def _finding(finding: Finding, id: str, key: str) -> None:
    with st.container(border=True):
        words, action = st.columns([6, 1], vertical_alignment="center")
        words.markdown(f"{md(plain(finding))}　<span class='nb-quiet'>{finding.rule}</span>", unsafe_allow_html=True)
        if finding.cells and action.button("去修改", key=f"go_{key}"):
            st.switch_page(page_of("entry"), query_params={"report": id, "cell": finding.cells[0]})
        elif finding.section and action.button("去修改", key=f"go_{key}"):
            section = finding.section if finding.section in SECTIONS else f"{finding.section}.lead"
            st.switch_page(page_of("draft"), query_params={"report": id, "section": section})
