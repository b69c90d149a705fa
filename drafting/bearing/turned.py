"""A clause that uses the words of its evidence and says the contrary: planned for done, all for some, not for so."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from drafting.binding import read

from .evidence import Pair, pairs
from .lexicon import words

_NOT = re.compile(
    "(?P<all>未(?!来)|没(?!收)有?|无(?![障偿锡纸])|尚未|零(?!件|部|星))|不(?!断|仅|但|同|动产|懈|少于|低于|超过|定期|准$)[予能再用够太甚很会得曾宜易]?"
)
_SIGNS = re.compile("[^\u4e00-\u9fff]")
_REACH = 1
"""Pairs of letters that 不 denies; what 未, 没有 and 无 deny goes to the next stop."""
_SOME = re.compile("部分|有的|个别|少数|一些|多数|大多|基本(?!上是)|试点|几个")
_ALL = re.compile(
    "(?<![有未不])全部|所有|全体|一律|全都|(?<!平)均(?![衡等值摊])|各(?=[村镇乡街社部单科站所股县区局])|[^大]都(?=[按在已能是得有没])"
)
_PLAN = re.compile(
    "(?<![模草])拟(?!公开|稿|发|制)|计划(?!生育|书|财务)|打算|准备(?!好|了)|争取|力争|预计|下一步|明年|试着"
)
_WILL = re.compile("将(?=在|于|继续|进一步|组织|开展|出台|印发|建立|启动|完成|推进|实施|进行|对|建设|制定)|应|需")
LEAST = 3
SAME = 1 / 3
"""Pairs of letters in common, and their share of what a clause tells, from which it is known to tell of the same matter."""
_DONE = re.compile("已(?!知)|了(?!解)|建成|完成了|现已|成功|圆满")
_OPPOSED = (
    ("多", "少"),
    ("提前", "延期"),
    ("提前", "逾期"),
    ("延期", "逾期"),
    ("新开", "关停"),
    ("开通", "关停"),
    ("新设", "关停"),
    ("维持", "纠正"),
    ("维持", "撤销"),
    ("维持", "责令"),
    ("单一", "丰富"),
    ("单一", "多样"),
    ("集中", "分散"),
    ("加快", "放缓"),
    ("偏少", "偏多"),
    ("全文", "摘要"),
    ("免费", "收费"),
    ("快", "慢"),
    ("按月", "按周"),
    ("及时", "不及时"),
    ("及时", "滞后"),
    ("专职", "兼职"),
    ("当面", "网上"),
    ("公开", "不公开"),
    ("遮盖再发", "不予发布"),
)
"""Pairs of words of which one cannot stand for the other."""
_UP = re.compile("增加|增长|上升|增多|攀升|提高|扩大")
_DOWN = re.compile("减少|下降|降低|回落|降[至到为]|缩小")


def turned(
    clause: str,
    sentence: str,
    near: str,
    about: Collection[Pair],
    *,
    year: int,
    measure: bool = False,
    among_measures: bool = False,
) -> bool:
    """Whether ``clause`` of ``sentence`` says the contrary of ``near``, the evidence nearest to it.

    ``about``: the pairs of letters of ``clause`` that tell something; ``year``: of the report; ``measure``: the evidence is
    a measure for next year; ``among_measures``: it stands where problems and measures are told, which say by their place
    that they are still to come.
    """
    return (
        _figures(clause, near)
        or _denied(clause, near, about)
        or _scope(clause, near)
        or _opposed(clause, near)
        or (
            measure and _told_as_done(clause, near, about, year)
            if among_measures
            else _modality(clause, sentence, near, about, year, measure)
        )
    )


def _figures(clause: str, near: str) -> bool:
    """Whether a figure stands at the words by which the evidence has another one of the same unit."""
    here, there = _counted(clause), _counted(near)
    return any(
        key in there and values.isdisjoint(there[key]) and not words().empty.fullmatch(key[0])
        for key, values in here.items()
    )


def _counted(text: str) -> dict[tuple[str, str], set[Decimal]]:
    """The exact figures of ``text`` by the two letters before them and their unit."""
    found: dict[tuple[str, str], set[Decimal]] = {}
    for figure in read(text):
        before = _SIGNS.sub("", text[: figure.start])[-2:]
        if len(before) == 2 and not figure.approximate:
            found.setdefault((before, figure.unit), set()).add(figure.value)
    return found


def _denied(clause: str, near: str, about: Collection[Pair]) -> bool:
    """Whether one of them denies what stands undenied in the other, which denies nothing."""
    if bool(_NOT.search(clause)) == bool(_NOT.search(near)):
        return False
    here, there = _polarity(clause), _polarity(near)
    return any(
        len(denials) == 1 and there.get(pair) == {not denied}
        for pair, denials in here.items()
        if pair in about
        for denied in denials
    )


def _polarity(text: str) -> dict[Pair, set[bool]]:
    """The pairs of letters of ``text``, and whether each is denied where it stands."""
    found: dict[Pair, set[bool]] = {}
    for piece in re.split("[，。；：！？、\n（）]", text):
        denied = bytearray(len(piece))
        for match in _NOT.finditer(piece):
            end = len(denied) if match["all"] else min(len(denied), match.end() + _REACH)
            denied[match.end() : end] = b"\1" * max(0, end - match.end())
        for at in range(len(piece) - 1):
            found.setdefault((piece[at], piece[at + 1]), set()).add(bool(denied[at]))
    return found


def _scope(clause: str, near: str) -> bool:
    """Whether one tells of all where the other tells of some."""
    return bool(
        (_ALL.search(clause) and not _SOME.search(clause) and _SOME.search(near) and not _ALL.search(near))
        or (_SOME.search(clause) and not _ALL.search(clause) and _ALL.search(near) and not _SOME.search(near))
    )


def _opposed(clause: str, near: str) -> bool:
    """Whether it uses a word whose opposite, and not itself, stands in the evidence."""
    for one, other in ((_UP, _DOWN), (_DOWN, _UP)):
        if one.search(clause) and not other.search(clause) and other.search(near) and not one.search(near):
            return True
    return any(
        one in clause and other not in clause and other in near and one not in near
        for pair in _OPPOSED
        for one, other in (pair, pair[::-1])
    )


def _modality(clause: str, sentence: str, near: str, about: Collection[Pair], year: int, measure: bool) -> bool:
    """Whether what was planned is told as done, or what was done as planned."""
    if not _same_matter(near, about):
        return False
    planned = measure or _planned(near, year)
    if planned and not _DONE.search(near):
        return not _to_come(sentence, year)
    return bool(
        (_PLAN.search(clause) or _WILL.search(clause)) and not planned and not _WILL.search(near) and _DONE.search(near)
    )


def _told_as_done(clause: str, near: str, about: Collection[Pair], year: int) -> bool:
    """Whether a measure among measures is told as one that was taken."""
    done = _DONE.search(clause) and not _DONE.search(near)
    return bool(done) and not _to_come(clause, year) and _same_matter(near, about)


def _same_matter(near: str, about: Collection[Pair]) -> bool:
    return len({pair for pair in pairs(near) if pair in about}) >= max(LEAST, SAME * len(about))


def _planned(text: str, year: int) -> bool:
    return bool(_PLAN.search(text)) or f"{year + 1}年" in text.replace(" ", "")


def _to_come(text: str, year: int) -> bool:
    return bool(_PLAN.search(text) or _WILL.search(text)) or f"{year + 1}年" in text
