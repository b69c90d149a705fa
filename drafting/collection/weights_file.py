"""The weights of a score as a small table that the office keeps: 项目, 分值, 每处扣分, 规则; .xlsx, .tsv, .csv.

A workbook of scores has the weights it was made by as a sheet, which can be changed and given back.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

from drafting.checks import RULES
from drafting.errors import FileError
from drafting.publishing.listing import Listing
from drafting.values import FULL_WIDTH
from drafting.whole_files import read_whole

from . import table_file
from .score import DEFAULT, ITEMS, Item, Weight, Weights

MOST = 1000
"""Points that one item may be worth."""
MAX_BYTES = 10 * 2**20
SHEET = "评分标准"
_COLUMNS = ("项目", "分值", "每处扣分", "规则")
_ITEMS: dict[str, Item] = {label: item for item, label in ITEMS.items()}
ABOUT: dict[Item, str] = {
    "on_time": "首次报送晚于期限的，每晚一天扣一次；逾期未报的各项都不得分。",
    "errors": "最近一次报来的报告里，不归下面各项的错误。",
    "warnings": "最近一次报来的报告里，不归下面各项的提醒。",
    "likeness": "与同一批其他单位或上年报告雷同。",
    "problems": "第五部分的问题和措施不具体；没有报送正文的不评，其余各项折算。",
    "complete": "缺少规定的内容。",
}
"""What an item is judged by."""


def read(path: str | Path) -> Weights:
    """The weights in the file at ``path``. Raises FileError."""
    return loads(read_whole(path, "评分标准", MAX_BYTES), Path(path).name)


def loads(data: bytes, name: str) -> Weights:
    """The weights in ``data``, the bytes of a file called ``name``; an item that is not in it does not count.

    Raises FileError naming the row: no such item, no number, no such rule.
    """
    rows = table_file.rows(data, name, "评分标准", lambda grid: _head(grid) is not None)
    at = _head(rows)
    if at is None:
        raise FileError(f"“{name}”里没有“项目”“分值”“每处扣分”三栏，没有读入；请在第一行写上栏目名称。")
    columns = {words: rows[at].index(words) for words in _COLUMNS if words in rows[at]}
    found: dict[Item, Weight] = {}
    whose: dict[str, Item] = {}
    for number, row in enumerate(rows[at + 1 :], at + 2):
        if not any(row):
            continue
        given = {words: row[column] if column < len(row) else "" for words, column in columns.items()}
        where = f"“{name}”第 {number} 行"
        item = _ITEMS.get(given["项目"])
        if item is None:
            raise FileError(f"{where}的项目“{given['项目'][:20]}”不认识，请填 {'、'.join(_ITEMS)} 之一。")
        if item in found:
            raise FileError(f"{where}的项目“{given['项目']}”前面已经写过，请删去一行。")
        rules = _rules(given.get("规则", ""), where, item)
        for rule in rules:
            if rule in whose:
                raise FileError(f"{where}的规则 {rule} 已归入“{ITEMS[whose[rule]]}”，一条规则只能归一项，请删去一处。")
            whose[rule] = item
        found[item] = Weight(
            _points(given["分值"], where, "分值"), _points(given["每处扣分"], where, "每处扣分"), rules
        )
    if not any(weight.full for weight in found.values()):
        raise FileError(f"“{name}”里没有一项的分值大于 0，没有读入；请至少填写一项。")
    return found


def _head(rows: table_file.Rows) -> int | None:
    return next((at for at, row in enumerate(rows[:10]) if {*_COLUMNS[:3]} <= {*row}), None)


def _points(text: str, where: str, what: str) -> Decimal:
    try:
        points = Decimal(text.translate(FULL_WIDTH))
    except InvalidOperation:
        points = Decimal("NaN")
    if not points.is_finite() or not 0 <= points <= MOST or points != round(points, 1):
        raise FileError(f"{where}的{what}“{text[:20]}”应是 0 到 {MOST} 的数字，最多一位小数，请改正。")
    return points


def _rules(text: str, where: str, item: Item) -> tuple[str, ...]:
    """The rules named; those of the program's own proposal where none is."""
    if not text:
        return DEFAULT[item].rules
    if not DEFAULT[item].rules:
        raise FileError(f"{where}的“{ITEMS[item]}”不按规则计分，请把“规则”一栏留空。")
    named = tuple(dict.fromkeys(filter(None, re.split(r"[、，,；;\s]+", text.upper()))))
    if unknown := [rule for rule in named if rule not in RULES]:
        raise FileError(f"{where}的规则“{unknown[0][:20]}”没有，请写校核页上的规则编号，例如 R-10。")
    return named


def table(weights: Weights) -> Listing:
    """The weights as a table; ``loads`` reads it again."""
    return Listing(
        SHEET,
        tuple(zip((*_COLUMNS, "说明"), (8, 5, 6, 20, 30))),
        tuple(
            (ITEMS[item], weight.full, weight.each, "、".join(weight.rules), ABOUT[item])
            for item, weight in weights.items()
        ),
    )


def dumps(weights: Weights) -> bytes:
    """The weights as text with tabs; ``loads`` reads it again."""
    listed = table(weights)
    rows = [[head for head, _ in listed.columns], *listed.rows]
    return "".join(
        "\t".join(f"{each:f}" if isinstance(each, Decimal) else str(each) for each in row) + "\n" for row in rows
    ).encode()
