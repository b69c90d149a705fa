"""One official table over a small server-side state. The address chooses it: ?table=requests&last_year=1&stated=1."""

import json
import time

import streamlit as st

from drafting.errors import InputError
from drafting.form import edition
from drafting.ui.components.grid import official_grid
from drafting.values import parse, printed, with_totals

FORM = edition("2021")
st.set_page_config(layout="wide")
table = st.query_params.get("table", "requests")
state = st.session_state
if "figures" not in state:
    state.update(figures={}, stated={}, refused={}, findings={}, conflicts={}, rev=0, ack=0, messages=[], deaf=False)
    if "stated" in st.query_params:
        state.figures = {"requests.granted.natural_person": 10, "requests.granted.business": 5}
        state.stated = {"requests.granted.total": 18}
        state.findings = {"requests.granted.total": "文件中的总计与各项之和不符。"}
    if "filled" in st.query_params:
        state.figures = {key: (at * 7) % 23 for at, key in enumerate(FORM.inputs)}


def took(seq, changes, was):
    if "slow" in st.query_params:
        time.sleep(1.5)
    state.messages.append(changes)
    if state.deaf:
        return
    for key, text in changes.items():
        state.refused.pop(key, None)
        state.conflicts.pop(key, None)
        standing = state.figures.get(key)
        if key in was and printed(standing) not in (*was[key], text):
            state.conflicts[key] = standing
            continue
        try:
            value = parse(text, FORM.cells[key].kind)
        except InputError as error:
            state.refused[key] = str(error)
            continue
        if value == 666:
            state.refused[key] = "服务器不接受这个数。"
            continue
        state.figures.pop(key, None)
        if value is not None:
            state.figures[key] = value
        for total in FORM.dependents(key):
            state.stated.pop(total, None)
            state.findings.pop(total, None)
    state.ack = seq


def elsewhere(told):
    state.figures["requests.new_received.natural_person"] = 77
    state.figures["requests.carried_in.natural_person"] = 88
    state.rev += told


def history(key):
    return (
        [("11月2日 09:30", "填写", "16", "12"), ("11月1日 14:02", "读入文件", "", "16")]
        if key.endswith("other")
        else []
    )


def deafen():
    state.deaf = not state.deaf


with st.container(horizontal=True):
    st.button("再运行", key="again")
    st.button("别处改动", key="change", on_click=elsewhere, args=(True,))
    st.button("未告知的改动", key="untold", on_click=elsewhere, args=(False,))
    st.button("不应答", key="deafen", on_click=deafen)
    st.button("换上年", key="another_year", on_click=state.update, kwargs={"other": True})
    shown = st.toggle("显示", True, key="shown")

last_year = {key: 41 if "other" in state else (at * 5) % 19 for at, key in enumerate(FORM.inputs)}
if shown:
    official_grid(
        FORM,
        table,
        key=f"grid_{table}",
        cells={**with_totals(FORM, state.figures), **state.stated},
        rev=state.rev,
        ack=state.ack,
        last_year=with_totals(FORM, last_year) if "last_year" in st.query_params else None,
        refused=state.refused,
        findings=state.findings,
        conflicts=state.conflicts,
        focus=st.query_params.get("cell"),
        read_only="报告已审定，不能再改。" if "sealed" in st.query_params else "",
        on_change=took,
        history=history,
    )
if "twice" in st.query_params:
    official_grid(
        FORM,
        "proceedings",
        key="grid_second",
        cells=with_totals(FORM, state.figures),
        rev=state.rev,
        ack=state.ack,
        on_change=took,
    )
st.code(json.dumps({key: printed(value) for key, value in sorted(state.figures.items())}, indent=0), language=None)
st.caption(f"messages={len(state.messages)}")
