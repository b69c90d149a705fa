"""校核: where the report stands, and either what the rules found (errors first, by section, the newest first, each with
the way to its place; what was let pass with a reason; what was not checked) or the whole report to read, with the
remarks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import datetime

import streamlit as st

from drafting.checks import RULES, SEVERITIES, Finding, Result
from drafting.report import Report, Waiver
from drafting.service.library import Opened

from . import session
from .approvals import ask_person
from .frame import begin, count
from .marks import legend, read_only
from .places import go
from .reading import show_reading
from .remarks import show_remarks
from .text import clock, md
from .workflow import show_workflow

VIEWS = ("问题清单", "阅读")
AROUND, SHORT, LONG = 14, 4, 40
"""Characters shown before and after the words of a finding; from how many on words can be found by themselves; and how
many of them are shown.
"""
FOLDED = 4
"""Findings of one rule in one section from which on they are folded."""
SPOKEN = "P-11"
"""The rule on spoken words, whose mends change no fact."""
EXPLAIN = {"error": "不改正不能导出正式稿", "warning": "请核对，确有原因的可以说明理由保留", "hint": "供参考"}


def page() -> None:
    """Draw the page."""
    opened = begin("review")
    show_workflow(opened)
    view = st.segmented_control(
        "查看", VIEWS, default=VIEWS[0], required=True, key="review_view", label_visibility="collapsed"
    )
    if view == VIEWS[1]:
        show_reading(opened)
    else:
        show_remarks(opened)
        _findings(opened)


def _findings(opened: Opened) -> None:
    """What the rules found, what was let pass, and what was not checked."""
    id = opened.stored.row.id
    result = opened.assessment.result
    appeared: dict[str, datetime] = {}
    with session.plainly():
        appeared = session.service().documents.appeared(id, result)
    if not result.findings:
        st.success(f"全部通过，{len(result.not_assessed)} 项未检查。")
    for severity, label in SEVERITIES.items():
        found = newest_first(
            (finding for finding in result.findings if finding.severity == severity), opened.report, appeared
        )
        if not found:
            continue
        st.header(f"{label} {count(result, severity)}")
        st.caption(EXPLAIN[severity])
        _mend_all(opened, [finding for finding in found if finding.rule == SPOKEN and finding.fix])
        for group in _alike(found, opened.report):
            with st.expander(_many(group, opened, appeared)) if len(group) >= FOLDED else nullcontext():
                for at, finding in group:
                    show_finding(finding, opened, f"{severity}_{at}", appeared.get(finding.fingerprint))
    _waived(result, opened)
    _not_assessed(result)
    _prose(opened)


def _mend_all(opened: Opened, found: list[Finding]) -> None:
    """The button that puts written words in place of all spoken ones at one time."""
    if len(found) > 1:
        st.button(
            f"{len(found)} 处口语全部改为书面语",
            key="mend_all",
            disabled=opened.read_only,
            on_click=_mend_spoken,
            args=(opened.stored.row.id, found),
            help="按下列各处的建议一次改好，可以撤销；锁定的段落不改",
        )


def _not_assessed(result: Result) -> None:
    """What was not checked: what could not be, and what need not be."""
    could_not = [item for item in result.not_assessed if not item.needless]
    need_not = [item for item in result.not_assessed if item.needless]
    if not result.not_assessed:
        return
    with st.expander(
        f"未检查 {len(result.not_assessed)} 项（不能检查 {len(could_not)} 项，不需要检查 {len(need_not)} 项）"
    ):
        for title, items in (("不能检查，请人工核对或补齐后再看", could_not), ("不需要检查", need_not)):
            if items:
                st.markdown(f"**{title}**")
            for item in items:
                st.markdown(f"{md(item.why)}{_rule(item.rule)}", unsafe_allow_html=True)


def newest_first(findings: Iterable[Finding], report: Report, appeared: Mapping[str, datetime]) -> list[Finding]:
    """``findings`` section by section as they come, within one the newest first; ``appeared``: fingerprint -> when."""
    sections: dict[str, list[Finding]] = {}
    for finding in findings:
        sections.setdefault(_section(finding, report), []).append(finding)
    return [
        finding
        for section in sections.values()
        for finding in sorted(
            section, key=lambda finding: appeared.get(finding.fingerprint, datetime.min), reverse=True
        )
    ]


def _section(finding: Finding, report: Report) -> str:
    """The section, chapter or table of a finding, as staff call it."""
    if finding.section:
        return report.called(finding.section)
    return report.form.table(finding.cells[0].split(".")[0]).nickname if finding.cells else "全文"


def _alike(found: list[Finding], report: Report) -> list[list[tuple[int, Finding]]]:
    """The findings with their places in ``found``; those of one rule in one section where its first stands."""
    groups: dict[tuple[str, str], list[tuple[int, Finding]]] = {}
    for at, finding in enumerate(found):
        groups.setdefault((finding.rule, _section(finding, report)), []).append((at, finding))
    return list(groups.values())


def _many(group: list[tuple[int, Finding]], opened: Opened, appeared: Mapping[str, datetime]) -> str:
    """What a fold of many findings alike says on its outside."""
    finding = group[0][1]
    new = sum(each.fingerprint in appeared for _, each in group)
    return md(
        f"{_section(finding, opened.report)}：{RULES[finding.rule].title}，{len(group)} 处"
        + (f"　新出现 {new} 处" if new else "")
    )


def show_finding(finding: Finding, opened: Opened, key: str, appeared: datetime | None = None) -> None:
    """One finding: what it says, when it ``appeared`` where it was not there from the first look on, the way to its
    place, what certainly should stand there, a reason to let it pass.
    """
    id = opened.stored.row.id
    with st.container(border=True):
        words, action = st.columns([5, 2], vertical_alignment="center")
        where = "　".join(filter(None, (_section(finding, opened.report), appeared and f"{clock(appeared)} 新出现")))
        words.markdown(
            f"{md(finding.said)}　<span class='nb-quiet' style='white-space:nowrap'>{where}</span>"
            f"{_rule(finding.rule)}",
            unsafe_allow_html=True,
        )
        if around := _around(finding, opened):
            words.caption(f"原文：“{md(around)}”")
        with action, st.container(horizontal=True, horizontal_alignment="right"):
            if finding.fix and finding.section and finding.span and opened.report.has(finding.section):
                standing = opened.report.text(finding.section)[slice(*finding.span)]
                st.button(
                    f"改为“{md(finding.fix)}”",
                    key=f"mend_{key}",
                    on_click=_mend,
                    args=(id, finding, standing),
                    disabled=opened.read_only,
                )
            if (finding.cells or finding.section) and st.button("去修改", key=f"go_{key}"):
                go(finding, id)
            if finding.waivable and not opened.read_only:
                waive_with_reason(finding, id, key)


def _rule(id: str) -> str:
    """The id of a rule, small, for who looks it up."""
    return f"　<span class='nb-rule' title='规则编号'>{id}</span>"


def _around(finding: Finding, opened: Opened) -> str:
    """The words a finding is about with some before and after, where its sentence does not name them itself."""
    if not finding.span or not finding.section or not opened.report.has(finding.section):
        return ""
    text, (start, end) = opened.report.text(finding.section), finding.span
    if len(words := text[start:end]) >= SHORT and words in finding.said:
        return ""
    begin = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    rest = text[begin : min(end, start + LONG) + AROUND].split("\n")[0]
    return f"{'……' if text[begin - 1 : begin].strip() else ''}{rest}{'……' if text[begin + len(rest) :][:1].strip() else ''}"


def waive_with_reason(finding: Finding, id: str, key: str, *, sealed: str = "") -> None:
    """The button that asks why a finding may stand, and who says so. ``sealed``: why it cannot be used."""
    documents = session.service().documents

    def waive(person: str, reason: str) -> None:
        documents.waive(id, finding, reason, person)
        session.offer_undo("已按理由保留一处。", lambda: documents.withdraw(id, finding.fingerprint, person))

    def reason() -> tuple[str]:
        st.text_input(
            "保留的理由", key=f"reason_{key}", max_chars=500, placeholder="例如：范围是区政府本级，表格是全区"
        )
        st.caption("理由随报告保存；这一处的数字或文字再有变化，需要重新说明。")
        return (f"reason_{key}",)

    if st.button("说明理由", key=f"waive_{key}", disabled=bool(sealed), help=sealed or None):
        ask_person("说明理由", "按此理由保留", waive, says=finding.said, fields=reason)


def withdraw_reason(id: str, fingerprint: str, label: str = "撤回", *, sealed: str = "") -> None:
    """The button that takes a waiver back, and asks who does. ``sealed``: why it cannot be used."""
    if st.button(label, key=f"withdraw_{fingerprint}", disabled=bool(sealed), help=sealed or None):
        ask_person(
            "撤回保留",
            "撤回",
            lambda person: session.service().documents.withdraw(id, fingerprint, person),
            says="撤回后这一处重新列入问题清单。",
        )


def _waived(result: Result, opened: Opened) -> None:
    if not result.waived:
        return
    with st.expander(f"已说明理由保留 {len(result.waived)} 处"):
        given: dict[str, tuple[Waiver, list[Finding]]] = {}
        for finding in result.waived:
            waiver = finding.waiver(opened.report.waivers)
            assert waiver is not None  # it is why the finding is one of these
            given.setdefault(waiver.fingerprint, (waiver, []))[1].append(finding)
        for waiver, (finding, *others) in given.values():
            words, action = st.columns([5, 2], vertical_alignment="center")
            again = f"（共 {len(others) + 1} 处）" if others else ""
            words.markdown(f"{md(finding.said)}{again}{_rule(finding.rule)}", unsafe_allow_html=True)
            words.caption(f"理由：{md(waiver.reason)}")
            if opened.read_only:
                continue
            with action, st.container(horizontal=True, horizontal_alignment="right"):
                withdraw_reason(opened.stored.row.id, waiver.fingerprint)


def _prose(opened: Opened) -> None:
    """The narrative to read, each figure marked."""
    marked = opened.assessment.marks
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
    prose, section = session.service().prose, finding.section
    assert section is not None  # what has a fix has a place
    number = prose.apply_fix(id, finding, words)
    session.offer_undo(f"已把“{words}”改为“{finding.fix}”。", lambda: prose.undo(id, {section: number - 1}))


@session.callback
def _mend_spoken(id: str, found: list[Finding]) -> None:
    prose = session.service().prose
    before = prose.apply_fixes(id, found)
    if not before:
        session.tell("没有可改的地方：所在的段落已锁定，或文字已有改动。", "warning")
        return
    session.offer_undo(f"已把 {len(before)} 节中的口语改为书面语。", lambda: prose.undo(id, before))
