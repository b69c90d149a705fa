"""A person's edited text laid onto the paragraphs it came from (docs/decisions/0003-merge.md).

``aligned`` finds which paragraph is which; proposals use it too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from drafting.language.likeness import likeness
from drafting.report import Origin, Paragraph, Section, new_id

ALIKE = 0.5
"""Likeness from which a changed paragraph is taken for the same one."""
REACH = 20
"""How many paragraphs away its old self is looked for."""


def edited(section: Section, text: str, origin: Origin = "person") -> Section:
    """``section`` with the text ``text``, one paragraph a line.

    Blanks at the ends of lines and empty lines are dropped. Paragraphs whose text stands unchanged are kept whole,
    also when moved. Changed ones keep their id, take ``origin``, and keep the sources of sentences that still stand
    word for word. Others are new.
    """
    if text == section.text:
        return section
    old, lines = section.paragraphs, [line.strip() for line in text.split("\n") if line.strip()]
    old_of = aligned([paragraph.text.strip() for paragraph in old], lines, moves=True)
    return Section(
        paragraphs=tuple(
            _laid(old[old_of[at]] if at in old_of else None, line, section, origin) for at, line in enumerate(lines)
        )
    )


def aligned(
    old: Sequence[str],
    new: Sequence[str],
    known: Mapping[int, int] | None = None,
    *,
    moves: bool = False,
) -> dict[int, int]:
    """New place -> old place of paragraphs that are the same ones: equal, alike, or left alone in the same place.

    Those in ``known`` are given, in sequence. No two pairs cross, except with ``moves``: then equal paragraphs are
    found wherever they stand.
    """
    anchors = dict(known or {})
    for olds, news in _open(anchors, len(old), len(new)):
        anchors |= {news[b]: olds[a] for b, a in in_sequence([old[a] for a in olds], [new[b] for b in news]).items()}
    old_of = anchors | (_moved(old, new, anchors) if moves else {})
    for stretch in _open(anchors, len(old), len(new)):
        old_of |= _alike(old, new, stretch, old_of)
    return old_of


def in_sequence(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """New place -> old place of what is equal and in the same order."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {b + step: a + step for a, b, size in blocks for step in range(size)}


def _laid(old: Paragraph | None, line: str, section: Section, origin: Origin) -> Paragraph:
    """The paragraph for ``line``: ``old`` itself when its text is the same."""
    if old and old.text == line:
        return old
    if old and old.text.strip() == line:
        return old.model_copy(update={"text": line})
    standing = {
        (source.sentence, source.ids): source
        for paragraph in section.paragraphs
        for source in paragraph.sources
        if source.sentence and source.sentence in line
    }
    return Paragraph(id=old.id if old else new_id(), text=line, origin=origin, sources=tuple(standing.values()))


def _moved(old: Sequence[str], new: Sequence[str], anchors: dict[int, int]) -> dict[int, int]:
    """New place -> old place of the other texts that are equal."""
    left: dict[str, list[int]] = {}
    for at in sorted(set(range(len(old))) - set(anchors.values())):
        left.setdefault(old[at], []).append(at)
    return {at: left[text].pop(0) for at, text in enumerate(new) if at not in anchors and left.get(text)}


def _open(anchors: dict[int, int], old: int, new: int) -> list[tuple[range, range]]:
    """The stretches between anchors, as old and new places."""
    fixed = [(-1, -1), *((a, b) for b, a in sorted(anchors.items())), (old, new)]
    return [(range(a + 1, c), range(b + 1, d)) for (a, b), (c, d) in zip(fixed, fixed[1:])]


def _alike(
    old: Sequence[str],
    new: Sequence[str],
    stretch: tuple[range, range],
    done: dict[int, int],
) -> dict[int, int]:
    """New place -> old place among changed paragraphs: the most alike first, never crossing, then by place."""
    taken = set(done.values())
    before, after = [at for at in stretch[0] if at not in taken], [at for at in stretch[1] if at not in done]
    candidates = sorted(
        (
            (likeness(old[a], new[b]), -abs(i - j), a, b)
            for i, a in enumerate(before)
            for j, b in enumerate(after)
            if abs(i - j) <= REACH
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    for alike, _, a, b in candidates:
        if alike >= ALIKE and b not in found and all((a < c) == (b < d) and a != c for d, c in found.items()):
            found[b] = a
    edges = [(-1, -1), *sorted((a, b) for b, a in found.items()), (len(old), len(new))]
    for (a, b), (c, d) in zip(edges, edges[1:]):
        lonely, line = [at for at in before if a < at < c], [at for at in after if b < at < d]
        if len(lonely) == len(line) == 1:
            found[line[0]] = lonely[0]
    return found
