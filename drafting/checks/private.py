"""What rules P-01 to P-03 look for: a person's numbers, and the sentences that give the office's contact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentence_at

_HALF = str.maketrans("０１２３４５６７８９Ｘｘ－＠．", "0123456789Xx-@.")
_ADDRESS = late_pattern(
    r"(?:https?://|www\.)[^\s\u4e00-\u9fff，。；、（）《》]+"
    r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
)
_CONTACT = late_pattern("联系|电话|热线|手机|咨询|邮箱|邮编|传真|值班|微信")
_PERSON = late_pattern("申请人|当事人|原告|第三人|村民|居民|投诉人|举报人|信访人|户主|家住|身份证|其本人")

MOBILE = late_pattern(
    r"(?<![A-Za-z0-9_.*-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
    r"(?!\s*[余多]?[条件次元万亿篇个人户份])(?![A-Za-z0-9_.*-])"
)
"""A mobile number that is not masked, alone or in threes and fours."""
_PROVINCES = frozenset(
    (
        11,
        12,
        13,
        14,
        15,
        21,
        22,
        23,
        31,
        32,
        33,
        34,
        35,
        36,
        37,
        41,
        42,
        43,
        44,
        45,
        46,
        50,
        51,
        52,
        53,
        54,
        61,
        62,
        63,
        64,
        65,
        71,
        81,
        82,
    )
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def plain(text: str) -> str:
    """``text`` of the same length with half-width digits, its web and mail addresses blotted out."""
    return _ADDRESS.sub(lambda match: "▢" * len(match[0]), text.translate(_HALF))


def mails(text: str) -> Iterator[re.Match[str]]:
    """The mail addresses of ``text``."""
    return (match for match in _ADDRESS.finditer(text.translate(_HALF)) if "@" in match[0])


def gives_contact(text: str, at: int) -> bool:
    """Whether the sentence around ``at`` gives the office's contact and tells of no person from outside."""
    start, end = sentence_at(text, at)
    return bool(_CONTACT.search(text, start, at)) and not _PERSON.search(text, start, end)


def is_identity(digits: str) -> bool:
    """Whether ``digits`` (18, the last may be X, or 15) are an identity number: province, birth, check digit."""
    if int(digits[:2]) not in _PROVINCES:
        return False
    born = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    if not 1900 <= day.year <= 2099:
        return False
    if len(digits) == 15:
        return True
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS)) % 11] == digits[17].upper()


def is_card(digits: str) -> bool:
    """Whether ``digits`` carry the check digit of bank cards (Luhn, ISO/IEC 7812)."""
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + at % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0
