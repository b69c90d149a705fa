"""素材: what happened this year, filed by aspect. Each aspect is a card that opens and folds; a folded one still says
how much it holds.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from drafting.checks.problems import problem_items
from drafting.form import ASPECTS, Aspect
from drafting.report import MAX_NOTE, Note
from drafting.service.library import Opened

from . import session
from .components.editor import Typed, text_editor
from .components.sorting import handle, sorting
from .conflict import show_conflict
from .frame import begin
from .live import live, take
from .pasting import show_pasting
from .text import md

MIN_QUOTE = 12
"""Characters of a problem by which a note is known to take it up."""
FIRST_WORDS = 34
"""Characters of its first note, or of a reminder, that a folded card shows."""
_STYLE = """<style>
[class*="st-key-head_"] button, [class*="st-key-head_"] button div {justify-content:flex-start; text-align:left; min-height:0}
[data-testid="stVerticalBlock"]:has(> div > [class*="st-key-group_"]) {gap:.4rem}
[class*="st-key-head_"] button p {overflow:hidden; text-overflow:ellipsis; white-space:nowrap}
[class*="st-key-group_"] {padding:.45rem .9rem; gap:.5rem}
.st-key-nb-paste, .st-key-nb-paste [data-testid="stVerticalBlock"] {gap:.35rem}
.nb-sorting .nb-handle {cursor:grab}
.nb-handle {padding:.55rem .1rem; color:#5b6270; font-size:17px; user-select:none; touch-action:none; display:block}
.nb-dragging, .nb-dragging * {cursor:grabbing !important; user-select:none}
</style>"""


def page() -> None:
    """Draw the page."""
    opened = begin("notes")
    st.html(_STYLE)
    st.caption(
        "想到什么记什么，一件事一条，写清数字、时间、做法；起草时只用这里和表格里的内容，不会凭空添加。"
        "Ctrl+Enter 记下一条，在空白的一条里再按一次转到下一方面；Alt+↑、Alt+↓ 或拖动左边的 ⠿ 调整顺序。"
    )
    show_pasting(opened, opened.closed)
    for aspect in opened.report.aspects:
        _card(opened, aspect)
    if not opened.read_only:
        id = opened.stored.row.id
        sorting(
            {aspect.id: [note.id for note in opened.report.notes_on([aspect.id])] for aspect in opened.report.aspects},
            lambda note, aspect, before: _place(id, note, aspect, before),
        )


def _open(opened: Opened) -> set[str]:
    """The cards that are open in this session; at first the one to begin with: the first on which not all is noted."""
    at_first = [aspect.id for aspect in opened.report.aspects if aspect.id not in opened.report.notes_done]
    return st.session_state.setdefault(f"open_{opened.stored.row.id}", set(at_first[:1]))


def _card(opened: Opened, aspect: Aspect) -> None:
    id, off = opened.stored.row.id, opened.read_only
    notes = opened.report.notes_on([aspect.id])
    done, shown = aspect.id in opened.report.notes_done, aspect.id in _open(opened)
    with st.container(border=True, key=f"group_{aspect.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                _head(aspect, notes, done, shown),
                key=f"head_{aspect.id}",
                type="tertiary",
                width="stretch",
                icon=":material/expand_more:" if shown else ":material/chevron_right:",
                on_click=_fold,
                args=(id, aspect.id),
            )
            st.session_state[f"done_{aspect.id}"] = done
            st.checkbox("已记全", key=f"done_{aspect.id}", disabled=off, on_change=_done, args=(id, aspect.id))
        if not shown:
            return
        _reminders(id, aspect, notes, off)
        if aspect.id == "last_year_fix":
            _last_year_problems(opened, notes)
        for at, note in enumerate(notes):
            _note(opened, note, first=at == 0, last=at == len(notes) - 1)
        st.button(
            "添加一条",
            key=f"add_{aspect.id}",
            disabled=off,
            help=opened.closed or None,
            on_click=_add,
            args=(id, aspect.id),
        )


def _head(aspect: Aspect, notes: list[Note], done: bool, shown: bool) -> str:
    told = [note.text.strip() for note in notes if note.text.strip()]
    said = f"**{aspect.label}**　{'✓ ' if done else ''}{f'{len(told)} 条' if told else '还没有记'}"
    if shown:
        return said
    words = told[0] if told else aspect.reminders[0]
    return f"{said}　{md(words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS] + '……')}"


def _reminders(id: str, aspect: Aspect, notes: list[Note], off: bool) -> None:
    """The questions that jog the memory; one that a note was begun with is marked until that note is deleted."""
    used = {note.asked for note in notes}
    with st.container(horizontal=True):
        for at, reminder in enumerate(aspect.reminders):
            st.button(
                f"✓ {reminder}" if reminder in used else reminder,
                key=f"ask_{aspect.id}_{at}",
                type="tertiary",
                disabled=off or reminder in used,
                on_click=_add,
                args=(id, aspect.id, reminder),
            )


def _last_year_problems(opened: Opened, notes: list[Note]) -> None:
    """Last year's problems that no note takes up yet, each as the first half of a note to be finished."""
    text = opened.last_year.narrative_text("problems") if opened.last_year else ""
    told, used = "\n".join(note.text for note in notes), {note.asked for note in notes}
    waiting = [item for _, _, item in problem_items(text) if item[:MIN_QUOTE] not in told and item not in used]
    if not waiting:
        return
    st.caption("上年报告列出的问题，点一下就记为一条，再补上整改了什么、结果如何：")
    for at, item in enumerate(waiting):
        st.button(
            md(item if len(item) <= 60 else f"{item[:60]}……"),
            key=f"problem_{at}_{hash(item)}",
            type="tertiary",
            disabled=opened.read_only,
            on_click=_take_up,
            args=(opened.stored.row.id, item),
        )


def _note(opened: Opened, note: Note, *, first: bool, last: bool) -> None:
    id, part, off = opened.stored.row.id, f"note:{note.id}", opened.read_only
    field = live(f"{id}:{part}", opened.stored.number(part))
    notes = session.service().notes

    def typed(message: Typed) -> None:
        take(field, message, partial(notes.save, id, note.id))

    with st.container(horizontal=True, key=f"row_{note.id}", gap="small"):
        st.html(handle(note.id), width="content")
        with st.container():
            text_editor(
                key=f"note_{note.id}",
                text=note.text,
                rev=field.rev,
                ack=field.ack,
                saved_at=field.saved_at,
                error=field.error,
                label=f"{ASPECTS[note.aspect].label}素材",
                max_chars=MAX_NOTE,
                min_rows=1,
                placeholder=note.asked or "在此填写",
                read_only=opened.closed,
                focus=st.session_state.get("focus", {}).get(note.id, ""),
                on_change=typed,
                on_next=lambda token, blank: _next(id, note.id, note.aspect, token, blank),
                on_move=lambda up: _move(id, note.id, up),
            )
            show_conflict(
                field, f"{id}:{part}", note.text, lambda mine, expected: notes.save(id, note.id, mine, expected)
            )
        with st.container(horizontal=True, gap="small", width="content"):
            others = [aspect.id for aspect in opened.report.aspects if aspect.id != note.aspect]
            turns = ([] if first else ["up"]) + ([] if last else ["down"])
            st.menu_button(
                "移动",
                [*turns, *others],
                key=f"move_{note.id}",
                type="tertiary",
                disabled=off,
                format_func=_move_label,
                on_click=_chosen,
                args=(id, note.id),
            )
            st.button("删除", key=f"delete_{note.id}", type="tertiary", disabled=off, on_click=_delete, args=(id, note))


def _move_label(choice: str) -> str:
    return {"up": "上移", "down": "下移"}.get(choice) or f"移到“{ASPECTS[choice].label}”"


def _focus(note: str, token: str = "") -> None:
    """Let the field of ``note`` take the focus on this run, once for each ``token``."""
    st.session_state["focus"] = {note: token or f"{note} {st.session_state.get('focused', 0)}"}
    st.session_state["focused"] = st.session_state.get("focused", 0) + 1


def _show(id: str, aspect: str) -> None:
    """Open a card."""
    st.session_state.setdefault(f"open_{id}", set()).add(aspect)


@session.callback
def _fold(id: str, aspect: str) -> None:
    st.session_state[f"open_{id}"] ^= {aspect}


@session.callback
def _done(id: str, aspect: str) -> None:
    done = st.session_state[f"done_{aspect}"]
    session.service().notes.set_done(id, aspect, done)
    if done:
        st.session_state[f"open_{id}"] -= {aspect}


@session.callback
def _add(id: str, aspect: str, asked: str = "") -> None:
    _focus(session.service().notes.add(id, aspect, asked=asked))


@session.callback
def _take_up(id: str, problem: str) -> None:
    _focus(
        session.service().notes.add(
            id, "last_year_fix", f"上年问题：{problem.rstrip('。；')}。整改情况：", asked=problem
        )
    )


@session.callback
def _next(id: str, note: str, aspect: str, token: int, blank: bool) -> None:
    """Begin the next note behind this one; from one left blank, the first of the next aspect, in its place."""
    begun = st.session_state.setdefault("begun", {})
    if token not in begun:
        notes, report = session.service().notes, session.service().library.open(id).report
        blank = blank and not any(each.id == note and each.text.strip() for each in report.notes)
        order = [each.id for each in report.aspects]
        if blank:
            notes.delete(id, note)
            aspect = order[(order.index(aspect) + 1) % len(order)]
            _show(id, aspect)
        begun[token] = notes.add(id, aspect, after="" if blank else note)
    _focus(begun[token], str(token))


@session.callback
def _move(id: str, note: str, up: bool) -> None:
    session.service().notes.move(id, note, up)
    _focus(note)


@session.callback
def _chosen(id: str, note: str) -> None:
    choice = st.session_state[f"move_{note}"]
    if choice in ("up", "down"):
        _move(id, note, choice == "up")
    elif choice:
        _place(id, note, choice)


@session.callback
def _place(id: str, note: str, aspect: str, before: str = "") -> None:
    session.service().notes.place(id, note, aspect, before)
    _show(id, aspect)


@session.callback
def _delete(id: str, note: Note) -> None:
    notes = session.service().notes
    notes.delete(id, note.id)
    about = md(note.text[:20]) or "空白"
    session.offer_undo(f"已删除素材“{about}”。", lambda: notes.restore(id, note.id))
