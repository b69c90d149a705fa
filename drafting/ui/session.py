"""What one browser session holds: the service, the open report, and messages for the next run."""

from __future__ import annotations

import gc
import html
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

import streamlit as st

from drafting import settings as settings_module
from drafting.errors import NianbaoError, NotFound
from drafting.service import Service
from drafting.service.library import Opened

from .text import md


@st.cache_resource(show_spinner=False)
def _service() -> Service:
    service = Service(settings_module.load())
    gc.collect()
    gc.freeze()  # Streamlit collects after every run; what is loaded by now never needs to be looked at again
    return service


def service() -> Service:
    """The program's verbs. Where the database or a setting cannot be used, the page says so and ends here."""
    try:
        return _service()
    except NianbaoError as error:
        st.error(md(str(error)))
        st.stop()


def report_id() -> str | None:
    """The report the address names, else the one this session had open; kept in the address for reload and sharing."""
    id = st.query_params.get("report") or st.session_state.get("report")
    if id:
        st.session_state["report"] = id
        if st.query_params.get("report") != id:
            st.query_params["report"] = id
    return id


def opened() -> Opened | None:
    """The open report as it stands now, or None when there is none (any more)."""
    id = report_id()
    if not id:
        return None
    try:
        return service().library.open(id)
    except NotFound as error:
        st.session_state.pop("report", None)
        st.query_params.clear()
        tell(str(error), "warning")
        return None


def tell(message: str, kind: str = "error") -> None:
    """Show ``message`` at the top of the page on this or the next run. ``kind``: error, warning, success."""
    st.session_state.setdefault("messages", []).append((kind, message))


def has_news() -> bool:
    """Whether a message or an undo still waits to be shown."""
    return bool(st.session_state.get("messages")) or st.session_state.get("undo", ("", None, ""))[2] is None


def show_messages() -> None:
    """Show what ``tell`` has kept. The box is always there, so that nothing below it is drawn anew when a message comes."""
    with st.container(key="nb-messages"):
        for kind, message in st.session_state.pop("messages", []):
            getattr(st, kind)(md(message))


@contextmanager
def plainly() -> Iterator[None]:
    """Run something that may fail; a failure is told in its own words instead of a traceback."""
    try:
        yield
    except NianbaoError as error:
        tell(str(error))


def callback(function: Callable[..., None]) -> Callable[..., None]:
    """A widget callback whose failures are told in words."""
    @wraps(function)
    def guarded(*args: object, **kwargs: object) -> None:
        with plainly():
            function(*args, **kwargs)
    return guarded


def offer_undo(message: str, undo: Callable[[], object]) -> None:
    """Say what was done on the next run, with 撤销 beside it, until another page is opened."""
    st.session_state["undo"] = (message, undo, None)


def show_undo(step: str) -> None:
    """Show the last action on this page that can be undone. The box is always there, so that nothing below it moves."""
    box = st.container(key="nb-undo")
    message, undo, where = st.session_state.get("undo", (None, None, None))
    if not message or where not in (None, step):
        st.session_state.pop("undo", None)
        return
    st.session_state["undo"] = (message, undo, step)

    @callback
    def undone() -> None:
        st.session_state.pop("undo", None)
        undo()

    with box, st.container(horizontal=True, vertical_alignment="center"):
        st.html(f"<span class='nb-undo'>{html.escape(message)}</span>")
        st.button("撤销", key="undo_button", on_click=undone)
        st.button("知道了", key="undo_dismiss", on_click=lambda: st.session_state.pop("undo", None))
