"""登录: nothing is shown before it where people sign in (OpenID Connect by ``st.login``); without it the program serves
this machine alone.
"""

from __future__ import annotations

import streamlit as st

from drafting.errors import NotPermitted
from drafting.service_address import is_loopback
from drafting.sign_in_setting import OPEN

from . import session
from .text import md


def let_in() -> None:
    """Go on with the page for who is signed in; else show the way in, and end the run."""
    if not session.signs_in():
        if not is_loopback(st.get_option("server.address")):
            st.error(OPEN)
            st.stop()
        return
    try:
        session.person()
    except NotPermitted as error:
        _ask(str(error) if st.user.is_logged_in else "")


def _ask(why: str) -> None:
    st.title("年报起草")
    st.caption("政府信息公开工作年度报告")
    if why:
        st.warning(md(why))
    if st.button("登录", type="primary"):
        st.login()
    if why and st.button("换一个账号"):
        st.logout()
    st.stop()


def show_who() -> None:
    """Who is signed in, and the way out, at the foot of the sidebar."""
    if not session.signs_in():
        return
    st.divider()
    st.caption(md(session.person().name))
    if st.button("退出", key="sign_out", width="stretch"):
        session.sign_out()
