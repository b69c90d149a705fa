"""One style of numerals (domain §4.3): no thousands separators, no 3百, and the same count not both as 二次 and 2次."""

from __future__ import annotations

import re

from drafting.binding import Figure, read
from drafting.language.late_pattern import late_pattern

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-08")

_COUNTED = "[条件次篇期份场个项元人册户]"
_SEPARATED = late_pattern(
    rf"(?<![\d.,，/\-])\d{{1,3}}(?:(?:,\d{{3}})+(?![\d,])|(?:，\d{{3}})+(?=\s*(?:[万亿余多]|{_COUNTED})))"
)
_MIXED = late_pattern(
    rf"(?<!\d)\d++\s*[百千](?=[余多\d一二三四五六七八九]|{_COUNTED})"
    r"|(?<!\d)二[0０]二[〇零○0-9０-９一二三四五六七八九](?=年)"
)
_BEFORE = late_pattern(r"[\u4e00-\u9fff]{2}\s*$")


def check(context: Context) -> Outcome:
    """Separators and mixed numerals place by place; a count in both styles at its second place."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    told: dict[tuple[str, str, object], Figure] = {}
    for section, text in context.texts.items():
        for match in _SEPARATED.finditer(text):
            plain = re.sub("[,，]", "", match[0])
            yield RULE.finding("separated", words=match[0], plain=plain, section=section, span=match.span())
        for match in _MIXED.finditer(text):
            yield RULE.finding("mixed", words=match[0], section=section, span=match.span())
        for figure in read(text):
            about = _BEFORE.search(text[max(0, figure.start - 4) : figure.start])
            if not about or not figure.unit or figure.approximate:
                continue
            first = told.setdefault((about[0].strip(), figure.unit, figure.value), figure)
            if _arabic(first) != _arabic(figure):
                yield RULE.finding(
                    "both",
                    before=about[0].strip(),
                    figure=figure.text,
                    first=first.text,
                    section=section,
                    span=(figure.start, figure.end),
                )


def _arabic(figure: Figure) -> bool:
    return figure.text[0].isdecimal()
