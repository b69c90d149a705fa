"""Adjustments to a sum, as a table that a person keeps: 栏目, 增减, 原因; tabs or commas, any usual encoding."""

from __future__ import annotations

import csv
import re
from decimal import Decimal, InvalidOperation
from io import StringIO

from drafting.errors import FileError
from drafting.form import Edition, editions
from drafting.language.encoding import decoded
from drafting.values import FULL_WIDTH, tidy

from .rollup import Adjustment


def loads(data: bytes, name: str, form: Edition | None = None) -> tuple[Adjustment, ...]:
    """The adjustments in ``data``. 栏目 is a cell's key or its name (表三“（一）予以公开”自然人).

    Raises FileError naming the line: no such cell, no number, no reason.
    """
    form = form or editions()[-1]
    text = decoded(data)
    if text is None:
        raise FileError(f"“{name}”的文字读不出来，请存为“文本文件（制表符分隔）”再试。")
    cells = {key: key for key in form.cells} | {_bare(form.name(key)): key for key in form.cells}
    found = []
    rows = csv.reader(StringIO(text, newline=""), delimiter="\t" if "\t" in text else ",")
    for at, row in enumerate(rows, 1):
        given = [each.strip() for each in row] + ["", "", ""]
        if not any(given) or given[0] == "栏目":
            continue
        where = f"“{name}”第 {at} 行"
        cell = cells.get(given[0]) or cells.get(_bare(given[0]))
        if cell is None:
            raise FileError(
                f"{where}的栏目“{given[0][:40]}”表里没有，请照表上的名称写，例如“{form.name(form.inputs[-1])}”。"
            )
        try:
            amount = tidy(Decimal(given[1].translate(FULL_WIDTH).replace(",", "")))
        except InvalidOperation:
            raise FileError(f"{where}的增减“{given[1][:20]}”不是数字，请写成 2 或 -2 的样子。") from None
        if not given[2]:
            raise FileError(f"{where}没有写调整的原因，请写明，例如“与县司法局联合发文，只计一次”。")
        found.append(Adjustment(cell=cell, amount=amount, reason=given[2][:500]))
    return tuple(found)


def _bare(name: str) -> str:
    return re.sub(r"[\s“”\"'（）()]", "", name)
