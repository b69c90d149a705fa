"""设置: two models, or two sets of prompts, draft the same sections side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from pydantic import SecretStr

from drafting import resources, settings
from drafting.errors import NianbaoError, SettingError
from drafting.service.permissions import Right
from drafting.writing import prompts
from drafting.writing.endpoint import Endpoint

from . import session
from .text import md

if TYPE_CHECKING:
    from drafting.evaluation.cases import EvaluationCase
    from drafting.evaluation.comparing import Comparison

POLL_SECONDS = 1.0
NOW, SHIPPED, OTHER, OFFLINE = "现用的模型", "现用的模型，用自带的提示词", "另一个模型", "不用模型，离线编排"
OPEN = "正在编的年报"
NAMES = ("甲", "乙")
VERDICTS = ("甲更好", "乙更好", "差不多")


def show_compare(endpoint: Endpoint | None) -> None:
    """Draw the part of the page where two candidates are compared."""
    st.header("比较模型")
    st.caption("让两个模型、或同一模型用两份提示词，起草同样的几节，并排对照。比较的文字只供阅读，不会写进年报。")
    running: Comparison | None = st.session_state.get("comparison")
    case = _chosen_case()
    sections = [spec.id for spec in case.report.outline if case.report.notes_on(spec.aspects)]
    label = {spec.id: spec.label for spec in case.report.outline}
    chosen = st.multiselect(
        "章节（最多三节）",
        sections,
        sections[:3],
        format_func=label.__getitem__,
        max_selections=3,
        placeholder="选择章节",
        key=f"compare_sections_{case.name}",
    )
    kinds = [kind for kind in (NOW, SHIPPED, OTHER, OFFLINE) if _offered(kind, endpoint)]
    left, right = st.columns(2)
    with left:
        st.selectbox("一方", kinds, 0, key="compare_one")
        _other("one", "一方")
    with right:
        st.selectbox("另一方", kinds, min(1, len(kinds) - 1), key="compare_two")
        _other("two", "另一方")
    st.checkbox("先不显示哪一份是谁写的", key="compare_blind", help="两份的左右次序由抽签决定，评定以后再揭晓")
    with st.container(horizontal=True):
        st.button(
            "开始比较",
            disabled=not chosen or bool(running and running.running),
            on_click=_start,
            args=(case, chosen, endpoint),
        )
        if running and running.running:
            st.button("停止比较", on_click=running.stop)
    if running:
        _show(running)


def _offered(kind: str, endpoint: Endpoint | None) -> bool:
    if kind == SHIPPED:
        return endpoint is not None and any(prompts.load(id).own for id in prompts.TASKS)
    return endpoint is not None or kind != NOW


def _chosen_case() -> EvaluationCase:
    """The report that is compared on: the open one, or a case that travels with the program."""
    from drafting.evaluation.cases import EvaluationCase, shipped

    found = {case.label: case for case in shipped()}
    opened = session.opened() if session.report_id() else None
    if opened and opened.report.notes:
        bare = opened.report.model_copy(update={"sections": {}, "approvals": []})
        found = {OPEN: EvaluationCase("open", bare, opened.last_year), **found}
    return found[st.selectbox("用哪份年报的素材", list(found), key="compare_case")]


def _other(side: str, named: str) -> None:
    """The fields for another model."""
    if st.session_state.get(f"compare_{side}") == OTHER:
        st.text_input(f"{named}的服务地址", key=f"compare_{side}_url", placeholder="不填则与现用的相同")
        st.text_input(f"{named}的模型名称", key=f"compare_{side}_model")
        st.text_input(
            f"{named}的密钥",
            type="password",
            key=f"compare_{side}_key",
            autocomplete="off",
            placeholder="不填则与现用的相同",
        )


@session.callback
def _start(case: EvaluationCase, sections: list[str], endpoint: Endpoint | None) -> None:
    from drafting.evaluation.candidates import Candidate
    from drafting.evaluation.comparing import Comparison

    session.require(Right.MANAGE)

    def made(side: str) -> Candidate:
        kind = st.session_state[f"compare_{side}"]
        if kind == OFFLINE:
            return Candidate()
        if kind == SHIPPED:
            return Candidate(endpoint, resources.prompts())
        return Candidate(_another(side, endpoint) if kind == OTHER else endpoint)

    if before := st.session_state.get("comparison"):
        before.stop()
    for name in ("compare_verdict", "compare_said"):
        st.session_state.pop(name, None)
    st.session_state["comparison"] = Comparison(
        case, sections, (made("one"), made("two")), blind=st.session_state["compare_blind"]
    )
    st.session_state["compare_revealed"] = not st.session_state["compare_blind"]


def _another(side: str, endpoint: Endpoint | None) -> Endpoint:
    """The model typed for a side; a key goes only to the address it was given for. Raises SettingError."""
    from drafting.writing import profile

    url, model, key = (st.session_state[f"compare_{side}_{name}"].strip() for name in ("url", "model", "key"))
    if not model:
        raise SettingError("请填写要比较的模型名称。")
    if endpoint is None and not url:
        raise SettingError("请填写要比较的模型的服务地址。")
    same = endpoint is not None and (not url or url == endpoint.base_url)
    typed = Endpoint(
        (url or (endpoint and endpoint.base_url)) or None,
        model,
        SecretStr(key) if key else (endpoint.api_key if endpoint and same else None),
        settings.load().llm_timeout,
    )
    known = profile.of(typed)
    return replace(typed, concurrency=known.concurrency, strategy=profile.strategy(typed, known))


def _show(comparison: Comparison) -> None:
    @st.fragment(run_every=POLL_SECONDS if comparison.running else None)
    def drafts() -> None:
        ended = not comparison.running
        if ended and st.session_state.get("comparison_seen") is not comparison:
            st.session_state["comparison_seen"] = comparison
            st.rerun()  # the buttons above change too
        _texts(comparison)

    drafts()
    if not comparison.running:
        _verdict(comparison)


def _texts(comparison: Comparison) -> None:
    """What both have written so far, side by side."""
    labels = {spec.id: spec.label for spec in comparison.case.report.outline}
    if comparison.running:
        st.caption("正在起草……")
    columns = st.columns(2)
    for name, side, column in zip(NAMES, comparison.sides, columns):
        with column, st.container(border=True):
            st.markdown(f"**{name}**" + (f"　{md(side.candidate.label)}" if _revealed() else ""))
            if side.fault:
                st.warning(md(side.fault))
            for id in comparison.sections:
                st.markdown(f"**{md(labels[id])}**")
                st.text(side.texts.get(id, "") or ("……" if comparison.running else "没有文字。"))


def _verdict(comparison: Comparison) -> None:
    """What is counted of both, and for a blind one what the reader thinks before it is told who wrote what."""
    if not _revealed():
        said = st.radio("您看哪一份更好", VERDICTS, None, horizontal=True, key="compare_verdict")
        st.button("揭晓", disabled=said is None, on_click=_reveal)
        return
    if verdict := st.session_state.get("compare_said"):
        st.caption(f"您的评定：{verdict}。")
    try:
        rows = comparison.rows()
    except NianbaoError as error:
        st.error(md(str(error)))
        return
    lines = ["| 指标 | 甲 | 乙 |", "|---|---|---|", *(f"| {label} | {one} | {two} |" for label, (one, two) in rows)]
    st.markdown("\n".join(lines))
    st.caption("更多的比较可以在命令行做：nianbao evaluate 用十份年报评测，写成可以对照的网页。")


def _revealed() -> bool:
    return st.session_state.get("compare_revealed", True)


@session.callback
def _reveal() -> None:
    st.session_state["compare_said"] = st.session_state["compare_verdict"]
    st.session_state["compare_revealed"] = True
