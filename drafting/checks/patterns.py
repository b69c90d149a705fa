"""Words that several structure rules look for: the six headings, the five aspects, ordinals (domain §1, §2.6)."""

from __future__ import annotations

import re

from drafting.language.late_pattern import late_pattern

PARTS: dict[str, re.Pattern[str]] = {
    name: late_pattern(pattern)
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
    aspect: late_pattern(pattern)
    for aspect, pattern in {
        "proactive": r"主动公开|公开内容|公开范围|应公开尽公开|(?:公开|发布)[^，。；]{0,16}信息[^，。；]{0,8}\d|政策解读",
        "on_request": r"依申请|公开申请|申请公开|申请[^，。；]{0,8}(?:受理|答复|办理)",
        "management": r"信息(?:资源)?管理|信息[^，。；]{0,8}(?:审核|审查)|保密审查|[三四]审|先审后发|公开属性|(?:清理|清除)[^，。；]{0,6}信息"
        r"|(?:公开|公开工作|信息公开)(?:的)?(?:制度|机制|目录|指南)"
        r"|规范性文件[^，。；]{0,12}(?:清理|文件库|管理)|动态调整|制作与管理",
        "platform": r"平台(?:建设|载体|运维|管理|运行)|公开(?:平台|载体|渠道)|新媒体|公众号|网站[^，。；]{0,10}(?:建设|改版|管理|维护|运维|栏目)"
        r"|(?:专栏|栏目|专区|查阅点|查阅场所|公开栏|公示栏)",
        "oversight": r"监督|保障机制|组织保障|领导小组|组织领导|考核|培训|督查|检查|评议|责任追究|自查|专人负责|能力建设",
    }.items()
}
"""The five aspects and the words that speak of them: what an office calls them, and what it did in them (domain §1.3)."""

NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")

GAP = late_pattern(r"〔待补[^〕\n]*〕?")
"""The program's own mark where the notes do not say what a section needs."""

PLACEHOLDER = late_pattern(
    "|".join(
        (
            GAP.pattern,
            r"该部分以表格形式报告",
            r"表格如下",
            # XX镇
            r"(?<![A-Za-zＡ-Ｚａ-ｚ])[XxＸｘ]{2,}(?![A-Za-zＡ-Ｚａ-ｚ])",
            # ××件
            r"[×✕╳]{2,}",
            # 共____件
            r"[_＿]{3,}",
            # （  ）
            r"[\[［【〔（(][ \t\u3000\u00a0]*[\]］】〕）)]",
            # 【此处填写具体情况】
            r"[\[［【〔（(](?:此处|文字描述|待[补填])[^\]］】〕）)\n]{0,60}[\]］】〕）)]",
        )
    )
)
"""What a template leaves to be filled in or deleted (domain §4.1). Ordinary brackets, 《》 and …… are not."""

_PARTS_CLAIMED = late_pattern(r"([一二三四五六七八九十]|\d{1,2})个?(?:大)?部分")


def parts_claimed(line: str) -> re.Match[str] | None:
    """Where ``line`` says how many parts the report has (``由六个部分组成``); group 1 is the number."""
    match = _PARTS_CLAIMED.search(line)
    named = sum(bool(pattern.search(line)) for pattern in PARTS.values())
    return match if match and (named >= 3 or re.search(r"报告.{0,20}" + re.escape(match[0]), line)) else None
