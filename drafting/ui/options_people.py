"""人员: who may sign in and what each may do. Only where people sign in."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from drafting.service.permissions import OF_UNITS, Role
from drafting.store.people import PersonRow

from . import session
from .text import md

_UNITS = {Role.FILL: "填报哪些单位", Role.REVIEW: "审核哪些单位"}
_OFFICE = {Role.COLLECT: "汇总：收取、校核、汇总各单位的年报", Role.MANAGE: "管理：人员、起草模型、口径、备份"}


def show_people() -> None:
    """Draw the part of the page."""
    if not session.signs_in():
        return
    st.header("人员")
    st.caption("只有加入名单的人才能登录。单位写机关全称，一行一个；改动从对方的下一步操作起生效。")
    for row in session.service().people.all():
        with st.expander(f"{md(row.name)}　{md(_held(row))}", key=f"person_{row.id}"):
            st.text(f"登录邮箱　{row.email}")
            _fields(row.id, row)
            with st.container(horizontal=True):
                st.button("保存", key=f"person_save_{row.id}", on_click=_change, args=(row.id,))
                st.button("移出名单", key=f"person_remove_{row.id}", on_click=_remove, args=(row,))
    with st.expander("加入一个人", key="person_new"):
        st.text_input("登录邮箱", key="person_email_new", max_chars=200)
        _fields("new")
        st.button("加入", key="person_add", type="primary", on_click=_add)


def _fields(id: str, row: PersonRow | None = None) -> None:
    st.text_input("姓名", row.name if row else "", key=f"person_name_{id}", max_chars=50)
    held = row.grants if row else frozenset()
    for role, label in _UNITS.items():
        units = sorted(unit for each, unit in held if each == role)
        st.text_area(label, "\n".join(units), key=f"person_{role.name}_{id}", height=80)
    for role, label in _OFFICE.items():
        st.checkbox(label, (role, "") in held, key=f"person_{role.name}_{id}")


def _typed(id: str) -> list[tuple[str, str]]:
    state = st.session_state
    units = [
        (str(role), unit.strip())
        for role in OF_UNITS
        for unit in state[f"person_{role.name}_{id}"].splitlines()
        if unit.strip()
    ]
    return [*units, *((str(role), "") for role in _OFFICE if state[f"person_{role.name}_{id}"])]


def _held(row: PersonRow) -> str:
    def told(role: Role, units: Iterable[str]) -> str:
        named = "、".join(sorted(unit for unit in units if unit))
        return f"{role}（{named}）" if named else str(role)

    return "；".join(
        told(role, units) for role in Role if (units := [unit for each, unit in row.grants if each == role])
    )


@session.callback
def _add() -> None:
    state = st.session_state
    session.service().people.add(state["person_name_new"], state["person_email_new"], _typed("new"))
    session.tell(f"已加入{state['person_name_new'].strip()}，现在可以用这个邮箱登录。", "success")
    for field in ("name", "email", *(role.name for role in _UNITS)):
        state[f"person_{field}_new"] = ""  # removed, the browser would go on showing what was typed for this one
    for role in _OFFICE:
        state[f"person_{role.name}_new"] = False


@session.callback
def _change(id: str) -> None:
    session.service().people.change(id, st.session_state[f"person_name_{id}"], _typed(id))
    session.tell("已保存，从对方的下一步操作起生效。", "success")


@session.callback
def _remove(row: PersonRow) -> None:
    session.service().people.remove(row.id)
    session.tell(f"{row.name}已移出名单，不能再登录；其办过的事仍在流程记录中。", "success")
