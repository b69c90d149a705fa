"""修改提案: a text that waits under the standing one, taken whole, paragraph by paragraph or change by change. Only the
sentences that would change are shown; in the text above their words are marked.

A change that touches a figure, name, date or title is taken only with a tick of its own.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

import streamlit as st

from drafting.language.sentences import FULL_STOPS, pieces
from drafting.service.library import Opened
from drafting.store import Generation
from drafting.writing.proposal import Offer, Pair

from . import session
from .components.editor import MarkSpan
from .outline import CHANGE, start
from .text import clock, md

ENDED = {
    "stopped": "已停止，这里是停止前写出的部分",
    "interrupted": "程序中途退出前写出的部分",
    "failed": "出错前写出的部分",
}
ENDS = ("。", "！", "？")
LEFT_OUT = " …… "
SHORT = 12
"""Characters that are not worth leaving out."""
PREVIEW = 16
"""Characters of a change shown beside its tick."""


def show_proposal(opened: Opened, run: Generation) -> None:
    """A run that has ended: its text as a proposal, or the sentence it left."""
    with st.container(border=True, key=proposal_key(run.id)):
        if run.error:
            st.warning(md(run.error))
        if run.content is None:
            with st.container(horizontal=True):
                _offline(opened, run)
                st.button("知道了", key=f"seen_{run.id}", on_click=_refuse, args=(run.id,))
            return
        st.markdown(_heading(run), unsafe_allow_html=True)
        offer = session.service().drafts.offer(run, opened.report, opened.assessment.bearing)
        for at, pair in enumerate(offer.pairs):
            if pair.open:
                _pair(
                    run, offer, at, pair, alone=len({place for place, _ in offer.changes}) == 1, shut=opened.read_only
                )
        if not offer.changes:
            st.caption("这份提案与现在的文字相同，或只涉及已锁定的段落。")
        with st.container(horizontal=True):
            st.button(
                "采用",
                key=f"take_{run.id}",
                type="primary",
                on_click=_take,
                disabled=opened.read_only or not offer.changes,
                args=(run, offer, range(len(offer.pairs))),
                help="采用各段中勾选的修改；没有勾选的留在这里",
            )
            st.button("不用", key=f"refuse_{run.id}", on_click=_refuse, args=(run.id,))
            if run.error:
                _offline(opened, run)


def proposal_key(run: str) -> str:
    """The key of a proposal's box, by the id of its run."""
    return f"nb-proposal-{run}"


def changed_spans(offer: Offer) -> list[MarkSpan]:
    """The words of the standing text that a proposal would change; beside what it would only add, the sign before."""
    spans, offset = [], 0
    for pair in offer.pairs:
        if pair.old is None:
            continue
        at = offset
        for number, change in enumerate(pair.changes):
            end = at + len(change.old)
            if number in pair.open:
                start = at if change.old else max(offset, at - 1)
                spans.append(
                    MarkSpan(
                        start=start, end=max(end, start + 1), state="proposed", why="有修改提案，见这一节下面", id=""
                    )
                )
            at = end
        offset += len(pair.old.text) + 1
    return spans


def _offline(opened: Opened, run: Generation) -> None:
    """The way on where a model failed: the program's own sentences."""
    if run.model and run.state == "failed":
        st.button(
            "改用离线起草",
            key=f"offline_{run.id}",
            disabled=opened.read_only,
            on_click=start,
            args=(opened, [run.section], None),
            help="不用模型，数字用规范句式写出，素材按方面排列",
        )


def _heading(run: Generation) -> str:
    about = f"（{md(run.instruction)}）" if run.instruction else ""
    ended = f"，{ENDED[run.state]}" if run.state in ENDED else ""
    spent = f"，{run.tokens} 词元" if run.tokens else ""
    cost = f"，约 {run.cost:.4f} 元" if run.cost is not None else ""
    return (
        f"修改提案{about}　<span class='nb-quiet'>{md(run.model) or '离线起草'}，{clock(run.started_at)}，{len(run.text)} 字"
        f"{spent}{cost}{ended}</span>"
    )


