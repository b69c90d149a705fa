"""Workbooks that are no report of one organ but a summary of many: units side by side, or one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterable

from drafting.errors import FileError
from drafting.form import bare

from ..content import Grid

LEAST = 3
"""Units that make a summary."""
HEAD = 6
"""Rows and columns at the edge of a sheet in which the names of units stand."""
_UNIT = re.compile(
    r"[\u4e00-\u9fff（）()]{2,24}?(?:镇|乡|街道|苏木|人民政府|办事处|管委会|管理委员会|局|委员会|委|办公室|厅|(?<!申请)中心|[县区市旗]|大队|支队|分局|公司)"
)
_NO_UNIT = re.compile("法人|组织|机构|企业|自然人|信息|申请|行政|规章|总计|合计|小计|单位$|部门$|^全|^各|^本|年度|情况")


def units(grid: Grid) -> list[str]:
    """The names of the units that have a column, or a row, each in ``grid``; empty where it is no such table."""
    lines = [[cell.text if cell else "" for cell in row] for row in grid.rows[:HEAD]]
    columns = [[cell.text if at < len(row) and (cell := row[at]) else "" for row in grid.rows] for at in range(HEAD)]
    for line in (*lines, *columns):
        named = list(dict.fromkeys(text for cell in line if _is_unit(text := bare(cell))))
        if len(named) >= LEAST and len(named) * 2 >= len({bare(cell) for cell in line if bare(cell)}):
            return named
    return []


def refused(name: str, found: Iterable[str]) -> FileError:
    """That the workbook called ``name`` is a summary of the units ``found``, which have a column or a row apiece."""
    found = list(found)
    shown = "”“".join(unit[:20] for unit in found[:LEAST])
    return FileError(
        f"“{name}”是多个单位的汇总表（“{shown}”等 {len(found)} 个单位各占一列或一行），不是一个单位的年度报告，没有读取；"
        "请把要读的单位的三张表单独存成一个文件再读入。"
    )


def _is_unit(text: str) -> bool:
    return bool(_UNIT.fullmatch(text)) and not _NO_UNIT.search(text)
