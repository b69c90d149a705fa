"""Keys of a dialog: the hand is in its first field at once, and Enter does what its main button does."""

from __future__ import annotations

from . import component

_component = component("dialog_keys", html="<span></span>", js="dialog.js")


def dialog_keys() -> None:
    """Give the dialog this is called in its keys. Its main button is the primary one."""
    _component(key="dialog_keys", data={}, height=1)
