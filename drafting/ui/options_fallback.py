"""设置, the second model: it drafts where the first cannot be reached, and the section says so."""

from __future__ import annotations

import streamlit as st

from drafting import fallback_setting
from drafting.errors import NianbaoError
from drafting.service.permissions import Right
from drafting.settings import Settings
from drafting.writing.configured import fallback
from drafting.writing.endpoint import Endpoint

from . import session
from .text import md

FIELDS = {"model": "备用模型名称", "url": "备用服务地址", "key": "备用密钥"}


def show_fallback(now: Settings) -> None:
    """Draw the part of the page: add, test, remove. Grey where it is set outside this page."""
    kept = fallback(now)
    outside = kept is not None and now.where("fallback_model") not in ("设置页", "本机模型")
    with st.expander("备用模型" + (f"：{md(kept.label)}" if kept else "（没有设置）")):
        st.caption("上面的模型连不上时，改由备用模型起草，并在那一节写明是谁起草的；两个都连不上才算失败。可以不设。")
        st.session_state.setdefault("fallback_url", now.fallback_url or "")
        st.session_state.setdefault("fallback_model", now.fallback_model or "")
        st.text_input(FIELDS["url"], key="fallback_url", disabled=outside)
        st.text_input(FIELDS["model"], key="fallback_model", disabled=outside)
        st.text_input(
            FIELDS["key"],
            type="password",
            key="fallback_key",
            disabled=outside,
            autocomplete="off",
            placeholder="已保存，不改就留空" if now.fallback_key else "内网服务通常不需要",
        )
        if outside:
            st.caption(f"备用模型已由{now.where('fallback_model')}设定，请在那里修改。")
        with st.container(horizontal=True):
            st.button("保存备用模型", on_click=_save, disabled=outside)
            test = st.button("测试备用模型", help="按现在填的发出几次简短的请求，最多两分钟")
            st.button("不用备用模型", on_click=_forget, disabled=outside or kept is None)
        if test:
            _test(now, kept if outside else None)


def _typed() -> tuple[str, str, str]:
    return st.session_state["fallback_model"], st.session_state["fallback_url"], st.session_state["fallback_key"]


def _test(now: Settings, kept: Endpoint | None) -> None:
    """Measure the model ``kept``, else the one typed, and say what was found."""
    from drafting.evaluation.trial import probe

    box = st.status("正在连接……")
    try:
        endpoint = kept or _endpoint(now)
        sentence, _ = probe(endpoint, lambda step: box.update(label=f"{step}……"))
    except NianbaoError as error:
        box.update(label="没有接通", state="error")
        st.error(md(str(error)))
        return
    box.update(label="测试完成", state="complete")
    st.success(md(sentence))


def _endpoint(now: Settings) -> Endpoint:
    """The model as typed. Raises SettingError."""
    typed = fallback_setting.as_typed(*_typed())
    made = fallback(typed.model_copy(update={"llm_timeout": now.llm_timeout}))
    assert made is not None
    return made


@session.callback
def _save() -> None:
    session.require(Right.MANAGE)
    fallback_setting.save(*_typed())
    st.session_state["fallback_key"] = ""
    session.tell("备用模型已保存。", "success")


@session.callback
def _forget() -> None:
    session.require(Right.MANAGE)
    fallback_setting.forget()
    for name in FIELDS:
        st.session_state[f"fallback_{name}"] = ""
    session.tell("已不用备用模型。", "success")