def _pair(run: Generation, offer: Offer, at: int, pair: Pair, *, alone: bool, shut: bool) -> None:
    """One paragraph: what would change in it, a tick for each change, those that need one in sight."""
    st.html(f'<div class="nb-diff {CHANGE}" tabindex="-1">{_compared(pair)}</div>')
    risky = [change for change in pair.open if pair.risks.get(change)]
    harmless = [change for change in pair.open if change not in risky]
    if risky:
        st.caption("下列修改动了数字、名称、日期、标题或否定、增减的说法，或没有依据，逐处核对后勾选才会采用：")
    for change in risky:
        st.checkbox(md("".join(risk.says for risk in pair.risks[change])), key=_tick(run, at, change))
    if harmless and len(pair.open) > 1:
        with st.expander(f"其余 {len(harmless)} 处措辞修改，已勾选"):
            for change in harmless:
                st.checkbox(_said(pair, change), value=True, key=_tick(run, at, change))
    if not alone:
        st.button("只采用这一段", key=f"take_{run.id}_{at}", disabled=shut, on_click=_take, args=(run, offer, [at]))


def _said(pair: Pair, change: int) -> str:
    """A change in a few words, as Markdown."""
    old, new = (
        text.strip() if len(text.strip()) <= PREVIEW else f"{text.strip()[:PREVIEW]}……"
        for text in (pair.changes[change].old, pair.changes[change].new)
    )
    return f"“{md(old)}”改为“{md(new)}”" if old and new else f"删去“{md(old)}”" if old else f"增加“{md(new)}”"


def _compared(pair: Pair) -> str:
    """The sentences with what would go and come marked, as HTML; everything escaped. What stays is left out between."""
    shown = []
    for number, change in enumerate(pair.changes):
        if change.kind == "equal":
            shown.append(html.escape(_near(change.new, first=number == 0, last=number == len(pair.changes) - 1)))
            continue
        shown.append(f"<del>{html.escape(change.old)}</del>" if change.old else "")
        shown.append(f"<ins>{html.escape(change.new)}</ins>" if change.new else "")
    return "".join(shown)


def _near(text: str, *, first: bool, last: bool) -> str:
    """Of a stretch that stays, what belongs to the sentence of the change before it (none when it is the ``first``) and
    to that of the change after it (none when it is the ``last``).
    """
    sentences = pieces(text, FULL_STOPS)
    after = "" if first else sentences[0]
    before = "" if last or text.rstrip().endswith(ENDS) else sentences[-1]
    return text if len(after) + len(before) + SHORT >= len(text) else after + LEFT_OUT + before


def _tick(run: Generation, at: int, change: int) -> str:
    return f"tick_{run.id}_{at}_{change}"


def _ticked(run: Generation, offer: Offer, pairs: Iterable[int]) -> set[tuple[int, int]]:
    """The changes of ``pairs`` whose tick is set; a harmless one without a box of its own counts as ticked."""
    wanted = set(pairs)
    return {
        (at, change)
        for at, change in offer.changes
        if at in wanted and st.session_state.get(_tick(run, at, change), (at, change) in offer.harmless)
    }


@session.callback
def _take(run: Generation, offer: Offer, pairs: Iterable[int]) -> None:
    chosen = _ticked(run, offer, pairs)
    if not chosen:
        session.tell("没有勾选任何修改，正文没有改动。请勾选要采用的修改，或点“不用”。", "warning")
        return
    drafts, prose = session.service().drafts, session.service().prose
    number = drafts.take(run.id, offer, chosen)
    session.offer_undo("已采用修改。", lambda: prose.undo(run.report_id, {run.section: number - 1}))


@session.callback
def _refuse(run: str) -> None:
    session.service().drafts.refuse(run)
