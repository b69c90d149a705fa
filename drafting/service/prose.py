"""Keeping the narrative: what its figures rest on is recorded at each save, and a changed cell or note is carried into
it (docs/decisions/0004-live-figures.md). Locks, figures tied by hand, doubts looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from drafting.bearing import attributed
from drafting.binding import recorded
from drafting.binding.refill import Refill, refilled
from drafting.checks import Finding
from drafting.errors import InputError, NotFound
from drafting.report import FigureTie, Origin, Paragraph, Report, Section, SentenceSource
from drafting.store import Store, Version

from .library import Library, Opened
from .past import Past
from .whole import whole


@dataclass(frozen=True)
class Refilled:
    """What a changed cell or note did to the narrative: ``changes`` by section id, and the section versions that stood
    before, for ``Prose.undo``.
    """

    changes: dict[str, tuple[Refill, ...]]
    before: dict[str, int]

    @property
    def count(self) -> int:
        """How many figures were changed."""
        return sum(map(len, self.changes.values()))


NOTHING = Refilled({}, {})
"""Nothing followed."""


class Prose:
    """The narrative sections of the reports in the store."""

    def __init__(self, store: Store, library: Library | None = None):
        self._store = store
        self._library = library or Library(store)

    @whole
    def save(
        self,
        id: str,
        section: str,
        new: Section,
        *,
        by: Origin,
        expected: int | None = None,
        opened: Opened | None = None,
        pasted: Iterable[str] = (),
    ) -> int:
        """Save ``new`` as the section's text, with what each figure rests on and whose words they are; the version number.

        ``by`` wrote it: ``person``, ``model``, ``composer``, ``import``. ``pasted``: what of a person's text came from the
        clipboard and not from the keys. Raises InputError where a locked paragraph would change, Conflict, NotFound.
        """
        opened = opened or self._library.open(id)
        standing = opened.report.sections.get(section, Section())
        kept = {paragraph.id: paragraph.text for paragraph in new.paragraphs}
        for paragraph in standing.paragraphs:
            if paragraph.locked and kept.get(paragraph.id) != paragraph.text:
                raise InputError(f"“{paragraph.text[:12]}……”这一段已锁定，改动没有保存；要改请先解锁这一段。")
        ground = opened.assessment.ground
        past = Past(self._store, id)
        new = recorded(new, standing, ground, by=by, past=past.source, pasted=pasted)
        new = attributed(new, standing, ground, by=by, past=lambda: past.drafted)
        return self._save(id, section, new, by, expected)

    @whole
    def refill(self, id: str, notes_before: Mapping[str, str] | None = None) -> Refilled:
        """Carry changed cells, and notes that read otherwise than ``notes_before`` (note id -> text), into the figures
        tied to them. Locked paragraphs stand.
        """
        opened = self._library.open(id)
        ground = opened.assessment.ground
        changes: dict[str, tuple[Refill, ...]] = {}
        before: dict[str, int] = {}
        for section, standing in opened.report.sections.items():
            if not any(tie.source for paragraph in standing.paragraphs for tie in paragraph.ties):
                continue
            new, changed = refilled(standing, ground, notes_before=notes_before or {})
            if new != standing:
                number = opened.stored.number(f"section:{section}")
                self._save(id, section, new, "refill", number)
                changes[section], before[section] = changed, number
        return Refilled(changes, before)

    @whole
    def undo(self, id: str, before: Mapping[str, int]) -> None:
        """Undo the saves that followed the section versions in ``before`` (section id -> number).

        Raises InputError, and nothing is undone, where a section was written in since.
        """
        found = {
            section: {version.number: version for version in self._store.versions(id, f"section:{section}")}
            for section in before
        }
        for section, number in before.items():
            versions = found[section]
            if number not in versions:
                raise NotFound("找不到要恢复的这一版，请到“起草”页的“版本”里恢复。")
            made = versions.get(number + 1)
            if made and _words(made) != _words(versions[max(versions)]):
                raise InputError(
                    f"“{self._store.load(id).report.called(section)}”后来又有改动，没有撤销；要恢复以前的文字，请到“起草”页的“版本”里选。"
                )
        for section, number in before.items():
            old = found[section][number]
            self._store.save(id, f"section:{section}", old.content, origin=old.origin)

    def lock(self, id: str, section: str, paragraph: int, locked: bool) -> int:
        """Lock the paragraph at place ``paragraph`` (0-based), or unlock it; the version number."""
        return self._change(id, section, paragraph, lambda old: old.model_copy(update={"locked": locked}))

    @whole
    def tie(self, id: str, section: str, paragraph: int, start: int, end: int, source: str) -> int:
        """Say by hand what the figure at ``start``–``end`` of a paragraph rests on: ``fact:…``, ``note:…``, ``person``.

        Raises InputError when there is no such fact or note, NotFound when the figure is not there any more.
        """
        opened = self._library.open(id)
        ground = opened.assessment.ground
        kind, _, name = source.partition(":")
        known = {"fact": ground.facts, "note": {note.id for note in opened.report.notes}, "person": {""}}
        if name not in known.get(kind, ()):
            raise InputError("所选的依据已经不在了，请重新选择。")

        def tied(old: Paragraph) -> Paragraph:
            if not any((mark.start, mark.end) == (start, end) for mark in ground.marks(old.text, old.ties)):
                raise NotFound("这个数字已被改动，请在新的文字上重新选择。")
            others = [tie for tie in old.ties if (tie.start, tie.end) != (start, end)]
            new = FigureTie(start=start, end=end, source=source)
            return old.model_copy(update={"ties": tuple(sorted([*others, new], key=lambda tie: tie.start))})

        return self._change(id, section, paragraph, tied)

    def dismiss_doubts(self, id: str, section: str, paragraph: int) -> int:
        """The doubts of a paragraph were looked at: forget them, and believe the sources that were doubted; the version number."""

        def settled(old: Paragraph) -> Paragraph:
            sources = tuple(SentenceSource(sentence=one.sentence, ids=(*one.ids, *one.doubted)) for one in old.sources)
            return old.model_copy(update={"doubts": (), "sources": sources})

        return self._change(id, section, paragraph, settled)

    @whole
    def replace(self, id: str, section: str, paragraph: int, start: int, end: int, old: str, new: str) -> int:
        """Put ``new`` where ``old`` stands at ``start``–``end`` of a paragraph (a suggested figure or word is adopted).

        Raises NotFound when ``old`` does not stand there, InputError when the paragraph is locked.
        """
        opened = self._library.open(id)
        standing = opened.report.sections.get(section, Section())
        found = _at(standing, paragraph)
        if found.text[start:end] != old:
            raise NotFound("这处文字已被改动，请在新的文字上重新操作。")
        changed = found.model_copy(update={"text": found.text[:start] + new + found.text[end:]})
        return self.save(
            id,
            section,
            _with(standing, paragraph, changed),
            by="person",
            opened=opened,
            expected=opened.stored.number(f"section:{section}"),
        )

    @whole
    def apply_fix(self, id: str, finding: Finding, words: str) -> int:
        """Put ``finding.fix`` where ``words`` stand at its span; the version number of the section.

        Raises NotFound when they stand there no more, InputError when the paragraph is locked.
        """
        assert finding.section is not None and finding.span is not None  # what has a fix has a place
        start, end = finding.span
        for at, paragraph in enumerate(
            self._library.open(id).report.sections.get(finding.section, Section()).paragraphs
        ):
            if end <= len(paragraph.text):
                return self.replace(id, finding.section, at, start, end, words, finding.fix)
            start, end = start - len(paragraph.text) - 1, end - len(paragraph.text) - 1
        raise NotFound("这处文字已被改动，请在新的文字上重新操作。")

    @whole
    def apply_fixes(self, id: str, findings: Iterable[Finding]) -> dict[str, int]:
        """Put the fix of each of ``findings`` in its place, one version a section; section -> its version before.

        What is no longer there, or stands in a locked paragraph, is left. None is inside another.
        """
        stored = self._store.load(id)
        by_section: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.section and finding.span and finding.fix and stored.report.has(finding.section):
                by_section.setdefault(finding.section, []).append(finding)
        before: dict[str, int] = {}
        for section, found in by_section.items():
            standing = stored.report.sections.get(section, Section())
            new = _mended(standing, {one.span: one.fix for one in found if one.span and one.fix})
            number = stored.number(f"section:{section}")
            if new != standing:
                self.save(id, section, new, by="person", expected=number)
                before[section] = number
        return before

    @whole
    def _change(self, id: str, section: str, paragraph: int, change: Callable[[Paragraph], Paragraph]) -> int:
        """Save what ``change`` makes of a paragraph without touching its text."""
        stored = self._store.load(id)
        standing = stored.report.sections.get(section, Section())
        new = _with(standing, paragraph, change(_at(standing, paragraph)))
        return self._save(id, section, new, "person", stored.number(f"section:{section}"))

    def _save(self, id: str, section: str, new: Section, origin: str, expected: int | None) -> int:
        must_have(self._store.load(id).report, section)
        return self._store.save(id, f"section:{section}", new.model_dump(mode="json"), origin=origin, expected=expected)


def must_have(report: Report, section: str) -> None:
    """Raise InputError unless ``report`` has a section with the id ``section``."""
    if not report.has(section):
        raise InputError(f"没有名为“{section[:40]}”的章节，请刷新页面。")


def _mended(section: Section, fixes: Mapping[tuple[int, int], str]) -> Section:
    """``section`` with each fix in place of what stands at its span of the text; locked paragraphs as they are."""
    made, offset = [], 0
    for paragraph in section.paragraphs:
        text, end = paragraph.text, offset + len(paragraph.text)
        for start, stop in sorted(fixes, reverse=True):
            if offset <= start and stop <= end and not paragraph.locked:
                text = text[: start - offset] + fixes[start, stop] + text[stop - offset :]
        made.append(paragraph if text == paragraph.text else paragraph.model_copy(update={"text": text}))
        offset = end + 1
    return Section(paragraphs=tuple(made))


def _words(version: Version) -> list[str]:
    """The paragraphs of a version of a section; none where it was deleted."""
    return [paragraph["text"] for paragraph in version.content["paragraphs"]] if version.content else []


def _at(section: Section, paragraph: int) -> Paragraph:
    if not 0 <= paragraph < len(section.paragraphs):
        raise NotFound("这一段已不在文中，请刷新页面后再试。")
    return section.paragraphs[paragraph]


def _with(section: Section, paragraph: int, new: Paragraph) -> Section:
    paragraphs = list(section.paragraphs)
    paragraphs[paragraph] = new
    return Section(paragraphs=tuple(paragraphs))
