"""The roster as a file: .xlsx, .xls, or text with tabs or commas in any usual encoding; and the template to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from drafting.errors import FileError, InputError
from drafting.organ import KIND_LABELS, LEVEL_LABELS, Kind, Level
from drafting.organs import named
from drafting.whole_files import read_whole

from . import table_file
from .roster import MAX_UNITS, Roster, Unit, roster

Known = TypeVar("Known")

MAX_BYTES = 10 * 2**20
COLUMNS = {
    "order": ("序号", "编号", "排序"),
    "name": ("单位名称", "机关名称", "单位全称", "全称", "单位", "名称"),
    "short_name": ("简称", "单位简称"),
    "kind": ("类别", "单位类别", "性质"),
    "level": ("层级", "级别"),
    "parent": ("上级单位", "上级", "主管单位", "主管部门"),
    "contact": ("联系人", "联系方式", "联系人及电话", "联系电话"),
    "deadline": ("报送期限", "截止日期", "内部期限", "期限"),
    "aliases": ("别名", "其他名称"),
    "former_names": ("曾用名", "原名称"),
    "merged": ("并入单位", "合并的单位"),
    "split_from": ("分出自", "从哪个单位分出"),
}
"""Field -> what heads its column, the template's word first."""
_HEAD_ROWS = 10
_SHOWN = 8
"""Faults that one answer names."""
_KINDS = {label: kind for kind, label in KIND_LABELS.items()} | {
    "政府": Kind.GOVERNMENT,
    "部门": Kind.DEPARTMENT,
    "街道": Kind.SUBDISTRICT_OFFICE,
    "乡镇": Kind.GOVERNMENT,
}
_LEVELS = {label: level for level, label in LEVEL_LABELS.items()} | {
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "区级": Level.COUNTY,
    "乡镇级": Level.TOWNSHIP,
    "乡级": Level.TOWNSHIP,
    "街道级": Level.SUBDISTRICT,
}
_DAY = re.compile(r"(20\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?(?:\s+00:00(?::00)?)?")
_EXAMPLES = (
    ("1", "云溪县人民政府", "云溪县", "人民政府", "县级", "", "", "", "", "", "", ""),
    (
        "2",
        "云溪县人民政府办公室",
        "县政府办",
        "政府部门",
        "县级",
        "云溪县人民政府",
        "王某 0000-0000001",
        "",
        "政府办",
        "",
        "",
        "",
    ),
    ("3", "青石镇人民政府", "青石镇", "人民政府", "乡镇", "云溪县人民政府", "", "", "", "青石乡人民政府", "", ""),
)


def read(path: str | Path) -> Roster:
    """The roster in the file at ``path``. Raises FileError."""
    return loads(read_whole(path, "名单", MAX_BYTES), Path(path).name)


def loads(data: bytes, name: str) -> Roster:
    """The roster in ``data``, the bytes of a file called ``name``.

    Raises FileError: not readable, no column of names, or rows that cannot be used, each named by its number.
    """
    rows = table_file.rows(data, name, "名单", _is_headed)
    at, columns = _head(rows, name)
    filled = [(number, row) for number, row in enumerate(rows[at + 1 :], at + 2) if any(row)]
    given = [
        (number, {field: row[column] if column < len(row) else "" for field, column in columns.items()})
        for number, row in filled
    ]
    return _read(given, name)


def typed(rows: Iterable[Mapping[str, str]], name: str = "填写的名单") -> Roster:
    """The roster in ``rows``, each field -> text (``COLUMNS``), as a person typed them; blank rows are left out. Raises FileError as
    ``loads`` does.
    """
    texts = [{field: str(row.get(field) or "").strip() for field in COLUMNS} for row in rows]
    return _read([(number, row) for number, row in enumerate(texts, 1) if any(row.values())], name)


def rows_of(roster: Roster) -> list[dict[str, str]]:
    """The units of ``roster`` as rows of texts, which ``typed`` reads again."""
    return [
        {
            "order": str(unit.order),
            "name": unit.name,
            "short_name": unit.short_name,
            "kind": KIND_LABELS[unit.kind],
            "level": LEVEL_LABELS[unit.level],
            "parent": unit.parent,
            "contact": unit.contact,
            "deadline": unit.deadline.isoformat() if unit.deadline else "",
            "aliases": "、".join(unit.aliases),
            "former_names": "、".join(unit.former_names),
            "merged": "、".join(unit.merged),
            "split_from": unit.split_from,
        }
        for unit in roster.units
    ]


def _read(rows: Sequence[tuple[int, Mapping[str, str]]], name: str) -> Roster:
    """The roster in numbered ``rows``; every fault is named by its row."""
    if len(rows) > MAX_UNITS:
        raise FileError(
            f"“{name}”有 {len(rows)} 行，一份名单最多 {MAX_UNITS} 个单位，没有读入；请核对是不是选错了文件。"
        )
    units: list[Unit] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    called: dict[tuple[str, str], int] = {}
    orders: dict[int, int] = {}
    for number, given in rows:
        try:
            unit = _unit(given, len(units) + 1)
        except InputError as error:
            faults.append(f"第 {number} 行{error}")
            continue
        if unit.key in seen:
            under = "，上级单位也相同" if unit.parent else "，又没有写上级单位"
            faults.append(
                f"第 {number} 行的“{unit.name}”与第 {seen[unit.key]} 行重复{under}，请删去一行，或写明各自的上级单位。"
            )
        elif unit.order in orders:
            faults.append(f"第 {number} 行的序号 {unit.order} 与第 {orders[unit.order]} 行相同，请改成不同的序号。")
        elif other := next((called[each, unit.parent] for each in unit.names if (each, unit.parent) in called), None):
            shared = next(each for each in unit.names if (each, unit.parent) in called)
            faults.append(f"第 {number} 行与第 {other} 行都叫“{shared}”，收到的文件会分不清是谁的，请改掉一处。")
        seen.setdefault(unit.key, number)
        orders.setdefault(unit.order, number)
        called.update({(each, unit.parent): number for each in unit.names if (each, unit.parent) not in called})
        units.append(unit)
    if faults:
        shown = "".join(faults[:_SHOWN])
        more = f"另外还有 {len(faults) - _SHOWN} 处。" if len(faults) > _SHOWN else ""
        raise FileError(f"名单“{name}”没有读入，有 {len(faults)} 处需要改正：{shown}{more}")
    try:
        return roster(units)
    except InputError as error:
        raise FileError(f"“{name}”：{error}") from None


