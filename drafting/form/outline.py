"""The outline of the narrative: chapters, the sections drafted one by one, and the aspects notes are filed under.

Five aspects of 一、总体情况 and the contents of 五 and 六: domain §1.3–1.5. A government also reports
工作考核、社会评议和责任追究 (Article 50(4) of the Regulation); it is drafted on its own and printed as the
last paragraph of 监督保障, where the format asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .edition import TableId

ChapterId = TableId | Literal["overview", "problems", "other"]
"""One of the six chapters; those of a table by its id."""


@dataclass(frozen=True)
class Aspect:
    """What a note is about. ``reminders`` are short questions that jog the memory."""

    id: str
    label: str
    reminders: tuple[str, ...]
    governments_only: bool = False


@dataclass(frozen=True)
class SectionSpec:
    """One piece of narrative, drafted, edited and versioned on its own.

    ``heading`` is printed above it with its number （一）… (None: it follows on without one); ``aspects`` are the notes
    it rests on.
    """

    id: str
    chapter: str
    label: str
    heading: str | None
    aspects: tuple[str, ...]
    governments_only: bool = False


@dataclass(frozen=True)
class Chapter:
    """One of the three narrative chapters; ``number`` is its place among the six headings (1-based)."""

    id: str
    number: int


ASPECTS: dict[str, Aspect] = {
    aspect.id: aspect
    for aspect in (
        Aspect(
            "proactive",
            "主动公开",
            (
                "全年主动公开了多少条信息？",
                "通过哪些渠道（网站、公众号、公示栏）公开，各多少条？",
                "发布了多少条政策解读？",
                "预决算、人事、规范性文件是否按时公开？",
            ),
        ),
        Aspect(
            "on_request",
            "依申请公开",
            ("受理渠道有哪些（当面、信函、网络）？", "是否全部按时答复？", "有没有因此引起的复议、诉讼？"),
        ),
        Aspect(
            "management",
            "政府信息管理",
            ("信息发布如何审核（三审三校、保密审查）？", "规范性文件是否清理，结果如何？", "目录、指南更新了吗？"),
        ),
        Aspect(
            "platform", "平台建设", ("网站专栏、政务新媒体有哪些，关停或整合了哪些？", "设了哪些公开专区、查阅点？")
        ),
        Aspect(
            "oversight",
            "监督保障",
            ("谁分管、谁承办？", "开展了几次培训，多少人参加？", "做过哪些检查，发现和改正了什么？"),
        ),
        Aspect(
            "appraisal",
            "考核评议追责",
            ("政务公开在考核中占多大分值？", "社会评议怎样开展，结果如何？", "有没有责任追究的情形？"),
            True,
        ),
        Aspect("last_year_fix", "上年问题整改", ("去年报告列了哪些问题？", "每个问题做了什么，结果如何？")),
        Aspect("problem", "本年问题", ("自查、上级检查指出了哪些具体问题？", "问题出在哪个环节、哪类信息？")),
        Aspect("measure", "改进措施", ("每个问题准备怎么改？", "谁负责，什么时候完成？")),
        Aspect("fee", "信息处理费", ("是否发出收费通知，几件、多少元？", "实际收取多少元？")),
        Aspect("other", "其他", ("上级要求报告的其他事项有哪些？", "建议提案办理结果公开情况如何？")),
    )
}

CHAPTERS: dict[str, Chapter] = {
    chapter.id: chapter
    for chapter in (
        Chapter("overview", 1),
        Chapter("problems", 5),
        Chapter("other", 6),
    )
}

SECTIONS: dict[str, SectionSpec] = {
    section.id: section
    for section in (
        SectionSpec("overview.lead", "overview", "导语", None, ()),
        SectionSpec("overview.proactive", "overview", "主动公开", "主动公开情况", ("proactive",)),
        SectionSpec("overview.on_request", "overview", "依申请公开", "依申请公开情况", ("on_request",)),
        SectionSpec("overview.management", "overview", "政府信息管理", "政府信息管理情况", ("management",)),
        SectionSpec("overview.platform", "overview", "平台建设", "政府信息公开平台建设情况", ("platform",)),
        SectionSpec("overview.oversight", "overview", "监督保障", "监督保障情况", ("oversight",)),
        SectionSpec("overview.appraisal", "overview", "考核评议追责", None, ("appraisal",), True),
        SectionSpec("problems", "problems", "问题及改进", None, ("last_year_fix", "problem", "measure")),
        SectionSpec("other", "other", "其他事项", None, ("fee", "other")),
    )
}


def sections_for(kind: str) -> tuple[SectionSpec, ...]:
    """The sections an organ of this ``kind`` writes, in printed order."""
    return tuple(section for section in SECTIONS.values() if kind == "government" or not section.governments_only)
