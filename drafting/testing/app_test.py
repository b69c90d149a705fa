"""Driving the program's own components in Streamlit's ``AppTest``, which has no public verb for it."""

from __future__ import annotations

import functools
import json
from typing import Any

from streamlit.components.v2 import manifest_scanner
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from drafting.writing import client

client.preload()
"""A run of AppTest changes ``sys.path``, and an import that a thread makes meanwhile may miss a folder of it."""

manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)
"""Each AppTest looks through all installed packages for components, a quarter of a second; once a process is enough."""

__all__ = ["AppTest", "data", "send"]


def send(at: AppTest, key: str, **state: Any) -> AppTest:
    """Run ``at`` again as if the component called ``key`` had sent ``state``, its callbacks included.

    ``send(at, "grid", cells={"seq": 1, "changes": {"requests.granted.other": "3"}})``. Values set earlier in other
    widgets are kept. Raises LookupError when no such component is on the page.
    """
    states = at._tree.get_widget_states()
    states.widgets.append(WidgetState(id=_component(at, key).id, json_value=json.dumps(state)))
    return at._run(states)


def data(at: AppTest, key: str) -> Any:
    """What the page gave the component called ``key`` in the last run. Raises LookupError as ``send`` does."""
    return json.loads(_component(at, key).json)


def _component(at: AppTest, key: str) -> Any:
    found = [element.proto for element in at.get("bidi_component") if element.proto.id.endswith(f"-{key}")]
    if not found:
        raise LookupError(f"no component {key!r} on the page")
    return found[0]
