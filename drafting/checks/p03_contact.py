"""The office's contact is an office telephone and an office mail address (domain §4.6)."""

from __future__ import annotations

import re

from .context import UNWRITTEN, Context
from .private import MOBILE, gives_contact, mails, plain
from .rule import Outcome, Rule

RULE = Rule("P-03", "warning", "联系方式用办公电话和单位邮箱，不用个人手机和个人邮箱", "公开年报见到以 QQ、126 等邮箱作联系邮箱的")

_PERSONAL = re.compile(
    r"@(?:(?:vip\.)?(?:qq|163|126|sina|sohu)|foxmail|yeah|139|189|wo|gmail"
    r"|hotmail|outlook|live|aliyun|yahoo|tom|21cn|icloud|msn)"
    r"\.(?:com|cn|net|com\.cn)$", re.IGNORECASE)


def check(context: Context) -> Outcome:
    """Mail addresses anywhere in the text, mobile numbers where it gives the office's contact."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
        return
    seen = False
    for section, text in context.texts.items():
        numbers = plain(text)
        for match in mails(text):
            seen = True
            if _PERSONAL.search(match[0]):
                yield RULE.finding(
                    f"邮箱“{match[0][:60]}”是个人邮箱，请改为单位邮箱或删去。", section=section, span=match.span())
        for match in MOBILE.finditer(numbers):
            if gives_contact(numbers, match.start()):
                seen = True
                yield RULE.finding(
                    f"联系方式“{text[slice(*match.span())]}”是手机号，请改为办公电话。", section=section, span=match.span())
        seen = seen or bool(re.search(r"(?:联系|咨询|办公)?电话\s?[：:为是]?\s?[\d(（]", numbers))
    if not seen:
        yield RULE.not_assessed("正文没有写联系方式")
