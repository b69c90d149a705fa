"""Two text editors over a small server-side state. The address chooses: ?max=20."""

import json

import streamlit as st

from drafting.ui.components.editor import text_editor

state = st.session_state
if "first" not in state:
    for name in ("first", "second"):
        state[name] = {"text": f"{name}原文。", "rev": 0, "ack": 0, "error": "", "saved_at": ""}
    state.update(deaf=False, messages=0)


def take(name):
    def took(seq, value, rev):
        field = state[name]
        state.messages += 1
        if state.deaf:
            return
        if rev != field["rev"]:
            field["error"] = "另一个窗口已改过这段文字。"
            return
        field.update(text=value, ack=seq, error="", saved_at="14:02")
    return took


def elsewhere():
    state.first.update(text="别处写的。", rev=state.first["rev"] + 1)


def give_up():
    state.first.update(ack=2**52, error="", rev=state.first["rev"] + 1)


def deafen():
    state.deaf = not state.deaf


with st.container(horizontal=True):
    st.button("再运行", key="again")
    st.button("别处改动", key="change", on_click=elsewhere)
    st.button("用那边的", key="theirs", on_click=give_up)
    st.button("不应答", key="deafen", on_click=deafen)
    shown = st.toggle("显示", True, key="shown")
limit = int(st.query_params.get("max", "1000"))
for name in ("first", "second"):
    if shown or name == "second":
        text_editor(key=f"editor_{name}", label=name, placeholder="在此填写", max_chars=limit, serif=name == "first",
                    on_change=take(name), **state[name])
st.code(json.dumps([state[name]["text"] for name in ("first", "second")], ensure_ascii=False), language=None)
st.caption(f"messages={state.messages}")
