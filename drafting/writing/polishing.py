"""统稿: one pass over the whole report when all its sections stand. What is told twice, order, openings alike, a name in two
forms, the way from one sentence to the next – only between what is there.

The model answers with rewritten paragraphs (``edits``). Each is held against the report as it would then stand
(``restated``): where a fact would shift it is refused. As nothing comes into a paragraph that it did not tell, any choice
among those that are left leaves every fact in the report.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from drafting.errors import InputError
from drafting.form import SectionSpec
from drafting.report import Report, Section

from . import client, profile, prompts
from .conversation import printed, section_lines
from .edits import Edit, Place, Reader
from .endpoint import Endpoint
from .guard import names_of
from .noted import speaker
from .restated import shifts
from .rewrites import Pass, Reading, Rewrite, told
from .section import SHOW_SECONDS

MAX_TOKENS = 4_000


def polish(report: Report, endpoint: Endpoint, *, stop: threading.Event, on_reading: Callable[[Reading], None]) -> Pass:
    """Reads ``report`` as a whole. ``on_reading`` gets what came so far.

    Raises InputError where the model cannot read so much, ModelUnreachable and ModelInterrupted.
    """
    sections = [spec for spec in report.outline if spec.id not in report.prefaces and report.text(spec.id).strip()]
    lines, places = _document(report, sections)
    prompt = prompts.load("polish")
    asked = prompt.filled(
        {
            "organ": report.organ.name,
            "year": str(report.year),
            "self": report.organ.called,
            "document": "\n".join(lines),
        }
    )
    window = profile.of(endpoint).window
    if window is not None and 2 * len(asked) > window:  # the answer may be as long as the text
        raise InputError(f"全文约 {len(asked)} 字，超出模型“{endpoint.label}”一次能读写的长度，没有统稿。")
    reader = Reader(places, [], printed(report))
    answer = client.stream(endpoint, [("user", asked)], stop=stop, max_tokens=MAX_TOKENS)
    shown_at, begun = 0.0, 0
    for piece in answer:
        reader.feed(piece)
        if time.monotonic() - shown_at > SHOW_SECONDS and reader.begun > begun:
            shown_at, begun = time.monotonic(), reader.begun
            on_reading(_reading(report, reader.said(False).edits, len(sections)))
    finished = answer.is_whole
    said = reader.said(finished)
    return Pass(_reading(report, said.edits, len(sections), said.refused), prompt.ref, answer.usage, finished)


def _document(report: Report, sections: Sequence[SectionSpec]) -> tuple[list[str], dict[int, Place]]:
    """The text to read, a paragraph a line, and what its numbers stand for."""
    lines: list[str] = []
    places: dict[int, Place] = {}
    for spec in sections:
        for text, place in section_lines(report, spec):
            if place:
                places[len(places) + 1] = place
                text = f"[段{len(places)}]{text}"
            lines.append(text)
    return lines, places


def _reading(report: Report, edits: Sequence[Edit], total: int, refused: int = 0) -> Reading:
    """The edits that can be proposed; each is judged in the report that those before it leave."""
    made: list[Rewrite] = []
    for edit in edits:
        now = told(report, made)
        section = now.sections.get(edit.place.section, Section())
        old = next((one for one in section.paragraphs if one.id == edit.place.paragraph), None)
        new = "" if edit.kind == "remove" else "\n".join(one.text for one in edit.paragraphs)
        if old is not None and new == old.text:
            continue
        fits = old is not None and edit.kind in ("rewrite", "remove") and "\n" not in new
        if old is None or not fits or (not new and len(section.paragraphs) == 1):
            refused += 1
            continue
        rest = _rest(now, edit.place.section, old.id)
        if shifts(old.text, new, rest, names_of(report), speaker(report)):
            refused += 1
            continue
        made.append(Rewrite(edit.place.section, old.id, old.text, new))
    return Reading(tuple(made), total, total, refused)


def _rest(report: Report, section: str, paragraph: str) -> str:
    """What the report tells beside a paragraph; for what is told in the body the opening of the whole does not count."""
    opening = {spec.id: spec.sums_up for spec in report.outline}
    texts = [
        one.text
        for id, each in report.sections.items()
        for one in each.paragraphs
        if one.id != paragraph
        and id in opening
        and id not in report.prefaces
        and (id == section or opening[section] or not opening[id])
    ]
    return "\n".join(texts)


__all__ = ["polish"]
