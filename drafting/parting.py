"""A chapter's words parted into sections at its headings, so that printed again they are the same words.

A line is a heading only if the whole line is one: short, without a sentence, numbered as its siblings are, with words below it. A paragraph
that begins with a number and goes on in words opens a section and keeps all its words. What is no heading is text.
The law: ``printed(parted(lines)) == lines``, character by character but for white space
(docs/decisions/0017-outline.md). Where a reading would not keep it, the chapter is one section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import Field

from drafting.form import LEAD, SECTIONS, NarrativeId, SectionSpec, numeral
from drafting.form.covering import covered, named
from drafting.form.outline import MAX_HEADING
from drafting.narrative import MAX_SECTION, Section
from drafting.strict_model import Model

Kind = Literal["heading", "item", "text"]
"""What a line is: a heading; a paragraph that opens a section and keeps its words; text of the section before."""

_CHINESE = "[一二三四五六七八九十百零〇]{1,6}"  # to 一百九十九
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("（一）", rf"[（(]\s*(?P<n>{_CHINESE})\s*[）)]\s*[、.．]?\s*"),
        ("一、", rf"(?P<n>{_CHINESE})\s*[、.．]\s*"),
        ("一是", rf"(?P<n>{_CHINESE})是\s*"),
        ("第一", rf"第(?P<n>{_CHINESE})\s*[，、,]\s*"),
        ("(1)", r"[（(]\s*(?P<n>\d{1,2})\s*[）)]\s*"),
        ("1.", r"(?P<n>\d{1,2})\s*(?:[、．]|[.](?!\d))\s*"),
    )
)
LONGEST = 40
"""Characters of a heading without its number."""
LABEL = 24
"""Characters of the words before the first stop by which a paragraph is known."""
MOST_LINES = 20_000
"""Lines of a chapter that are looked at; a longer one is one section."""
_SENTENCE = re.compile(r"[。！？；;!?]|[，、：:,.．]$")
_COUNTS = re.compile(r"\d\s*(?:余|多)?(?:条|件|份|次|个|篇|期|人|场|项|万|元|%|％)")
_STOP = re.compile(r"[。：:；;！!？?，,]|(?<=方面)(?=.)|\s{2,}|\s(?=\d)")


class LineSaid(Model):
    """What a person said of a line: what it is, what the section that begins there covers, and how its heading is to read.

    None where nothing was said of it.
    """

    kind: Kind | None = None
    covers: tuple[str, ...] | None = None
    heading: str | None = Field(default=None, max_length=MAX_HEADING)


@dataclass(frozen=True)
class Opening:
    """How a line begins: its ``style`` of number (``""``: none), the number's words, and what follows."""

    style: str
    number: str
    rest: str


@dataclass(frozen=True)
class Piece:
    """A section to be: the line it begins at, what that line is, the lines of its text, and the aspects it covers."""

    at: int
    kind: Kind
    heading: str
    lines: tuple[str, ...]
    aspects: tuple[str, ...] = ()
    name: str = ""
    id: str = ""


def parted(
    chapter: NarrativeId,
    lines: Iterable[str],
    known: Sequence[SectionSpec] = (),
    said: Mapping[int, LineSaid] | None = None,
) -> tuple[list[SectionSpec], dict[str, Section]]:
    """The sections of ``chapter`` in ``lines`` (one paragraph each), and their texts.

    ``known``: the sections the chapter had, whose headings are recognised. ``said``: what a person said of the line at an
    index.
    """
    text = [line.strip() for line in lines if line.strip()]
    if not text:
        return [], {}
    found = pieces(chapter, text, known, said or {})
    specs, sections = _made(chapter, found, known)
    if squeezed(printed(specs, sections)) != squeezed(text):
        specs, sections = _made(chapter, [_whole(chapter, text)], known)
    return _renamed(specs, sections, said or {}), sections


def begins(specs: Sequence[SectionSpec], sections: Mapping[str, Section], lines: Sequence[str]) -> dict[str, int]:
    """Section -> the index in ``lines`` of the line it begins at, of ``specs`` that print them; one whose line is not found
    there is left out.
    """
    found: dict[str, int] = {}
    at = 0
    for spec in specs:
        texts = sections[spec.id].text.split("\n") if spec.id in sections else []
        if not any(map(str.strip, texts)):
            continue
        if at < len(lines) and (spec.heading or squeezed([texts[0]]) == squeezed([lines[at]])):
            found[spec.id] = at
        at += len(texts) + bool(spec.heading)
    return found


