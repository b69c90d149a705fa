"""设置, 地方口径: take over what a city hands out, see what it changes, take it back; and make one to hand out."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st

from drafting.errors import InputError, NianbaoError
from drafting.form import editions
from drafting.place import Further, Place, dumps
from drafting.service.places import Change

from . import session
from .text import md

_ORDER = {False: "本单位自用的优先", True: "地方口径优先"}
_LONG = 120
"""Characters of a value in the table; prompts are longer, and their first words tell enough there."""


def show_place() -> None:
    """Draw the part of the page on the profile of the place."""
    places = session.service().places
    st.header("地方口径")
    st.caption(
        "上级可以把检查规则、词库、提示词、报送期限、第六部分的增加事项、前言和口径提示做成一个文件下发，各单位在这里导入；"
        "本单位自用的规则、词库和提示词不会被改动，随时可以取消使用。"
    )
    if fault := places.fault:
        st.error(md(fault))
        st.button("取消使用地方口径", key="place_forget", on_click=_forget)
    if kept := places.kept:
        with st.container(border=True, key="nb-place"):
            st.markdown(f"**{md(kept.place.name)}**　现用，{_ORDER[kept.first]}")
            _changes(places.changes(kept.place))
            if kept.place.other or kept.place.preface:
                st.caption("第六部分和前言的增加事项用于新建的报告；已经建好的报告不变。")
            with st.container(horizontal=True):
                st.button("取消使用地方口径", key="place_forget", on_click=_forget)
                st.button(f"改为{_ORDER[not kept.first]}", on_click=_keep, args=(kept.place, not kept.first))
                st.download_button(
                    "下载这份口径",
                    dumps(kept.place),
                    file_name="地方口径.json",
                    mime="application/json",
                    on_click="ignore",
                )
    given = st.file_uploader("导入地方口径", type=["json"], key="place_file")
    if given is not None:
        _offer(given.getvalue(), given.name)
    with st.expander("制作一份口径下发"):
        _make()


def _offer(raw: bytes, name: str) -> None:
    """What the file would change, and the choice to use it."""
    places = session.service().places
    try:
        found = places.read(raw, name)
    except NianbaoError as error:
        st.error(md(str(error)))
        return
    kept = places.kept
    if kept and kept.place == found:
        st.info("这份口径已在使用。")
        return
    changes = places.changes(found)
    st.markdown(f"“{md(found.name)}”的口径与现在有 {len(changes)} 处不同：")
    _changes(changes)
    first = False
    if disputed := sum(change.disputed for change in changes):
        st.warning(f"有 {disputed} 处本单位另有自用的规定，上表两者都列出。两者都会保留，请选择按哪一个执行。")
        first = st.radio(
            "按哪一个执行", [False, True], format_func=_ORDER.__getitem__, horizontal=True, key="place_first"
        )
    if kept:
        st.caption(md(f"现用的“{kept.place.name}”的口径将由它代替。"))
    st.button("使用这份口径", type="primary", on_click=_keep, args=(found, first))


def _changes(changes: Sequence[Change]) -> None:
    """What a profile lays down beside what there is."""
    if changes:
        st.dataframe(
            [
                {
                    "方面": change.part,
                    "内容": change.what,
                    "程序自带": _short(change.program),
                    "本单位自用": _short(change.own),
                    "地方口径": _short(change.wanted),
                }
                for change in changes
            ],
            hide_index=True,
            width="stretch",
        )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONG else f"{text[:_LONG]}……"


def _make() -> None:
    """The fields of a profile to hand out, beginning with the one in use."""
    places = session.service().places
    now = places.kept.place if places.kept else None
    mark = (
        sha256(dumps(now)).hexdigest()[:8] if now else "none"
    )  # fields begin with the one in use, also when it is another
    st.caption("本单位自用的规则级别、词库和提示词会一并写入。")
    name = st.text_input(
        "名称", now.name if now else "", placeholder="例如：云溪县", max_chars=60, key=f"place_name_{mark}"
    )
    day = st.text_input(
        "报送期限（月-日）",
        now.deadline if now else "",
        placeholder="例如：01-20",
        max_chars=5,
        key=f"place_day_{mark}",
    )
    other = st.text_area(
        "第六部分的增加事项，一行一项",
        "\n".join(each.heading for each in now.other) if now else "",
        placeholder="例如：落实上级政务公开工作要点情况",
        key=f"place_other_{mark}",
    )
    preface = st.text_area(
        "前言中增加的话，一行一句；{单位}和{年度}由程序填入",
        "\n".join(now.preface) if now else "",
        placeholder="例如：本报告按照《云溪县政府信息公开年度报告编制要求》编制。",
        key=f"place_preface_{mark}",
    )
    form = editions()[-1]
    names = {form.name(cell): cell for cell in form.inputs}
    rows = (
        [{"栏目": form.name(cell), "口径提示": said} for cell, said in now.hints.items() if cell in form.cells]
        if now
        else []
    )
    hints = st.data_editor(
        rows or [{"栏目": None, "口径提示": ""}],
        column_config={
            "栏目": st.column_config.SelectboxColumn("栏目", options=list(names), width="large"),
            "口径提示": st.column_config.TextColumn("口径提示", max_chars=500, width="large"),
        },
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        key=f"place_hints_{mark}",
    )
    try:
        made = places.made(
            _typed(
                name,
                day,
                other,
                preface,
                {names[row["栏目"]]: row["口径提示"] for row in hints if row["栏目"] and row["口径提示"]},
                now,
            )
        )
    except NianbaoError as error:
        st.caption(md(str(error)))
        return
    st.download_button(
        "导出口径文件", made, file_name=f"{name.strip()}地方口径.json", mime="application/json", on_click="ignore"
    )


def _typed(name: str, day: str, other: str, preface: str, hints: dict[str, str], now: Place | None) -> Place:
    """What stands in the fields. Raises InputError."""
    if not name.strip():
        raise InputError("请填写名称，例如“云溪县”，然后导出。")
    known = {each.heading: each for each in now.other} if now else {}
    headings = [line.strip() for line in other.splitlines() if line.strip()]
    try:
        return Place(
            name=name,
            rules=now.rules if now else {},
            words=now.words if now else "",
            prompts=now.prompts if now else {},
            deadline=day.strip(),
            other=tuple(known.get(heading) or Further(heading=heading) for heading in headings),
            preface=tuple(line for line in preface.splitlines() if line.strip()),
            hints=hints,
        )
    except ValueError:
        raise InputError(
            "有一项不能使用：期限应写成 01-20 的样子，事项每行不超过 60 字，前言和提示每行不超过 500 字，各不超过 20 行。"
        ) from None


@session.callback
def _keep(given: Place, first: bool) -> None:
    session.service().places.keep(given, first)
    session.tell(f"“{given.name}”的口径已启用，{_ORDER[first]}。", "success")


@session.callback
def _forget() -> None:
    places = session.service().places
    if before := places.forget():
        session.offer_undo("已取消使用地方口径，恢复到导入以前。", lambda: places.keep(before.place, before.first))
    else:
        session.tell("已取消使用地方口径。", "success")
