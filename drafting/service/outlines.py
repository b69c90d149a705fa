"""The outline of a report, changed by its staff: sections renamed, added, moved, split, merged, taken out within a chapter.

Each verb is one unit of work and answers with what it wrote, for ``undo``. No text is dropped: that of a section taken out goes where
it is told to, or is set aside in the report and offered for another place (docs/decisions/0017-outline.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from drafting.errors import InputError, NotFound
from drafting.form import CHAPTERS, MAX_SECTIONS, SectionSpec
from drafting.report import MAX_SECTION, Report, Section, new_id
from drafting.store import Store, Stored
from drafting.store.parts import outline_content

from .whole import whole

LONGEST = 200
"""Characters of a heading that is typed; a file may have a longer one."""


@dataclass(frozen=True)
class Changed:
    """What a verb wrote: part -> the version that stood before and the one that stands, and the section to show."""

    parts: dict[str, tuple[int, int]]
    section: str = ""


class Outlines:
    """The verbs of the outline."""

    def __init__(self, store: Store):
        self._store = store

    @whole
    def describe(self, id: str, section: str, *, heading: str, numbered: bool, aspects: Sequence[str]) -> Changed:
        """Give a section another heading (``""``: none is printed), and say what feeds it. Raises InputError, NotFound."""
        words = _heading(heading)

        def change(outline: list[SectionSpec], at: int) -> None:
            old = outline[at]
            name = "" if words and words != old.heading else old.name
            outline[at] = SectionSpec(
                id=old.id,
                chapter=old.chapter,
                heading=words,
                numbered=numbered,
                aspects=tuple(aspects),
                name=name if words else old.name or old.label,
            )

        return self._change(id, section, change)

    @whole
    def add(self, id: str, chapter: str, heading: str, aspects: Sequence[str] = (), after: str = "") -> Changed:
        """A new section of ``chapter``, behind the section ``after`` or at its end. Raises InputError."""
        stored = self._store.load(id)
        outline = list(stored.report.outline)
        if chapter not in CHAPTERS or len(outline) >= MAX_SECTIONS:
            raise InputError("没有这一部分，或章节已经太多，没有添加。")
        words = _heading(heading)
        new = SectionSpec(
            id=f"{chapter}.{new_id()}",
            chapter=CHAPTERS[chapter].id,
            heading=words,
            aspects=tuple(aspects),
            name="" if words else "新的一节",
        )
        here = [at for at, spec in enumerate(outline) if spec.chapter == chapter]
        behind = next((at for at in here if outline[at].id == after), here[-1] if here else len(outline) - 1)
        if not here:
            behind = -1 if chapter == "preface" else behind
        outline.insert(behind + 1, new)
        return self._write(stored, outline, {}, new.id)

    @whole
    def move(self, id: str, section: str, up: bool) -> Changed:
        """Move a section past its neighbour in the chapter; nothing happens at either end."""

        def change(outline: list[SectionSpec], at: int) -> None:
            other = at - 1 if up else at + 1
            if 0 <= other < len(outline) and outline[other].chapter == outline[at].chapter:
                outline[at], outline[other] = outline[other], outline[at]

        return self._change(id, section, change)

    @whole
    def split(self, id: str, section: str, paragraph: int, heading: str = "") -> Changed:
        """Let the paragraphs of a section from number ``paragraph`` (0-based, not the first) on be a section of their own.

        Raises InputError where there is no such paragraph, NotFound.
        """
        stored, outline, at = self._found(id, section)
        paragraphs = stored.report.sections.get(section, Section()).paragraphs
        if not 0 < paragraph < len(paragraphs):
            raise InputError("没有这一段，或它是这一节的第一段，没有分开；请刷新页面后再试。")
        words, old = _heading(heading), outline[at]
        new = SectionSpec(
            id=f"{old.chapter}.{new_id()}",
            chapter=old.chapter,
            heading=words,
            name="" if words else f"{old.label}（续）"[:60],
        )
        outline.insert(at + 1, new)
        texts = {
            section: Section(paragraphs=paragraphs[:paragraph]),
            new.id: Section(paragraphs=paragraphs[paragraph:]),
        }
        return self._write(stored, outline, texts, new.id)

    @whole
    def merge(self, id: str, section: str) -> Changed:
        """Put a section's text and what feeds it into the one before it in the chapter. Raises InputError, NotFound."""
        stored, outline, at = self._found(id, section)
        if at == 0 or outline[at - 1].chapter != outline[at].chapter:
            raise InputError("这一节前面没有同一部分的章节，没有合并。")
        gone, into = outline.pop(at), outline[at - 1]
        outline[at - 1] = into.model_copy(update={"aspects": tuple(dict.fromkeys((*into.aspects, *gone.aspects)))})
        return self._write(stored, outline, _moved(stored.report, section, into.id), into.id)

    @whole
    def remove(self, id: str, section: str, into: str = "") -> Changed:
        """Take a section out of the outline; its text goes to the end of the section ``into``, else it is set aside.

        Raises InputError where it is the last of its chapter, NotFound.
        """
        stored, outline, at = self._found(id, section)
        gone = outline.pop(at)
        if gone.chapter != "preface" and not any(spec.chapter == gone.chapter for spec in outline):
            raise InputError("每一部分至少要有一节，没有移除；可以改它的标题。")
        texts = _moved(stored.report, section, into) if into else {}
        if into and not any(spec.id == into for spec in outline):
            raise NotFound("要放入的章节已不在，没有移除，请刷新页面后再试。")
        return self._write(stored, outline, texts, into)

    @whole
    def place(self, id: str, aside: str, into: str) -> Changed:
        """Put a text that was set aside at the end of the section ``into``. Raises NotFound."""
        stored, outline, _ = self._found(id, into)
        if aside not in stored.report.set_aside:
            raise NotFound("这段文字已在别处放好，请刷新页面。")
        return self._write(stored, outline, _moved(stored.report, aside, into), into)

    @whole
    def put_preface(self, id: str, before: bool) -> Changed:
        """Let the preface stand before 一、, or as the first paragraph of 一. Raises NotFound where there is none."""
        stored = self._store.load(id)
        outline = list(stored.report.outline)
        preface = next((spec for spec in outline if spec.id in stored.report.prefaces), None)
        if preface is None:
            raise NotFound("这份报告没有前言，请先添加一节前言。")
        outline.remove(preface)
        chapter = CHAPTERS["preface" if before else "overview"].id
        first = next((at for at, spec in enumerate(outline) if spec.chapter != "preface"), 0)
        aspects = preface.aspects or ("preface",)
        outline.insert(0 if before else first, preface.model_copy(update={"chapter": chapter, "aspects": aspects}))
        return self._write(stored, outline, {}, preface.id)

    @whole
    def undo(self, id: str, done: Changed) -> None:
        """Let what stood before ``done`` stand again. Raises InputError where any of it was changed since."""
        standing = self._store.load(id).numbers
        if any(standing.get(part) != after for part, (_, after) in done.parts.items()):
            raise InputError("章节后来又有改动，没有撤销。")
        for part, (before, _) in done.parts.items():
            old = next((each for each in self._store.versions(id, part) if each.number == before), None)
            self._store.save(id, part, old.content if old else None, origin=old.origin if old else "person")

    def _found(self, id: str, section: str) -> tuple[Stored, list[SectionSpec], int]:
        stored = self._store.load(id)
        outline = list(stored.report.outline)
        at = next((at for at, spec in enumerate(outline) if spec.id == section), -1)
        if at < 0:
            raise NotFound("这一节已在别处移除，请刷新页面后再试。")
        return stored, outline, at

    def _change(self, id: str, section: str, change: Callable[[list[SectionSpec], int], None]) -> Changed:
        stored, outline, at = self._found(id, section)
        change(outline, at)
        return self._write(stored, outline, {}, section)

    def _write(
        self, stored: Stored, outline: Sequence[SectionSpec], texts: Mapping[str, Section], section: str
    ) -> Changed:
        id, parts = stored.row.id, {}
        if tuple(outline) != stored.report.outline:
            parts["outline"] = outline_content(outline)
        for name, text in texts.items():
            if len(text.text) > MAX_SECTION:
                raise InputError(f"合在一起超过 {MAX_SECTION:,} 字，没有改动，请先删减。")
            parts[f"section:{name}"] = text.model_dump(mode="json")
        numbers = {
            part: (stored.number(part), self._store.save(id, part, content, expected=stored.number(part)))
            for part, content in parts.items()
        }
        return Changed(numbers, section)


def _moved(report: Report, section: str, into: str) -> dict[str, Section]:
    """The texts when that of ``section`` stands at the end of ``into``; nothing changes where there is none."""
    moved, there = report.sections.get(section, Section()), report.sections.get(into, Section())
    if not report.written(section):
        return {}
    return {into: Section(paragraphs=(*there.paragraphs, *moved.paragraphs)), section: Section()}


def _heading(typed: str) -> str | None:
    words = " ".join(typed.split())
    if len(words) > LONGEST:
        raise InputError(f"标题最多 {LONGEST} 字，没有保存，请缩短。")
    return words or None


__all__ = ["Changed", "Outlines"]
