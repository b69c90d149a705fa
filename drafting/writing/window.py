"""A section whose materials the model cannot read at one time: said before it is asked, drafted in parts, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from drafting.report import Paragraph, Report, Section, is_heading

from . import profile as profiles
from .endpoint import Endpoint

if TYPE_CHECKING:
    from .section import Draft, Item

ANSWER = 1_200
"""Letters of the window that are left for the answer."""
SMALLEST = 300
"""Letters of materials a part has room for at least, however long the prompts are."""
MARK = 12
"""Letters that the number and kind of a material take in the request."""


def groups(items: Sequence[Item], endpoint: Endpoint, around: int) -> list[list[Item]]:
    """``items`` in order, as few groups as the window of the endpoint allows; one where no limit was found.

    ``around``: letters of the request beside its materials.
    """
    window = profiles.of(endpoint).window
    if window is None:
        return [list(items)]
    room = max(window - ANSWER - around, SMALLEST)
    found: list[list[Item]] = [[]]
    filled = 0
    for item in items:
        letters = len(item.text) + MARK
        if found[-1] and filled + letters > room:
            found.append([])
            filled = 0
        found[-1].append(item)
        filled += letters
    return found


def notice(report: Report, section_id: str, endpoint: Endpoint | None, last_year: Report | None = None) -> str:
    """What to tell before a section is drafted whose materials do not fit, ``""`` where they do."""
    from .section import basis, request_letters

    if endpoint is None or endpoint.strategy != "prose":
        return ""
    items = basis(report, section_id, last_year)
    parts = len(groups(items, endpoint, request_letters(report, section_id, last_year)))
    if parts == 1:
        return ""
    label, letters = report.spec(section_id).label, sum(len(item.text) for item in items)
    return (
        f"“{label}”的素材和数据约 {letters} 字，超出模型“{endpoint.label}”一次能读的长度，"
        f"将分 {parts} 次起草再接起来，请留意各部分之间的衔接。"
    )


def in_parts(
    write: Callable[[list[Item], Callable[[str], None]], Draft],
    parts: Sequence[list[Item]],
    on_text: Callable[[str], None],
) -> list[Draft]:
    """The drafts of the ``parts``, one after the other, ``on_text`` with all that stands so far; none after one that was
    not finished. Raises what ``write`` raises.
    """
    made: list[Draft] = []
    for part in parts:
        before = "".join(f"{draft.section.text}\n" for draft in made)
        made.append(write(part, lambda text, before=before: on_text(before + text)))
        if not made[-1].finished:
            break
    return made


def joined(sections: Sequence[Section]) -> Section:
    """The ``sections`` as one; a heading that a later part repeats stands once, with all that belongs under it."""
    under: dict[str, list[Paragraph]] = {}
    for section in sections:
        heading = ""
        for paragraph in section.paragraphs:
            if is_heading(paragraph.text):
                heading = paragraph.text
                under.setdefault(heading, [paragraph])
            else:
                under.setdefault(heading, []).append(paragraph)
    return Section(paragraphs=tuple(paragraph for found in under.values() for paragraph in found))
