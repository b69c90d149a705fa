"""What each figure of a section rests on, kept with its paragraphs (docs/decisions/0004-live-figures.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Literal

from drafting.report import FigureTie, Paragraph, Section

from .evidence import EvidenceIndex as EvidenceIndex
from .figures import Figure, read
from .marks import Mark

Author = Literal["person", "model", "composer", "import"]

CLOSE_UP = 4_000
"""Characters up to which a stretch that changed is aligned by character; a longer one by its figures alone."""

CONTEXT = 4
"""Characters before a figure by which it is known again in another paragraph."""

_NUMERAL = re.compile("[0-9０-９.．,，〇零一二两三四五六七八九十百千万亿]")
_DIGITS = re.compile("[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[〇零一二两三四五六七八九十百千万亿]+")
_TOKEN = re.compile(f"{_DIGITS.pattern}|.", re.DOTALL)


NEAR = 2
"""Characters before or after a figure by which it is known again anywhere in the report."""


Past = Callable[[str, Figure], str | None]
"""What a figure of a text rested on where it stood before in the report, in any section and version: ``person`` where a
person ever answered for it, else ``""``; None where it never stood.
"""


def recorded(
    section: Section,
    before: Section | None,
    ground: EvidenceIndex,
    *,
    by: Author,
    past: Past | None = None,
    pasted: Iterable[str] = (),
) -> Section:
    """``section`` with the ties of every paragraph: what its figures rest on now, or rested on in ``before``.

    The words around a figure decide first. A figure they leave open rests on what a model's sentence was checked against
    when it was drafted (the ties it comes with), else keeps what the figure it grew from rested on, also
    when that has another value by now, and one that stood anywhere in the ``past`` of the report what it rested on there.
    What none of them tells was typed by a person; it rests on nothing when it stands in what was ``pasted``, or when
    ``by`` says another wrote it.
    """
    brought = {_bare(figure.text) for text in pasted for figure in read(text)}
    paragraphs = before.paragraphs if before else ()
    by_id, by_text = ({getattr(paragraph, name): paragraph for paragraph in paragraphs} for name in ("id", "text"))
    return Section(
        paragraphs=tuple(
            paragraph.model_copy(
                update={
                    "ties": _ties(
                        paragraph,
                        by_text.get(paragraph.text) or by_id.get(paragraph.id),
                        paragraphs,
                        ground,
                        by,
                        past,
                        brought,
                    )
                }
            )
            for paragraph in section.paragraphs
        )
    )


def _ties(
    paragraph: Paragraph,
    old: Paragraph | None,
    others: Sequence[Paragraph],
    ground: EvidenceIndex,
    by: Author,
    past: Past | None,
    brought: set[str],
) -> tuple[FigureTie, ...]:
    text = paragraph.text
    grown = _grown(text, old) if old else {}
    checked = {(tie.start, tie.end): tie.source for tie in paragraph.ties if tie.source.startswith("note:")}
    for figure in read(text):
        if figure.start not in grown:
            grown |= _moved(text, figure, others)
    found = []
    for mark in ground.marks(text):
        if mark.kind != "figure":
            continue
        standing, before = mark.start in grown, grown.get(mark.start)
        if by == "model" and not standing:
            before = checked.get((mark.start, mark.end))
        if by == "person" and not standing and mark.state not in ("fact", "note") and mark.figure:
            known = past(text, mark.figure) if past else None
            standing = known is not None or _bare(mark.text) in brought
            before = known
        found.append(FigureTie(start=mark.start, end=mark.end, source=_source(mark, before, standing, by)))
    return tuple(found)


def _source(mark: Mark, before: str | None, standing: bool, by: Author) -> str:
    """What a figure rests on: ``before`` is what it rested on, ``standing`` whether it stood in the text before."""
    if mark.state == "fact":
        return before if before in mark.sources else mark.sources[0]
    if before and before.startswith("fact:"):
        return before
    if mark.state == "note":
        return mark.sources[0]
    return before or ("person" if by == "person" and not standing else "")


def _grown(text: str, old: Paragraph) -> dict[int, str | None]:
    """Where each figure of ``text`` that stood in ``old`` starts, and what it rested on there (None: not recorded)."""
    known = {(tie.start, tie.end): tie.source for tie in old.ties}
    there = {figure.start: (figure, known.get((figure.start, figure.end))) for figure in read(old.text)}
    here = {figure.start: figure for figure in read(text)}
    head = _common(text, old.text)
    tail = _common(text[head:][::-1], old.text[head:][::-1])
    found: dict[int, str | None] = {}
    pairs = [(at, at) for at in here if at < head] + [
        (at, at - len(text) + len(old.text)) for at in here if at >= len(text) - tail
    ]
    pairs += _aligned(text[head : len(text) - tail], old.text[head : len(old.text) - tail], head)
    for at, then in pairs:
        if at in here and then in there and here[at].text == there[then][0].text:
            found[at] = there[then][1]
    return found


def _moved(text: str, figure: Figure, others: Sequence[Paragraph]) -> dict[int, str | None]:
    """The same for a figure that stands with the words before it in another paragraph: one that was split or moved."""
    words = text[max(0, figure.start - CONTEXT) : figure.end]
    for other in others:
        at = other.text.find(words)
        if at >= 0:
            end = at + len(words)
            known = {(tie.start, tie.end): tie.source for tie in other.ties}
            return {figure.start: known.get((end - len(figure.text), end))}
    return {}


def _aligned(new: str, old: str, offset: int) -> list[tuple[int, int]]:
    """Pairs of places in two stretches that both begin at ``offset`` where the same token stands."""
    if not new or not old:
        return []
    tokens = _TOKEN if len(new) + len(old) <= CLOSE_UP else _DIGITS
    here, there = list(tokens.finditer(new)), list(tokens.finditer(old))
    matcher = SequenceMatcher(None, [match[0] for match in there], [match[0] for match in here], autojunk=False)
    return [
        (here[b + at].start() + offset, there[a + at].start() + offset)
        for a, b, size in matcher.get_matching_blocks()
        for at in range(size)
    ]


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common, cut back to before a number that goes on."""
    length = next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    while length and _NUMERAL.fullmatch(one[length - 1]):
        length -= 1
    return length


def near(text: str, figure: Figure) -> set[tuple[str, str, str]]:
    """By what a figure is known again wherever it stands: itself, with the letters before it or those after it."""
    bare = _bare(figure.text)
    before, after = _bare(text[: figure.start])[-NEAR:], _bare(text[figure.end :])[:NEAR]
    return {(bare, before, "") if before else (bare, "", ""), (bare, "", after) if after else (bare, "", "")}


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
