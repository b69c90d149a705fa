"""One style of numerals (domain §4.3): no thousands separators, no 3百, and the same count not both as 二次 and 2次."""

from __future__ import annotations

import re

from drafting.binding import Figure, read

from .context import UNWRITTEN, Context
from .rule import Outcome, Rule

RULE = Rule("N-08", "hint", "数字不带千分位，同一数字不混用汉字和阿拉伯数字", "GB/T 15835 关于数字用法的规定；表格通行写法不带千分位")

_COUNTED = "[条件次篇期份场个项元人册户]"
_SEPARATED = re.compile(
    rf"(?<![\d.,，/\-])\d{{1,3}}(?:(?:,\d{{3}})+(?![\d,])|(?:，\d{{3}})+(?=\s*(?:[万亿余多]|{_COUNTED})))")
_MIXED = re.compile(
    rf"\d+\s*[百千](?=[余多\d一二三四五六七八九]|{_COUNTED})"
    r"|(?<!\d)二[0０]二[〇零○0-9０-９一二三四五六七八九](?=年)")


def check(context: Context) -> Outcome:
    """Separators and mixed numerals place by place; a count in both styles at its second place."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
    told: dict[tuple[str, str, object], Figure] = {}
    for section, text in context.texts.items():
        for match in _SEPARATED.finditer(text):
            plain = re.sub("[,，]", "", match[0])
            yield RULE.finding(
                f"“{match[0]}”带有千分位分隔符，请写作“{plain}”。", section=section, span=match.span())
        for match in _MIXED.finditer(text):
            yield RULE.finding(
                f"“{match[0]}”混用汉字和阿拉伯数字，请统一写法。", section=section, span=match.span())
        for figure in read(text):
            about = re.search(r"[\u4e00-\u9fff]{2}\s*$", text[max(0, figure.start - 4):figure.start])
            if not about or not figure.unit or figure.approximate:
                continue
            first = told.setdefault((about[0].strip(), figure.unit, figure.value), figure)
            if _arabic(first) != _arabic(figure):
                yield RULE.finding(
                    f"“{about[0].strip()}{figure.text}”与前面的“{first.text}”是同一个数字，一处用汉字、一处用阿拉伯数字，请统一写法。",
                    section=section, span=(figure.start, figure.end))


def _arabic(figure: Figure) -> bool:
    return figure.text[0].isdecimal()
