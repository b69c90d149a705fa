"""Whose words the clauses of a section are, kept with its paragraphs (docs/decisions/0016-basis.md)."""

from __future__ import annotations

from collections.abc import Callable, Collection

from drafting.binding import EvidenceIndex
from drafting.report import DRAFTED, Origin, Paragraph, Section

from .clauses import clauses, keys
from .evidence import Evidence, fragments
from .judged import Bearing, drafted, own_words


def attributed(
    section: Section,
    before: Section,
    ground: EvidenceIndex,
    *,
    by: Origin,
    past: Callable[[], Collection[str]] | None = None,
) -> Section:
    """``section`` with the clauses of every paragraph that are a model's or the composer's.

    What ``by`` a person stands here for the first time is the person's, unless a model once put the same clause anywhere in
    the report (``past`` gives the keys of all those). What a model makes of a person's words that stood ``before`` stays the person's as far as these
    bear it out.
    """
    theirs = {key for paragraph in before.paragraphs for key in drafted(paragraph)}
    texts = [text for paragraph in before.paragraphs for text in own_words(paragraph)]
    if by == "import":
        return section
    if by == "person":
        known = theirs | {key for paragraph in before.paragraphs for key in keys(paragraph.text)}
        fresh = {key for paragraph in section.paragraphs for key in keys(paragraph.text)} - known
        theirs |= fresh & set(past()) if past and fresh else set()
        return _with(section, lambda paragraph: keys(paragraph.text) & theirs)
    own = keys("\n".join(texts)) - theirs
    before_them = Bearing(ground, Evidence([one for text in texts for one in fragments("own", text, "own")]))

    def of_the_model(paragraph: Paragraph) -> set[str]:
        every = keys(paragraph.text) - own
        if not every or not texts:
            return every
        bare = before_them.baseless(paragraph.text, ground.marks(paragraph.text), every)
        return theirs & every | {
            clause.key
            for clause in clauses(paragraph.text)
            if clause.key in every and any(one.start < clause.end and clause.start < one.end for one in bare)
        }

    return _with(section, of_the_model)


def _with(section: Section, of: Callable[[Paragraph], set[str]]) -> Section:
    """``section`` with what ``of`` says of each paragraph, where its origin does not say the same."""
    return Section(
        paragraphs=tuple(
            paragraph.model_copy(update={"drafted": _unless_told(paragraph, of(paragraph))})
            for paragraph in section.paragraphs
        )
    )


def _unless_told(paragraph: Paragraph, found: set[str]) -> tuple[str, ...] | None:
    by_origin = keys(paragraph.text) if paragraph.origin in DRAFTED else set()
    return None if found == by_origin else tuple(sorted(found))
