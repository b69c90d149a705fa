"""机关与公文要素: fields of which each is saved by itself when it is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from drafting.errors import Conflict, InputError
from drafting.organs import named
from drafting.report import KIND_LABELS, LEVEL_LABELS, Kind, Level, Organ
from drafting.report_file import report_years
from drafting.service.library import Opened
from drafting.service.particulars import LABELS, Particular, elsewhere, standing, told

from . import session
from .text import md

BY_NAME = ("kind", "level", "self_reference")
"""What an organ's name says about it."""


@dataclass
class _Field:
    """What this session knows of a field: the stored value it ``shown``, and what was ``typed`` in it and not saved,
    why (``said``), or that another window changed it (``said`` is blank).
    """

    shown: Particular
    waits: bool = False
    typed: Particular = None
    said: str = ""


def show_particulars(opened: Opened) -> None:
    """Draw the fields of organ, year and document."""
    left, middle, right = st.columns(3)
    with left:
        show_field(opened, "name", text())
        show_field(opened, "kind", _choice(Kind, KIND_LABELS))
        show_field(opened, "level", _choice(Level, LEVEL_LABELS))
        show_field(opened, "makes_rules", _tick)
    with middle:
        show_field(opened, "year", text())
        show_field(
            opened, "short_name", text(help="正文里怎样简称本机关，例如：青石镇。写了的，校核不会把它当成别的机关")
        )
        show_field(opened, "self_reference", text(placeholder="例如：我镇、我局"))
        show_field(opened, "superior", text(help="例如：云溪县人民政府。写了的，正文提到它时校核不会当成写错了单位"))
        show_field(opened, "signed", _tick)
    with right:
        show_field(opened, "number", text(placeholder="例如：青政发〔2025〕2号"))
        show_field(opened, "issued_on", day())
        show_field(opened, "copied_to", text())
        show_field(opened, "issuing_office", text())
        show_field(opened, "printed_on", day(help="印在红头公文的版记里；不填就是成文日期"))
        show_field(opened, "index_number", text(placeholder="网站要求时填写"))
    if st.session_state.get(f"renamed_{opened.stored.row.id}") and not opened.read_only:
        _offer_by_name(opened)


def show_field(opened: Opened, field: str, draw: Callable[..., Particular], label: str = "") -> None:
    """One field with what is to be said of it. ``draw``: ``text()``, ``day()``."""
    id = opened.stored.row.id
    key, stands = f"particular_{field}_{id}", standing(opened.report, field)
    fields = _fields(id)
    first = field not in fields
    known = fields.setdefault(field, _Field(stands))
    known.shown = stands
    if known.waits and not known.said and known.typed == stands:  # the other window has come to the same
        _settle(id, field)
    value = known.typed if known.waits else str(stands) if field == "year" else stands
    how = {"key": key, "on_change": _left, "args": (id, field), "disabled": opened.read_only}
    if not first and key in st.session_state and st.session_state[key] != value:
        st.session_state[key] = value
        draw(md(label or LABELS[field]), **how)
    else:
        given = draw(md(label or LABELS[field]), value=value, **how)
        if given != value:  # typed while the server was away: what the page had shown before is not known here
            known.waits, known.typed, known.said = True, given, ""
    if known.waits:
        _show_waiting(opened, field, known)


def text(**how: str) -> Callable[..., str]:
    """How a field for words is drawn."""
    return lambda label, value=None, **more: st.text_input(label, value or "", **how, **more)


def day(**how: str) -> Callable[..., date | None]:
    """How a field for a date is drawn."""
    return partial(_day, **how)


def _day(label: str, value: date | None = None, **how: Any) -> date | None:
    return st.date_input(
        label,
        value,
        format="YYYY-MM-DD",
        min_value=date(report_years()[0], 1, 1),
        max_value=date(report_years()[-1], 12, 31),
        **how,
    )


def _choice(options: Iterable[Particular], labels: dict) -> Callable[..., Particular]:
    known = list(options)
    return lambda label, value=None, **how: st.selectbox(
        label, known, known.index(value) if value else 0, format_func=labels.__getitem__, **how
    )


def _tick(label: str, value: bool | None = None, **how: Any) -> bool:
    return st.checkbox(label, bool(value), **how)


def _show_waiting(opened: Opened, field: str, known: _Field) -> None:
    """Under a field: why what is typed in it is not saved; where another window changed it, both values to choose from."""
    if known.said:
        st.error(md(known.said))
        return
    id, stands = opened.stored.row.id, standing(opened.report, field)
    st.warning(md(elsewhere(field, stands, known.typed)))
    with st.container(horizontal=True):
        st.button(
            "用我这边的",
            key=f"mine_{field}_{id}",
            on_click=_save,
            args=(id, field, known.typed, stands),
            disabled=opened.read_only,
        )
        st.button("用那边的", key=f"theirs_{field}_{id}", on_click=_settle, args=(id, field))


def _fields(id: str) -> dict[str, _Field]:
    return st.session_state.setdefault(f"particulars:{id}", {})


def _left(id: str, field: str) -> None:
    _save(id, field, st.session_state[f"particular_{field}_{id}"], _fields(id)[field].shown)


@session.callback
def _save(id: str, field: str, typed: Particular, was: Particular) -> None:
    """Save what was typed in a field that had shown ``was``; what cannot be saved waits in it."""
    known, service = _fields(id)[field], session.service()
    try:
        followed = service.editing.save_particular(id, field, typed, was=(was,))
    except (InputError, Conflict) as error:
        known.waits, known.typed, known.said = True, typed, "" if isinstance(error, Conflict) else str(error)
        return
    _settle(id, field)
    now = standing(service.library.open(id).report, field)
    if now == was:
        return
    if field == "name":
        st.session_state[f"renamed_{id}"] = True
    if followed:
        session.tell(followed, "warning")
    done = f"改为“{words}”" if (words := told(now)) else "清空"
    session.offer_undo(
        f"{LABELS[field]}已{done}。",
        lambda: service.editing.save_particular(id, field, was, was=(now,)),
        topic="particulars",
    )


def _settle(id: str, field: str) -> None:
    """End of the waiting: the field shows what stands."""
    known = _fields(id)[field]
    known.waits, known.typed, known.said = False, None, ""


def _offer_by_name(opened: Opened) -> None:
    """Offer what the new name says about the organ, where the fields say otherwise; nothing is changed without a click."""
    id, organ = opened.stored.row.id, opened.report.organ
    by_name = organ.model_copy(update=named(organ.name).model_dump(include=set(BY_NAME)))
    if by_name == organ:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"按新的名称，机关类型应是{KIND_LABELS[by_name.kind]}，层级是{LEVEL_LABELS[by_name.level]}，"
            f"自称“{md(by_name.self_reference or '本机关')}”。"
        )
        st.button("照此修改", key=f"by_name_{id}", on_click=_take_by_name, args=(id, by_name, opened.report.year))
        st.button("不用", key=f"not_by_name_{id}", on_click=lambda: st.session_state.pop(f"renamed_{id}"))


@session.callback
def _take_by_name(id: str, by_name: Organ, year: int) -> None:
    service = session.service()
    before, editing = service.library.open(id).report, service.editing
    editing.save_head(id, by_name, year)
    st.session_state.pop(f"renamed_{id}")
    after = service.library.open(id).report

    def undo() -> None:
        for field in BY_NAME:
            editing.save_particular(id, field, standing(before, field), was=(standing(after, field),))

    session.offer_undo("机关类型、层级和自称已按新的名称修改。", undo, topic="particulars")
