"""设置: whether models may be used, by where they are: for the office, and stricter for single collections."""

from __future__ import annotations

import streamlit as st

from drafting import model_use, settings
from drafting.errors import SettingError
from drafting.model_use import USES
from drafting.service.permissions import Right
from drafting.service_address import Use

from . import session
from .text import md

_HELP = (
    "内网的模型：服务地址是 10、172.16–31、192.168 等内部地址，或解析到内部地址的名称。"
    "素材、正文和对话都会发给模型；不使用模型时可以离线起草。"
)


def show_use() -> None:
    """Draw the part of the page."""
    st.subheader("是否允许使用远程模型")
    try:
        now: Use | None = model_use.of_office()
    except SettingError as error:
        st.error(md(str(error)))
        now = None
    fixed = settings.outside().model_use is not None
    _choice("全单位", "use_office", now, fixed=fixed)
    if fixed:
        st.caption("已由环境变量或 secrets.toml 中的 NIANBAO_MODEL_USE 设定，请在那里修改。")
    if found := session.service().collections.model_uses():
        with st.expander("各次收集另定"):
            st.caption("名单上各单位这一年度的报告按这里的办；只能比全单位更严。")
            for id, title, use in found:
                _choice(title, f"use_{id}", use, id)


def show_use_of(id: str, use: Use) -> None:
    """Say what is laid down for a collection, on its own page; who may change that finds the choice there too."""
    if session.person().may(Right.MANAGE):
        _choice("本次收集各单位的报告，是否允许使用远程模型", f"use_{id}", use, id)
    elif use != "any":
        st.caption(f"本次收集各单位的报告{USES[use]}；要改请联系管理员。")


def _choice(label: str, key: str, use: Use | None, collection: str = "", *, fixed: bool = False) -> None:
    choices: list[Use] = list(USES)
    st.session_state[key] = use
    st.radio(
        md(label),
        choices,
        format_func=USES.__getitem__,
        index=None,
        key=key,
        horizontal=True,
        disabled=fixed,
        on_change=_choose,
        args=(key, collection),
        help=_HELP,
    )


@session.callback
def _choose(key: str, collection: str) -> None:
    use: Use = st.session_state[key]
    if collection:
        session.service().collections.use_models(collection, use)
    else:
        session.service().sending.lay_down(use)
    session.tell(f"已改为：{USES[use]}。", "success")
