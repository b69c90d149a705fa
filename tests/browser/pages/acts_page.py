"""Two buttons whose callbacks touch the session after some work, and a count of what they did."""

import time

import streamlit as st

from drafting.ui.whole_callbacks import run_whole

run_whole()
state = st.session_state
state.setdefault("begun", 0)
state.setdefault("ended", 0)
state.setdefault("beside", 0)


def long():
    state.begun += 1
    time.sleep(0.02)  # work during which the next message arrives
    state.ended += 1


def short():
    state.beside += 1


st.button("长", on_click=long)
st.button("短", on_click=short)
st.write(f"{state.begun} 次开始，{state.ended} 次做完，{state.beside} 次旁边")
