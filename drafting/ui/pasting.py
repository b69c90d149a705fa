"""素材: a year-end summary is pasted, divided by aspect, looked through item by item and taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import streamlit as st

from drafting.form import ASPECTS
from drafting.service.library import Opened
from drafting.service.pasting import Asking, Item
from drafting.store.pastes import Kept
from drafting.writing.dividing import MAX_PASTE

from . import session
from .components.editor import Typed, text_editor
from .conflict import show_conflict
from .frame import endpoint
from .live import live, take
from .text import md

A_PAGE = 20
"""Items shown at a time."""
POLL_SECONDS = 1.0
ALL, UNPLACED, APART = "全部", "未归类", "与模型看法不同"


def show_pasting(opened: Opened, sealed: str) -> None:
    """Draw the box, or the button that opens it. ``sealed``: why nothing can be changed, ``""`` when it can."""
    id = opened.stored.row.id
    kept = session.service().pasting.kept(id)
    if not kept.text and not st.session_state.get(f"pasting_{id}"):
        st.button(
            "粘贴年终总结",
            disabled=bool(sealed),
            help="把整篇总结贴进来，程序按方面拆开，逐条看过再记入",
            on_click=_open,
            args=(id,),
        )
        return
    with st.container(border=True, key="nb-paste"):
        st.markdown("**粘贴年终总结**")
        if kept.choices is None:
            _text(id, kept, sealed)
        else:
            _divided(opened, sealed)


def _text(id: str, kept: Kept, sealed: str) -> None:
    """The field for the text, and what can be done with it."""
    pasting = session.service().pasting
    field = live(f"{id}:paste", kept.number)

    def typed(message: Typed) -> None:
        take(field, message, partial(pasting.save, id))

    st.caption("把总结全文贴在这里，随贴随存，取用或收起之前不会丢。下一步只是拆开给您看，不改动已有的素材。")
    with st.container(height=300):
        text_editor(
            key=f"paste_{id}",
            text=kept.text,
            rev=field.rev,
            ack=field.ack,
            saved_at=field.saved_at,
            error=field.error,
            label="年终总结全文",
            max_chars=MAX_PASTE,
            min_rows=8,
            read_only=sealed,
            placeholder=f"在此粘贴，最多 {MAX_PASTE:,} 字",
            focus=st.session_state.get(f"pasting_{id}") or "",
            on_change=typed,
        )
    show_conflict(field, f"{id}:paste", kept.text, lambda mine, expected: pasting.save(id, mine, expected))
    with st.container(horizontal=True):
        st.button(
            "按方面拆开", type="primary", disabled=bool(sealed) or not kept.text.strip(), on_click=_divide, args=(id,)
        )
        st.button("收起", disabled=bool(sealed), on_click=_put_away, args=(id,))


def _divided(opened: Opened, sealed: str) -> None:
    """The items to look through, a page at a time, and what can be done with them."""
    id, pasting = opened.stored.row.id, session.service().pasting
    pieces = pasting.items(id, opened.report)
    items = [item for item in pieces if item.piece.kind == "item"]
    ticked = [item for item in items if not item.taken and item.aspect and _ticked(id, item)]
    taken, unplaced = (
        sum(bool(item.taken) for item in items),
        [item for item in items if not item.aspect and not item.taken],
    )
    apart = [item for item in items if _apart(item)]
    st.caption(
        f"拆成 {len(items)} 条：已记入 {taken} 条，未归类 {len(unplaced)} 条。勾选要用的，方面不对的改过来；"
        "记入的文字与原文一字不差，编号和小标题不记入。"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"记入勾选的 {len(ticked)} 条",
            type="primary",
            disabled=bool(sealed) or not ticked,
            on_click=_take,
            args=(opened, [item.at for item in ticked]),
        )
        st.button("全部勾选", disabled=bool(sealed), on_click=_tick_all, args=(id, items, True))
        st.button("全部不勾", disabled=bool(sealed), on_click=_tick_all, args=(id, items, False))
        st.button("回到原文修改", disabled=bool(sealed), on_click=_edit, args=(id,))
        st.button("收起", disabled=bool(sealed), on_click=_put_away, args=(id,))
    _opinion(opened, sealed)
    views: dict[str, Sequence[Item]] = {ALL: pieces, UNPLACED: unplaced, **({APART: apart} if apart else {})}
    view = st.segmented_control(
        "显示",
        list(views),
        default=ALL,
        required=True,
        key="paste_view",
        format_func=lambda name: name if name == ALL else f"{name} {len(views[name])}",
        label_visibility="collapsed",
    )
    shown = views.get(view, pieces)
    pages = max(1, -(-len(shown) // A_PAGE))
    page = min(st.session_state.get("paste_page", 1), pages)
    for item in shown[(page - 1) * A_PAGE : page * A_PAGE]:
        _row(opened, item, sealed)
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("上一页", disabled=page == 1, on_click=_turn, args=(page - 1,))
            st.markdown(f"第 {page} 页，共 {pages} 页", width="content")
            st.button("下一页", disabled=page == pages, on_click=_turn, args=(page + 1,))


def _row(opened: Opened, item: Item, sealed: str) -> None:
    """One item: tick, words, aspect, and by what it was placed; a heading as it stands."""
    id, number = opened.stored.row.id, item.piece.number
    if item.piece.kind == "heading":
        st.caption(md(f"小标题：{number}{item.piece.words}" if item.piece.words else f"编号：{number}"))
        return
    if item.taken:
        st.markdown(f"✓ 已记入“{ASPECTS[item.taken.aspect].label}”　{md(item.piece.words)}")
        return
    words, aspect = st.columns([5, 1.3], gap="small")
    with words:
        key = f"tick_{id}_{item.at}"
        st.session_state[key] = _ticked(id, item) and bool(item.aspect)
        st.checkbox(
            md(item.piece.words), key=key, disabled=bool(sealed) or not item.aspect, on_change=_tick, args=(id, item.at)
        )
        st.caption(
            md(
                "　".join(
                    filter(
                        None,
                        (
                            f"编号“{number}”不记入。" if number else "",
                            _why(item),
                            f"“{ASPECTS[item.same.aspect].label}”里已有相同的素材。" if item.same else "",
                        ),
                    )
                )
            )
        )
    with aspect:
        key = f"aspect_{id}_{item.at}"
        st.session_state[key] = item.aspect
        st.selectbox(
            "方面",
            ["", *(each.id for each in opened.report.aspects)],
            key=key,
            label_visibility="collapsed",
            format_func=_label,
            disabled=bool(sealed),
            on_change=_choose,
            args=(id, item.at),
        )
        if _apart(item):
            st.button(
                f"改为“{_label(item.opinion)}”",
                key=f"opinion_{id}_{item.at}",
                type="tertiary",
                disabled=bool(sealed),
                on_click=_follow,
                args=(id, item.at, item.opinion),
            )


def _why(item: Item) -> str:
    """By what an item has its aspect, and what the model thinks of it."""
    if item.chosen:
        by = "方面由您选定。"
    elif item.piece.aspect:
        said = "、".join(f"“{word}”" for word in item.piece.matched[:4])
        by = f"按{said}归类。" if said else "随前一句归类。"
    else:
        by = "由模型归类。" if item.aspect else "没有找到可以归类的词，请选一个方面，或留着不用。"
    return by + (f"模型认为属于“{_label(item.opinion)}”。" if _apart(item) else "")


def _apart(item: Item) -> bool:
    """Whether the model would place an item elsewhere than it stands."""
    return bool(item.opinion) and item.opinion != item.aspect and not item.chosen and not item.taken


def _label(aspect: str | None) -> str:
    return ASPECTS[aspect].label if aspect else UNPLACED


def _opinion(opened: Opened, sealed: str) -> None:
    """The model's second opinion: asking for it, how far it is, why it ended early."""
    id, pasting, model = opened.stored.row.id, session.service().pasting, endpoint()
    asking = pasting.asking(id)
    if asking and not asking.ended.is_set():
        _watch(id, asking)
        return
    if model:
        st.button(
            "请模型也看一遍",
            disabled=bool(sealed),
            on_click=_ask,
            args=(opened, model),
            help=f"由 {md(model.label)} 判断每条属于哪个方面；只看方面，文字不变，用不用由您定",
        )
    if asking and asking.error:
        st.warning(md(asking.error))