def pieces(
    chapter: NarrativeId,
    lines: Sequence[str],
    known: Sequence[SectionSpec],
    said: Mapping[int, LineSaid],
) -> list[Piece]:
    """The sections that begin in ``lines``, in order."""
    kinds: dict[int, Kind] = {at: one.kind for at, one in said.items() if one.kind}
    covers = {at: one.covers for at, one in said.items() if one.covers is not None}
    if (chapter == "preface" and not kinds) or len(lines) > MOST_LINES:
        whole = _whole(chapter, lines)
        whole = replace(whole, aspects=covers.get(0, whole.aspects))
        return [_recognised(whole, chapter, known, alone=True, said=bool(covers))]
    starts: dict[int, Kind] = {**_starts(chapter, lines, known), **kinds}
    firsts = [at for at, kind in sorted(starts.items()) if kind != "text" and at < len(lines)]
    found = [_piece(chapter, -1, "text", lines[: firsts[0] if firsts else len(lines)], covers)]
    for at, end in zip(firsts, [*firsts[1:], len(lines)]):
        kind = starts[at]
        if kind == "heading" and end == at + 1:  # nothing below it: it would not be printed
            if at in kinds:
                kind = "item"
            else:
                last = found[-1]
                found[-1] = replace(last, lines=(*last.lines, lines[at]))
                continue
        found.append(_piece(chapter, at, kind, lines[at:end], covers))
    found = [piece for piece in found if piece.lines]
    return [
        _recognised(piece, chapter, known, alone=len(found) == 1, said=max(piece.at, 0) in covers) for piece in found
    ]


def printed(specs: Sequence[SectionSpec], sections: Mapping[str, Section]) -> list[str]:
    """The lines that ``specs`` with the texts of ``sections`` print, headings with their numbers."""
    lines: list[str] = []
    number = 0
    for spec in specs:
        text = sections[spec.id].text
        if not text.strip():
            continue
        if spec.heading:
            number += spec.numbered
            lines.append(f"（{numeral(number)}）{spec.heading}" if spec.numbered else spec.heading)
        lines += text.split("\n")
    return lines


def squeezed(lines: Iterable[str]) -> str:
    """The characters of ``lines`` without white space."""
    return re.sub(r"\s+", "", "".join(lines))


def opening(line: str) -> Opening:
    """How ``line`` begins."""
    for style, pattern in _STYLES:
        if match := pattern.match(line):
            return Opening(style, match["n"], line[match.end() :])
    return Opening("", "", line)


def is_heading(line: str) -> bool:
    """Whether ``line`` alone can be a heading: short, no sentence, no count of anything."""
    rest = opening(line.strip()).rest.strip()
    return 2 <= len(rest) <= LONGEST and not _SENTENCE.search(rest) and not _COUNTS.search(rest)


def label(line: str) -> str:
    """The words by which a paragraph that opens a section is known; ``""`` where it begins with a long clause."""
    rest = opening(line).rest
    stop = _STOP.search(rest)
    words = (rest[: stop.start()] if stop else rest).strip()
    return words if 2 <= len(words) <= LABEL and not _COUNTS.search(words) else ""


def _starts(chapter: NarrativeId, lines: Sequence[str], known: Sequence[SectionSpec]) -> dict[int, Kind]:
    """The lines at which sections begin."""
    headings = {squeezed([spec.heading]) for spec in known if spec.heading}
    openings = [opening(line) for line in lines]
    whole = {at for at, line in enumerate(lines) if is_heading(line)}
    plain = {
        at
        for at in whole
        if not openings[at].style and (squeezed([lines[at]]) in headings or named(lines[at], chapter))
    }
    style = _style(openings, lines)
    numbered = {at for at, each in enumerate(openings) if style and each.style == style}
    followed = {at for at in whole if at + 1 < len(lines) and at + 1 not in whole}
    heads = numbered & whole
    starts: dict[int, Kind] = {}
    if heads & followed and 2 * len(heads & followed) >= len(heads):
        starts |= dict.fromkeys(heads, "heading")
    if (chapter == "overview" and len(numbered - heads) + len(starts) > 1 and (numbered - heads)) or starts:
        starts |= dict.fromkeys(numbered - heads, "item")
    if not starts and len(plain & followed) > 1:
        starts |= dict.fromkeys(plain, "heading")
    for at in whole:  # one of the outline it had, whatever its siblings look like
        if squeezed([openings[at].rest]) in headings or squeezed([lines[at]]) in headings:
            starts[at] = "heading"
    return starts


def _style(openings: Sequence[Opening], lines: Sequence[str]) -> str:
    """The style of number of the sections: that of the first paragraph numbered 1 that has a second."""
    seen: dict[str, set[str]] = {}
    for each in openings:
        if each.style:
            seen.setdefault(each.style, set()).add(each.number)
    return next((each.style for each in openings if each.number in ("一", "1") and seen[each.style] & {"二", "2"}), "")


def _whole(chapter: NarrativeId, lines: Sequence[str]) -> Piece:
    return Piece(-1, "text", "", tuple(lines), ("preface",) if chapter == "preface" else ())


