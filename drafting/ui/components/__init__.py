"""What Streamlit lacks: the official table, a text field that saves while one types, the preview, and the like.

Streamlit Components v2 without a build: each is one ES module that imports its neighbours, with a style sheet. The
browser fetches them from this folder by address, once a page, so that no run sends them again (a definition given as
text is sent with every run of every component on the page). What the browser sends back is checked in shape here and
in sense by ``drafting.service``. Wording, rules and labels come from Python as data.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

import streamlit as st
from streamlit.components import v2
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

_PROJECT = "nianbao"
_FOLDER = Path(__file__).parent
_declaring = Lock()

AWAY = "连接已断开，连上后自动保存"
"""Said beside a field whose words wait for the connection."""


def asset(*names: str) -> str:
    """The script or style files of this package called ``names``, one after the other."""
    return "\n".join(_FOLDER.joinpath(name).read_text("utf-8") for name in names)


def component(
    name: str,
    *,
    html: str,
    js: str | None = None,
    css: str | None = None,
    isolate_styles: bool = True,
) -> Callable[..., Any]:
    """The component ``name`` over the files ``js`` and ``css`` of this folder; what is returned mounts it. Without
    ``isolate_styles`` its style sheet is the page's.

    Streamlit finds such a folder by itself only through the ``pyproject.toml`` of an installed package of the same
    name, and so neither in a checkout nor in an editable install; the folder is therefore declared here, on whatever
    runtime the page runs in.
    """
    full = f"{_PROJECT}.{name}"

    @cache
    def made() -> Callable[..., Any]:
        return v2.component(full, html=html, css=css, js=js, isolate_styles=isolate_styles)

    def mount(**given: Any) -> Any:
        manager = get_bidi_component_manager()
        with _declaring:
            if manager.get_component_asset_root(full) is None:
                manager.register_from_manifest(
                    ComponentManifest(_PROJECT, "", [ComponentConfig(name, _FOLDER.name)]), _FOLDER.parent
                )
            mounted = made()
        return mounted(**given)

    return mount


def session_token() -> str:
    """Names this session, and the stretch of it since the connection last came back: whenever it changes, a field sends
    once more what it has no answer to.
    """
    return "{}:{}".format(*st.session_state.setdefault("connection", (uuid4().hex[:8], 0)))


def reconnected() -> None:
    """The connection was gone and is back."""
    name, times = st.session_state.setdefault("connection", (uuid4().hex[:8], 0))
    st.session_state["connection"] = (name, times + 1)
