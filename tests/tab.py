"""A browser's tab without a browser: it speaks with a Streamlit server over the websocket as the page's own script does,
and can send what that script never would.

``Tab(server, "entry", report=id, cookie=signed_in(server.url, secret, claims))`` loads the page; ``cells`` and the like
stand in ``components``, what the page says in ``words``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from websockets.sync.client import connect

WAIT = 60.0
"""Seconds a run may take."""
_EVENTS = ("$$STREAMLIT_INTERNAL_KEY_", "__events")
"""Around a component's id: what its events are sent under."""
_WORDS = ("markdown", "html", "alert", "heading", "text")


def signed_in(url: str, secret: str, claims: Mapping[str, Any]) -> str:
    """The cookie of who signed in at ``url``, signed with the ``cookie_secret`` of the server (or with another)."""
    user = {**claims, "origin": url, "is_logged_in": True, "provider": "default"}
    return f"_streamlit_user={create_signed_value(secret, '_streamlit_user', json.dumps(user)).decode()}"


class Tab:
    """A page of the server at ``url``, loaded. ``cookie``: who signed in. ``origin``: where the page
    says it is from, ``""``: it does not say. ``resume``: the session that it says it was before."""

    def __init__(
        self, url: str, page: str = "", *, cookie: str = "", origin: str | None = None, resume: str = "", **params: str
    ):
        token = generate_xsrf_token_string()
        self.session = ""
        self.seconds = 0.0
        self._page, self._query, self._hash = page, urlencode(params), ""
        self._parts: dict[tuple[int, ...], tuple[str, Any]] = {}
        self._drawn: set[tuple[int, ...]] = set()
        self._states: dict[str, WidgetState] = {}
        self._connection = connect(
            f"ws://{urlsplit(url).netloc}/_stcore/stream",
            origin=(url if origin is None else origin) or None,
            subprotocols=["streamlit", token, *filter(None, [resume])],
            additional_headers={"Cookie": "; ".join(filter(None, [f"_streamlit_xsrf={token}", cookie]))},
            max_size=None,
            compression=None,
            proxy=None,
        )
        self._socket = self._connection.__enter__()
        try:
            self.run()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Tab:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None):
        self.close()

    def close(self) -> None:
        """Close the tab."""
        self._connection.__exit__(None, None, None)

    @property
    def words(self) -> str:
        """Everything the page says in words."""
        said = (getattr(part, "body", "") for _, part in self._parts.values() if part.DESCRIPTOR.name.lower() in _WORDS)
        return "\n".join(each for each in said if not each.startswith("<style"))

    def data(self, key: str) -> Any:
        """What the page gave the component called ``key``. Raises LookupError."""
        return json.loads(self._component(key)[1].json)

    def keys(self) -> list[str]:
        """The names of the components on the page."""
        return [part.id for _, part in self._parts.values() if part.DESCRIPTOR.name == "BidiComponent"]

    def send(self, key: str, **state: Any) -> None:
        """Let the component called ``key`` send ``state``, and wait for the answer. Raises LookupError."""
        fragment, part = self._component(key)
        self.forge(part.id, state, fragment)

    def click(self, label: str) -> None:
        """Click the first button with that label. Raises LookupError."""
        for fragment, part in self._parts.values():
            if part.DESCRIPTOR.name == "Button" and part.label == label:
                return self.run([WidgetState(id=part.id, trigger_value=True)], fragment)
        raise LookupError(f"no button {label!r} on the page")

    def forge(self, id: str, state: Any, fragment: str = "") -> None:
        """Send ``state`` as of the component with the id ``id``, whether there is one or not."""
        self.run([WidgetState(id=id, json_value=json.dumps(state))], fragment)

    def trigger(self, key: str, event: str, value: Any) -> None:
        """Let the component called ``key`` tell of ``event``, and wait for the answer. Raises LookupError."""
        fragment, part = self._component(key)
        told = json.dumps([{"event": event, "value": value}])
        self.run([WidgetState(id=f"{_EVENTS[0]}{part.id}{_EVENTS[1]}", json_trigger_value=told)], fragment)

    def run(self, changed: list[WidgetState] | None = None, fragment: str = "") -> None:
        """Ask for a run, as a touched widget does, and take what comes until it has ended; ``seconds`` is how long that
        took. Raises ConnectionError where the server leaves, TimeoutError where it does not answer.
        """
        ask = BackMsg()
        client = ask.rerun_script
        client.query_string, client.page_script_hash, client.fragment_id = self._query, self._hash, fragment
        client.page_name = "" if self._hash else self._page
        touched = {state.id: state for state in changed or ()}
        client.widget_states.widgets.extend((self._states | touched).values())
        self._states |= {
            id: state for id, state in touched.items() if not (state.trigger_value or state.json_trigger_value)
        }
        began = time.monotonic()
        self._socket.send(ask.SerializeToString())
        for message in self._messages(began + WAIT):
            if self._ended(message):
                break
        self.seconds = time.monotonic() - began

    def _messages(self, until: float) -> Iterator[ForwardMsg]:
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._socket.recv(timeout=max(0.0, until - time.monotonic())))
            yield message

    def _ended(self, message: ForwardMsg) -> bool:
        """Take ``message`` in; whether the run has ended with it."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self._hash = message.new_session.page_script_hash
            self._drawn = set()
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash or self._hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            part = getattr(element, element.WhichOneof("type") or "empty")
            at = tuple(message.metadata.delta_path)
            self._parts[at] = message.delta.fragment_id, part
            self._drawn.add(at)
        elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._parts = {at: part for at, part in self._parts.items() if at in self._drawn}
            return True
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY

    def _component(self, key: str) -> tuple[str, Any]:
        for fragment, part in self._parts.values():
            if part.DESCRIPTOR.name == "BidiComponent" and part.id.endswith(f"-{key}"):
                return fragment, part
        raise LookupError(f"no component {key!r} on the page")
