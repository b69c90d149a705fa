"""A number that is missing before its 量词 (domain §4.3): ``共主动公开条``, ``收取处理费元``, ``增长%``.

Only where the 量词 ends its clause and the word before it can be no part of a word with it (文件, 逐条, 层次).
"""

from __future__ import annotations

import re

from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-07")

_END = r"(?=\s*(?:[，。；、,;）)]|$))"
_THINGS = "(?:政府信息|信息|公开申请|文件|政策|公告|内容|动态|意见|建议|留言|数据|稿件|解读)"
_MISSING = late_pattern(
    "|".join(
        (
            # 共公开条，; 累计发布条政府信息
            rf"(?:(?<!公)共|共计|累计|合计|总计)\s*(?:主动)?(?:公开|发布|推送|收到|受理|制发)?\s*(?:[条件次篇期份场个项起宗]|人次|万?元)"
            rf"(?:{_END}|(?={_THINGS}))",
            # 公开信息条。
            rf"(?:公开|发布|推送|更新|转发|{_THINGS})\s*条{_END}",
            # 发布解读篇。
            rf"(?:发布|推送|刊发|刊登|稿件|解读|图解)\s*篇{_END}",
            # 新收件，
            rf"(?:公开|发布|收到|新收|制发|废止|结转|予以公开|部分公开|不予公开|无法提供|不予处理|其他处理)\s*件{_END}",
            # 全年共收到信息公开申请件。
            rf"(?:共|全年|累计|年)[^，。；\d]{{0,10}}(?:收到|新收|受理|办结|答复)[^，。；\d]{{0,12}}申请\s*件{_END}",
            # 举办培训次。
            rf"(?:举办|召开|开展|组织)[^，。；\d一二两三四五六七八九十几多]{{0,8}}(?:培训|活动|会议|发布会|访谈)\s*[次场期]{_END}",
            # 编印期。
            rf"(?:推送|印发|编印|刊发)\s*[期份]{_END}",
            # 收取处理费元。
            rf"(?:处理费|费用|收费|金额|收取|缴纳)\s*(?:[共为计]|共计|总计)?\s*万?元{_END}",
            # 接待人次。
            rf"(?:接待|参加|参训|查阅|访问)\s*人次{_END}",
            # 增长%
            r"(?:增长|下降|提高|降低|增加|减少|占比?|达到?|率为|率达|比例为|[约为])\s*[%％]",
            # 2024年 月 日
            r"(?:20\d\d)?年\s*月\s*日",
            # 公开通知条、公告12条
            r"(?<![\d\s头逐条教信线链金面纸便字欠借一二两三四五六七八九十百千万几数多余每首本该])条(?=、[^，。；、\d]{1,14}\d+\s*条)",
        )
    ),
    re.MULTILINE,
)


def check(context: Context) -> Outcome:
    """Every such place, with its span."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        for match in _MISSING.finditer(text):
            words = re.split(r"[，。；、\n]", text[max(0, match.start() - 12) : match.start()])[-1] + match[0]
            yield RULE.finding("missing", words=words.strip(), section=section, span=match.span())
