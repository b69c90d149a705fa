"""Long passages that have nothing to do with the disclosure of information (domain §1.2: 不泛化, §4.5).

The words looked for are many on purpose: any of them makes a paragraph part of this work.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("R-11")

LONG = 120
"""Characters from which a paragraph is a long passage."""
_TOPIC = late_pattern(
    "公开|申请|信息|平台|复议|诉讼|政务|网站|网页|网上|公众号|新媒体|微博|微信|专栏|栏目|公示|公告|公报|解读|图解|规范性文件|规章|答复|发布"
    "|保密|目录|指南|查阅|档案|热线|信箱|留言|回应|舆情|考核|评议|追责|责任追究|培训|处理费|收费|建议提案|人大代表|政协|提案|听证|征集|意见"
)


def check(context: Context) -> Outcome:
    """Each paragraph of chapters 一 and 六."""
    seen = False
    for chapter in ("overview", "other"):
        for line in context.lines(chapter):
            seen = True
            if len(line.text) >= LONG and not _TOPIC.search(line.text):
                yield RULE.finding(
                    "off_topic",
                    count=len(line.text),
                    words=line.text[:12].rstrip("，。；"),
                    section=line.section,
                    span=line.span,
                )
    if not seen:
        yield RULE.not_assessed("unwritten")
