"""Personal data in any text, with its place: what rules P-01 to P-03 find in a report, and what is asked about before a
text is sent to a model (domain §4.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from drafting.language.late_pattern import late_pattern

from .private import MOBILE, is_card, is_identity, mails, plain

Kind = Literal["identity", "card", "mobile", "home", "name", "case", "mail"]

_LONG = late_pattern(r"(?<![A-Za-z0-9_.*-])\d(?:[ -]?\d){13,18}[Xx]?(?![A-Za-z0-9_.*])")
_CALLED = late_pattern(r"身份证(?:件)?(?:号码?)?(?:为|是|[:：])?\s*$")
_CARD_CALLED = late_pattern(r"(?:卡号|银行卡)[^，。；]{0,20}$")
_HOME = late_pattern(
    r"(?:家住|现住址?|家庭住址|住址|户籍(?:地|所在地)?|居住(?:地|于|在)|住在|住所(?:地)?)(?:[:：为是在]\s*)?"
    r"(?P<where>[\u4e00-\u9fff\d\-]{2,40}?(?:村|社区|小区|路|街|巷|弄|苑|组)[\u4e00-\u9fff]{0,12}\d+[\d\-]*\s?(?:号|室|栋|幢|单元|组)"
    r"(?:[\u4e00-\u9fff]{0,4}\d+(?:号|室|栋|幢|单元|组))*)"
)
_SURNAME = "[张王李赵刘陈杨黄吴徐孙朱胡郭林罗郑梁谢宋唐冯韩曹彭萧田董袁潘蒋蔡杜苏魏吕丁沈姚卢姜崔钟谭汪廖贾韦邹熊孟秦邱尹薛闫侯陶贺郝龚邵钱覃戴]"
_GIVEN = r"(?![某××*＊○xX])[\u4e00-\u9fff](?:(?![某××*＊○xX向因以不对就诉提申于在与和等要的应])[\u4e00-\u9fff])?"
_NO_NAME = (
    "(?:陈述|陈情|张贴|胡同|黄金|黄土|杨梅|杨树|李子|董事|林[业地权木场区下]|钱款|唐山|苏州|沈阳|郑州|徐州|宋代|韩国|秦皇|胡乱"
    "|黄河|黄山|吴江|罗列|谢绝|陶瓷|金融|杜绝|蒋坝|邱县|孟州|戴帽|汪清|谭家|卢氏|郝家|崔家)"
)
_NAMED = late_pattern(
    rf"(?P<who>申请人|原告|上诉人|第三人|投诉人|举报人|信访人|当事人|村民|居民|市民)\s?[：:]?\s?(?!{_NO_NAME})(?P<name>{_SURNAME}{_GIVEN})"
    r"(?=[，。；、（）()：:\s]|向|因|以|不服|对|就|诉|提[出起交]|申请|等|要求|与|反映|投诉|举报|的|$)"
)
_SUES = late_pattern(
    rf"(?:^|(?<=[，。；、：（(《“\s])|(?<=原告)|(?<=原告人)|(?<=办理)|(?<=审理)|(?<=收到))(?!{_NO_NAME})"
    rf"(?P<name>{_SURNAME}(?![某××*＊○xX])[\u4e00-\u9fff]{{0,1}}(?![起上申应败胜投控告撤反被涉公陈某])[\u4e00-\u9fff])诉"
    r"(?=[^，。；]{0,20}(?:政府|局|委|办|厅|我[县市区镇乡局])|本机关)",
    re.MULTILINE,
)
_CASE = late_pattern(
    r"[（(〔\[]\s?(?:20)?\d{2}\s?[）)〕\]]\s?(?:最高法|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])"
    r"\s?\d{0,4}\s?[\u4e00-\u9fff]{1,3}\s?\d+\s?号"
)
_PERSONAL = late_pattern(
    r"@(?:(?:vip\.)?(?:qq|163|126|sina|sohu)|foxmail|yeah|139|189|wo|gmail"
    r"|hotmail|outlook|live|aliyun|yahoo|tom|21cn|icloud|msn)"
    r"\.(?:com|cn|net|com\.cn)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Personal:
    """One piece of personal data: what it is and the characters it takes."""

    kind: Kind
    span: tuple[int, int]


def personal(text: str) -> list[Personal]:
    """All of it in ``text``, in order; of what overlaps the one that begins first."""
    seen = plain(text)
    found = [*numbers(seen), *names(text), *cases(text), *personal_mails(text)]
    found += [Personal("mobile", match.span()) for match in MOBILE.finditer(seen)]
    found += [Personal("home", match.span("where")) for match in homes(seen)]
    kept: list[Personal] = []
    for each in sorted(found, key=lambda each: (each.span[0], -each.span[1])):
        if not kept or each.span[0] >= kept[-1].span[1]:
            kept.append(each)
    return kept


def numbers(seen: str) -> Iterator[Personal]:
    """Identity numbers and bank cards of a text made ``plain``."""
    for match in _LONG.finditer(seen):
        digits = re.sub("[ -]", "", match[0])
        before = seen[max(0, match.start() - 30) : match.start()]
        if len(digits) in (15, 18) and (is_identity(digits) or _CALLED.search(before)):
            yield Personal("identity", match.span())
        elif (
            digits.isdigit()
            and 16 <= len(digits) <= 19
            and is_card(digits)
            and (digits.startswith("62") or _CARD_CALLED.search(before))
        ):
            yield Personal("card", match.span())


def homes(seen: str) -> Iterator[re.Match[str]]:
    """Home addresses of a text made ``plain``, each in its group ``where``."""
    return _HOME.finditer(seen)


def names(text: str) -> Iterator[Personal]:
    """Names of people from outside, in the order of the text."""
    spans = {match.span("name") for pattern in (_NAMED, _SUES) for match in pattern.finditer(text)}
    return (Personal("name", span) for span in sorted(spans))


def cases(text: str) -> Iterator[Personal]:
    """Case numbers of courts."""
    return (Personal("case", match.span()) for match in _CASE.finditer(text))


def personal_mails(text: str) -> Iterator[Personal]:
    """Mail addresses at services for private persons."""
    return (Personal("mail", match.span()) for match in mails(text) if _PERSONAL.search(match[0]))
