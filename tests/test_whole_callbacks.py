"""A callback that has begun runs to its end, whatever the browser sends meanwhile."""

import pytest
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

from drafting.ui.whole_callbacks import run_whole


def overtaken():
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from drafting.ui.whole_callbacks import run_whole

    run_whole()

    def act():
        get_script_run_ctx().script_requests.request_rerun(RerunData())  # as if the browser had sent something
        st.session_state["done"] = True
        st.toast("做完了")
        st.session_state["told"] = True

    st.button("做", on_click=act)


def test_a_callback_is_not_left_in_the_middle_for_a_newer_message():
    page = AppTest.from_function(overtaken).run()
    page.button[0].click().run()
    assert page.session_state["done"] and page.session_state["told"]


def test_installing_it_twice_is_as_once():
    run_whole()
    once = SafeSessionState.on_script_will_rerun
    run_whole()
    assert SafeSessionState.on_script_will_rerun is once


def test_a_streamlit_without_the_method_is_noticed(monkeypatch):
    monkeypatch.delattr(SafeSessionState, "on_script_will_rerun")
    with pytest.raises(AttributeError, match="on_script_will_rerun"):
        run_whole()
