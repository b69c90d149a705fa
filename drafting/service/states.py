"""The states of a report, the steps between them, and what stands on its trail, each with what staff call it.

See docs/decisions/0008-review.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drafting.errors import InputError
from drafting.language.encoding import storable
from drafting.publishing.charts import charts
from drafting.report import TABLES, Report
from drafting.store import SETTLED
from drafting.store.audit_log import Entry

STATES = {
    "draft": "草稿",
    "submitted": "送审",
    "returned": "退回",
    "approved": "审定",
    "final": "定稿",
    "published": "已公布",
}
"""States of a report with what staff call them."""


@dataclass(frozen=True)
class Step:
    """A verb that puts a report from one of the states ``before`` into the state ``after``."""

    label: str
    before: tuple[str, ...]
    after: str


STEPS = {
    "submit": Step("送审", ("draft", "returned"), "submitted"),
    "return": Step("退回", ("submitted",), "returned"),
    "approve": Step("审定", ("submitted",), "approved"),
    "finalise": Step("定稿", ("approved",), "final"),
    "publish": Step("登记公布", ("final",), "published"),
    "reopen": Step("撤回修改", ("submitted", *SETTLED), "draft"),
}
VERBS = {
    **{verb: step.label for verb, step in STEPS.items()},
    "change": "改动，回到草稿",
    "restore": "恢复",
    "remark": "提出意见",
    "take_back": "撤回意见",
    "answer": "答复意见",
    "sign": "批准",
    "unsign": "撤回批准",
    "waive": "说明理由保留",
    "withdraw": "撤回保留",
    "export": "导出正式稿",
    "import": "读入文件",
    "send": "向远程模型发送个人信息",
}
"""What stands on a trail, with what staff call it."""
MOVES = (*STEPS, "change", "restore")
"""The verbs that put a report into another state."""
_BY_ITSELF = ("change", "restore")
"""What the program does."""
_FILLING_IN = ("import",)
"""What is part of filling in: nobody is asked for a name at every cell, nor at every file that fills several."""
_PARTS: Mapping[str, str] = {
    "organ": "机关与年度",
    "document": "公文要素",
    TABLES: "三张表",
    "notes": "素材",
    "charts": "图表",
    "charted": "图表中以前年度的数字",
    "outline": "章节",
}


def digests(report: Report, others: Iterable[Report] = ()) -> dict[str, str]:
    """SHA-256 of each part that stands for what was approved: ``organ``, ``document``, ``tables``, ``charts`` where
    there are any, with what they show of other years (``charted``, from the reports ``others``), ``notes``, the
    ``outline`` where it is the report's own, and each section in which something is written. Of a section only the words count.
    """
    drawn = (
        {
            chart.id: [[figure.year, str(figure.value)] for figure in chart.figures if figure.year != report.year]
            for chart in charts(report, others)
        }
        if report.charts
        else {}
    )
    said = {
        "organ": [report.organ.model_dump(mode="json"), report.year, report.edition],
        "document": report.document.model_dump(mode="json"),
        TABLES: {key: str(value) for key, value in report.cells().items()},
        **(
            {
                "charts": sorted([each.chart, each.place] for each in report.charts),
                "charted": {each.chart: drawn.get(each.chart, []) for each in report.charts},
            }
            if report.charts
            else {}
        ),
        "notes": [[note.aspect, note.text] for note in report.notes],
        **(
            {"outline": [[spec.chapter, spec.id, spec.heading, spec.numbered] for spec in report.outline]}
            if report.own_outline is not None
            else {}
        ),
        **{spec.id: report.text(spec.id) for spec in report.outline if report.written(spec.id)},
    }
    return {
        part: hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest() for part, content in said.items()
    }


def differing(then: Mapping[str, str], now: Mapping[str, str], report: Report) -> list[str]:
    """What differs between two ``digests`` of ``report``, as staff call it."""
    return [called(part, report) for part in dict.fromkeys([*now, *then]) if now.get(part) != then.get(part)]


def as_seen(report: Report, seen: Mapping[str, str], now: Mapping[str, str], doing: str) -> None:
    """Raises InputError when ``report`` with the digests ``now`` is not as it was ``seen`` by who is ``doing`` it."""
    if changed := differing(seen, now, report):
        which = "、".join(f"“{each}”" for each in changed)
        raise InputError(f"{which}刚刚有改动，没有{doing}，请看过现在的内容再办理。")


def called(part: str, report: Report) -> str:
    """What staff call a part of ``report``."""
    return _PARTS.get(part) or report.called(part)


def listed(parts: Iterable[str], report: Report) -> str:
    """What staff call several parts of ``report``: ``三张表、主动公开``."""
    return "、".join(called(part, report) for part in parts)


def who(entry: Entry) -> str:
    """Who did it; what a person did without giving a name is 未署名, what is part of filling in is 填报人员's."""
    return entry.person or (
        "程序" if entry.verb in _BY_ITSELF else "填报人员" if entry.verb in _FILLING_IN else "未署名"
    )


def typed(text: str) -> str:
    """What was typed, as it can be kept: lone surrogates become “?”."""
    return storable(text.strip())


def named(person: str, doing: str) -> str:
    """The name of who does something (``doing``: what, for the sentence). Raises InputError without one."""
    if not (name := typed(person)):
        raise InputError(f"请先填写姓名，再{doing}。")
    return name[:50]
