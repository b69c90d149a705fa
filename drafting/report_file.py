"""The report file ``*.report.json`` (schema ``nianbao.report/1``): the whole of a report in one readable file.

Computed cells are written for readers; on reading they are recomputed, and a difference is kept in
``Report.stated`` so that the checks report it. Unknown top-level keys are kept and written back.
"""

from __future__ import annotations

import json
import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from drafting.arranging import arranged
from drafting.errors import FileError, InputError
from drafting.form import (
    ASPECTS,
    CHAPTERS,
    MAX_SECTIONS,
    SECTIONS,
    Edition,
    SectionSpec,
    completed,
    edition,
    edition_for,
    editions,
)
from drafting.form.charts import CHART_NAMES
from drafting.report import (
    Approval,
    AsPrinted,
    ChosenChart,
    Document,
    Note,
    Organ,
    Remark,
    Report,
    Section,
    Waiver,
    new_id,
)
from drafting.values import Number, Value, from_json, to_json, with_totals
from drafting.whole_files import read_whole, write_whole

Model = TypeVar("Model", bound=BaseModel)

SCHEMA = "nianbao.report/1"
MAX_BYTES = 20 * 2**20
_KNOWN = {
    "schema",
    "organ",
    "year",
    "edition",
    "tables",
    "notes",
    "notes_done",
    "narrative",
    "outline",
    "sections",
    "waivers",
    "approvals",
    "remarks",
    "charts",
    "document",
    "published_on",
    "as_printed",
}
_ID = re.compile(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*")


def read(path: str | os.PathLike) -> Report:
    """The report in the file at ``path``.

    Raises FileError: not there, not JSON, wrong types, unknown cells, impossible year …
    """
    return loads(read_whole(path, most=MAX_BYTES), Path(path).name)


def loads(raw: bytes | str, name: str = "年报文件") -> Report:
    """The report in ``raw`` (UTF-8 JSON); ``name`` is used in messages.

    Raises FileError.
    """
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
        data = json.loads(text, parse_float=Decimal, parse_constant=Decimal)
    except UnicodeDecodeError:
        raise FileError(f"“{name}”不是 UTF-8 编码的文本，不能作为年报文件读取，请另选文件。") from None
    except (ValueError, RecursionError) as error:
        where = f"（第 {error.lineno} 行）" if isinstance(error, json.JSONDecodeError) else ""
        raise FileError(f"“{name}”不是完整的 JSON 文件{where}，可能已损坏，请重新导出或另选文件。") from None
    try:
        return from_data(data)
    except InputError as error:
        raise FileError(f"“{name}”不能使用：{error}") from None


def from_data(data: Any) -> Report:
    """The report in decoded JSON ``data`` (floats as Decimal). Raises InputError naming the item at fault."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise InputError(f"开头的 schema 应为“{SCHEMA}”，这不是本程序的年报文件。")
    year = data.get("year")
    if isinstance(year, bool) or not isinstance(year, int):
        raise InputError("year（年度）应为四位整数，例如 2024。")
    if year not in KEPT_BEFORE:
        check_year(year)
    form = edition(_text(data.get("edition", edition_for(max(year, report_years()[0])).edition), "edition（格式版本）"))
    values, stated = _values(data.get("tables", {}), form)
    report = Report(
        organ=_part(Organ, data.get("organ"), "organ（机关）"),
        year=year,
        edition=form.edition,
        values=values,
        stated=stated,
        notes=_notes(_list(data, "notes")),
        notes_done=_done(_list(data, "notes_done")),
        waivers=[_part(Waiver, item, f"waivers 第 {at} 条") for at, item in enumerate(_list(data, "waivers"), 1)],
        approvals=[
            _part(Approval, item, f"approvals 第 {at} 条") for at, item in enumerate(_list(data, "approvals"), 1)
        ],
        remarks=[_part(Remark, item, f"remarks 第 {at} 条") for at, item in enumerate(_list(data, "remarks"), 1)],
        charts=_charts(_list(data, "charts")),
        document=_part(Document, data.get("document", {}), "document（公文要素）"),
        published_on=_day(data.get("published_on")),
        as_printed=_part(AsPrinted, data["as_printed"], "as_printed（原文件的格式）")
        if data.get("as_printed") is not None
        else None,
        extra={key: plain(value) for key, value in data.items() if key not in _KNOWN},
    )
    report.own_outline, report.sections = _words(data, report)
    return report


def report_years() -> range:
    """The years that have a report: from the first that the oldest edition is in force for."""
    return range(editions()[0].in_force_from_report_year, 2100)


KEPT_BEFORE = (2020,)
"""Years before ``report_years`` whose report is kept to be laid beside the next year's, and not written here."""


def check_year(year: int) -> None:
    """Raise InputError unless there is an edition in force for report year ``year``."""
    if year not in (years := report_years()):
        raise InputError(f"年度 {year} 不在可编制的范围内（{years[0]} 年度及以后），请核对年度。")


def to_data(report: Report) -> dict[str, Any]:
    """``report`` as JSON-ready data in the order of the schema; computed cells included."""
    cells = report.cells()
    tables: dict[str, Any] = {}
    for key in report.form.cells:
        *path, last = key.split(".")
        at = tables
        for step in path:
            at = at.setdefault(step, {})
        at[last] = to_json(cells[key])
    return {
        "schema": SCHEMA,
        "organ": report.organ.model_dump(mode="json"),
        "year": report.year,
        "edition": report.edition,
        "tables": tables,
        "notes": [note.model_dump(mode="json", exclude_defaults=True) for note in report.notes],
        **({"notes_done": report.notes_done} if report.notes_done else {}),
        "narrative": {
            chapter: text for chapter in CHAPTERS if (text := report.narrative_text(chapter)) or chapter != "preface"
        },
        **(
            {"outline": [spec.model_dump(mode="json") for spec in report.outline]}
            if report.own_outline is not None
            else {}
        ),
        "document": report.document.model_dump(mode="json"),
        "sections": {id: section.model_dump(mode="json") for id, section in report.sections.items()},
        **({"waivers": [waiver.model_dump(mode="json") for waiver in report.waivers]} if report.waivers else {}),
        **({"approvals": [given.model_dump(mode="json") for given in report.approvals]} if report.approvals else {}),
        **({"remarks": [remark.model_dump(mode="json") for remark in report.remarks]} if report.remarks else {}),
        **({"charts": [chosen.model_dump(mode="json") for chosen in report.charts]} if report.charts else {}),
        **({"published_on": report.published_on.isoformat()} if report.published_on else {}),
        **(
            {"as_printed": report.as_printed.model_dump(mode="json", exclude_defaults=True)}
            if report.as_printed
            else {}
        ),
        **report.extra,
    }


def dumps(report: Report) -> str:
    """``report`` as the text of a report file, ending in a newline."""
    return json.dumps(to_data(report), ensure_ascii=False, indent=2) + "\n"


def write(report: Report, path: str | os.PathLike) -> None:
    """Write ``report`` to ``path``. Raises FileError."""
    write_whole(path, dumps(report).encode("utf-8", "replace"))


def plain(value: Any) -> Any:
    """``value`` with Decimals as JSON numbers again."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return to_json(value) if isinstance(value, Decimal) else value


def _values(tables: Any, form: Edition) -> tuple[dict[str, Number], dict[str, Number]]:
    flat: dict[str, Any] = {}

    def walk(node: Any, path: str) -> None:
        if path in form.cells:
            flat[path] = node
        elif node is None and path in form.holders:
            return
        elif isinstance(node, dict) and (not path or path in form.holders):
            for key, item in node.items():
                walk(item, f"{path}.{key}" if path else str(key))
        elif isinstance(node, dict) or path.count(".") > 0 or path not in {table.id for table in form.tables}:
            raise InputError(f"tables.{path} 不是本格式的单元格，请核对名称。")
        else:
            raise InputError(f"tables.{path} 应为一组单元格。")

    walk(tables, "")
    if not isinstance(tables, dict):
        raise InputError("tables 应为三张表的内容。")
    read: dict[str, Value] = {}
    for key, raw in flat.items():
        try:
            read[key] = from_json(raw, form.cells[key])
        except InputError as error:
            raise InputError(f"tables.{key}（{form.name(key)}）{error}，文件中是 {str(raw)[:30]!r}。") from None
    values = {key: value for key in form.inputs if (value := read.get(key)) is not None}
    sums = with_totals(form, values)
    stated = {
        key: value
        for key, value in read.items()
        if form.cells[key].computed and value is not None and value != sums[key]
    }
    return values, stated


def _list(data: dict, name: str) -> list[Any]:
    if not isinstance(raw := data.get(name, []), list):
        raise InputError(f"{name} 应为列表。")
    return raw


def _notes(raw: list[Any]) -> list[Note]:
    notes = [_part(Note, item, f"notes 第 {at} 条") for at, item in enumerate(raw, 1)]
    seen: set[str] = set()
    for note in notes:
        if note.aspect not in ASPECTS:
            raise InputError(f"素材 {note.id} 的方面“{note.aspect}”不认识，应为 {'、'.join(ASPECTS)} 之一。")
        if note.id in seen:
            raise InputError(f"素材编号“{note.id}”重复，请改成不同的编号。")
        seen.add(note.id)
    return notes


def _done(raw: list[Any]) -> list[str]:
    for aspect in raw:
        if aspect not in ASPECTS:
            raise InputError(f"notes_done 中的方面“{str(aspect)[:40]}”不认识，应为 {'、'.join(ASPECTS)} 之一。")
    return raw


def _words(data: dict, report: Report) -> tuple[tuple[SectionSpec, ...] | None, dict[str, Section]]:
    """The outline of its own that the file gives the report, and the texts of its sections. A chapter whose plain text was
    written or changed by hand is parted anew: that is what counts.
    """
    kept = data.get("sections") or {}
    narrative = data.get("narrative") or {}
    if not isinstance(kept, dict) or not isinstance(narrative, dict):
        raise InputError("narrative、sections（正文）应为按章节列出的内容。")
    own = _outline(data.get("outline"))
    for id in kept:
        if id not in SECTIONS and own is None:
            raise InputError(f"sections.{id} 不是本格式的章节，请核对名称。")
    for chapter in narrative:
        if chapter not in CHAPTERS:
            raise InputError(f"narrative.{chapter} 不是本格式的章节，应为 {'、'.join(CHAPTERS)} 之一。")
    rich = report.model_copy(
        update={
            "own_outline": own if own is None else completed(own, report.organ.kind),
            "sections": {id: _part(Section, item, f"sections.{id}") for id, item in kept.items()},
        }
    )
    texts = {chapter: _text(narrative.get(chapter) or "", f"narrative.{chapter}") for chapter in CHAPTERS}
    by_hand = {
        chapter: text
        for chapter, text in texts.items()
        if chapter in narrative and text != rich.narrative_text(chapter)
    }
    return arranged(rich, by_hand)


def _outline(raw: Any) -> tuple[SectionSpec, ...] | None:
    """The list of sections in the file; None where it has none. A section whose id is missing, unfit or there twice is
    given another, so that none is lost.
    """
    if raw is None:
        return None
    if not isinstance(raw, list):
        raise InputError("outline（章节）应为列表。")
    if len(raw) > MAX_SECTIONS:
        raise InputError(f"outline（章节）最多 {MAX_SECTIONS} 节，文件中有 {len(raw)} 节。")
    found: dict[str, SectionSpec] = {}
    for at, item in enumerate(raw, 1):
        if not isinstance(item, dict):
            raise InputError(f"outline 第 {at} 节不是一组内容。")
        id = item.get("id")
        if not isinstance(id, str) or id in found or len(id) > 64 or not _ID.fullmatch(id):
            item = {**item, "id": f"own{at}.{new_id()}"}
        spec = _part(
            SectionSpec, {key: value for key, value in item.items() if value is not None}, f"outline 第 {at} 节"
        )
        found[spec.id] = spec
    return tuple(found.values())


def _part(model: type[Model], raw: Any, where: str) -> Model:
    if not isinstance(raw, dict):
        raise InputError(f"{where}缺失或不是一组内容。")
    try:
        return model.model_validate(plain(raw), strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        raise InputError(f"{where}的 {field} {_WRONG.get(first['type'], '填写不符合要求')}，请核对。") from None


_WRONG = {
    "missing": "缺失",
    "extra_forbidden": "不是已知的项目",
    "string_type": "应为文字",
    "bool_parsing": "应为 true 或 false",
    "string_too_long": "过长",
    "string_too_short": "不能为空",
    "value_error": "不能为空",
    "enum": "不是允许的取值",
    "literal_error": "不是允许的取值",
    "date_from_datetime_parsing": "不是日期（应如 2025-01-20）",
    "date_type": "不是日期（应如 2025-01-20）",
    "date_parsing": "不是日期（应如 2025-01-20）",
}


def _charts(raw: list[Any]) -> list[ChosenChart]:
    """The chosen charts. Raises InputError for one that the program does not know, and for one that is there twice."""
    chosen: dict[str, ChosenChart] = {}
    for at, item in enumerate(raw, 1):
        each = _part(ChosenChart, item, f"charts 第 {at} 条")
        if each.chart in chosen:
            raise InputError(
                f"charts 第 {at} 条的图表“{CHART_NAMES[each.chart]}”前面已有一条，一张图表只能放在一处，请删去一条。"
            )
        chosen[each.chart] = each
    return list(chosen.values())


def _day(raw: Any) -> date | None:
    try:
        return date.fromisoformat(raw) if raw else None
    except (TypeError, ValueError):
        raise InputError("published_on（公布日期）应如 2025-01-20，请核对。") from None


def _text(raw: Any, where: str) -> str:
    if not isinstance(raw, str):
        raise InputError(f"{where}应为文字。")
    return raw
