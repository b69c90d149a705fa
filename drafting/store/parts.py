"""A report and the parts it is kept in; what cannot be read is named part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from drafting.errors import Damaged, InputError
from drafting.form import SECTIONS, SectionSpec
from drafting.report import Approval, AsPrinted, ChosenChart, Document, Note, Organ, Remark, Report, Section, Waiver
from drafting.values import Number, Values

from .tables import NOTHING

_BARE = {
    "head": {"organ": {"name": "？", "level": "township", "kind": "government"}, "year": 2000, "edition": "2021"},
    "cells": {"values": {}, "stated": {}},
    "document": {},
}
"""The parts without which there is no report, at their least."""
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, InputError)
"""What content of another shape raises."""
_NAMES = {
    "head": "机关与年度",
    "cells": "三张表",
    "document": "公文要素",
    "waivers": "保留的理由",
    "approvals": "批准",
    "remarks": "意见",
    "charts": "图表",
    "published": "公布日期",
    "as_printed": "原文件的格式",
    "notes_done": "素材",
    "note": "素材",
    "section": "正文",
    "outline": "章节",
}


def note_content(note: Note, position: float) -> dict[str, Any]:
    """A note as its part keeps it; notes stand in the order of ``position``."""
    return {
        "aspect": note.aspect,
        "text": note.text,
        "position": position,
        **({"asked": note.asked} if note.asked else {}),
    }


def cells_content(report: Report) -> dict[str, Any]:
    """The cells of ``report`` as their part keeps them."""
    return {"values": encode(report.values), "stated": encode(report.stated)}


def head_content(report: Report) -> dict[str, Any]:
    """Organ, year and edition as their part keeps them."""
    return {"organ": report.organ.model_dump(mode="json"), "year": report.year, "edition": report.edition}


def outline_content(outline: Sequence[SectionSpec]) -> list[dict[str, Any]]:
    """A report's own outline as its part keeps it."""
    return [spec.model_dump(mode="json") for spec in outline]


def parts_of(report: Report) -> dict[str, Any]:
    """A report as its parts keep it."""
    return {
        "head": head_content(report),
        "cells": cells_content(report),
        "document": report.document.model_dump(mode="json"),
        **({"waivers": [waiver.model_dump(mode="json") for waiver in report.waivers]} if report.waivers else {}),
        **({"approvals": [given.model_dump(mode="json") for given in report.approvals]} if report.approvals else {}),
        **({"remarks": [remark.model_dump(mode="json") for remark in report.remarks]} if report.remarks else {}),
        **({"charts": [chosen.model_dump(mode="json") for chosen in report.charts]} if report.charts else {}),
        **({"published": report.published_on.isoformat()} if report.published_on else {}),
        **({"notes_done": report.notes_done} if report.notes_done else {}),
        **(
            {"as_printed": report.as_printed.model_dump(mode="json", exclude_defaults=True)}
            if report.as_printed
            else {}
        ),
        **({"outline": outline_content(report.own_outline)} if report.own_outline is not None else {}),
        **({"extra": report.extra} if report.extra else {}),
        **{f"note:{note.id}": note_content(note, position) for position, note in enumerate(report.notes)},
        **{f"section:{id}": section.model_dump(mode="json") for id, section in report.sections.items()},
    }


def report_of(parts: dict[str, Any], organ: str, year: int) -> Report:
    """The report that ``parts`` make; raises Damaged, naming it by ``organ`` and ``year``, and the parts that cannot be
    read.
    """
    with suppress(*_UNREADABLE):  # what cannot be read is named below, part by part
        if (report := _report(parts)).form:
            return report
    wrong = [part for part in {**_BARE, **parts} if not readable(part, parts.get(part, NOTHING))]
    said = "、".join(dict.fromkeys(f"“{_called(part)}”" for part in wrong))
    raise Damaged(
        f"“{organ}”{year} 年度的报告打不开：{said or '内容'}保存的数据已损坏。其他报告不受影响；请管理员用备份恢复全部数据，或删除后重新建立。"
    )


def readable(part: str, content: Any) -> bool:
    """Whether ``content`` is what the part keeps; None: it was deleted."""
    if content is None:
        return True
    try:
        return bool(_report({**_BARE, part: content}).form)
    except _UNREADABLE:
        return False


def _called(part: str) -> str:
    kind, _, name = part.partition(":")
    return SECTIONS[name].label if kind == "section" and name in SECTIONS else _NAMES.get(kind, "其他内容")


def _report(parts: dict[str, Any]) -> Report:
    named = {
        prefix: {part.split(":", 1)[1]: content for part, content in parts.items() if part.startswith(prefix + ":")}
        for prefix in ("note", "section")
    }
    notes = sorted(named["note"].items(), key=lambda item: (item[1]["position"], item[0]))
    cells = parts["cells"]
    return Report(
        organ=Organ.model_validate(parts["head"]["organ"]),
        year=parts["head"]["year"],
        edition=parts["head"]["edition"],
        values=decode(cells["values"]),
        stated=decode(cells["stated"]),
        notes=[
            Note(id=id, aspect=content["aspect"], text=content["text"], asked=content.get("asked", ""))
            for id, content in notes
        ],
        notes_done=parts.get("notes_done", []),
        own_outline=_outline(parts.get("outline")),
        sections={id: Section.model_validate(content) for id, content in named["section"].items()},
        waivers=[Waiver.model_validate(waiver) for waiver in parts.get("waivers", [])],
        approvals=[Approval.model_validate(given) for given in parts.get("approvals", [])],
        remarks=[Remark.model_validate(remark) for remark in parts.get("remarks", [])],
        charts=[ChosenChart.model_validate(chosen) for chosen in parts.get("charts", [])],
        document=Document.model_validate(parts["document"]),
        extra=parts.get("extra", {}),
        as_printed=AsPrinted.model_validate(parts["as_printed"]) if parts.get("as_printed") is not None else None,
        published_on=date.fromisoformat(parts["published"]) if parts.get("published") else None,
    )


def _outline(content: Any) -> tuple[SectionSpec, ...] | None:
    return None if content is None else tuple(SectionSpec.model_validate(spec) for spec in content)


def encode(values: Values) -> dict[str, int | str | None]:
    """Values for JSON: a Decimal as its digits, so that none is lost."""
    return {key: f"{value:f}" if isinstance(value, Decimal) else value for key, value in values.items()}


def decode(raw: Mapping[str, int | str]) -> dict[str, Number]:
    """Values as they were before ``encode``."""
    return {key: Decimal(value) if isinstance(value, str) else value for key, value in raw.items()}
