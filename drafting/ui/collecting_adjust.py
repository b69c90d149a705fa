"""汇总, the sum: what people adjusted in it, and why."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from drafting.collection.rollup import ADJUSTMENT_KINDS, Adjustment, Rollup
from drafting.errors import NianbaoError
from drafting.form import Edition, editions
from drafting.values import printed

from . import dialogs, session
from .text import md


def show_adjustments(id: str, made: Sequence[Adjustment], form: Edition | None) -> None:
    """Every adjustment with its reason and a way to take it back; and the way to add one where there is a sum."""
    with st.expander(f"调整（{len(made)} 项）", expanded=bool(made)):
        if not made:
            st.caption(
                "各单位相加还不等于本级的数字时，在这里写明：联合发文只计一次、垂直管理机关、开发区等，加减多少，为什么。"
            )
        known = form or editions()[-1]
        for at, each in enumerate(made):
            words, action = st.columns([5, 1], vertical_alignment="center")
            name = known.name(each.cell) if each.cell in known.cells else each.cell
            sign = "加" if each.amount > 0 else "减"
            words.markdown(
                md(f"{name}{sign} {printed(abs(each.amount))}　{ADJUSTMENT_KINDS[each.kind]}：{each.reason}")
            )
            with action, st.container(horizontal=True, horizontal_alignment="right"):
                st.button("撤去", key=f"withdraw_{at}", on_click=_withdraw, args=(id, each))
        if form and st.button("添加调整", key="add_adjustment"):
            add_adjustment(id, form, "")


def adjusted_in(rollup: Rollup, cell: str) -> list[Adjustment]:
    """The adjustments that are in ``cell``, of a total those of its parts."""
    held, within = [cell], set()
    while held:
        one = held.pop()
        within.add(one)
        held += rollup.form.formulas.get(one, ())
    return [each for each in rollup.adjustments if each.cell in within]


@dialogs.dialog("调整汇总数字", width="large")
def add_adjustment(id: str, form: Edition, cell: str) -> None:
    """Ask for an adjustment, of ``cell`` where one is named."""
    cells = st.multiselect(
        "栏目（可以选几格，各加减同样多）",
        form.inputs,
        [cell] if cell else [],
        format_func=form.name,
        key=f"adjust_cells_{cell}",
        placeholder="输入栏目名称查找",
    )
    left, right = st.columns(2)
    kind = left.selectbox("类别", list(ADJUSTMENT_KINDS), format_func=ADJUSTMENT_KINDS.__getitem__, key="adjust_kind")
    amount = right.text_input("增减多少", key="adjust_amount", max_chars=20, placeholder="例如 2 或 -2")
    reason = st.text_input(
        "原因", key="adjust_reason", max_chars=500, placeholder="例如：与县司法局联合发文，两个单位都计了，只计一次"
    )
    if st.button("保存", type="primary", key="adjust_save"):
        sums = session.service().collection_sums
        try:
            undo = sums.adjust(id, cells, amount, kind, reason)
        except NianbaoError as error:
            st.error(md(str(error)))
            return
        session.offer_undo(f"已调整 {len(cells)} 格。", undo)
        for key in ("adjust_amount", "adjust_reason"):
            st.session_state.pop(key, None)
        dialogs.close()


@session.callback
def _withdraw(id: str, adjustment: Adjustment) -> None:
    undo = session.service().collection_sums.withdraw(id, adjustment)
    session.offer_undo("已撤去这项调整。", undo)
