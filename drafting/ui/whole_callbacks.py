"""Every callback of a widget runs, and runs to its end.

Streamlit asks at each touch of the session whether a newer message of the browser waits, and leaves what it is doing if
so: in the middle of a callback as well, and on the way to it. Two messages within a few milliseconds (a field that saves
itself and the button beside it) lost the first one's act, or left half of it done: seen with Streamlit 1.67 in 16 to 20
of 20 pairs. A newer message waits here until the callbacks of the one before it have ended; together with
``runner.fastReruns = false`` (a newer message is put behind the run instead of beside it) none is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.safe_session_state import SafeSessionState

_CALLBACKS = "on_script_will_rerun"
"""The method that takes a message's values over and calls what hangs on them."""


def run_whole() -> None:
    """Let callbacks run to their end, in this process from now on. Raises AttributeError where Streamlit has no such
    method any more.
    """
    step = getattr(SafeSessionState, _CALLBACKS)
    if not hasattr(step, "__wrapped__"):
        setattr(SafeSessionState, _CALLBACKS, _undisturbed(step))


def _undisturbed(step: Callable[..., None]) -> Callable[..., None]:
    @wraps(step)
    def run(self: SafeSessionState, *args: Any, **kwargs: Any) -> None:
        context = get_script_run_ctx()
        requests = context and context.script_requests
        if not requests:
            return step(self, *args, **kwargs)
        requests.on_scriptrunner_yield = lambda: None  # of this run alone: what waits is asked for again afterwards
        try:
            step(self, *args, **kwargs)
        finally:
            del requests.on_scriptrunner_yield

    return run
