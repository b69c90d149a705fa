"""汇总, the sum: which units are in it."""

from __future__ import annotations

import streamlit as st

from drafting.collection.choice import ALL, HOWS, Choice
from drafting.collection.rounds import Collection

from . import session
from .text import md


def show_choice(id: str, collection: Collection) -> None:
    """Let a person say which units are added up; what is said is kept in the collection."""
    roster, choice = collection.roster, collection.choice
    how = f"sum_how_{id}"
    if choice.units or how not in st.session_state:
        st.session_state[how] = choice.how
    st.segmented_control(
        "汇总哪些单位", list(HOWS), format_func=HOWS.__getitem__, required=True, key=how, on_change=_choose, args=(id,)
    )
    if st.session_state[how] == "all":
        return
    st.session_state["sum_units"] = [key for key in choice.units if key in roster.by_key]
    st.multiselect(
        "单位",
        [unit.key for unit in roster.summed],
        format_func=lambda key: roster.labels[key],
        key="sum_units",
        on_change=_choose,
        args=(id,),
        placeholder="输入单位名称查找，可以选几个",
        label_visibility="collapsed",
    )
    if not choice.units:
        st.caption("还没有选单位，下面仍是全部单位的汇总。")
        return
    left = [roster.labels[unit.key] for unit in roster.summed if not choice.takes(unit.key)]
    st.caption(md(f"没有选入 {len(left)} 个：{'、'.join(left)}。" if left else "应汇总的单位都选入了。"))


@session.callback
def _choose(id: str) -> None:
    how = st.session_state[f"sum_how_{id}"]
    units = tuple(st.session_state.get("sum_units", ()))
    choice = Choice(how=how, units=units) if how != "all" and units else ALL
    session.service().collection_sums.choose(id, choice)
