"""素材: what happened this year, filed by aspect, one card an aspect."""

from __future__ import annotations

import streamlit as st

from drafting.checks.problems import problem_items
from drafting.form import ASPECTS, Aspect
from drafting.report import MAX_NOTE, Kind, Note
from drafting.service.library import Opened

from . import session
from .components.editor import text_editor
from .conflict import show_conflict
from .frame import begin
from .live import live, take
from .text import md

MIN_QUOTE = 12
"""Characters of a problem by which a note is known to take it up."""


def page() -> None:
    """Draw the page."""
    opened = begin("notes")
    st.caption("想到什么记什么，一件事一条，写清数字、时间、做法。起草时只用这里和表格里的内容，不会凭空添加。")
    for aspect in ASPECTS.values():
        if not aspect.governments_only or opened.report.organ.kind is Kind.GOVERNMENT:
            _card(opened, aspect)


def _card(opened: Opened, aspect: Aspect) -> None:
    id = opened.stored.row.id
    notes = opened.report.notes_on([aspect.id])
    with st.container(border=True):
        st.markdown(f"**{aspect.label}**　{len(notes)} 条" if notes else f"**{aspect.label}**")
        with st.container(horizontal=True):
            for at, reminder in enumerate(aspect.reminders):
                st.button(reminder, key=f"ask_{aspect.id}_{at}", type="tertiary", on_click=_add,
                          args=(id, aspect.id, reminder), help="点一下，就这个问题记一条")
        if aspect.id == "last_year_fix":
            _last_year_problems(opened, notes)
        for at, note in enumerate(notes):
            _note(opened, note, first=at == 0, last=at == len(notes) - 1)
        st.button("添加一条", key=f"add_{aspect.id}", on_click=_add, args=(id, aspect.id, ""))


def _last_year_problems(opened: Opened, notes: list[Note]) -> None:
    """Last year's problems that no note takes up yet, each as the first half of a note to be finished."""
    text = opened.last_year.text("problems") if opened.last_year else ""
    told = "\n".join(note.text for note in notes)
    waiting = [item for _, _, item in problem_items(text) if item[:MIN_QUOTE] not in told]
    if not waiting:
        return
    st.caption("上年报告列出的问题，点一下就记为一条，再补上整改了什么、结果如何：")
    for at, item in enumerate(waiting):
        st.button(item if len(item) <= 60 else f"{item[:60]}……", key=f"problem_{at}_{hash(item)}", type="tertiary",
                  on_click=_take_up, args=(opened.stored.row.id, item))


def _note(opened: Opened, note: Note, *, first: bool, last: bool) -> None:
    id, part = opened.stored.row.id, f"note:{note.id}"
    field = live(f"{id}:{part}", opened.stored.number(part))
    editing = session.service().editing

    def typed(seq: int, text: str, rev: int) -> None:
        take(field, seq, rev, text, lambda text, expected: editing.save_note(id, note.id, text, expected))

    text, actions = st.columns([6, 1])
    with text:
        text_editor(
            key=f"note_{note.id}", text=note.text, rev=field.rev, ack=field.ack, saved_at=field.saved_at,
            error=field.error, label=f"{ASPECTS[note.aspect].label}素材", max_chars=MAX_NOTE, min_rows=1,
            placeholder=st.session_state.get(f"asked_{note.id}", "在此填写"), on_change=typed)
        show_conflict(field, f"{id}:{part}", note.text,
                      lambda mine, expected: editing.save_note(id, note.id, mine, expected))
    with actions, st.container(horizontal=True, gap="small"):
        st.button("上移", key=f"up_{note.id}", type="tertiary", disabled=first, on_click=_move, args=(id, note.id, True))
        st.button("下移", key=f"down_{note.id}", type="tertiary", disabled=last, on_click=_move, args=(id, note.id, False))
        st.button("删除", key=f"delete_{note.id}", type="tertiary", on_click=_delete, args=(id, note))


@session.callback
def _add(id: str, aspect: str, asked: str) -> None:
    note = session.service().editing.add_note(id, aspect)
    if asked:
        st.session_state[f"asked_{note}"] = asked


@session.callback
def _take_up(id: str, problem: str) -> None:
    session.service().editing.add_note(id, "last_year_fix", f"上年问题：{problem.rstrip('。；')}。整改情况：")


@session.callback
def _move(id: str, note: str, up: bool) -> None:
    session.service().editing.move_note(id, note, up)


@session.callback
def _delete(id: str, note: Note) -> None:
    editing = session.service().editing
    editing.delete_note(id, note.id)
    about = md(note.text[:20]) or "空白"
    session.offer_undo(f"已删除素材“{about}”。", lambda: editing.restore_note(id, note.id))
