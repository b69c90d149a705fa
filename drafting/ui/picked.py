"""The mark a person has clicked on: what it rests on, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from drafting.checks import Finding
from drafting.checks.marks import LEGEND, Marked
from drafting.form import SectionSpec
from drafting.service.library import Opened

from . import session
from .frame import page_of
from .review import waive_with_reason
from .text import md

CHOICES = 12
"""How many facts and notes are offered to tie a figure to."""


def pick(section: str, mark: str) -> None:
    """Keep which mark of ``section`` is in hand."""
    st.session_state[f"picked_{section}"] = mark


def in_hand(section: str, marks: Sequence[Marked]) -> Marked | None:
    """The mark of ``section`` that is in hand, if it still stands."""
    wanted = st.session_state.get(f"picked_{section}")
    return next((each for each in marks if each.id == wanted), None)


def said_of(picked: Marked | None, findings: Sequence[Finding]) -> list[Finding]:
    """Those of a section's ``findings`` that are about the mark in hand."""
    if picked is None or (picked.mark is None and picked.state != "no-basis"):
        return []
    start, end = picked.span
    return [finding for finding in findings if finding.span and finding.span[0] < end and start < finding.span[1]]


def show_picked(opened: Opened, spec: SectionSpec, marks: Sequence[Marked], findings: Sequence[Finding]) -> None:
    """The card of the mark in hand, with what can be done about it and about what the rules say of it."""
    picked = in_hand(spec.id, marks)
    if picked is None:
        return
    with st.container(border=True, key=f"nb-picked-{spec.id.replace('.', '-')}"):
        words = picked.text
        st.markdown(f"“{md(words[:40])}”　<span class='nb-quiet'>{LEGEND[picked.state]}</span>", unsafe_allow_html=True)
        if picked.why.rstrip("。") != LEGEND[picked.state]:
            st.caption(md(picked.why))
        with st.container(horizontal=True, vertical_alignment="center"):
            _sources(opened, picked)
            if not opened.read_only:
                _actions(opened, spec, picked, words)
                for finding in said_of(picked, findings):
                    if finding.waivable:
                        waive_with_reason(finding, opened.stored.row.id, f"picked_{finding.fingerprint}_{finding.span}")
            st.button("收起", key=f"close_{spec.id}", on_click=pick, args=(spec.id, ""))


def _sources(opened: Opened, picked: Marked) -> None:
    """The way to the cell or note a mark rests on."""
    if picked.mark is None:
        return
    id = opened.stored.row.id
    source = next(iter(picked.mark.sources), "")
    kind, _, name = source.partition(":")
    if kind == "fact" and picked.cells:
        if st.button("去单元格", key=f"to_cell_{picked.id}"):
            st.switch_page(page_of("entry"), query_params={"report": id, "cell": picked.cells[0]})
    elif kind == "note" and st.button("去素材", key=f"to_note_{picked.id}"):
        st.switch_page(page_of("notes"), query_params={"report": id, "note": name})


def _actions(opened: Opened, spec: SectionSpec, picked: Marked, words: str) -> None:
    id, at = opened.stored.row.id, (spec.id, picked.paragraph, picked.start, picked.end)
    mark = picked.mark
    if picked.state == "doubt":
        st.button("已核对", key=f"settle_{spec.id}", on_click=_settle, args=(id, spec.id, picked.paragraph))
    elif picked.state == "no-basis":
        if st.button("去补记素材", key=f"note_for_{spec.id}", help="把事情记成一条素材，这里就有了依据"):
            st.switch_page(page_of("notes"), query_params={"report": id})
    elif mark and mark.state == "contradicted" and mark.expected:
        st.button(
            f"改为“{md(mark.expected)}”",
            key=f"adopt_{spec.id}",
            type="primary",
            on_click=_replace,
            args=(id, *at, words, mark.expected),
        )
    if mark and mark.kind == "figure" and mark.state in ("untied", "contradicted"):
        if mark.state == "untied":
            st.button(
                "由本人确认",
                key=f"confirm_{spec.id}",
                on_click=_tie,
                args=(id, *at, "person"),
                help="这个数字由您负责，报告里记为由人确认",
            )
        choices = _choices(opened, picked)
        if choices:
            with st.popover("对应到"):
                chosen = st.selectbox(
                    "这个数字出自", list(choices), format_func=choices.__getitem__, key=f"source_{spec.id}"
                )
                st.button("对应", key=f"tie_{spec.id}", on_click=_tie, args=(id, *at, chosen))


def _choices(opened: Opened, picked: Marked) -> dict[str, str]:
    """Facts and notes with the figure's value, by source id."""
    figure = picked.mark.figure if picked.mark else None
    if figure is None:
        return {}
    facts = {
        f"fact:{id}": fact.wording for id, fact in opened.assessment.ground.facts.items() if fact.value == figure.value
    }
    notes = {f"note:{note.id}": note.text[:40] for note in opened.report.notes if figure.text.strip() in note.text}
    return dict(list({**notes, **facts}.items())[:CHOICES])


@session.callback
def _tie(id: str, section: str, paragraph: int, start: int, end: int, source: str) -> None:
    session.service().prose.tie(id, section, paragraph, start, end, source)


@session.callback
def _settle(id: str, section: str, paragraph: int) -> None:
    session.service().prose.dismiss_doubts(id, section, paragraph)


@session.callback
def _replace(id: str, section: str, paragraph: int, start: int, end: int, old: str, new: str) -> None:
    prose = session.service().prose
    number = prose.replace(id, section, paragraph, start, end, old, new)
    session.offer_undo(f"已把“{old}”改为“{new}”。", lambda: prose.undo(id, {section: number - 1}))
