"""The marks of the narrative as rules N-01 to N-06 need them: place, wording around, what the tables say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafting.binding import Mark
from drafting.report import Paragraph

from .context import Context
from .rule import Severity
from .wording import SHARED, said

AROUND = 20
"""Characters before a mark that a message quotes, no further than its clause."""
_CLAUSE = re.compile("[，。；！？、：（）]")
_ENDS = re.compile("[，。；！？：（）]")


@dataclass(frozen=True)
class Bound:
    """A mark of a section; ``span`` is its place in the section's text."""

    mark: Mark
    section: str
    span: tuple[int, int]
    paragraph: Paragraph

    @property
    def quoted(self) -> str:
        """The mark with the words before it, quoted: ``“收到政府信息公开申请17件”``."""
        before = _CLAUSE.split(self.paragraph.text[max(0, self.mark.start - AROUND):self.mark.start])[-1]
        after = "" if self.mark.kind == "figure" else _ENDS.split(
            self.paragraph.text[self.mark.end:self.mark.end + AROUND])[0]
        return f"“{before.strip()}{self.mark.text}{after.strip()}”"

    @property
    def doubt(self) -> Severity | None:
        """How grave it is that it rests on nothing: None for what a person wrote, a hint for what was imported.

        What a model wrote stays its own also in a paragraph a person edited: there the paragraph's ties remember it.
        """
        if self.paragraph.origin == "import":
            return "hint"
        place = self.mark.start, self.mark.end, ""
        loose = any((tie.start, tie.end, tie.source) == place for tie in self.paragraph.ties)
        return "warning" if loose or self.paragraph.origin in ("model", "composer") else None

    @property
    def reckoned(self) -> bool:
        """Whether it is a share, or a change from last year."""
        return self.mark.figure is not None and self.mark.figure.unit in ("%", "百分点") or any(
            source.startswith(("fact:change.", "fact:ratio.", "fact:before.")) for source in self.mark.sources)


def bound(context: Context, state: str) -> Iterator[Bound]:
    """The marks of ``context`` in ``state``, section by section."""
    for section, marks in context.marks.items():
        for paragraph, start, mark in marks:
            if mark.state == state:
                yield Bound(mark, section, (start + mark.start, start + mark.end), paragraph)


def cells(context: Context, mark: Mark) -> tuple[str, ...]:
    """The cells behind what the mark should rest on, the first source only."""
    return next((context.ground.facts[source.removeprefix("fact:")].cells for source in mark.sources
                 if source.removeprefix("fact:") in context.ground.facts), ())


def tables_say(context: Context, mark: Mark) -> str:
    """What the tables say instead, and what to do: ``按表三…（16件）应为“16件”，请核对改正``."""
    says = "、".join(context.ground.says(source) for source in mark.sources[:1])
    if mark.expected:
        return said(SHARED, "用语 expected", says=says, expected=mark.expected)
    return said(SHARED, "用语 disagrees", says=says)