def _unit(given: Mapping[str, str], place: int) -> Unit:
    name = re.sub(r"\s+", "", given["name"])
    if not name:
        raise InputError("没有写单位名称，请补上或删去这一行。")
    if len(name) > 100:
        raise InputError(f"的单位名称“{name[:20]}…”超过 100 个字，请核对。")
    told = named(name)
    order = given.get("order", "")
    if order and not (order.isascii() and order.isdigit() and 0 < int(order) < 100_000):
        raise InputError(f"的序号“{order[:20]}”不是正整数，请改正或留空。")
    return Unit(
        name=name,
        order=int(order) if order else place,
        short_name=given.get("short_name", "")[:50],
        kind=_among(given.get("kind", ""), _KINDS, "类别", list(KIND_LABELS.values())) or told.kind,
        level=_among(given.get("level", ""), _LEVELS, "层级", list(LEVEL_LABELS.values())) or told.level,
        parent=re.sub(r"\s+", "", given.get("parent", ""))[:100],
        contact=" ".join(given.get("contact", "").split())[:100],
        deadline=_day(given.get("deadline", "")),
        aliases=_several(given.get("aliases", "")),
        former_names=_several(given.get("former_names", "")),
        merged=_several(given.get("merged", "")),
        split_from=re.sub(r"\s+", "", given.get("split_from", ""))[:100],
    )


def _among(text: str, known: dict[str, Known], what: str, offered: list[str]) -> Known | None:
    if text and text not in known:
        raise InputError(f"的{what}“{text[:20]}”不认识，请填 {'、'.join(offered)} 之一，或留空。")
    return known.get(text)


def _day(text: str) -> date | None:
    if not text:
        return None
    if match := _DAY.fullmatch(text):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            pass
    raise InputError(f"的报送期限“{text[:20]}”不是日期，请写成 2025-01-20 的样子，或留空。")


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, re.split(r"[、，,；;\s]+", text))))


def _columns(row: list[str]) -> dict[str, int]:
    """Field -> its column, where ``row`` heads the columns."""
    bare = [re.sub(r"[\s*＊（(].*$", "", text) for text in row]
    found: dict[str, int] = {}
    for field, words in COLUMNS.items():
        at = next((bare.index(word) for word in words if word in bare), None)
        if at is not None:
            found[field] = at
    return found


def _is_headed(rows: list[list[str]]) -> bool:
    return any("name" in _columns(row) for row in rows[:_HEAD_ROWS])


def _head(rows: list[list[str]], name: str) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        if "name" in (columns := _columns(row)):
            return at, columns
    raise FileError(f"名单“{name}”里没有找到“单位名称”一栏，请按名单模板填写，栏目名称放在第一行。")


def template() -> bytes:
    """The roster to fill in, as an .xlsx file with three examples and an explanation."""
    from xlsxwriter import Workbook

    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "num_format": "@"}
    head = book.add_format({**base, "bold": True, "border": 1, "bg_color": "#E7EDF3", "align": "center"})
    plain = book.add_format(base)
    units = book.add_worksheet("名单")
    for column, (words, width) in enumerate(zip(COLUMNS.values(), (6, 30, 14, 12, 8, 24, 24, 14, 20, 20, 24, 24))):
        units.set_column(column, column, width, plain)
        units.write_string(0, column, words[0], head)
    for row, example in enumerate(_EXAMPLES, 1):
        for column, text in enumerate(example):
            units.write_string(row, column, text, plain)
    fields = list(COLUMNS)
    for field, labels in (("kind", KIND_LABELS), ("level", LEVEL_LABELS)):
        column = fields.index(field)
        units.data_validation(1, column, MAX_UNITS, column, {"validate": "list", "source": list(labels.values())})
    units.freeze_panes(1, 2)
    about = book.add_worksheet("说明")
    about.set_column(0, 0, 100, book.add_format({**base, "text_wrap": True}))
    for row, sentence in enumerate(_ABOUT):
        about.write_string(row, 0, sentence)
    book.close()
    return file.getvalue()


_ABOUT = (
    "一行一个单位，只有“单位名称”必须填写；前三行是示例，请删去。",
    "类别和层级不填时按名称推断。序号决定各表的排列和文件名，不填时按行的先后。",
    "本级政府也列一行：它自己的报告由其他单位汇总而成，不再加进合计。",
    "上级单位是名单里另一个单位（本级政府除外）的，数字已在上级单位的报告里，不再重复汇总。同名的单位必须填上级单位。",
    "报送期限是本地要求交来的日期，写成 2025-01-20 的样子；法定期限由程序另行计算。",
    "别名、曾用名用顿号分开，收到的文件里写这些名称的，也算这个单位的。",
    "上年以来有单位并进来的，把并进来的单位写进“并入单位”，上年的数字按这几个单位的相加；从别的单位分出来的，在“分出自”里写原单位，"
    "上年的数字只用在合计里。",
)
