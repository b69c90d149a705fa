"""What a section covers: the aspect that its heading, or else its words, speak of (domain §1.3, §1.4).

The heading decides where it names one; the text only where one aspect is spoken of more than all others. Nothing found is an answer
too: such a section is the office's own, and people say what feeds it.
"""

from __future__ import annotations

import re

from .outline import STATUTORY, NarrativeId

_HEADINGS: dict[str, str] = {  # the most telling first
    "on_request": r"依申请|公开申请|申请公开|申请(?:办理|处理|答复)",
    "appraisal": r"社会评议|责任追究|考核评议|工作考核",
    "platform": r"平台|网站|新媒体|公众号|专栏|专区|载体|渠道",
    "oversight": r"监督|保障|组织|领导|责任|培训|检查|督查|考核|队伍|能力建设",
    "proactive": r"主动公开|公开(?:内容|数量|范围|形式|类别|重点)|重点领域|政策解读|应公开尽公开",
    "management": r"信息(?:资源)?管理|审核|审查|三审|四审|保密|规范性|目录|指南|制度|机制|制作|流程|程序|时效|清理",
}
_PROBLEMS: dict[str, str] = {
    "last_year_fix": r"(?:上一?年|去年).{0,12}(?:整改|问题|改进)|整改(?:情况|落实)",
    "measure": r"改进|措施|下一?步|打算|整改|努力方向|工作思路|工作计划",
    "problem": r"问题|不足|困难|短板|差距",
}
_OTHER: dict[str, str] = {"fee": r"处理费|收费", "other": r"要点|建议|提案|创新|其他"}
_WORDS = {
    chapter: {aspect: re.compile(words) for aspect, words in table.items()}
    for chapter, table in (("overview", _HEADINGS), ("problems", _PROBLEMS), ("other", _OTHER))
}
_PLAIN = re.compile(
    r"(?:政府)?(?:信息公开)?(?:政务)?(?:主动公开|依申请公开|(?:政府)?信息(?:资源)?管理|(?:公开)?平台建设|监督保障|组织领导|"
    r"存在的?(?:主要)?(?:问题|不足)(?:和不足|与不足)?|改进(?:措施|情况)|下一步(?:工作)?(?:打算|措施|计划)|上年问题整改)"
    r"(?:政府信息)?(?:工作)?(?:的)?(?:情况|方面|机制)?"
)
LEAST = 2
"""How often an aspect's words stand in a text that is taken to be about it."""


def covered(heading: str, text: str, chapter: NarrativeId) -> tuple[str, ...]:
    """The aspects that a section of ``chapter`` under ``heading`` (``""``: none) with the words ``text`` covers."""
    words = _WORDS.get(chapter)
    if words is None:
        return ("preface",) if chapter == "preface" else ()
    if chapter == "problems":
        both = tuple(aspect for aspect in words if words[aspect].search(heading))
        return ("problem", "measure") if {"problem", "measure"} <= set(both) and "及" in heading else both[:1]
    named = next((aspect for aspect in words if words[aspect].search(heading)), "")
    if named:
        return (named,)
    counts = {aspect: len(words[aspect].findall(text)) for aspect in words if aspect in STATUTORY}
    most = max(counts, key=lambda aspect: counts[aspect], default="")
    if most and counts[most] >= LEAST and list(counts.values()).count(counts[most]) == 1:
        return (most,)
    return ()


def named(line: str, chapter: NarrativeId) -> bool:
    """Whether ``line`` is no more than the name of something the format asks for in ``chapter``."""
    return chapter in _WORDS and bool(_PLAIN.fullmatch(re.sub(r"\s", "", line)))
