"""Postcode, telephone and address of one contact line fit together (domain §4.7).

Whether a number is the right one nobody can see; whether its length is right and whether postcode, area code and a
province named in the address are of one province can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import codes
from .context import Context, Line
from .rule import Finding, Outcome, Rule

RULE = Rule("M-02", "hint", "邮编为 6 位，电话、邮编、地址属同一省份", "邮政编码和长途区号按省份编排")

_POSTCODE = re.compile(r"(?:邮政编码|邮\s*编)\s*(?:为|是)?\s*[：:]?\s*(\d*)")
_PHONE = re.compile(r"(?:电\s*话|传\s*真)[^。；;，,\d]{0,6}[（(]?(010|02\d|0\d{3})[)）]?\s*[-—－–]?\s*(\d*)(?!\d)")
_ADDRESS = re.compile(r"地\s*址\s*(?:为|是)?\s*[：:]\s*([^；;。，,\n]{2,60})")


def check(context: Context) -> Outcome:
    """Each line that states a postcode or a telephone number with its area code."""
    seen = False
    for line in context.lines():
        postcodes, phones = list(_POSTCODE.finditer(line.text)), list(_PHONE.finditer(line.text))
        seen = seen or bool(postcodes or phones)
        yield from _postcodes(line, postcodes)
        yield from _phones(line, phones)
        yield from _provinces(line, postcodes, phones)
    if not seen:
        yield RULE.not_assessed("正文没有写邮编和带区号的电话")


def _postcodes(line: Line, found: list[re.Match[str]]) -> Iterator[Finding]:
    """Postcodes that are none."""
    for match in found:
        if len(match[1]) != 6:
            said = f"“{match[1]}”是 {len(match[1])} 位" if match[1] else "没有填写"
            yield _finding(line, match.span(), f"邮编{said}，应为 6 位数字，请核对。")
        elif not codes.of_postcode(match[1]):
            yield _finding(line, match.span(1), f"邮编“{match[1]}”不属于任何省份，请核对。")


def _phones(line: Line, found: list[re.Match[str]]) -> Iterator[Finding]:
    """Telephone numbers that are none."""
    for match in found:
        if not codes.of_area(match[1]):
            yield _finding(line, match.span(1), f"电话区号“{match[1]}”不存在，请核对。")
        elif len(match[2]) not in (7, 8):
            said = f"“{match[2]}”是 {len(match[2])} 位" if match[2] else "没有填写"
            yield _finding(line, (match.start(1), match.end()), f"区号后的电话号码{said}，应为 7 或 8 位数字，请核对。")


def _provinces(line: Line, postcodes: list[re.Match[str]], phones: list[re.Match[str]]) -> Iterator[Finding]:
    """The first postcode of the line against its telephone numbers, and against a province its address names."""
    here = next((name for match in postcodes if len(match[1]) == 6 and (name := codes.of_postcode(match[1]))), "")
    address = _ADDRESS.search(line.text)
    named = next((name for name in codes.PROVINCES if name in address[1]), "") if address else ""
    if named and here and named != here:
        yield _finding(line, address.span(1), f"地址在{named}，邮编属{here}，请核对。")
    for match in phones:
        there, against = codes.of_area(match[1]), here or named
        if there and against and there != against:
            yield _finding(line, (match.start(1), match.end()),
                           f"电话区号“{match[1]}”属{there}，{'邮编' if here else '地址'}属{against}，请核对。")


def _finding(line: Line, span: tuple[int, int], message: str) -> Finding:
    start, end = span
    return RULE.finding(message, section=line.section, span=(line.start + start, line.start + end))
