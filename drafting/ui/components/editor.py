"""A text field that grows, counts and saves while one types, with marks on its text.

::

    Python  ── text, rev, ack, marks ──►  browser
            ◄── {"seq": 1732…, "rev": 3, "value": "……", "earlier": ["…"]} ──
            ◄── picked, rewrite, lock, move: only after the text they speak of is saved ──
            ◄── next: sent again with the same token until a field comes with that token as its focus ──

The answer to a message is ``ack``, a number, never text. The field's text is replaced only when ``rev`` changes, and
not even then while something typed in it is unsaved: it stays, and is sent with the ``rev`` it was made from, so that
the store can refuse it as a conflict.

Marks, locks and signs are given for ``text``. In the browser they move with what is typed, and those it touches go at
once; no keystroke waits for the server. Places and paragraph numbers that come back are of the text as the store keeps
it (``Section.text``): its non-empty lines, stripped, one a paragraph; places are in code points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict, TypeGuard

import streamlit as st

from . import AWAY, component, session_token

MAX_NUMBER = 2**53
"""Message numbers and revisions are below this: the browser's largest exact integer."""
MAX_WISH = 500
"""Characters of a wish for a passage."""
MAX_EARLIER = 8
"""Texts sent before that are taken with a message."""

WORDS = {
    "count": "{n} 字",
    "unsaved": "未保存",
    "saving": "正在保存…",
    "retrying": "尚未保存，正在重试…",
    "away": AWAY,
    "saved": "已保存 {time}",
    "moved": "这段文字已在别处改动，您未保存的内容保留在此。",
    "found": "这里有上次没有来得及保存的文字，已经补上，请核对。",
    "over": "最多 {max} 字，已超出 {excess} 字，超出时不保存。",
    "locked": "这一段已锁定，要改请先解锁。",
    "locked_sign": "锁",
    "locked_why": "已锁定，起草和改写都不动这一段",
    "edited_sign": "改",
    "edited_why": "这一段由人写过或改过",
    "lock": "锁定",
    "unlock": "解锁",
    "tools": "修改所选文字",
    "other": "其他要求",
    "reword": "改",
}

State = Literal["fact", "note", "person", "untied", "contradicted", "doubt", "fresh", "no-basis", "remark", "proposed"]
"""What a mark says: the first five of a figure or word, the next three of a whole sentence (to be looked at again, like
last year's, resting on nothing), the last two of a passage that a remark quotes or a proposal changes."""


class MarkSpan(TypedDict):
    """A mark on ``start``–``end`` (code points) of the text, within one line. Marks may lie over one another.

    ``why`` is shown when it is pointed at; ``id`` comes back when it is clicked on, nothing without one.
    """

    start: int
    end: int
    state: State
    why: str
    id: str


@dataclass(frozen=True)
class Typed:
    """Message ``seq``: ``text`` as typed, made from version ``rev``.

    ``earlier``: texts sent since ``rev``, oldest first, of which the browser does not know whether they were saved.
    ``pasted``: what came into the text from the clipboard or was dropped there since the last save.
    """

    seq: int
    text: str
    rev: int
    earlier: tuple[str, ...] = ()
    pasted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """Words of one paragraph that a person wants reworded: ``text`` stands at ``start``–``end`` of the saved text."""

    start: int
    end: int
    text: str
    wish: str


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and line break

_component = component(
    "text_editor",
    html="""
    <div class="text-editor">
      <div class="sheet">
        <div class="backdrop" aria-hidden="true"></div>
        <textarea spellcheck="false" autocomplete="off"></textarea>
        <div class="tools" role="toolbar" hidden></div>
        <button class="lock" type="button" hidden></button>
        <div class="card" aria-hidden="true" hidden></div>
      </div>
      <div class="moved" role="status"></div>
      <div class="foot">
        <span class="said" role="status"></span><span class="trouble" role="alert"></span>
        <span class="count"></span><span class="status"></span>
      </div>
    </div>
    """,
    css="editor.css",
    js="editor.js",
)


