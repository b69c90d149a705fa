"""The outline of the narrative: chapters, the aspects notes are filed under, and the sections a new report begins with.

Five aspects of 一、总体情况 and the contents of 五 and 六: domain §1.3–1.5. A government also reports
工作考核、社会评议和责任追究 (Article 50(4) of the Regulation); it is drafted on its own and printed as the
last paragraph of 监督保障, where the format asks for it. A report may have sections of its own (``Report.outline``,
docs/decisions/0017-outline.md); what a section is about its ``aspects`` say, never its heading.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from .edition import TableId

NarrativeId = Literal["preface", "overview", "problems", "other"]
"""A chapter of words: the preface before 一、, and 一, 五, 六."""
ChapterId = TableId | Literal["overview", "problems", "other"]
"""One of the six chapters; those of a table by its id."""
MAX_HEADING = 10_000
"""Characters of a heading; one of 5,000 is foolish and still opens."""
MAX_SECTIONS = 500
"""Sections of one report."""
SHOWN = 20
"""Characters of a heading that name its section on a page."""


@dataclass(frozen=True)
class Aspect:
    """What a note is about. ``reminders`` are short questions that jog the memory. ``optional``: nobody is asked for it."""

    id: str
    label: str
    reminders: tuple[str, ...]
    governments_only: bool = False
    optional: bool = False


class SectionSpec(BaseModel):
    """One piece of narrative, drafted, edited and versioned on its own.

    ``heading`` is printed above it, with its number （一）… where it is ``numbered`` (None: it follows on without one);
    ``aspects`` are those whose notes it rests on. ``name``: what staff call it, where that is not its heading.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(pattern=r"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$", max_length=64)
    chapter: NarrativeId
    heading: str | None = Field(default=None, max_length=MAX_HEADING)
    numbered: bool = True
    aspects: tuple[str, ...] = ()
    name: str = Field(default="", max_length=60)

    @field_validator("aspects")
    @classmethod
    def _known(cls, aspects: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(aspect for aspect in aspects if aspect in ASPECTS))

    @property
    def label(self) -> str:
        """What staff call it."""
        if self.name:
            return self.name
        if self.heading and self.heading.strip():
            return " ".join(self.heading.split())[:SHOWN]
        return "、".join(ASPECTS[aspect].label for aspect in self.aspects)[:SHOWN] or "未命名的一节"

    @property
    def sums_up(self) -> bool:
        """Whether it tells what the other sections tell, and so comes last when they are drafted."""
        return self.aspects == ("summary",)


@dataclass(frozen=True)
class Chapter:
    """One of the narrative chapters; ``number`` is its place among the six headings (1-based), 0 for the preface."""

    id: NarrativeId
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
        Aspect(
            "summary",
            "总述",
            ("这一年的公开工作以什么为重点？", "有哪些总的做法要在开头说？"),
            optional=True,
        ),
        Aspect(
            "preface",
            "前言",
            (
                "除条例和年度报告格式外，还依据本地的哪些文件编制？",
                "对本报告有疑问的，联系哪个机构（地址、邮编、电话）？",
            ),
            optional=True,
        ),
    )
}

STATUTORY = ("proactive", "on_request", "management", "platform", "oversight")
"""The five aspects of 一、 that the format names (domain §1.3)."""

CHAPTERS: dict[str, Chapter] = {
    chapter.id: chapter
    for chapter in (Chapter("preface", 0), Chapter("overview", 1), Chapter("problems", 5), Chapter("other", 6))
}
PREFACE_LABEL = "前言"
"""What staff call the chapter that has no heading."""

LEAD = "overview.lead"
"""What stands under the heading of 一、 before its first section."""
SUMMARY = "overview.summary"
"""What the year centred on: the opening of 一、, which all printed reports have and nobody must write."""


def _spec(id: str, chapter: NarrativeId, name: str, heading: str | None, *aspects: str) -> SectionSpec:
    return SectionSpec(id=id, chapter=chapter, name=name, heading=heading, aspects=aspects)


SECTIONS: dict[str, SectionSpec] = {
    section.id: section
    for section in (
        _spec("preface", "preface", PREFACE_LABEL, None, "preface"),
        _spec(LEAD, "overview", "导语", None),
        _spec(SUMMARY, "overview", "总述", None, "summary"),
        _spec("overview.proactive", "overview", "主动公开", "主动公开情况", "proactive"),
        _spec("overview.on_request", "overview", "依申请公开", "依申请公开情况", "on_request"),
        _spec("overview.management", "overview", "政府信息管理", "政府信息管理情况", "management"),
        _spec("overview.platform", "overview", "平台建设", "政府信息公开平台建设情况", "platform"),
        _spec("overview.oversight", "overview", "监督保障", "监督保障情况", "oversight"),
        _spec("overview.appraisal", "overview", "考核评议追责", None, "appraisal"),
        _spec("problems", "problems", "问题及改进", None, "last_year_fix", "problem", "measure"),
        _spec("other", "other", "其他事项", None, "fee", "other"),
    )
}
"""The sections of the edition's outline, in printed order."""


def sections_for(kind: str, written: Collection[str] = ()) -> tuple[SectionSpec, ...]:
    """The sections that an organ of this ``kind`` begins with, in printed order.

    ``written``: ids of sections that have text; these are there in any case. A report whose 导语 is written and says what a
    preface says (as reports drafted before there was a preface have it) needs none before 一、, and opens 一、 itself.
    """

    def wanted(section: SectionSpec) -> bool:
        if section.id in written:
            return True
        if section.id == LEAD:
            return False
        if section.id in ("preface", SUMMARY):
            return LEAD not in written
        return kind == "government" or not all(ASPECTS[aspect].governments_only for aspect in section.aspects)

    return tuple(filter(wanted, SECTIONS.values()))


def completed(outline: Sequence[SectionSpec], kind: str) -> tuple[SectionSpec, ...]:
    """``outline`` in the order of the chapters, with the edition's sections for a chapter that has none."""
    found: list[SectionSpec] = []
    for chapter in CHAPTERS:
        own = [section for section in outline if section.chapter == chapter]
        if not own and chapter != "preface":
            taken = {section.id for section in outline}
            edition = [each for each in sections_for(kind) if each.chapter == chapter]
            own = [each.model_copy(update={"id": f"{each.id}.own"}) if each.id in taken else each for each in edition]
        found += own
    return tuple(found)


def numeral(number: int) -> str:
    """``number`` (1 to 999) as headings are numbered: 一, 十二, 一百零三."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (digits[ones] if ones else "")
