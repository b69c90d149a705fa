"""Parts that do not add up to the total they are parts of (domain §4.3); precision first.

Three ways of listing are read: ``12件（甲7件、乙5件）``, ``12件，其中甲7件、乙5件`` (also 具体包括, 分别为, and where
it begins the next sentence) and ``甲7件、乙5件，合计12件``. A list after 其中 may be of some parts only, so a sum below
the total counts only where the list is clearly whole: in brackets without 其中, after 具体包括 or 分别为, with 其余, of
自然人 and 法人, or of many parts that nearly reach the total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from drafting.binding import Figure, read
from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences
from drafting.values import printed, tidy

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("N-04")

NEARLY, MANY = Decimal("0.95"), 4
"""A list of MANY parts that reaches NEARLY the whole is meant to be whole."""

_LISTING = late_pattern("其中|具体|分别|[（(]|合计|共计|总计")
_FEE = late_pattern("处理费|收费通知")
_BRACKET = late_pattern(r"[（(][^（）()\n]*[）)]")
_AMONG = late_pattern(r"\s*[，,。；]?\s*(?:其中|(?P<all>具体(?:包括|为|是)|分别(?:为|是)))\s*[，,：:]?")
_JOINED = late_pattern(r"\s*[，,]?\s*")
_SUM = late_pattern(r"(?:合计|共计|总计)\s*(?:为)?\s*$")
_NO_PART = late_pattern(
    "同比|上年同期|增长|增加|减少|下降|上升|占|每|平均|累计|另|超|延期|按期|按时|及时|期限|涉及|含|满意|(?<!公)共(?![同享建])|由|参加|等"
)
_CARRIED = late_pattern("结转|转下|转入")
_EACH = late_pattern(r"[^，,；;]+各(?:有|为|计)?$")
_AND = late_pattern("[和与及](?!其)")
_REST = late_pattern("^(?:其余|余下|剩余|其它均|其他均)")
LONGEST = 3_000
"""A longer sentence is no list that anybody reads."""
LABEL = 20
"""A longer run of words is no name of a part."""


@dataclass(frozen=True)
class _Part:
    label: str
    figure: Figure


def check(context: Context) -> Outcome:
    """Each list, with the span from the total to the last part."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    for section, text in context.texts.items():
        for start, sentence in _joined(text):
            if len(sentence) > LONGEST or not _LISTING.search(sentence) or _FEE.search(sentence):
                continue
            for whole, parts, added in _wrong(sentence):
                first, last = min(whole.start, parts[0].figure.start), max(whole.end, parts[-1].figure.end)
                yield RULE.finding(
                    "sum",
                    count=len(parts),
                    added=printed(tidy(added)),
                    unit=whole.unit,
                    whole=whole.text,
                    difference=printed(tidy(abs(added - whole.value))),
                    section=section,
                    span=(start + first, start + last),
                )


def _joined(text: str) -> list[tuple[int, str]]:
    """The sentences of ``text`` with their places; one that begins with 其中 together with the one before it."""
    found: list[tuple[int, str]] = []
    for start, end, sentence in sentences(text):
        if found and _AMONG.match(sentence) and "\n" not in text[found[-1][0] : start]:
            found[-1] = found[-1][0], text[found[-1][0] : end]
        else:
            found.append((start, sentence))
    return found


_Wrong = Iterator[tuple[Figure, list[_Part], Decimal]]


def _wrong(sentence: str) -> _Wrong:
    """The totals in ``sentence`` whose parts do not add up, with the parts and their sum."""
    figures = read(sentence)
    brackets = [match.span() for match in _BRACKET.finditer(sentence)]
    for whole in figures:
        if whole.approximate or not whole.unit:
            continue
        bracket = next((span for span in brackets if _JOINED.fullmatch(sentence, whole.end, span[0])), None)
        if bracket:
            among = _AMONG.match(sentence, bracket[0] + 1, bracket[1])
            begin = among.end() if among else bracket[0] + 1
            parts = _parts(sentence, figures, whole, begin, bracket[1] - 1, [])
            yield from _compared(whole, parts, whole_list=not among)
        if among := _AMONG.match(sentence, bracket[1] if bracket else whole.end):
            end = sentence.find("其中", among.end())
            end = len(sentence) if end < 0 else end
            parts = _parts(sentence, figures, whole, among.end(), end, brackets)
            yield from _compared(whole, parts, whole_list=bool(among["all"]))
        if _SUM.search(sentence, 0, whole.start) and "其中" not in sentence[: whole.start]:
            parts = _parts(sentence, figures, whole, sentence.rfind("：", 0, whole.start) + 1, whole.start, brackets)
            values = [part.figure.value for part in parts]
            if len(parts) > 1 and whole.value not in (sum(values[at:]) for at in range(len(values) - 1)):
                yield whole, parts, sum(values, Decimal())


def _parts(
    sentence: str,
    figures: list[Figure],
    whole: Figure,
    start: int,
    end: int,
    aside: list[tuple[int, int]],
) -> list[_Part]:
    """The parts listed between ``start`` and ``end``, ``aside`` stepped over: up to the first thing that is none."""
    found: list[_Part] = []
    for figure in figures:
        if not start <= figure.start < end or any(left < figure.start < right for left, right in aside):
            continue
        label = _BRACKET.sub("", sentence[start : figure.start]).strip("，,、：: \u3000和及以")
        if figure.unit != whole.unit or figure.approximate or not 0 < len(label) <= LABEL or _NO_PART.search(label):
            break
        each = _EACH.search(label)  # 年度报告、公开指南、公开制度各1条 counts three
        found += [_Part(label, figure)] * (1 + each[0].count("、") + len(_AND.findall(each[0])) if each else 1)
        start = figure.end
    return found


def _compared(whole: Figure, parts: list[_Part], *, whole_list: bool) -> _Wrong:
    """The list, when it does not add up to ``whole``."""
    values = [part.figure.value for part in parts]
    if len(parts) < 2 or any(sum(values[:at]) == whole.value for at in range(2, len(values) + 1)):
        return
    done = [part for part in parts if not _CARRIED.search(part.label)]
    if sum(part.figure.value for part in done) == whole.value:
        return
    added = sum(values, Decimal())
    if added > whole.value and len(done) > 1:  # what is carried over is no part of what was done
        parts, added = done, sum((part.figure.value for part in done), Decimal())
    people = len(parts) == 2 and "自然人" in parts[0].label and re.search("法人|组织", parts[1].label)
    complete = (
        whole_list or people or _REST.match(parts[-1].label) or (len(parts) >= MANY and added >= NEARLY * whole.value)
    )
    if (added > whole.value and (complete or len(parts) > 2)) or (added < whole.value and complete):
        yield whole, parts, added
