"""校核: what the rules found, errors first, by section, the newest first, each with the way to its place; what was let
pass with a reason; what was not checked; and the narrative to read, each figure marked by what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import datetime

import streamlit as st

from drafting.checks import RULES, SEVERITIES, Finding, Result
from drafting.form import CHAPTERS, SECTIONS, Edition
from drafting.service.library import Opened

from . import session
from .frame import begin, count, page_of
from .marks import legend, marks_of, read_only
from .text import clock, md
from .workflow import show_workflow

FOLDED = 4
"""Findings of one rule in one section from which on they are folded."""
EXPLAIN = {"error": "不改正不能导出正式稿", "warning": "请核对，确有原因的可以说明理由保留", "hint": "供参考"}


def page() -> None:
    """Draw the page."""
    opened = begin("review")
    show_workflow(opened)
    id = opened.stored.row.id
    result = session.service().documents.check(id, opened.report, opened.last_year)
    appeared: dict[str, datetime] = {}
    with session.plainly():
        appeared = session.service().documents.appeared(id, result)
    if not result.findings:
        st.success(f"全部通过，{len(result.not_assessed)} 项未检查。")
    for severity, label in SEVERITIES.items():
        found = newest_first(
            (finding for finding in result.findings if finding.severity == severity), opened.report.form, appeared)
        if not found:
            continue
        st.subheader(f"{label} {count(result, severity)}")
        st.caption(EXPLAIN[severity])
        for group in _alike(found, opened.report.form):
            with st.expander(_many(group, opened, appeared)) if len(group) >= FOLDED else nullcontext():
                for at, finding in group:
                    show_finding(finding, opened, f"{severity}_{at}", appeared.get(finding.fingerprint))
    _waived(result, opened)
    if result.not_assessed:
        with st.expander(f"未检查 {len(result.not_assessed)} 项"):
            for item in result.not_assessed:
                st.markdown(f"{item.rule}　{md(item.why)}")
    _prose(opened)


def newest_first(findings: Iterable[Finding], form: Edition, appeared: Mapping[str, datetime]) -> list[Finding]:
    """``findings`` section by section as they come, within one the newest first; ``appeared``: fingerprint -> when."""
    sections: dict[str, list[Finding]] = {}
    for finding in findings:
        sections.setdefault(_section(finding, form), []).append(finding)
    return [finding for section in sections.values() for finding in sorted(
        section, key=lambda finding: appeared.get(finding.fingerprint, datetime.min), reverse=True)]


def _section(finding: Finding, form: Edition) -> str:
    """The section, chapter or table of a finding, as staff call it."""
    if finding.section in SECTIONS:
        return SECTIONS[finding.section].label
    if finding.section in CHAPTERS:
        return form.sections[CHAPTERS[finding.section].number - 1]
    return form.table(finding.cells[0].split(".")[0]).nickname if finding.cells else "全文"


def _alike(found: list[Finding], form: Edition) -> list[list[tuple[int, Finding]]]:
    """The findings with their places in ``found``; those of one rule in one section where its first stands."""
    groups: dict[tuple[str, str], list[tuple[int, Finding]]] = {}
    for at, finding in enumerate(found):
        groups.setdefault((finding.rule, _section(finding, form)), []).append((at, finding))
    return list(groups.values())


def _many(group: list[tuple[int, Finding]], opened: Opened, appeared: Mapping[str, datetime]) -> str:
    """What a fold of many findings alike says on its outside."""
    finding = group[0][1]
    new = sum(each.fingerprint in appeared for _, each in group)
    return md(f"{_section(finding, opened.report.form)}：{RULES[finding.rule].title}，{len(group)} 处（{finding.rule}）"
              + (f"　新出现 {new} 处" if new else ""))


def show_finding(finding: Finding, opened: Opened, key: str, appeared: datetime | None = None) -> None:
    """One finding: what it says, when it ``appeared`` where it was not there from the first look on, the way to its
    place, what certainly should stand there, a reason to let it pass.
    """
    id = opened.stored.row.id
    with st.container(border=True):
        words, action = st.columns([5, 2], vertical_alignment="center")
        where = "　".join(filter(None, (
            _section(finding, opened.report.form), finding.rule, appeared and f"{clock(appeared)} 新出现")))
        words.markdown(f"{md(finding.said)}　<span class='nb-quiet' style='white-space:nowrap'>{where}</span>",
                       unsafe_allow_html=True)
        with action, st.container(horizontal=True, horizontal_alignment="right"):
            if finding.fix and finding.section in SECTIONS:
                standing = opened.report.text(finding.section)[slice(*finding.span)]
                st.button(f"改为“{md(finding.fix)}”", key=f"mend_{key}", on_click=_mend, args=(id, finding, standing))
            if (finding.cells or finding.section) and st.button("去修改", key=f"go_{key}"):
                go(finding, id)
            if finding.waivable:
                waive_with_reason(finding, id, key)


def waive_with_reason(finding: Finding, id: str, key: str) -> None:
    """A field for the reason why a finding may stand, and a button."""
    with st.popover("说明理由"):
        st.text_input("保留的理由", key=f"reason_{key}", max_chars=500, placeholder="例如：范围是区政府本级，表格是全区")
        st.caption("理由随报告保存；这一处的数字或文字再有变化，需要重新说明。")
        st.button("按此理由保留", key=f"waive_{key}", type="primary", on_click=_waive, args=(id, finding, f"reason_{key}"))


def go(finding: Finding, id: str) -> None:
    """Open the place a finding is about: the text where it has one, else the cell."""
    if finding.section:
        section = finding.section if finding.section in SECTIONS else f"{finding.section}.lead"
        st.switch_page(page_of("draft"), query_params={"report": id, "section": section})
    st.switch_page(page_of("entry"), query_params={"report": id, "cell": finding.cells[0]})


def _waived(result: Result, opened: Opened) -> None:
    if not result.waived:
        return
    reasons = {waiver.fingerprint: waiver for waiver in opened.report.waivers}
    with st.expander(f"已说明理由保留 {len(result.waived)} 处"):
        for finding in result.waived:
            words, action = st.columns([6, 1], vertical_alignment="center")
            words.markdown(f"{md(finding.said)}　<span class='nb-quiet'>{finding.rule}</span>", unsafe_allow_html=True)
            words.caption(f"理由：{md(reasons[finding.fingerprint].reason)}")
            action.button("撤回", key=f"withdraw_{finding.fingerprint}", on_click=_withdraw,
                          args=(opened.stored.row.id, finding.fingerprint))


def _prose(opened: Opened) -> None:
    """The narrative to read, each figure marked."""
    marked = marks_of(opened)
    if not any(marked.values()):
        return
    with st.expander("正文中的数字各来自哪里"):
        st.caption("鼠标停在有下划线的数字上，可以看到它来自哪个单元格或哪条素材。")
        st.html(legend(each.state for marks in marked.values() for each in marks if each.mark))
        for spec in opened.report.outline:
            if marked.get(spec.id):
                st.markdown(f"**{spec.label}**")
                st.html(read_only(opened.report.sections[spec.id], marked[spec.id]))


@session.callback
def _mend(id: str, finding: Finding, words: str) -> None:
    prose = session.service().prose
    number = prose.mend(id, finding, words)
    session.offer_undo(f"已把“{words}”改为“{finding.fix}”。", lambda: prose.undo(id, {finding.section: number - 1}))


@session.callback
def _waive(id: str, finding: Finding, key: str) -> None:
    documents = session.service().documents
    person = st.session_state.get("approver", "")
    documents.waive(id, finding, st.session_state.get(key, ""), person)
    session.offer_undo("已按理由保留一处。", lambda: documents.withdraw(id, finding.fingerprint, person))


@session.callback
def _withdraw(id: str, fingerprint: str) -> None:
    session.service().documents.withdraw(id, fingerprint, st.session_state.get("approver", ""))
