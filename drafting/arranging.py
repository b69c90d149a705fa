"""Plain texts of chapters arranged as the sections of a report, with what feeds each.

A file that was read, and a report file whose ``narrative`` was written by hand, come as plain text; ``parting`` finds the sections
in it. Where these are the ones the report has, its outline stays; else it is the report's own from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from drafting.form import ASPECTS, CHAPTERS, LEAD, SECTIONS, SectionSpec, completed
from drafting.parting import LineSaid, opening, parted
from drafting.report import Report, Section

_BESIDE = {  # an aspect without a section of its own -> whose section tells it, the first that is there (domain §1.3, §1.4)
    "appraisal": ("oversight",),
    "last_year_fix": ("problem", "measure"),
    "problem": ("measure",),
    "measure": ("problem",),
    "fee": ("other",),
    "other": ("fee",),
}


def arranged(
    report: Report, texts: Mapping[str, str], said: Mapping[str, Mapping[int, LineSaid]] | None = None
) -> tuple[tuple[SectionSpec, ...] | None, dict[str, Section]]:
    """The outline of its own that ``report`` has with ``texts`` (chapter -> plain text) in place of its chapters, None where
    it is the edition's; and the texts of all its sections. ``said``: what a person said of lines of a chapter, by index.
    """
    if not texts:
        return report.own_outline, report.sections
    outline: list[SectionSpec] = []
    sections = {id: section for id, section in report.sections.items() if report.spec(id).chapter not in texts}
    changed = report.own_outline is not None
    for id, chapter in CHAPTERS.items():
        before = [spec for spec in report.outline if spec.chapter == id]
        if id not in texts:
            outline += before
            continue
        usual = [spec for spec in SECTIONS.values() if spec.chapter == id]
        specs, found = parted(chapter.id, texts[id].split("\n"), before or usual, (said or {}).get(id))
        sections |= found
        known = before if report.own_outline is not None else [spec for spec in usual if spec in (*before, *specs)]
        fits = _among(specs, known)
        changed = changed or not fits
        outline += known if fits else specs
    if (
        changed
        and not any(each.text.strip() for each in sections.get("preface", Section()).paragraphs)
        and LEAD in sections
    ):
        outline = [spec for spec in outline if spec != SECTIONS["preface"]]  # what it would say opens 一
    return (tuple(fed(outline)) if changed else None), sections


def fed(outline: Sequence[SectionSpec]) -> list[SectionSpec]:
    """``outline`` with every aspect of 五 and 六 in some section, and 考核评议追责 where 监督保障 is told."""
    found = list(outline)
    for aspect, beside in _BESIDE.items():
        if any(aspect in spec.aspects for spec in found):
            continue
        chapter = next(spec.chapter for spec in SECTIONS.values() if aspect in spec.aspects)
        here = [at for at, spec in enumerate(found) if spec.chapter == chapter]
        told = [at for other in beside for at in here if other in found[at].aspects]
        if told or (here and chapter != "overview"):
            at = (told or here)[0]
            found[at] = found[at].model_copy(update={"aspects": (*found[at].aspects, aspect)})
    return found


def renewed(outline: Sequence[SectionSpec]) -> tuple[SectionSpec, ...]:
    """``outline`` for another year: headings that carry their number（一） are numbered by the program from now on."""

    def numbered(spec: SectionSpec) -> SectionSpec:
        begins = opening(spec.heading or "")
        if spec.numbered or begins.style != "（一）" or not begins.rest.strip():
            return spec
        return spec.model_copy(update={"heading": begins.rest.strip(), "numbered": True})

    return tuple(map(numbered, outline))


def joined(stands: Report, report: Report, sections: Collection[str]) -> tuple[SectionSpec, ...] | None:
    """The outline of ``stands`` when ``sections`` of ``report`` come into it, each behind the one it followed there; None
    where it stays as it is. A report in which nothing is written takes the other's outline.
    """
    if not any(map(stands.written, stands.sections)):
        return report.outline if report.own_outline is not None else None
    outline = list(stands.outline)
    here = {spec.id for spec in outline}
    new = [spec for spec in report.outline if spec.id in sections and spec.id not in here]
    if not new or (stands.own_outline is None and all(spec == SECTIONS.get(spec.id) for spec in new)):
        return None
    order = [spec.id for spec in report.outline]
    for spec in new:
        before = order[: order.index(spec.id)]
        behind = [at for at, each in enumerate(outline) if each.chapter == spec.chapter and each.id in before]
        chapter = [at for at, each in enumerate(outline) if each.chapter == spec.chapter]
        outline.insert(behind[-1] + 1 if behind else chapter[0] if chapter else len(outline), spec)
    return completed(outline, stands.organ.kind)


def unfed(report: Report) -> list[str]:
    """The aspects that notes are filed under, or that the format names, and no section of ``report`` covers."""
    wanted = {aspect.id for aspect in report.aspects if not aspect.optional} | {
        note.aspect for note in report.notes if note.text.strip()
    }
    covered = {aspect for spec in report.outline for aspect in spec.aspects}
    return [aspect for aspect in ASPECTS if aspect in wanted - covered]


def _among(specs: Sequence[SectionSpec], known: Sequence[SectionSpec]) -> bool:
    """Whether ``specs`` are some of ``known``, in their order."""
    rest = iter(known)
    return all(spec in rest for spec in specs)
