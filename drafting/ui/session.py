"""What one browser session holds: the service, the open report, and messages for the next run."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps

import streamlit as st

from drafting import settings as settings_module
from drafting.errors import AskFirst, NianbaoError, NotFound, NotPermitted
from drafting.service import Service
from drafting.service.library import Opened
from drafting.service.people import Claims
from drafting.service.permissions import EVERYBODY, Person, Right, refusal
from drafting.service.permitted import permitted
from drafting.writing.endpoint import Consent, Endpoint

from . import messages, sending
from .sparing_log import Sparing
from .text import md

_CALLBACKS = "streamlit.web.server.starlette.starlette_auth_routes"
"""Streamlit's log of what comes back from the provider, and of what pretends to."""
PERSON_SECONDS = 1
"""Seconds after which who is at the page, and what they may do, is looked up again."""


@st.cache_resource(show_spinner=False)
def _service() -> Service:
    service = Service(settings_module.load())
    if signs_in():
        _log_who_did_what()
    gc.collect()
    gc.freeze()  # Streamlit collects after every run; what is loaded by now never needs to be looked at again
    return service


def _log_who_did_what() -> None:
    """Print sign-ins, verbs and refusals where the server prints, for whoever keeps its log."""
    logger, printed = logging.getLogger("nianbao"), logging.StreamHandler()
    if logger.handlers:
        return
    printed.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    printed.addFilter(Sparing())
    logger.addHandler(printed)
    logging.getLogger(_CALLBACKS).addFilter(Sparing())
    logger.setLevel(logging.INFO)


def service() -> Service:
    """The program's verbs, as the person who signed in may use them. Where the database or a setting cannot be used, the
    page says so and ends here. Raises NotPermitted where nobody is signed in (any more).
    """
    return permitted(_whole(), person) if signs_in() else _whole()


def require(right: Right) -> None:
    """For what a page does beside the service. Raises NotPermitted unless who is at the page has ``right``."""
    if not person().may(right):
        raise refusal(right)


def _whole() -> Service:
    try:
        return _service()
    except NianbaoError as error:
        st.error(md(str(error)))
        st.stop()


def signs_in() -> bool:
    """Whether people sign in here (``[auth]`` in Streamlit's secrets)."""
    return "is_logged_in" in st.user


def person() -> Person:
    """Who is at the page, as they stand now; the one person of a program without sign-in. Raises NotPermitted."""
    if not signs_in():
        return EVERYBODY
    if not st.user.is_logged_in:
        raise NotPermitted("请先登录。")
    claims = Claims.of(st.user)
    kept = st.session_state.get("who")
    if kept and kept[0] == claims.key and time.monotonic() - kept[2] < PERSON_SECONDS:
        return kept[1]
    who = _whole().people.who(claims, used=not st.session_state.get("unattended"))
    st.session_state["who"] = (claims.key, who, time.monotonic())
    return who


@contextmanager
def unattended() -> Iterator[None]:
    """What a page does by itself does not count as a use of the sign-in. A run that it asks for (``st.rerun``) neither:
    ``attended`` ends it.
    """
    st.session_state["unattended"] = True
    yield
    attended()


def attended() -> None:
    """What follows, a hand did."""
    st.session_state.pop("unattended", None)


def sign_out() -> None:
    """End this sign-in here and on the server; the browser goes to the sign-in page."""
    _whole().people.leave(Claims.of(st.user))
    st.session_state.clear()
    st.logout()


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
    """Show ``message`` near the hand on this or the next run, and keep it in the list. ``kind``: error, warning,
    success.
    """
    messages.say(message, kind)


def show_messages() -> None:
    """Draw the messages that float."""
    messages.float_messages(st.session_state.get("report"))


def has_news() -> bool:
    """Whether a message still waits to be shown."""
    return messages.has_news()


@contextmanager
def plainly() -> Iterator[None]:
    """Run something that may fail; a failure is told in its own words instead of a traceback."""
    try:
        yield
    except NianbaoError as error:
        tell(str(error))


def callback(function: Callable[..., None]) -> Callable[..., None]:
    """A widget callback whose failures are told in words. What a model would be sent first is asked about; then it is done
    with the same arguments, the endpoint among them carrying the answer.
    """

    @wraps(function)
    def guarded(*args: object, **kwargs: object) -> None:
        with plainly():
            try:
                function(*args, **kwargs)
            except AskFirst as error:
                sending.ask(error, lambda consent: guarded(*(_consented(arg, consent) for arg in args), **kwargs))

    return guarded


def _consented(given: object, consent: Consent) -> object:
    return replace(given, consent=consent) if isinstance(given, Endpoint) else given


def offer_undo(message: str, undo: Callable[[], object], topic: str = "") -> None:
    """Say what was done on the next run, with 撤销 beside it, there and in the list, until a newer act is offered.

    Of acts on one ``topic`` only the newest floats, so that a row of them covers no more of the page than one.
    """
    messages.say(message, "success", undo, topic)
