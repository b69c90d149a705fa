"""Several reports in one page or document, each under a title of its own: one of them is read.

A title is printed in a site's head, above the text, over its tables; so a new report begins only where figures that were
printed already come again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from drafting.errors import SeveralReports
from drafting.form import PrintedForm

from ..content import Content, Grid, Text
from .masthead import titled
from .outline import LONG
from .tables import tables

SHARED = 3
"""Cells that two stretches print at least when each is a report."""
LINES = 20
"""Lines of a stretch from which a table may stand in it."""
MOST = 100
"""Titles looked at; a file with more is a list of links."""


@dataclass
class _Stretch:
    """Blocks under one title; ``printed``: the figures in them by cell."""

    name: str
    blocks: list[Text | Grid]
    printed: dict[str, object] = field(default_factory=dict)


def one_report(content: Content, name: str, form: PrintedForm, part: str = "") -> Content:
    """``content`` where it holds one report on ``form``, else what of it is the report called ``part``; the others are
    said.

    Raises SeveralReports where one is to be chosen.
    """
    found = _reports(content, form)
    if len(found) < 2:
        return content
    names = _told_apart([stretch.name for stretch in found])
    if part not in names:
        listed = "”“".join(names)
        raise SeveralReports(
            f"“{name}”里有 {len(names)} 份报告（“{listed[:160]}”），请选一份，或把要读的那份单独存成一个文件再读入。",
            names,
        )
    others = "”“".join(each for each in names if each != part)
    said = f"文件里还有“{others}”的报告，没有读取。"
    return replace(content, blocks=tuple(found[names.index(part)].blocks), title="", said=(*content.said, said))


def _reports(content: Content, form: PrintedForm) -> list[_Stretch]:
    """The reports in ``content``; what stands before the first title goes with it."""
    starts = _titles(content)
    if len(starts) < 2:
        return []
    ends = [at for at, _ in starts[1:]] + [len(content.blocks)]
    parts = [list(content.blocks[at if number else 0 : end]) for number, ((at, _), end) in enumerate(zip(starts, ends))]
    if sum(map(_may_hold_tables, parts)) < 2:
        return []
    found: list[_Stretch] = []
    for (_, name), blocks in zip(starts, parts):
        printed: dict[str, object] = {}
        if _may_hold_tables(blocks):
            printed |= tables(replace(content, blocks=tuple(blocks)), form).printed
        if found and len(found[-1].printed.keys() & printed.keys()) < SHARED:
            last = found[-1]
            last.blocks += blocks
            last.name = last.name if last.printed else name
            last.printed |= printed
        else:
            found.append(_Stretch(name, blocks, printed))
    return _once(found)


def _may_hold_tables(blocks: list[Text | Grid]) -> bool:
    """Whether tables may stand in ``blocks``: drawn, a cell a line, or run together in one."""
    return len(blocks) >= LINES or any(isinstance(block, Grid) or len(block.text) > LONG for block in blocks)


def _once(found: list[_Stretch]) -> list[_Stretch]:
    """``found`` without one that says the same again: a page for the screen and for print."""
    seen: list[tuple[str, dict[str, object]]] = []
    kept: list[_Stretch] = []
    for stretch in found:
        if (stretch.name, stretch.printed) not in seen:
            kept.append(stretch)
            seen.append((stretch.name, stretch.printed))
    return kept


def _titles(content: Content) -> list[tuple[int, str]]:
    """The blocks that are a title, or begin one over two lines, and what the report is called there."""
    lines = [block.text.strip() if isinstance(block, Text) else "" for block in content.blocks]
    found: list[tuple[int, str]] = []
    last = -1
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        for size, words in ((1, line), (2, line + following if line and following else "")):
            if at > last and (called := titled(words)):
                found.append((at, called))
                last = at + size - 1
        if len(found) > MOST:
            return []
    return found


def _told_apart(names: list[str]) -> tuple[str, ...]:
    """``names``, numbered where two are the same."""
    return tuple(
        f"{name}（第 {names[: at + 1].count(name)} 份）" if names.count(name) > 1 else name
        for at, name in enumerate(names)
    )
