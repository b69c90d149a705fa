"""Words that an earlier page left unsaved in the browser: where they belong, and a new note of those whose note is
gone.
"""

from __future__ import annotations

import streamlit as st

from drafting.errors import NotFound
from drafting.values import printed

from . import session
from .components.connection import Unsaved, watch_connection


def watch(page: str) -> None:
    """Watch the connection and offer what was left, on the page called ``page``."""
    watch_connection(page, st.session_state.setdefault("unsaved_answers", {}), on_found=_found, on_anew=_anew)


def _found(words: list[Unsaved]) -> None:
    st.session_state.setdefault("unsaved", {}).update({word.id: word for word in words})
    st.session_state["unsaved_answers"] |= {word.id: answer for word in words if (answer := where(word))}


@session.callback
def _anew(id: str) -> None:
    word = st.session_state.get("unsaved", {}).get(id)
    if word is None:
        return
    session.service().notes.renew(word.report, word.field.removeprefix("note_"), word.value)
    st.session_state["unsaved_answers"][id] = "saved"
    session.tell("已用这些文字另建一条素材。", "success")


def where(word: Unsaved) -> str:
    """``saved`` where the report has these words, ``gone`` where it has no such part, else the page that shows it;
    empty for another report than the open one.
    """
    try:
        report = session.service().library.open(word.report).report
    except NotFound:
        return "gone"
    if word.report != session.report_id():
        return ""
    if word.field.startswith("note_"):
        note = next((note for note in report.notes if word.field == f"note_{note.id}"), None)
        return "gone" if note is None else "saved" if note.text == word.value else "notes"
    if word.field.startswith("grid_"):
        value = report.values.get(word.name)
        return "saved" if word.value == ("" if value is None else printed(value)) else "entry"
    section = next((spec.id for spec in report.outline if word.field == f"text_{word.report}_{spec.id}"), None)
    if section is None:
        return "gone"
    return "saved" if _lines(report.text(section)) == _lines(word.value) else "draft"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
