"""机关与公文要素: each single thing that the report tells about organ, year and document, by its name in the record."""

from __future__ import annotations

import re
from datetime import date

from pydantic import ValidationError

from drafting.errors import InputError
from drafting.report import KIND_LABELS, LEVEL_LABELS, Kind, Level, Report
from drafting.report_file import check_year

Particular = str | int | bool | date | None
"""What a field holds: words, the year, a choice, yes or no, a day or none."""
ORGAN = {
    "name": "机关全称",
    "kind": "机关类型",
    "level": "层级",
    "makes_rules": "有规章制定权",
    "short_name": "简称",
    "self_reference": "正文中的自称",
    "superior": "上级机关",
}
DOCUMENT = {
    "number": "文号",
    "issued_on": "成文日期",
    "copied_to": "抄送",
    "issuing_office": "印发机关",
    "printed_on": "印发日期",
    "index_number": "索引号",
    "signed": "文末署名并写成文日期",
}
LABELS = {**ORGAN, "year": "报告年度", **DOCUMENT}
"""What staff call a field."""


def part(field: str) -> str:
    """The part of the store that holds ``field``."""
    return "document" if field in DOCUMENT else "head"


def standing(report: Report, field: str) -> Particular:
    """What ``report`` has in ``field``."""
    return report.year if field == "year" else getattr(report.organ if field in ORGAN else report.document, field)


def read(report: Report, field: str, typed: Particular) -> Particular:
    """The value of ``field`` that was typed or chosen. Raises InputError."""
    if field not in LABELS:
        raise InputError(f"没有名为“{field[:40]}”的要素，没有保存，请刷新页面。")
    if field == "year":
        return _year(str(typed))
    whole = report.organ if field in ORGAN else report.document
    value = typed.strip() if type(typed) is str else typed
    if field == "name" and not value:
        raise InputError("机关全称不能为空，没有保存，请补填。")
    try:
        return getattr(type(whole).model_validate({**whole.model_dump(), field: value}), field)
    except ValidationError as error:
        most = error.errors()[0].get("ctx", {}).get("max_length")
        if most is None:
            raise InputError(f"{LABELS[field]}的格式不对，没有保存，请改正。") from None
        raise InputError(f"{LABELS[field]}最多 {most} 字，现有 {len(str(value)):,} 字，没有保存，请删减。") from None


def _year(typed: str) -> int:
    found = re.fullmatch(r"(\d{4})(?:年度?)?", "".join(typed.split()))
    if found is None:
        raise InputError("报告年度要填四位数字，例如 2025；没有保存，请改正。")
    check_year(int(found[1]))
    return int(found[1])


def told(value: Particular) -> str:
    """A value in words, as a message or a choice between two tells it."""
    if isinstance(value, Kind):
        return KIND_LABELS[value]
    if isinstance(value, Level):
        return LEVEL_LABELS[value]
    if isinstance(value, bool):
        return "是" if value else "否"
    words = "" if value is None else str(value)
    return words if len(words) <= 60 else f"{words[:60]}……"


def elsewhere(field: str, stands: Particular, given: Particular) -> str:
    """The sentence for a field that was changed elsewhere, with both values."""
    there = f"改为“{words}”" if (words := told(stands)) else "清空"
    here = f"您填的“{words}”没有保存。" if (words := told(given)) else "您的清空没有保存。"
    return f"{LABELS[field]}已在别处{there}，{here}"
