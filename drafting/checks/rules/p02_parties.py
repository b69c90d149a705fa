"""Names of people and case numbers in a text to be published (domain §4.6).

Without a model of names only these are certain: a common surname and given name right after 申请人, 原告, 村民 …, the
same before 诉 and a public body, and the case number of a court. Masked names (张某, 李××) are fine.
"""

from __future__ import annotations

import re

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("P-02")

_SURNAME = "[张王李赵刘陈杨黄吴徐孙朱胡郭林罗郑梁谢宋唐冯韩曹彭萧田董袁潘蒋蔡杜苏魏吕丁沈姚卢姜崔钟谭汪廖贾韦邹熊孟秦邱尹薛闫侯陶贺郝龚邵钱覃戴]"
_GIVEN = r"(?![某××*＊○xX])[\u4e00-\u9fff](?:(?![某××*＊○xX向因以不对就诉提申于在与和等要的应])[\u4e00-\u9fff])?"
_NO_NAME = (
    "(?:陈述|陈情|张贴|胡同|黄金|黄土|杨梅|杨树|李子|董事|林[业地权木场区下]|钱款|唐山|苏州|沈阳|郑州|徐州|宋代|韩国|秦皇|胡乱"
    "|黄河|黄山|吴江|罗列|谢绝|陶瓷|金融|杜绝|蒋坝|邱县|孟州|戴帽|汪清|谭家|卢氏|郝家|崔家)"
)
_NAMED = re.compile(
    rf"(?P<who>申请人|原告|上诉人|第三人|投诉人|举报人|信访人|当事人|村民|居民|市民)\s?[：:]?\s?(?!{_NO_NAME})(?P<name>{_SURNAME}{_GIVEN})"
    r"(?=[，。；、（）()：:\s]|向|因|以|不服|对|就|诉|提[出起交]|申请|等|要求|与|反映|投诉|举报|的|$)"
)
_SUES = re.compile(
    rf"(?:^|(?<=[，。；、：（(《“\s])|(?<=原告)|(?<=原告人)|(?<=办理)|(?<=审理)|(?<=收到))(?!{_NO_NAME})"
    rf"(?P<name>{_SURNAME}(?![某××*＊○xX])[\u4e00-\u9fff]{{0,1}}(?![起上申应败胜投控告撤反被涉公陈某])[\u4e00-\u9fff])诉"
    r"(?=[^，。；]{0,20}(?:政府|局|委|办|厅|我[县市区镇乡局])|本机关)",
    re.MULTILINE,
)
_CASE = re.compile(
    r"[（(〔\[]\s?(?:20)?\d{2}\s?[）)〕\]]\s?(?:最高法|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])"
    r"\s?\d{0,4}\s?[\u4e00-\u9fff]{1,3}\s?\d+\s?号"
)


def check(context: Context) -> Outcome:
    """Every such name and number, with its span."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        named = {match.span("name"): match["name"] for pattern in (_NAMED, _SUES) for match in pattern.finditer(text)}
        for span, name in sorted(named.items()):
            yield RULE.finding("name", name=name, surname=name[0], section=section, span=span)
        for match in _CASE.finditer(text):
            yield RULE.finding("case", words=match[0], section=section, span=match.span())