def _watch(id: str, asking: Asking) -> None:
    @st.fragment(run_every=POLL_SECONDS)
    def watch() -> None:
        if asking.ended.is_set():
            st.rerun()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"模型正在看：{asking.done}/{asking.total} 条", width="content")
            st.button("停止", key="stop_placing", on_click=session.service().pasting.stop, args=(id,))

    watch()


def _ticks(id: str) -> dict[int, bool]:
    """The ticks a person set in this session; the others are as proposed."""
    return st.session_state.setdefault(f"ticks_{id}", {})


def _ticked(id: str, item: Item) -> bool:
    return _ticks(id).get(item.at, item.ready)


@session.callback
def _open(id: str) -> None:
    st.session_state[f"pasting_{id}"] = f"paste {id}"


@session.callback
def _divide(id: str) -> None:
    _ticks(id).clear()
    st.session_state["paste_page"] = 1
    session.service().pasting.divide(id)


@session.callback
def _edit(id: str) -> None:
    session.service().pasting.open_text(id)


@session.callback
def _put_away(id: str) -> None:
    pasting = session.service().pasting
    kept = pasting.put_away(id)
    st.session_state.pop(f"pasting_{id}", None)
    _ticks(id).clear()
    if kept.text:
        session.offer_undo("已收起粘贴的总结，记入的素材都在。", lambda: pasting.bring_back(id, kept))


@session.callback
def _take(opened: Opened, wanted: list[int]) -> None:
    id, pasting = opened.stored.row.id, session.service().pasting
    made = pasting.take(id, wanted, session.service().library.open(id).report)
    session.offer_undo(f"已记入 {len(made)} 条素材。", lambda: pasting.give_back(id, made))


@session.callback
def _tick(id: str, at: int) -> None:
    _ticks(id)[at] = st.session_state[f"tick_{id}_{at}"]


@session.callback
def _tick_all(id: str, items: Iterable[Item], ticked: bool) -> None:
    _ticks(id).update({item.at: ticked for item in items})


@session.callback
def _choose(id: str, at: int) -> None:
    session.service().pasting.choose(id, at, st.session_state[f"aspect_{id}_{at}"])


@session.callback
def _follow(id: str, at: int, aspect: str) -> None:
    session.service().pasting.choose(id, at, aspect)


@session.callback
def _turn(page: int) -> None:
    st.session_state["paste_page"] = page


@session.callback
def _ask(opened: Opened, model) -> None:
    session.service().pasting.ask(opened.stored.row.id, model, opened.report)
