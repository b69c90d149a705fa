"""Which sheets of a workbook are the report: not those of notes or explanation, not another year's, not another
office's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from drafting.errors import SeveralReports
from drafting.form import PrintedForm

from ..content import Content, Grid
from .notes import is_beside
from .rows import rows
from .summaries import LEAST, refused, units

SHARED = 3
"""Rows that two sheets have in common at least when they are the same table twice."""
_SHEET = re.compile(r"工作表“(.*)”")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|\D*(?:年度|报告|年报)|$)")


def report_only(content: Content, name: str, form: PrintedForm, part: str = "") -> Content:
    """The sheets of ``content`` that are one report on ``form``. Of the same tables for several years the latest count,
    and that is said. ``part``: the name of the sheet that a person chose of several.

    Raises SeveralReports where it cannot be told which sheets are meant, FileError for a summary of many units.
    """
    grids = [block for block in content.blocks if isinstance(block, Grid) and not is_beside(block)]
    if part:
        grids = [grid for grid in grids if _sheet(grid) == part] or grids
        return replace(content, blocks=tuple(grids))
    said: list[str] = []
    for grid in grids:
        if found := units(grid):
            raise refused(name, found)
    if twice := _twice(grids, form):
        years = {id(grid): _year(grid) for grid in grids}
        latest = max(years.values())
        older = sorted({year for year in years.values() if 0 < year < latest})
        grids = [grid for grid in grids if years[id(grid)] in (0, latest)]
        if again := _twice(grids, form):
            raise _several(name, again)
        said.append(f"工作簿里还有 {'、'.join(map(str, older))} 年度的同类表格，没有读取。")
    return (
        replace(content, blocks=tuple(grids), said=(*content.said, *said))
        if twice or len(grids) < len(content.blocks)
        else content
    )


def _twice(grids: list[Grid], form: PrintedForm) -> list[Grid]:
    """The sheets that print rows of the form which another one prints with other figures."""
    printed = (
        [{row.row: row.figures for row in rows(Content("xlsx", (grid,)), form)} for grid in grids]
        if len(grids) > 1
        else []
    )
    found: list[Grid] = []
    for (one, first), (other, second) in combinations(zip(grids, printed), 2):
        shared = first.keys() & second.keys()
        if len(shared) >= SHARED and any(first[row] != second[row] for row in shared):
            found += [one, other]
    return list({id(grid): grid for grid in found}.values())


def _year(grid: Grid) -> int:
    """The year in the sheet's name or first lines; 0 where none is named."""
    texts = [_sheet(grid)] + [cell.text for row in grid.rows[:3] for cell in row if cell]
    return next((int(match[1]) for text in texts if (match := _YEAR.search(text))), 0)


def _sheet(grid: Grid) -> str:
    says = next((cell.place.says for row in grid.rows for cell in row if cell), "")
    match = _SHEET.search(says)
    return match[1] if match else ""


def _several(name: str, grids: Iterable[Grid]) -> SeveralReports:
    names = tuple(dict.fromkeys(map(_sheet, grids)))
    sheets = "”“".join(names)
    what = "是多个单位的汇总工作簿，" if len(names) >= LEAST else ""
    return SeveralReports(
        f"“{name}”{what}里有几份报告（工作表“{sheets[:80]}”），分不清要读哪一份；请选一份，或把要读的工作表单独存成一个文件再读入。",
        names,
    )