def text_editor(
    *,
    key: str,
    text: str,
    rev: int,
    ack: int,
    saved_at: str = "",
    error: str = "",
    label: str,
    placeholder: str = "",
    min_rows: int = 2,
    max_chars: int,
    serif: bool = False,
    marks: Sequence[MarkSpan] = (),
    show_marks: bool = True,
    locked: Sequence[int] = (),
    edited: Sequence[int] = (),
    wishes: Sequence[str] = (),
    in_hand: str = "",
    read_only: str = "",
    focus: str = "",
    select: tuple[int, int] | None = None,
    on_change: Callable[[Typed], None] | None = None,
    on_pick: Callable[[str], None] | None = None,
    on_rewrite: Callable[[Passage], None] | None = None,
    on_lock: Callable[[int, bool], None] | None = None,
    on_next: Callable[[int, bool], None] | None = None,
    on_move: Callable[[bool], None] | None = None,
) -> None:
    """Show ``text`` for editing; ``label`` names the field to screen readers.

    ``key`` names what is edited for good (report and part), so that text still waiting in the browser can only reach
    where it was typed. ``rev`` changes when the text is to be replaced in the browser; ``ack`` is the number of the
    last message that was saved, at ``saved_at`` (a clock time to show); ``error`` is a sentence for why the last one
    was not. ``serif`` shows the text as the document prints it,
    each paragraph indented while the field is not in hand.

    ``marks`` are drawn on the text while ``show_marks``; that with id ``in_hand`` is spoken of elsewhere on the page.
    Lines ``locked`` (0-based) cannot be edited; they and the lines ``edited`` by a person have a sign in the margin.
    ``wishes`` are offered for a selected passage. ``read_only`` is the sentence for why nothing can be changed; the
    text can then be selected, copied and its marks looked at. It binds the browser only: what was typed before still
    arrives, and the caller has to refuse it. The field takes the focus once for each ``focus``.

    ``select`` are words (code points of ``text``) to be selected and brought into view, once for the time that the
    field is on the page.

    Each callback runs at the start of a run: ``on_change(typed)`` with texts of at most ``max_chars`` characters,
    without control characters or broken surrogates; ``on_pick(id)`` with a mark clicked on; ``on_rewrite(passage)``,
    where the text may have changed since, so compare ``passage.text``; ``on_lock(paragraph, locked)`` with what a
    paragraph is to be; ``on_next(token, blank)`` when Ctrl+Enter begins the next text, whose field is to have
    ``str(token)`` as its ``focus``, and ``blank`` says that nothing is written in this one; ``on_move(up)`` for Alt
    with an arrow. ``on_next`` may come again with the same token. Without a callback nothing of its is offered.
    """

    def took() -> None:
        message = received(st.session_state[key], max_chars)
        if message and on_change:
            on_change(message)

    def picked() -> None:
        id = st.session_state[key].get("picked")
        if on_pick and isinstance(id, str) and any(mark["id"] == id for mark in marks):
            on_pick(id)

    def rewrite() -> None:
        passage = asked(st.session_state[key], max_chars)
        if passage and on_rewrite and not read_only:
            on_rewrite(passage)

    def lock() -> None:
        message = locking(st.session_state[key], max_chars)
        if message and on_lock and not read_only:
            on_lock(*message)

    def following() -> None:
        message = begun(st.session_state[key])
        if message and on_next and not read_only:
            on_next(*message)

    def move() -> None:
        up = _part(st.session_state[key], "move").get("up")
        if isinstance(up, bool) and on_move and not read_only:
            on_move(up)

    data = {
        "key": key,
        "text": text,
        "rev": rev,
        "ack": ack,
        "saved_at": saved_at,
        "error": error,
        "label": label,
        "placeholder": placeholder,
        "min_rows": min_rows,
        "max_chars": max_chars,
        "serif": serif,
        "words": WORDS,
        "marks": list(marks) if show_marks else [],
        "locked": list(locked),
        "edited": list(edited),
        "in_hand": in_hand,
        "wishes": list(wishes) if on_rewrite and not read_only else [],
        "can_lock": on_lock is not None and not read_only,
        "read_only": read_only,
        "focus": focus,
        "can_next": on_next is not None,
        "can_move": on_move is not None,
        "session": session_token(),
        "select": select and {"start": select[0], "end": select[1], "token": "{}-{}".format(*select)},
    }
    _component(
        key=key,
        data=data,
        on_text_change=took,
        on_picked_change=picked,
        on_rewrite_change=rewrite,
        on_lock_change=lock,
        on_next_change=following,
        on_move_change=move,
    )


def received(state: object, max_chars: int) -> Typed | None:
    """The message in a component's ``state``; None if it has not that shape or is too long."""
    message = _part(state, "text")
    seq, value, rev = (message.get(name) for name in ("seq", "value", "rev"))
    if not _number(seq, MAX_NUMBER) or not _number(rev, MAX_NUMBER) or not isinstance(value, str):
        return None
    earlier, pasted = (_texts(message.get(name), max_chars) for name in ("earlier", "pasted"))
    value = clean(value)
    return Typed(seq, value, rev, earlier, pasted) if len(value) <= max_chars else None


def _texts(sent: object, max_chars: int) -> tuple[str, ...]:
    """The texts in a list that was sent, the last few; none in anything else."""
    texts = [clean(text) for text in sent if isinstance(text, str)] if isinstance(sent, list) else []
    return tuple(text for text in texts if len(text) <= max_chars)[-MAX_EARLIER:]


def asked(state: object, max_chars: int) -> Passage | None:
    """The passage in a component's ``state`` that is to be reworded; None if it has not that shape or is too long."""
    message = _part(state, "rewrite")
    start, end, text, wish = (message.get(name) for name in ("start", "end", "text", "wish"))
    if not _number(start, max_chars) or not _number(end, max_chars + 1):
        return None
    if not isinstance(text, str) or not isinstance(wish, str):
        return None
    wish = clean(wish).strip()
    if text != clean(text) or "\n" in text or not 0 < len(text) == end - start or not 0 < len(wish) <= MAX_WISH:
        return None
    return Passage(start, end, text, wish)


def locking(state: object, max_chars: int) -> tuple[int, bool] | None:
    """The paragraph in a component's ``state``, and whether it is to be locked; None if it has not that shape."""
    message = _part(state, "lock")
    paragraph, locked = message.get("paragraph"), message.get("locked")
    return (paragraph, locked) if _number(paragraph, max_chars) and isinstance(locked, bool) else None


def begun(state: object) -> tuple[int, bool] | None:
    """The token of the next text in a component's ``state``, and whether this one is blank; None if not of that shape."""
    message = _part(state, "next")
    token, blank = message.get("token"), message.get("blank")
    return (token, blank) if _number(token, MAX_NUMBER) and isinstance(blank, bool) else None


def _part(state: object, name: str) -> Mapping:
    """The message called ``name`` in a component's ``state``; empty when there is none."""
    message = state.get(name) if isinstance(state, Mapping) else None
    return message if isinstance(message, Mapping) else {}


def _number(number: object, below: int) -> TypeGuard[int]:
    return type(number) is int and 0 <= number < below


def clean(text: str) -> str:
    """``text`` without control characters (tab and line break stay), broken surrogates replaced by U+FFFD."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROL.sub("", whole)
