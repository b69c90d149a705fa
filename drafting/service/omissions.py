"""What a draft leaves out, beside each section: told, and added with one click."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from drafting.assessment import Assessment
from drafting.errors import NotFound
from drafting.store import Store

from .library import Library, Opened
from .prose import Prose
from .whole import whole


class LeftOut:
    """The verbs about notes and main facts that no section tells."""

    def __init__(self, store: Store, library: Library, prose: Prose):
        self._store = store
        self._library = library
        self._prose = prose
        self._known: WeakKeyDictionary[Assessment, dict[str, list]] = WeakKeyDictionary()

    def of(self, opened: Opened, section: str) -> list:
        """What ``section`` leaves out (``writing.omissions.Omission``); worked out once for each state of the report."""
        known = self._known.get(opened.assessment)
        if known is None:
            from drafting.writing.omissions import listed  # the writing libraries load here, not with the first page

            known = dict(listed(opened.assessment, [spec.id for spec in opened.report.outline]))
            self._known[opened.assessment] = known
        return known.get(section, [])

    @whole
    def add(self, id: str, section: str, ref: str) -> int:
        """Add what the section leaves out under ``ref`` (``fact:<id>``, ``note:<id>``); the version number.

        Raises NotFound when it is told by now, or is not there any more.
        """
        from drafting.writing.omissions import with_added

        opened = self._library.open(id)
        wanted = next((each for each in self.of(opened, section) if each.ref == ref), None)
        if wanted is None:
            raise NotFound("这一项已经写到，或已不在表格、素材中，没有加入。")
        return self._prose.save(
            id,
            section,
            with_added(opened.report, section, wanted),
            by="composer",
            expected=opened.stored.number(f"section:{section}"),
            opened=opened,
        )
