"""The numbers Word itself puts in front of paragraphs (“一、”, “（一）”, “1.”): the text does not hold them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drafting.binding.numerals import written

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
LEVELS = 9

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_SIGNS = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
_ENCLOSED = {
    "decimalEnclosedCircle": "①",
    "decimalEnclosedCircleChinese": "①",
    "decimalEnclosedParen": "⑴",
    "decimalEnclosedFullstop": "⒈",
}
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseDigitalTenThousand",
}
_DIGITAL = {"ideographDigital", "taiwaneseDigital", "koreanDigital2"}
_MOST = 9_999


def numeral(number: int, form: str) -> str:
    """``number`` in one of Word's formats; decimal where the format is not known, nothing where it has no number."""
    if form in ("none", "bullet"):
        return ""
    number = min(max(number, 0), _MOST)
    if form in _CHINESE:
        return written(number)
    if form == "chineseLegalSimplified":
        return written(number).translate(_FORMAL)
    if form in _DIGITAL:
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    if form == "decimalZero":
        return f"{number:02}"
    if form in _ENCLOSED and 1 <= number <= 20:
        return chr(ord(_ENCLOSED[form]) + number - 1)
    if form in _SIGNS and 1 <= number <= len(_SIGNS[form]):
        return _SIGNS[form][number - 1]
    if form in ("upperLetter", "lowerLetter") and number:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("upperRoman", "lowerRoman"):
        roman = ""
        for value, sign in _ROMAN:
            roman, number = roman + sign * (number // value), number % value
        return roman.upper() if form == "upperRoman" else roman
    return str(number)


class Numbering:
    """The lists of one document and how far each has counted.

    ``styles``, ``numbering``: the roots of the parts of that name, None where the document has none.
    """

    def __init__(self, styles: _Element | None, numbering: _Element | None):
        self._styles: dict[str, _Element] = {}
        self._usual = ""
        for style in () if styles is None else styles.iterchildren(f"{W}style"):
            self._styles[style.get(f"{W}styleId", "")] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self._usual = style.get(f"{W}styleId", "")
        self._lists: dict[str, _Element] = {}
        self._uses: dict[str, _Element] = {}
        for element in () if numbering is None else numbering:
            if element.tag == f"{W}abstractNum":
                self._lists[element.get(f"{W}abstractNumId", "")] = element
            elif element.tag == f"{W}num":
                self._uses[element.get(f"{W}numId", "")] = element
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: _Element | None) -> str:
        """The number of the next paragraph, whose ``w:pPr`` is ``properties``; empty when it has none. Counts on."""
        use, level, style = self._numbered(properties)
        if not use or use not in self._uses:
            return ""
        key, rules = self._rules(self._uses[use])
        if rules is None:
            return ""
        if level is None:
            level = next((at for at, rule in rules.items() if style and _val(rule, "pStyle") == style), 0)
        if level not in rules:
            return ""
        counts = self._count(key, use, rules, level)
        if _val(rules[level], "numFmt") == "bullet":
            return ""
        plain = _switch(rules[level], "isLgl")

        def one(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            rule = rules.get(at)
            if rule is None:
                return ""
            form = "decimal" if plain else _val(rule, "numFmt") or "decimal"
            count = counts[at]
            return numeral(_start(rule) if count is None else count, form)

        return re.sub(r"%([1-9])", one, _val(rules[level], "lvlText")).strip()

    def style_chain(self, properties: _Element | None) -> list[_Element]:
        """The styles of the paragraph, its own first, each followed by the one it is based on."""
        name = _val(properties, "pStyle") or self._usual
        return self.chain(name)

    def chain(self, name: str) -> list[_Element]:
        """The style ``name`` and those it is based on."""
        found: list[_Element] = []
        while name in self._styles and self._styles[name] not in found:
            found.append(self._styles[name])
            name = _val(found[-1], "basedOn")
        return found

    def _numbered(self, properties: _Element | None) -> tuple[str, int | None, str]:
        """List, level where it is said, and the style that names the list where a style does."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        use, level = _val(own, "numId"), _val(own, "ilvl")
        if use:
            return use, _level(level) or 0, ""
        for style in self.style_chain(properties):
            numbered = style.find(f"{W}pPr/{W}numPr")
            if numbered is not None and _val(numbered, "numId"):
                said = level or _val(numbered, "ilvl")
                return _val(numbered, "numId"), _level(said), style.get(f"{W}styleId", "")
        return "", None, ""

    def _rules(self, use: _Element) -> tuple[str, dict[int, _Element] | None]:
        key = _val(use, "abstractNumId")
        rules = self._lists.get(key)
        link = _val(rules, "numStyleLink")
        if link:  # a list that takes its rules from a list style
            for style in self.chain(link):
                other = self._uses.get(_val(style.find(f"{W}pPr/{W}numPr"), "numId"))
                if other is not None and _val(other, "abstractNumId") in self._lists:
                    key = _val(other, "abstractNumId")
                    rules = self._lists[key]
                    break
        if rules is None:
            return key, None
        levels = {_level(level.get(f"{W}ilvl")) or 0: level for level in rules.iterchildren(f"{W}lvl")}
        for override in use.iterchildren(f"{W}lvlOverride"):
            if (level := override.find(f"{W}lvl")) is not None:
                levels[_level(override.get(f"{W}ilvl")) or 0] = level
        return key, levels

    def _count(self, key: str, use: str, rules: dict[int, _Element], level: int) -> list[int | None]:
        """One further at ``level``; the levels below begin anew unless they restart after another one."""
        counts = self._counts.setdefault(key, [None] * LEVELS)
        for override in self._uses[use].iterchildren(f"{W}lvlOverride"):
            at, first = _level(override.get(f"{W}ilvl")) or 0, _whole(_val(override, "startOverride"))
            if first is not None and (use, at) not in self._begun and at <= level:
                self._begun.add((use, at))
                counts[at] = first - (at == level)
        before = counts[level]
        counts[level] = _start(rules[level]) if before is None else before + 1
        for below in range(level + 1, LEVELS):
            after = _whole(_val(rules.get(below), "lvlRestart"))
            if after is None or level < after:
                counts[below] = None
        return counts


def _val(parent: _Element | None, name: str) -> str:
    child = parent.find(f"{W}{name}") if parent is not None else None
    return "" if child is None else child.get(VAL, "")


def _switch(parent: _Element, name: str) -> bool:
    child = parent.find(f"{W}{name}")
    return child is not None and child.get(VAL, "1") not in ("0", "false", "off")


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text, re.ASCII) else None


def _level(text: str | None) -> int | None:
    level = _whole(text)
    return None if level is None else min(level, LEVELS - 1)


def _start(rule: _Element) -> int:
    first = _whole(_val(rule, "start"))
    return 1 if first is None else first
