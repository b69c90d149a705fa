"""The words that were read: what was taken for a heading, what each section covers, and the way to say otherwise."""

from __future__ import annotations

import html

import streamlit as st

from drafting.form import ASPECTS, CHAPTERS
from drafting.parting import LineSaid
from drafting.report import Line, Report
from drafting.service.import_outline import LONGEST, SectionRead, other_lines, sections_read
from drafting.service.import_plan import Plan
from drafting.service.importing import Pending

from . import session
from .text import md

SHOWN = 40
"""Characters of a line by which it is known."""


def show_outline(pending: Pending, plan: Plan) -> None:
    """The words, folded, and above them the sections they were read as. Nothing where organ or year are still to be said."""
    report = plan.report
    if report is None:
        return
    count = sum(len(report.narrative_text(chapter)) for chapter in CHAPTERS)
    if not count:
        return
    with st.expander(f"读出的正文（{count:,} 字）", key=f"words_{pending.id}"):
        found = sections_read(pending.reading, pending.answers, report)
        st.markdown("**读作的章节**")
        st.markdown("\n".join(f"- {_read_as(report, section)}" for section in found))
        if pending.reading.whole:
            st.caption("标题和归入的方面要改的，取用后在“起草”页的“调整章节”中改。")
        else:
            _change(pending, report, found)
        _words(report)


def _read_as(report: Report, section: SectionRead) -> str:
    """A section in one line."""
    spec, said = section.spec, section.said
    covers = "、".join(ASPECTS[aspect].label for aspect in spec.aspects) or "本单位自定的内容"
    heading = f"标题“{spec.heading}”" if spec.heading else f"没有标题（{spec.label}）"
    changed = "（由您改定）" if said else ""
    return md(f"{report.heading(spec.chapter)}：{heading}，归入{covers}{changed}")


def _change(pending: Pending, report: Report, found: list[SectionRead]) -> None:
    """The fields for one section, and the line that is a heading too."""
    places = {f"{each.spec.chapter}.{each.line}": each for each in found if each.line is not None}
    chosen = _pick(
        "要改的章节", f"section_{pending.id}", {place: _named(report, each) for place, each in places.items()},
        "读得不对的，在此选出来改",
    )  # fmt: skip
    if chosen:
        with st.container(border=True):
            _one(pending, places[chosen])
    lines = {f"{chapter}.{at}": (chapter, at, words) for chapter, at, words in other_lines(pending.reading, found)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        line = _pick(
            "漏读的标题", f"line_{pending.id}",
            {place: f"{report.heading(chapter)[:2]}{words[:SHOWN]}" for place, (chapter, _, words) in lines.items()},
            "正文中还有哪一行是标题，在此选",
        )  # fmt: skip
        chapter, at, words = lines.get(line, ("", 0, ""))
        st.button(
            "读作标题",
            key=f"is_heading_{pending.id}",
            disabled=not line,
            on_click=_say,
            args=(pending, chapter, at, LineSaid(kind="heading"), f"“{words[:SHOWN]}”已读作标题。"),
        )


def _pick(label: str, key: str, names: dict[str, str], placeholder: str) -> str:
    """What is chosen of ``names``, ``""`` for nothing; a choice that is there no more is let go."""
    if st.session_state.get(key, "") not in ("", None, *names):
        st.session_state[key] = None  # told to the browser, which would go on showing it
    return st.selectbox(label, list(names), None, format_func=names.__getitem__, key=key, placeholder=placeholder) or ""


def _named(report: Report, section: SectionRead) -> str:
    chapter = report.heading(section.spec.chapter)
    return f"{chapter if section.spec.chapter == 'preface' else chapter[:2]}{section.words[:SHOWN]}"


def _one(pending: Pending, section: SectionRead) -> None:
    """The heading of one section and what it covers, as fields; whether its first line is a heading at all."""
    spec, said = section.spec, section.said or LineSaid()
    chapter, line = spec.chapter, section.line or 0
    mark = f"{pending.id}_{chapter}_{line}_{pending.number}"
    st.caption(md(f"文件中这一行：{section.words[:LONGEST]}"))
    heading = (
        st.text_input("标题", spec.heading, key=f"heading_{mark}", max_chars=max(LONGEST, len(spec.heading)))
        if spec.heading
        else ""
    )
    aspects = st.multiselect(
        "归入的方面", list(ASPECTS), list(spec.aspects), format_func=lambda aspect: ASPECTS[aspect].label, key=f"covers_{mark}",
        placeholder="本单位自定的内容",
    )  # fmt: skip
    new = LineSaid(
        kind=said.kind,
        covers=said.covers if tuple(aspects) == spec.aspects else tuple(aspects),
        heading=said.heading if not heading.strip() or heading == spec.heading else " ".join(heading.split()),
    )
    with st.container(horizontal=True):
        st.button(
            "保存这一节", key=f"save_{mark}", type="primary", disabled=new == said, on_click=_say,
            args=(pending, chapter, line, new, "这一节已改。"),
        )  # fmt: skip
        if spec.heading or line:
            st.button(
                "这不是标题" if spec.heading else "不另起一节", key=f"text_{mark}", on_click=_say,
                args=(pending, chapter, line, LineSaid(kind="text"), f"“{section.words[:SHOWN]}”已读作正文。"),
            )  # fmt: skip
        if section.said:
            st.button(
                "恢复为文件所读", key=f"again_{mark}", type="tertiary", on_click=_say,
                args=(pending, chapter, line, None, "已恢复为文件所读。"),
            )  # fmt: skip


def _words(report: Report) -> None:
    """The words themselves, the headings of sections in bold."""
    for chapter in CHAPTERS:
        if lines := report.narrative(chapter):
            st.markdown(f"**{md(report.heading(chapter))}**")
            st.html(f'<div class="nb-paper">{"".join(map(_paragraph, lines))}</div>')


def _paragraph(line: Line) -> str:
    words = html.escape(line.text)
    return f"<p>{words}</p>" if line.paragraph else f"<p><strong>{words}</strong></p>"


@session.callback
def _say(pending: Pending, chapter: str, line: int, said: LineSaid | None, done: str) -> None:
    importing = session.service().importing
    before = pending.answers.lines.get(chapter, {}).get(line)
    number = importing.say(pending.id, chapter, line, said, pending.number)
    session.offer_undo(done, lambda: importing.say(pending.id, chapter, line, before, number), "import_outline")
