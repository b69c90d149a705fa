"""The problems a chapter 五 states, one by one, and whether a later text speaks of one (domain §1.4, §4.5).

The chapter has up to three parts: last year's problems and what became of them, this year's problems, the measures.
Only the second is read. Items are told apart by 一是/二是, （一）, 1., ；and, in a list after ``主要是：``, by commas.
"""

from __future__ import annotations

import re

from drafting.language.late_pattern import late_pattern
from drafting.language.likeness import pairs
from drafting.language.sentences import sentences

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_COUNTED = late_pattern(rf"(?:{_NUMERAL}是|第{_NUMERAL}[，、是]|其[一二三四五六七八九][，、是])")
_NUMBERED = late_pattern(rf"[（(](?:{_NUMERAL}|\d{{1,2}})[）)]|\d{{1,2}}[.．、)）](?!\d)|{_NUMERAL}、")
_COUNTED_INSIDE = late_pattern(rf"(?<=[，、：:])\s*(?={_COUNTED.pattern})")

_ANSWERS = late_pattern(
    r"(?:上一?年度?|去年).{0,20}(?:问题|不足).{0,30}(?:整改|改进|解决|落实)|上年问题|问题.{0,4}整改(?:情况|结果)"
)
_MEASURES = late_pattern(
    r"^(?:针对(?!性)|为此|下一?步|今后|接下来|改进(?:情况|措施|方向))|(?:以下|如下|改进|整改)[^，。；]{0,6}措施"
    r"|^(?:20\d\d|明)\s*年[^。；]{0,16}(?:将|拟|计划|重点|打算|要|继续|着力|进一步)|^(?:我们|我.|我街道|本机关)将"
)
_PROBLEMS = late_pattern(
    r"(?:存在|面临|有着?)[^。；：]{0,12}(?:问题|不足|短板|薄弱|差距|困难)"
    r"|(?:问题|不足|短板|薄弱环节|差距)(?:主要)?(?:是|有|如下|表现|包括|[：:])|仍在不足|^(?:主要|存在|本年|今年)的?(?:主要)?(?:问题|不足|短板|差距|困难)"
)
_LIST = late_pattern(r"[：:]|(?:主要是|主要表现(?:在|为)|(?<=[，,])(?:例)?如)[：:]?")
_ENCLOSED = late_pattern(
    r"存在(?:着|的?(?:主要)?问题(?:是|有)|在)?(?P<list>[^。；：:]{4,300}?)(?:等(?:方面|几个方面)?)?的?(?:主要)?(?:问题|不足|短板|薄弱环节|困难)"
    r"(?=[。，,；！]|等|$)"
)
"""Problems told within one sentence: 主要存在公开不全面、审核不仔细等问题."""
_CLAUSE = late_pattern("[^，,]+")
_PART = late_pattern("[^、]+")
_DOES = late_pattern(
    "(?:加强|加大|加快|完善|健全|强化|提升|提高|优化|推进|推动|开展|细化|拓宽|拓展|丰富|落实|建立|进一步|继续|深化|规范|组织|定期|抓|做好|扩大|创新|增强)"
)
"""How a measure begins."""
_WEAK = late_pattern(
    "不|未|没有|缺|欠|弱|滞后|单一|有待|需|难|低|慢|偏|薄|参差|亟|散|生疏|拿不准|晚|少|滞|粗|窄|浅|陈旧|脱节"
)

SHORTEST = 4
"""Characters below which nothing is a problem stated."""
QUOTED = 20
"""Characters of a problem or measure that a message quotes."""

_GENERAL = late_pattern(
    "|".join(
        (
            "政府信息与政务公开|政府信息公开|政务信息公开|政务公开|信息公开(?!栏)|政府信息|公开工作|工作|公开(?!栏)|政府|信息|政务",
            "(?:有待|亟需|亟待|尚需|还需|仍需|需要?)(?:进一步|继续)?(?:加强|加大|提高|提升|完善|创新|强化|改进|规范|丰富|优化)?",
            "进一步|继续|不断|加强|加大|提高|提升|完善|强化|改进|力度|不够|不足|不强|不高|不及时|不到位|个别|部分|有的|有些|一些|存在|仍然|仍|还|问题",
            "相关|有关|各|等|方面|情况|能力|水平|人员|主要|较|比较|我.|单位|部门|去年|上年|今年|本年|第.个|是|的|了|和|与|对|在|以|为|及",
        )
    )
)
"""Words of every problem, which tell none from another."""


