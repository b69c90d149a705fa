"""Words that several structure rules look for: the six headings, the five aspects, ordinals (domain §1, §2.6)."""

from __future__ import annotations

import re

PARTS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "总体情况": r"总体(?:工作)?情况|概述|基本情况",
        "主动公开政府信息情况": r"主动公开.{0,6}情况",
        "收到和处理政府信息公开申请情况": r"收到和处理.{0,16}情况|申请.{0,6}(?:情况|处理)",
        "政府信息公开行政复议、行政诉讼情况": r"复议.{0,12}诉讼|诉讼.{0,12}复议",
        "存在的主要问题及改进情况": r"存在.{0,6}问题|问题.{0,6}改进",
        "其他需要报告的事项": r"其他.{0,6}事项",
    }.items()
}
"""The six parts of a report and how a preface may call them."""

ASPECT_WORDS: dict[str, re.Pattern[str]] = {
    aspect: re.compile(pattern)
    for aspect, pattern in {
        "proactive": r"主动公开",
        "on_request": r"依申请",
        "management": r"信息(?:资源)?管理",
        "platform": r"平台建设",
        "oversight": r"监督保障",
    }.items()
}
"""The five aspects and the words a heading or topic sentence names them by (domain §1.3)."""

NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")

GAP = re.compile(r"〔待补[^〕\n]*〕?")
"""The program's own mark where the notes do not say what a section needs."""

PLACEHOLDER = re.compile(
    "|".join(
        (
            GAP.pattern,
            r"该部分以表格形式报告",
            r"表格如下",
            r"(?<![A-Za-zＡ-Ｚａ-ｚ])[XxＸｘ]{2,}(?![A-Za-zＡ-Ｚａ-ｚ])",
            r"[×✕╳]{2,}",
            r"[_＿]{3,}",
            r"[\[［【〔（(][ \t\u3000\u00a0]*[\]］】〕）)]",
            r"[\[［【〔（(](?:此处|文字描述|待[补填])[^\]］】〕）)\n]{0,60}[\]］】〕）)]",
        )
    )
)
"""What a template leaves to be filled in or deleted (domain §4.1). Ordinary brackets, 《》 and …… are not."""

_PARTS_CLAIMED = re.compile(r"([一二三四五六七八九十]|\d{1,2})个?(?:大)?部分")


def parts_claimed(line: str) -> re.Match[str] | None:
    """Where ``line`` says how many parts the report has (``由六个部分组成``); group 1 is the number."""
    match = _PARTS_CLAIMED.search(line)
    named = sum(bool(pattern.search(line)) for pattern in PARTS.values())
    return match if match and (named >= 3 or re.search(r"报告.{0,20}" + re.escape(match[0]), line)) else None
