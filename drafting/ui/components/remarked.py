"""The whole report to read as printed, with the remarks of reviewers beside the words they are about.

::

    Python  ── html (publishing.preview), remarks, ack ──►  browser
            ◄── {"seq": 3, "verb": "remark", "person": "李四", "text": "…", "section": "problems", "paragraph": "…",
                 "start": 12, "quote": "…"}, or verb "answer" or "take_back" with the "remark" it is about ──
            ◄── {"remark": "…"} when the way to its place is asked for ──
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict, TypeGuard

import streamlit as st

from . import component
from .editor import clean

MAX_NUMBER = 2**53
"""Numbers above this are not exact in a browser."""
LONGEST, LONGEST_NAME, LONGEST_QUOTE = 1_000, 50, 500
"""Characters of a remark or an answer, of a name, of the words quoted."""
Verb = Literal["remark", "answer", "take_back"]
WORDS = {
    "sheet": "全文",
    "margin": "意见",
    "write": "写意见",
    "text": "意见",
    "answer": "答复",
    "take_back": "撤回",
    "person": "姓名",
    "names": "用过的姓名",
    "save": "保存意见",
    "save_answer": "保存答复",
    "cancel": "取消",
    "go": "去修改",
    "moved": "原文已改动",
    "open": "未答复",
    "closed": "已答复",
    "whole": "全文",
    "no_text": "请写明意见或答复。",
    "no_person": "请填写姓名。",
    "saving": "正在保存……",
    "empty": "还没有意见。",
}


class Shown(TypedDict):
    """A remark as the browser shows it. ``moved``: the words it quotes stand there no more; ``start`` is of its
    paragraph.
    """

    id: str
    section: str
    paragraph: str
    start: int
    quote: str
    cell: str
    place: str
    text: str
    by: str
    answer: str
    answered_by: str
    open: bool
    moved: bool


@dataclass(frozen=True)
class Act:
    """What a person does: ``verb`` with ``text``, on a ``remark`` by its id, or on a cell, or on words of a section."""

    seq: int
    verb: Verb
    person: str
    text: str
    remark: str = ""
    section: str = ""
    paragraph: str = ""
    start: int = 0
    quote: str = ""
    cell: str = ""


_component = component(
    "remarked",
    html="""
    <div class="reading">
      <div class="sheet" role="document"></div>
      <div class="margin"><p class="none"></p><ol></ol></div>
      <button class="write" type="button" hidden></button>
    </div>
    """,
    css="remarked.css",
    js="remarked.js",
)


def remarked(
    html: str,
    *,
    key: str,
    remarks: Sequence[Shown],
    names: Sequence[str],
    signer: str,
    may: Collection[Verb],
    ack: int,
    error: str,
    on_act: Callable[[Act], None],
    on_go: Callable[[str], None],
) -> None:
    """Show ``html`` with ``remarks``. ``may``: what is offered; ``names``: who may be chosen to sign. ``signer``:
    who signs, where that is not asked; else ``""``.

    ``ack`` is the number of the last act that was answered, ``error`` why it was refused (``""``: it was done). Both
    callbacks run at the start of a run; ``on_go`` takes the id of a remark.
    """

    def acted() -> None:
        act = received(st.session_state[key].get("act"))
        if act and act.verb in may:
            on_act(act)

    def went() -> None:
        message = st.session_state[key].get("went")
        id = message.get("remark") if isinstance(message, Mapping) else None
        if isinstance(id, str) and any(remark["id"] == id for remark in remarks):
            on_go(id)

    data = {
        "html": html,
        "remarks": list(remarks),
        "names": list(names),
        "signer": signer,
        "may": sorted(may),
        "ack": ack,
        "error": error,
        "words": WORDS,
        "longest": LONGEST,
        "longest_name": LONGEST_NAME,
        "longest_quote": LONGEST_QUOTE,
    }
    _component(key=key, data=data, on_act_change=acted, on_went_change=went)


def received(message: object) -> Act | None:
    """The act in a browser's ``message``; None when it has not that shape."""
    if not isinstance(message, Mapping):
        return None
    seq, start, verb = message.get("seq"), message.get("start", 0), message.get("verb")
    if not _number(seq) or not _number(start) or verb not in ("remark", "answer", "take_back"):
        return None
    limits = {
        "person": LONGEST_NAME,
        "text": LONGEST,
        "remark": 64,
        "section": 80,
        "paragraph": 64,
        "quote": LONGEST_QUOTE,
        "cell": 80,
    }
    texts = {name: message.get(name, "") for name in limits}
    if not all(isinstance(text, str) for text in texts.values()):
        return None
    cleaned = {name: clean(text) for name, text in texts.items()}
    if any(len(text) > limits[name] for name, text in cleaned.items()):
        return None
    return Act(seq=seq, verb=verb, start=start, **cleaned)


def _number(number: object) -> TypeGuard[int]:
    return type(number) is int and 0 <= number < MAX_NUMBER