def _piece(
    chapter: NarrativeId, at: int, kind: Kind, lines: Sequence[str], covers: Mapping[int, tuple[str, ...]]
) -> Piece:
    """The section that begins at line ``at`` with ``lines``."""
    if at < 0:
        return Piece(at, "text", "", tuple(lines), covers.get(0, ()))
    heading, text = (lines[0], lines[1:]) if kind == "heading" else ("", lines)
    name = opening(heading).rest.strip() if heading else label(lines[0])
    aspects = covers[at] if at in covers else covered(name or _SENTENCE.split(lines[0])[0], "\n".join(text), chapter)
    return Piece(at, kind, heading, tuple(text), aspects, "" if heading else name)


def _recognised(
    piece: Piece, chapter: NarrativeId, known: Sequence[SectionSpec], *, alone: bool, said: bool = False
) -> Piece:
    """``piece`` as the section of ``known`` that has its heading, or that is the whole chapter or its opening. ``said``:
    whether a person said what it covers.
    """
    if piece.heading:
        words = {squeezed([piece.heading]), squeezed([opening(piece.heading).rest])}
        spec = next((each for each in known if each.heading and squeezed([each.heading]) in words), None)
    elif piece.at < 0 and chapter == "overview":
        spec = SECTIONS[LEAD]
    elif piece.at < 0 and alone:
        spec = next((each for each in known if each.chapter == chapter and not each.heading), None)
    else:
        spec = None
    if spec is None:
        return piece
    aspects = piece.aspects if said else piece.aspects or spec.aspects
    return replace(piece, id=spec.id, aspects=aspects, name=spec.name)


def _made(
    chapter: NarrativeId, found: Sequence[Piece], known: Sequence[SectionSpec]
) -> tuple[list[SectionSpec], dict[str, Section]]:
    """The sections of ``found`` with their texts; each keeps its words, also those too many for one section."""
    specs: list[SectionSpec] = []
    sections: dict[str, Section] = {}
    count = 0
    ids = _Ids(chapter, found, known)
    for piece in found:
        heading, numbered = piece.heading.strip() or None, True
        if heading:
            opens = opening(heading)
            numbered = squeezed([heading]) == squeezed([f"（{numeral(count + 1)}）{opens.rest}"]) and bool(opens.style)
            count += numbered
            heading = opens.rest.strip() if numbered else heading
        for at, text in enumerate(_fitting(piece.lines)):
            spec = SectionSpec(
                id=ids.of(piece),
                chapter=chapter,
                heading=heading if at == 0 else None,
                numbered=numbered,
                aspects=piece.aspects,
                name=piece.name,
            )
            specs.append(spec)
            sections[spec.id] = Section.of(text, "import")
    return specs, sections


def _renamed(
    specs: Sequence[SectionSpec], sections: Mapping[str, Section], said: Mapping[int, LineSaid]
) -> list[SectionSpec]:
    """``specs`` with the headings that a person gave them instead of the file's."""
    if not any(one.heading for one in said.values()):
        return list(specs)
    at, found = 0, []
    for spec in specs:
        one = said.get(at)
        at += len(sections[spec.id].paragraphs) + bool(spec.heading)
        found.append(spec.model_copy(update={"heading": one.heading}) if one and one.heading and spec.heading else spec)
    return found


def _fitting(lines: Sequence[str]) -> Iterable[str]:
    """``lines`` joined, in as many texts as one section holds each."""
    text = "\n".join(lines)
    while len(text) > MAX_SECTION:
        cut = text.rfind("\n", 1, MAX_SECTION)
        cut = cut if cut > 0 else MAX_SECTION
        yield text[:cut]
        text = text[cut:].lstrip("\n")
    yield text


class _Ids:
    """Gives sections their ids: the edition's for what covers the same, else numbered ones."""

    def __init__(self, chapter: NarrativeId, found: Sequence[Piece], known: Sequence[SectionSpec]) -> None:
        self._chapter, self._taken = chapter, {piece.id for piece in found if piece.id}
        self._given: set[str] = set()
        self._known = {spec.aspects: spec.id for spec in reversed(known) if spec.chapter == chapter and spec.aspects}

    def of(self, piece: Piece) -> str:
        """The id of the next section that ``piece`` makes."""
        wanted = piece.id or self._usual(piece)
        if wanted and wanted not in self._given and (piece.id or wanted not in self._taken):
            self._given.add(wanted)
            return wanted
        number = 1
        while (id := f"{self._chapter}.p{number}") in self._given | self._taken:
            number += 1
        self._given.add(id)
        return id

    def _usual(self, piece: Piece) -> str:
        return self._known.get(piece.aspects, "") if piece.at >= 0 else ""


__all__ = [
    "Kind",
    "LineSaid",
    "Opening",
    "Piece",
    "begins",
    "is_heading",
    "label",
    "opening",
    "parted",
    "pieces",
    "printed",
    "squeezed",
]
