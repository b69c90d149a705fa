"""Who else has the report open, and what they save: said in the state line and at the section, and the page is drawn anew
when what it shows is old.

A look every few seconds, which is no use of the sign-in. Where it fails nothing is said: nobody's work rests on it.
"""

from __future__ import annotations

import hashlib
import html
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from drafting.errors import NianbaoError, NotPermitted
from drafting.service.library import Opened
from drafting.service.presence import Look
from drafting.store import Generation
from drafting.store.presence import Present

from . import session

LOOK_SECONDS = 5
"""How often a page looks what others do."""
NOTE_SECONDS = 10
"""How often a session notes that it is still there; it counts as gone after three times as long."""
AT_SECONDS = 60
"""For how long after an edit somebody counts as working at its place."""
_SESSIONS: dict[str, str] = {}
"""As noted -> this process's own session, of which it knows at once when it has left."""
_MOST_SESSIONS = 1_000


def show_others(opened: Opened, step: str, called: Callable[[str], str]) -> None:
    """Say who else is in the report, and keep the page ``step`` up to date with what they save. ``called(place)``: how
    staff call a place.
    """
    id = opened.stored.row.id
    drawn(opened)
    _note(id, step)
    looks = [_look(id)]
    st.session_state["others"] = shown = looks[0].others if looks[0] else []

    @st.fragment(run_every=LOOK_SECONDS)
    def look() -> None:
        with session.unattended():
            try:
                _note(id, step)
                seen = looks.pop() if looks else _look(id)  # drawn with the page it needs none of its own
                if seen and (seen.stands != st.session_state.get("drawn") or (step == "draft" and _moved(shown, seen))):
                    st.rerun()
            except NotPermitted:
                st.rerun()  # the page says why
            st.html(_line(seen.others if seen else [], called))

    look()


def drawn(opened: Opened) -> None:
    """This session shows the report as it was ``opened``."""
    st.session_state["drawn"] = (opened.stored.row.state, opened.stored.row.updated_at)


def drawn_running(runs: Iterable[Generation]) -> None:
    """This session shows which of ``runs`` write."""
    st.session_state["drawn_running"] = {(run.id, run.state) for run in runs if run.active}


def at(part: str) -> None:
    """The person at the page works in ``part`` of it: a section, a table."""
    st.session_state["at"] = (part, time.monotonic())


def in_section(section: str) -> list[Present]:
    """Who else writes in a section of the open report, as the page was drawn."""
    return [each for each in st.session_state.get("others", ()) if each.place == f"draft:{section}"]


def named(who: Present) -> str:
    """How a page calls somebody: by name where people sign in, oneself by the other window."""
    return who.name if who.name and who.name != session.person().name else "另一个窗口"


def _look(id: str) -> Look | None:
    """The report at a glance; of this process's own sessions only those whose page is still open. None: not to be had."""
    try:
        seen = session.service().presence.look(id, _session())
    except NotPermitted:
        raise
    except NianbaoError:
        return None
    return Look([each for each in seen.others if not _left(each.session)], seen.stands, seen.drafting)


def _moved(shown: list[Present], seen: Look) -> bool:
    """Whether what is said at the sections is old."""
    return _places(shown) != _places(seen.others) or seen.drafting != st.session_state.get("drawn_running")


def _places(others: Iterable[Present]) -> set[tuple[str, str]]:
    return {(each.name, each.place) for each in others if ":" in each.place}


def _note(id: str, step: str) -> None:
    """Note this session's place when it has changed, and now and then that it is still there."""
    part, since = st.session_state.get("at", ("", 0.0))
    place = f"{step}:{part}" if part and time.monotonic() - since < AT_SECONDS else step
    was = st.session_state.get("noted")
    if was and was[:2] == (id, place) and time.monotonic() - was[2] < NOTE_SECONDS:
        return
    with suppress(NianbaoError):
        session.service().presence.here(id, _session(), place)
        st.session_state["noted"] = (id, place, time.monotonic())


def _session() -> str:
    """This session as it is noted: what Streamlit calls it lets a browser take it up again."""
    context = get_script_run_ctx()
    own = context.session_id if context else ""
    noted = hashlib.sha256(own.encode()).hexdigest()
    if noted not in _SESSIONS:
        for each in [each for each in _SESSIONS if len(_SESSIONS) >= _MOST_SESSIONS and _left(each)]:
            del _SESSIONS[each]
        _SESSIONS[noted] = own
    return noted


def _left(noted: str) -> bool:
    own = _SESSIONS.get(noted)
    return own is not None and runtime.exists() and not runtime.get_instance().is_active_session(own)


def _line(others: list[Present], called: Callable[[str], str]) -> str:
    """Who else is there, in one line; all of them where the pointer rests."""
    if not others:
        return "<div class='nb-quiet nb-others'></div>"
    said = [f"{named(each)}{'正在编辑' if ':' in each.place else '在看'}“{called(each.place)}”" for each in others]
    first = said[0] + (f"等 {len(others)} 处" if len(others) > 1 else "")
    return f"<div class='nb-quiet nb-others' title='{html.escape('；'.join(said))}'>{html.escape(first)}</div>"