def problem_items(text: str) -> list[tuple[int, int, str]]:
    """The problems of this year that ``text``, a chapter 五, states: start, end, words without number and full stop."""
    items: list[tuple[int, int]] = []
    part, counting, whole = "problems", False, False
    for start, end in _pieces(text):
        counted = _COUNTED.match(text, start, end)
        number = counted or _NUMBERED.match(text, start, end)
        body = number.end() if number else start
        enclosed = None if counted else _ENCLOSED.search(text, body, end)
        told = _weak(text, *enclosed.span("list")) if enclosed and part == "problems" else []
        if told:
            items += told
            counting, whole = False, True
            continue
        if counted and whole and _DOES.match(text, body, end) and not _WEAK.search(text, body, end):
            part = "measures"  # the list behind problems told in one sentence
        turn = "" if counted else turn_of(text[body:end])
        if turn:
            part, counting = turn, False
            if turn == "problems" and (listed := _LIST.search(text, body, end)):
                items += _weak(text, listed.end(), end)
        elif part != "problems":
            continue
        elif number:
            items.append((body, end))
            counting = True
        elif counting:
            items[-1] = items[-1][0], end
        else:
            items += _weak(text, body, end)
    return [found for start, end in items if len((found := _trimmed(text, start, end))[2]) >= SHORTEST]


def shortened(words: str) -> str:
    """``words`` as a message quotes them: no more than QUOTED characters."""
    return words if len(words) <= QUOTED else words[:QUOTED] + "…"


def speaks_of(sentence: str, problem: str) -> bool:
    """Whether ``sentence`` speaks of ``problem``: has two of its own word pairs, or all when there are fewer."""
    own = pairs(_GENERAL.sub(" ", problem)) or pairs(problem)
    return bool(own) and sum(pair in sentence for pair in own) >= min(2, len(own))


def _pieces(text: str) -> list[tuple[int, int]]:
    """The sentences of ``text``, cut once more before 一是, 二是."""
    found = []
    for start, end, _ in sentences(text):
        cuts = [start, *(match.end() for match in _COUNTED_INSIDE.finditer(text, start, end)), end]
        found += [(left, right) for left, right in zip(cuts, cuts[1:]) if left < right]
    return found


def turn_of(piece: str) -> str:
    """The part of the chapter that the sentence ``piece`` opens: ``answers`` to last year's problems, ``problems``,
    ``measures``; ``""`` when it goes on with the part before.
    """
    if _ANSWERS.search(piece):
        return "answers"
    if _MEASURES.search(piece):
        return "measures"
    return "problems" if _PROBLEMS.search(piece) else ""


def _weak(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What stands between ``start`` and ``end``, as problems: each clause if each is one, else the whole if it is.

    A clause is taken apart at 、 where each of its parts is one: 公开不全面、审核不仔细, and not 留言、咨询的回复慢.
    """
    clauses = _each(text, start, end, _CLAUSE)
    if clauses:
        return [part for clause in clauses for part in _each(text, *clause, _PART) or [clause]]
    return [(start, end)] if _WEAK.search(text, start, end) else []


def _each(text: str, start: int, end: int, piece: re.Pattern[str]) -> list[tuple[int, int]]:
    """The pieces between ``start`` and ``end`` if each of them is a problem, else nothing."""
    pieces = [match.span() for match in piece.finditer(text, start, end)]
    return pieces if all(right - left >= SHORTEST and _WEAK.search(text, left, right) for left, right in pieces) else []


def _trimmed(text: str, start: int, end: int) -> tuple[int, int, str]:
    if number := _NUMBERED.match(text, start, end):
        start = number.end()
    words = text[start:end].rstrip(" \t\n\u3000。；;，,！？")
    words = re.sub("等(?:方面|问题)?$", "", words)
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return start, start + len(words), words
