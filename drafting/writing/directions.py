"""What a prompt says of the report in hand: whose it is and who reads it, how a section is built, how long it should be.

The words stand in ``directions.tsv``, a table to be reviewed without programming. Columns: 类别, 层级, 性质 (of the organ; several
with commas, none: any), 最少, 最多 (of 结构 sentences of notes, of 数据 figures of the tables), 文字.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from drafting.organ import KIND_LABELS, LEVEL_LABELS
from drafting.report import Report, is_heading

from . import prompts
from .examples import shown

PATTERN = 500
"""Letters of last year's section that are shown."""

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@cache
def _table() -> tuple[dict[str, str], ...]:
    lines = files("drafting.writing").joinpath("directions.tsv").read_text("utf-8-sig").splitlines()
    names = lines[0].split("\t")
    return tuple(dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:] if line.strip())


def reader(report: Report) -> str:
    """What the readers of such an organ's report look for first."""
    organ = report.organ
    fitting = [
        row["文字"]
        for row in _table()
        if row["类别"] == "读者" and organ.level in row["层级"].split(",") and organ.kind in row["性质"].split(",")
    ]
    return fitting[0] if fitting else "群众先看公开了什么、在哪里查，申请怎样提、多久答复"


def structure(notes: int, figures: int) -> str:
    """How a section over that many sentences of notes and that many figures is built."""
    return "；".join(
        row["文字"]
        for row in _table()
        for kind, number in (("结构", notes), ("数据", figures))
        if row["类别"] == kind and number and int(row["最少"]) <= number <= int(row["最多"])
    )


def of(report: Report, task: str, strategy: str) -> dict[str, str]:
    """The variables of a prompt that tell of the report and show how to write: by name, as ``prompts.TASKS`` has them."""
    organ = report.organ
    return {
        "organ": organ.name,
        "year": str(report.year),
        "next": str(report.year + 1),
        "last": str(report.year - 1),
        "self": organ.called,
        "level": f"{LEVEL_LABELS[organ.level]}{KIND_LABELS[organ.kind]}".replace("街道街道", "街道"),
        "reader": reader(report),
        "examples": shown(task, strategy, organ.level),
    }


def pattern(report: Report, section_id: str, last_year: Report | None) -> str:
    """Last year's section as a pattern of form, ``""`` where there is none: its figures are left out, so that none of its
    facts can be taken for this year's.
    """
    text = last_year.text(section_id).strip() if last_year else ""
    if not text or not report.spec(section_id).aspects:
        return ""
    prompt = prompts.load("pattern")
    bare = _FIGURE.sub("×", "\n".join(line for line in text.splitlines() if not is_heading(line)))
    return prompt.filled({"last": str(report.year - 1), "last_year": prompts.quoted(bare[:PATTERN])})
