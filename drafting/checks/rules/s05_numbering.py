"""Numbers inside a chapter: no first-level 一、 there, and （一）（二） neither restart nor skip (domain §4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.form import CHAPTERS
from drafting.language.late_pattern import late_pattern

from ..context import Context, Line
from ..patterns import NUMERALS
from ..rule import Finding, Outcome, rule

RULE = rule("S-05")

_FIRST_LEVEL = late_pattern(r"([一二三四五六])、(?![一二三四五六七八九十])")  # 二、三产业 is no number
_SECOND_LEVEL = late_pattern(r"[（(]([一二三四五六七八九十]{1,3})[）)]")


def check(context: Context) -> Outcome:
    """Both levels in each chapter."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for chapter in CHAPTERS:
        yield from _first_level(context, chapter)
        yield from _second_level(context, chapter)


def _first_level(context: Context, chapter: str) -> Iterator[Finding]:
    """One finding a section, at the first paragraph that is numbered like a part of the report."""
    found: dict[str, list[tuple[Line, str]]] = {}
    for line in context.lines(chapter):
        if match := _FIRST_LEVEL.match(line.text):
            found.setdefault(line.section, []).append((line, match[0]))
    for section, hits in found.items():
        numbers = "".join(f"“{number}”" for _, number in hits)
        yield RULE.finding(
            "first_level", title=context.title(chapter), numbers=numbers, section=section, span=hits[0][0].span
        )


def _second_level(context: Context, chapter: str) -> Iterator[Finding]:
    """The first place in ``chapter`` where （N） of the text does not follow the one before.

    The numbers that the program prints above sections are no fault of the text: under such a heading, as under one of the
    office's own, a list begins at （一） or goes on with what was counted.
    """
    last, printed, section = 0, 0, ""
    for line in context.lines(chapter):
        begins = line.section != section
        if begins:
            section = line.section
            spec = context.report.spec(section)
            if spec.heading:
                printed += spec.numbered
                last = printed if spec.numbered else _number(spec.heading) or last
        here = _number(line.text)
        if not here:
            continue
        if here not in ((1, last + 1) if begins else (last + 1,)):
            match = _SECOND_LEVEL.match(line.text)
            assert match
            yield RULE.finding(
                "skips",
                title=context.title(chapter),
                words=match[0],
                before=RULE.part("before", last=NUMERALS[last - 1]) if last else RULE.part("no_before"),
                section=line.section,
                span=line.at(match.span()),
            )
            return
        last = here


def _number(text: str) -> int:
    """The （N） that ``text`` begins with, 0 when there is none."""
    match = _SECOND_LEVEL.match(text)
    return NUMERALS.index(match[1]) + 1 if match and match[1] in NUMERALS else 0
