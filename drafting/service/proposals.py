"""The proposals that wait beside the text of a report: what each would change, taking them, putting them away."""

from __future__ import annotations

from typing import Literal

from drafting.bearing import Bearing
from drafting.errors import NotFound
from drafting.report import Report, Section
from drafting.store import Generation, Store
from drafting.writing.guard import names_of
from drafting.writing.proposal import Chosen, Offer, doubted, offered, taken

from .prose import Prose
from .whole import whole


class Proposals:
    """The proposals of all reports."""

    def __init__(self, store: Store, prose: Prose):
        self._store = store
        self._prose = prose

    def offer(self, generation: Generation, report: Report, bearing: Bearing | None = None) -> Offer:
        """What a waiting proposal would change in the report as it stands; with the ``bearing`` of that report, what of it
        rests on nothing is said too.
        """
        standing = report.sections.get(generation.section, Section())
        found = offered(standing, Section.model_validate(generation.content or {}), names_of(report))
        return doubted(found, bearing, generation.section) if bearing else found

    @whole
    def take(self, generation_id: str, offer: Offer | None = None, chosen: Chosen | Literal["all"] = "all") -> int:
        """Let the ``chosen`` changes of a proposal stand, as a new version; its number. The others go on waiting.

        ``offer`` is what the person was shown. Raises InputError when the text changed meanwhile.
        """
        generation = self._waiting(generation_id)
        if generation.content is None:
            raise NotFound("这次起草没有可采用的文字。")
        stored = self._store.load(generation.report_id)
        offer = offer or self.offer(generation, stored.report)
        standing = stored.report.sections.get(generation.section, Section())
        new = taken(standing, offer, chosen)
        content = Section.model_validate(generation.content)
        # What the proposal takes from the standing text keeps its ties; what is new in it no person has typed.
        by = "composer" if any(paragraph.origin == "composer" for paragraph in content.paragraphs) else "model"
        number = self._prose.save(
            generation.report_id,
            generation.section,
            new,
            by=by,
            expected=stored.number(f"section:{generation.section}"),
        )
        if not offered(new, content, names_of(stored.report)).changes:
            self._store.generations.set(generation_id, decision="taken", content=None)
        return number

    @whole
    def take_harmless(self, id: str, bearing: Bearing | None = None) -> dict[str, int]:
        """Let all changes of all proposals stand that need no tick of their own; section -> its version before."""
        before: dict[str, int] = {}
        for run in self._store.generations.open(id):
            if run.content is None or run.active:
                continue
            offer = self.offer(run, self._store.load(id).report, bearing)
            if offer.harmless:
                before.setdefault(run.section, self.take(run.id, offer, offer.harmless) - 1)
        return before

    def refuse(self, generation_id: str) -> None:
        """Put a proposal (or the notice of a failed run) away."""
        self._waiting(generation_id)
        self._store.generations.set(generation_id, decision="refused")

    def _waiting(self, generation_id: str) -> Generation:
        generation = self._store.generations.get(generation_id)
        if generation is None or generation.decision or generation.active:
            raise NotFound("这份修改提案已经处理过了，页面将显示最新的内容。")
        return generation
