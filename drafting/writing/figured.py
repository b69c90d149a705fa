"""Figures of a sentence against those of the sentence it is a wording of: the same ones, counting the same, in the same place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.binding import Figure, read
from drafting.language.register import Speaker

CONTEXT = 6
"""Letters before and after a figure by which it is known what it counts."""

_PERSONS, _TIMES, _MATTERS = (
    frozenset("人名位"),
    frozenset("次回场遍趟"),
    (frozenset("件项"), frozenset("条项"), frozenset("天日")),
)
_OCCASIONS = _TIMES | frozenset("期届批轮")
_OWN = frozenset("场期届件条篇份")
"""Units that say what is counted, so that they cannot be added to a figure without one."""
_EXACT = re.compile(
    r"不少于|不低于|至少|不超过|超过(?!法定|规定|办理|时限|期限)|不多于|(?<=[\d件条次人篇份天日%个家户月年])以[上下内]|约|近(?=\d)|余(?=[件条次人篇个份])|左右"
)
_BOUNDS = {
    **dict.fromkeys(("不少于", "不低于", "至少", "以上"), "least"),
    **dict.fromkeys(("不超过", "不多于", "以下", "以内"), "most"),
    "超过": "more",
    **dict.fromkeys(("约", "近", "余", "左右"), "about"),
}
_ONE = re.compile("[一那这某]|有个")
"""How a single one is said without a figure."""
_ANY_YEAR = re.compile(r"((?:19|20)\d{2})年|[今去明上]年|本年|上一年")
_FOUND_THEN = re.compile("[^，。；]{0,8}(?:反映|指出|提出|存在|检查发现)")
"""What follows a year of which only a fault is told: 针对上年反映的……问题，制作9条."""
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_EACH = re.compile("每(?:天|日|周|月|季度?|半年|年|次)")
_LISTED = re.compile("[、和与跟及][^，。；：！？、]{1,8}$")
"""The end of a list of names that a figure counts once more."""
_STOP = re.compile("[，。；：！？]")
_LETTERS = re.compile("[\u4e00-\u9fff]{2}")
_BEHIND = re.compile("[来多余几]?([\u4e00-\u9fff])")
_WHO = frozenset("人村社站所镇乡局")
"""What 个 counts, where it says so right behind."""


def figures(given: str, sentence: str, by: Speaker | None) -> Iterator[str]:
    """Figures that only one of them has, that count something else, or are exact where the other is not.

    A single one may be counted or not: 一个人 is 1名申请人, 对一遍 is 核对.
    """
    given = given.replace("半小时", "30分钟") if "30分钟" in sentence else given
    before = [figure for figure in read(given) if not _YEAR.match(given[figure.start : figure.end + 1])]
    after = [figure for figure in read(sentence) if not _YEAR.match(sentence[figure.start : figure.end + 1])]
    values, written = {figure.value for figure in before}, {figure.value for figure in after}
    for figure in before:
        if figure.value not in written and not _needless(given, figure) and not stands(sentence, figure):
            yield f"数字“{figure.text}”漏写了。"
    for figure in after:
        if figure.value not in values and not (figure.value == 1 and _ONE.search(given)):
            yield f"数字“{figure.text}”材料中没有。"
    for figure in before:
        same = [other for other in after if other.value == figure.value]
        if figure.value == 1 and not figure.text[0].isdecimal():
            continue
        if same and not any(_counts(_unit(given, figure), _unit(sentence, other)) for other in same):
            yield f"数字“{figure.text}”的单位改了。"
    yield from _swapped(given, before, sentence, after)
    yield from _years_swapped(given, before, sentence, after, by)
    yield from _often(given, before, sentence, after)
    bounds = [{_BOUNDS[match[0]] for match in _EXACT.finditer(text)} for text in (given, sentence)]
    if bounds[0] != bounds[1] and (bounds[0] | bounds[1]) - {"about"}:
        yield "数字的限定改了。"


def _needless(given: str, figure: Figure) -> bool:
    """Whether a figure in words may be left out: 一遍, and 两家 behind the names of the two."""
    if figure.text[0].isdecimal():
        return False
    return figure.value == 1 or (figure.value in (2, 3) and bool(_LISTED.search(given, 0, figure.start)))


def stands(sentence: str, figure: Figure) -> bool:
    """Whether it stands there where no figure is read: 2个问题, 逾15日."""
    unit = "[日天]|个工作日" if figure.unit in ("天", "日") else re.escape(figure.unit or "")
    return bool(re.search(rf"(?<![\d.月]){figure.value}(?:{unit})", sentence))


def _counts(unit: str, other: str) -> bool:
    """Whether ``other`` counts what ``unit`` counts: 人 and 名, 次 and 回; 个 counts anything but occasions, none anything."""
    if unit == other or not other:
        return True
    if not unit:
        return other[0] not in _OWN
    if "个" in (unit[0], other[0]):
        return _OCCASIONS.isdisjoint((unit[0], other[0]))
    return any({unit[:1], other[:1]} <= same for same in (_PERSONS, _TIMES, *_MATTERS)) or unit[0] == other[0]


def _unit(text: str, figure: Figure) -> str:
    """What ``figure`` counts: its unit, also behind 来 or 多, and who or what 个 counts."""
    behind = _BEHIND.match(text, figure.end)
    if behind and (behind[1] in _WHO if figure.unit == "个" else not figure.unit and behind[1] in _OWN | _WHO):
        return behind[1]
    return figure.unit


def _swapped(given: str, before: list[Figure], sentence: str, after: list[Figure]) -> Iterator[str]:
    """Figures that stand where another one of the same unit stood."""
    for figure in after:
        noun = _noun(sentence, figure.end)
        having = {one.value for one in before if noun and _noun(given, one.end) == noun}
        if having and figure.value not in having:
            yield f"数字“{figure.text}”数的是别的。"
        here = _around(sentence, figure.start, figure.end)
        units = {one.unit for one in before if one.value == figure.value}
        own = [len(here & _around(given, one.start, one.end)) for one in before if one.value == figure.value]
        others = [
            len(here & _around(given, one.start, one.end))
            for one in before
            if one.value != figure.value
            and (figure.unit not in units or one.unit == figure.unit)
            and _counts(_unit(given, one), _unit(sentence, figure))
        ]
        if own and others and max(others) >= max(own) + 2:
            yield f"数字“{figure.text}”换了位置。"


def _often(given: str, before: list[Figure], sentence: str, after: list[Figure]) -> Iterator[str]:
    """Figures that were told of the whole and now of each time: 每周贴一次，贴了38期."""
    times = {(word, figure.value) for word, figure in _each(given, before)}
    words = set(_EACH.findall(given))
    for word, figure in _each(sentence, after):
        once = figure.value == 1 and _ONE.search(given)
        if word in words and (word, figure.value) not in times and not once:
            yield f"数字“{figure.text}”不是“{word}”的。"


def _each(text: str, found: list[Figure]) -> Iterator[tuple[str, Figure]]:
    """Each word of how often in ``text``, with the next figure of its clause."""
    for match in _EACH.finditer(text):
        ends = _STOP.search(text, match.end())
        figure = next((one for one in found if match.end() <= one.start < (ends.start() if ends else len(text))), None)
        if figure:
            yield match[0], figure


def _years_swapped(
    given: str, before: list[Figure], sentence: str, after: list[Figure], by: Speaker | None
) -> Iterator[str]:
    """Figures that are told of another year than they were: 今年12个、去年16个."""
    for figure in after:
        year = _year(sentence, figure.start, by) if _is_first(sentence, figure, after) else None
        years = {_year(given, one.start, by) for one in before if one.value == figure.value}
        if year and years and year not in years and None not in years:
            yield f"数字“{figure.text}”换了年份。"


def _is_first(sentence: str, figure: Figure, after: list[Figure]) -> bool:
    """Whether the year named last before ``figure`` is named of it: no other stands between, and no fault found then."""
    named = [match.end() for match in _ANY_YEAR.finditer(sentence, 0, figure.start)]
    return bool(named) and not (
        any(named[-1] <= one.start < figure.start for one in after) or _FOUND_THEN.match(sentence, named[-1])
    )


def _year(text: str, at: int, by: Speaker | None) -> int | None:
    """The year named last before ``at``; None where none is."""
    found = None
    for match in _ANY_YEAR.finditer(text, 0, at):
        named = {"今": 0, "本": 0, "去": -1, "上": -1, "明": 1}.get(match[0][0])
        found = int(match[1]) if match[1] else by.year + (named or 0) if by else None
    return found


def _noun(text: str, end: int) -> str:
    """The two letters after a figure that ends there, the first of what it counts; ``""`` for fewer."""
    found = _LETTERS.match(text, end)
    return found[0] if found else ""


def _around(text: str, start: int, end: int) -> set[str]:
    """The letters by a figure, no further than its clause."""
    before = re.split("[，。；：、]", text[max(0, start - CONTEXT) : start])[-1]
    after = re.split("[，。；：、]", text[end : end + CONTEXT])[0]
    return {*(f"<{letter}" for letter in before), *(f">{letter}" for letter in after)}


__all__ = ["figures", "stands"]
