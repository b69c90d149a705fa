"""Marks on the narrative, in the editor and as a page to read."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import cast

from drafting.checks.marks import LEGEND, Marked
from drafting.report import Section

from .components.editor import MarkSpan, State

BESIDE = {"remark": "有意见", "proposed": "有修改提案"}
"""What is marked beside the states of ``LEGEND``, which speak of what a text rests on."""


def drawn(mark: Marked) -> MarkSpan:
    """A mark as the editor draws it, placed in the section's text."""
    start, end = mark.span
    state = cast(State, mark.state)  # one of LEGEND
    return MarkSpan(start=start, end=end, state=state, why=mark.why, id=mark.id)


def read_only(section: Section, marks: Iterable[Marked]) -> str:
    """The section as HTML to read, its figures and words underlined by state; everything escaped."""
    by_paragraph: dict[int, list[Marked]] = {}
    for each in marks:
        if each.mark:
            by_paragraph.setdefault(each.paragraph, []).append(each)
    lines = []
    for at, paragraph in enumerate(section.paragraphs):
        shown, place = [], 0
        for each in sorted(by_paragraph.get(at, ()), key=lambda each: each.start):
            if each.start < place:
                continue
            shown.append(html.escape(paragraph.text[place : each.start]))
            words = html.escape(paragraph.text[each.start : each.end])
            shown.append(
                f"<span class='nb-mark nb-{each.state}' title='{html.escape(each.why, quote=True)}'>{words}</span>"
            )
            place = each.end
        shown.append(html.escape(paragraph.text[place:]))
        lines.append(f"<p>{''.join(shown)}</p>")
    return f"<div class='nb-paper'>{''.join(lines)}</div>"


def legend(states: Iterable[str]) -> str:
    """The legend for the states that occur, as HTML: a piece of each line beside what it means."""
    seen = set(states)
    return (
        "<div class='nb-quiet nb-legend'>"
        + "".join(
            f"<span><span class='nb-mark nb-{state}' aria-hidden='true'>　　</span> {says}</span>"
            for state, says in {**LEGEND, **BESIDE}.items()
            if state in seen
        )
        + "</div>"
    )
