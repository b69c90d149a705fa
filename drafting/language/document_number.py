"""文号 in a text: who issued, in which year, under which number, in which brackets (GB/T 9704-2012, 7.2.5).

Case numbers of courts, （2023）苏01行初5号, are no 文号: their year stands first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_YEAR = "(?:19|20|１９|２０)[0-9０-９]{2}"
_SERIAL = "[0-9０-９〇零一二三四五六七八九十百]{1,7}"


def _pattern(year: str, serial: str) -> str:
    return rf"[〔\[［【（(]\s*{year}\s*[〕\]］】）)]\s*第?\s*{serial}\s*号"


DOCUMENT_NUMBER = _pattern(_YEAR, _SERIAL)
"""A 文号 without who issued it, as a regular expression without groups: 〔2021〕30号, （2021）第30号, [2021] 三十号."""
_PARTS = re.compile(_pattern(f"({_YEAR})", f"({_SERIAL})"))
_ANY = re.compile(
    r"(?P<open>[〔\[［【（(〈<{｛])\s?(?P<year>\d{2,4})\s?(?:年度?)?\s?(?P<close>[〕\]］】）)〉>}｝])"
    r"\s?(?P<nth>第?)\s?(?P<digits>\d{1,5})\s?号"
)
_ISSUER = re.compile(r"[\u4e00-\u9fff]{1,20}(?=\s?$)")
_HALF = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True)
class Citation:
    """A 文号. ``issuer``: the characters before its bracket, 国办函 at their end; ``issued``: where they end.

    ``start`` and ``end`` are of what follows: bracket, ``year``, bracket, ``digits``, 号. ``nth``: 第 stands between.
    """

    issuer: str
    issued: int
    start: int
    end: int
    text: str
    brackets: str
    year: str
    nth: bool
    digits: str

    @property
    def number(self) -> tuple[int, int]:
        """Its year and its number."""
        return int(self.year), int(self.digits)


def years_and_numbers(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Start and end of every 文号 of ``text`` without who issued it, its year, and its number as written."""
    for found in _PARTS.finditer(text):
        year, number = found.groups()
        yield found.start(), found.end(), year.translate(_HALF), number.translate(_HALF)


def citations(text: str) -> Iterator[Citation]:
    """Every 文号 of ``text``, in order; digits may be full width."""
    plain = text.translate(_HALF)
    for found in _ANY.finditer(plain):
        before = max(0, found.start() - 21)
        if issuer := _ISSUER.search(plain[before : found.start()]):
            yield Citation(
                issuer[0],
                before + issuer.end(),
                found.start(),
                found.end(),
                text[found.start() : found.end()],
                found["open"] + found["close"],
                found["year"],
                bool(found["nth"]),
                found["digits"],
            )
