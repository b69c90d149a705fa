"""The pages and their components. No rules, no SQL, no prompts here: pages call ``drafting.service``.

A page's module is imported when it is opened, so that the first page waits for nothing it does not show.
"""

from __future__ import annotations

import streamlit as st

from drafting.errors import NotPermitted

from . import dialogs, session
from .components.look import look
from .frame import pages
from .signing_in import let_in
from .text import md
from .unsaved import watch
from .whole_callbacks import run_whole


def run() -> None:
    """Draw the page the address names. Called by ``app.py`` at every run."""
    run_whole()
    st.set_page_config(page_title="年报起草", layout="wide", initial_sidebar_state=210)
    page = st.navigation(pages(), position="hidden")
    look()
    name = page.url_path or "shelf"
    let_in()
    watch(name)
    dialogs.on_page(name)
    try:
        page.run()
        dialogs.show()
    except NotPermitted as error:  # what a page shows was taken from the person while it was open
        st.error(md(str(error)))
    finally:
        session.attended()
