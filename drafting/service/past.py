"""What stood in a report before, in any section and version or in a draft that was never taken: a cut and a paste, a
cleared and restored section, a moved sentence keep the origin of their words and the doubt about their figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from drafting.bearing import drafted
from drafting.binding import Figure, read
from drafting.binding.record import near
from drafting.report import Paragraph, Section
from drafting.store import Store


class Past:
    """The past of the report ``id``, read from the store when it is first asked."""

    def __init__(self, store: Store, id: str):
        self._store = store
        self._id = id

    def source(self, text: str, figure: Figure) -> str | None:
        """What this ``figure`` of ``text`` rested on where it stood with the same words beside it: ``person`` where a person
        ever answered for it, else ``""``; None where it never stood.
        """
        found = [source for key in near(text, figure) for source in self._figures.get(key, ())]
        return None if not found else "person" if "person" in found else ""

    @property
    def drafted(self) -> frozenset[str]:
        """The keys of all clauses that a model or the composer ever put there."""
        return self._drafted

    @cached_property
    def _drafted(self) -> frozenset[str]:
        return frozenset(key for paragraph in self._paragraphs for key in drafted(paragraph))

    @cached_property
    def _figures(self) -> dict[tuple[str, str, str], set[str]]:
        """What each figure rested on, by what it is known by."""
        found: dict[tuple[str, str, str], set[str]] = {}
        for paragraph in self._paragraphs:
            ties = {(tie.start, tie.end): tie.source for tie in paragraph.ties}
            for figure in read(paragraph.text):
                source = ties.get((figure.start, figure.end), "")
                for key in near(paragraph.text, figure):
                    found.setdefault(key, set()).add(source)
        return found

    @cached_property
    def _paragraphs(self) -> list[Paragraph]:
        """Every paragraph that ever stood, each once."""
        seen: dict[tuple[object, ...], Paragraph] = {}
        for paragraph in self._every():
            ties = tuple((tie.start, tie.source) for tie in paragraph.ties)
            seen.setdefault((paragraph.text, paragraph.origin, ties, paragraph.drafted), paragraph)
        return list(seen.values())

    def _every(self) -> Iterator[Paragraph]:
        for version in self._store.history(self._id, "section"):
            yield from Section.model_validate(version.content or {}).paragraphs
        for text in self._store.generations.texts(self._id):
            yield from Section.of(text, "model").paragraphs
