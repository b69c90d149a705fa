"""Shares and changes in prose, reckoned again from the facts they state (domain §4.3, N-03)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from drafting.facts import Fact

from .figures import Figure
from .marks import Mark
from .naming import HANDLED, NEW, TOTAL, named
from .place import Place
from .values import equals
from .values import matches_value as states
from .values import render_like as restated

_SHARE = re.compile(
    "[，,（(]?(?:约|分别)?(?:各?占|占比|比例|比重)(?:比|总数|总量|全部|全年|本年度?|办结|答复|办理|受理|收到|收办|申请|政府信息公开|"
    "件数?|结果|总|数|量|的|比例|比重|为|约|近|达到?|：|:|\\s)*+"
)
_CHANGE = re.compile(
    "(?:同比|[与较比](?:上一?年度?|去年)(?:同期)?(?:相比)?)[，,]?(?P<way>增长|增加|上升|提高|下降|减少|降低)(?:了|约|近|达到?|为|\\s)*+"
)
_REMARK = re.compile("^[（(][^（）()]*[）)]")
_OPEN_ASIDE = re.compile("[（(][^（）()]*$")


def share(figure: Figure, place: Place, before: Sequence[Mark], facts: Mapping[str, Fact]) -> Mark | None:
    """The state of a percentage that is the share of the figure just before it; None when it is no such share.

    The base may be （七）总计, 新收, 收办 or any figure of the sentence that is tied; within 0.01 as printed.
    """
    previous = next((mark for mark in reversed(before) if mark.figure and mark.figure.unit != "%"), None)
    if figure.unit != "%" or previous is None or not previous.sources:
        return None
    gap = place.before[len(place.before) - (figure.start - previous.end) :] if figure.start > previous.end else ""
    part_id = previous.sources[0].partition(":")[2]
    if not _SHARE.fullmatch(gap) or previous.state == "note" or part_id not in facts:
        return None
    part = facts[part_id]
    bases = [id for id in (TOTAL, NEW, HANDLED) if id in facts]
    bases += [
        id
        for mark in reversed(before)
        if mark.state in ("fact", "contradicted") and mark is not previous
        for id in [mark.sources[0].partition(":")[2]]
        if id in facts
    ]
    known = [id for id in dict.fromkeys(bases) if id != part_id and facts[id].value and facts[id].unit == part.unit]
    for id in known:
        ratio = _percent(part, facts[id])
        if _near(figure, ratio):
            listed = next(
                (
                    f"fact:{each}"
                    for each, fact in facts.items()
                    if each.startswith("share.") and set(fact.cells) == {*part.cells, *facts[id].cells}
                ),
                "",
            )
            return _mark(figure, "fact", (listed,) if listed else (f"fact:{part_id}", f"fact:{id}"))
    if TOTAL not in known:
        return None
    right = Fact("", _percent(part, facts[TOTAL]), "%", "", ())
    return _mark(figure, "contradicted", (f"fact:{part_id}", f"fact:{TOTAL}"), restated(figure, right))


def changed(figure: Figure, subject: tuple[str, ...], facts: Mapping[str, Fact]) -> Mark | None:
    """The state of an amount or rate of change of the facts ``subject``; None when nothing is known to compare with."""
    kind = "ratio" if figure.unit == "%" else "change"
    if figure.unit == "百分点" or not all(f"before.{id}" in facts for id in subject):
        return None
    ids = [f"{kind}.{id}" for id in subject if f"{kind}.{id}" in facts]
    for id in ids:
        if states(figure, facts[id]) or (kind == "ratio" and _near(figure, Decimal(facts[id].value))):
            return _mark(figure, "fact", (f"fact:{id}",))
    if not ids or (kind == "change" and figure.unit not in ("件", "宗", "起", "例", "份", "个", "万元", "元")):
        return None
    return _mark(figure, "contradicted", tuple(f"fact:{id}" for id in ids), restated(figure, facts[ids[0]]))


def compared(place: Place, before: Sequence[Mark], text: str, start: int, way: int) -> tuple[str, ...]:
    """The fact ids that a comparison with last year at ``start``, its word (增长) at ``way``, is about; () when
    unclear.

    Its subject is named in the same clause (收到申请同比增长), or is the figure just before it, remarks in brackets
    left out.
    """
    if hits := named(place.left[: max(0, len(place.left) - (way - start))], place.topic):
        return hits[0].ids
    previous = next((mark for mark in reversed(before) if not _inside(text, mark)), None)
    if previous is None or not previous.sources or not previous.sources[0].startswith("fact:"):
        return ()
    between = _REMARK.sub("", text[previous.end : start])
    return () if between.strip("，,；、（( ") else tuple(source.removeprefix("fact:") for source in previous.sources)


def comparison(text: str, start: int) -> re.Match[str] | None:
    """The words of comparison with last year (同比增长) that end where the figure at ``start`` begins."""
    return next((match for match in _CHANGE.finditer(text, max(0, start - 30), start) if match.end() == start), None)


def _inside(text: str, mark: Mark) -> bool:
    """Whether the mark stands in a remark in brackets."""
    return bool(_OPEN_ASIDE.search(text, max(0, mark.start - 200), mark.start))


def _percent(part: Fact, whole: Fact) -> Decimal:
    return (Decimal(part.value) * 100 / Decimal(whole.value)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _near(figure: Figure, ratio: Decimal) -> bool:
    """Whether a percentage is ``ratio`` as printed, within 0.01 of a second decimal (domain §4.3)."""
    if equals(figure, ratio):
        return True
    return -figure.value.as_tuple().exponent >= 2 and abs(figure.value - ratio) <= Decimal("0.01")


def _mark(figure: Figure, state, sources: tuple[str, ...], expected: str = "") -> Mark:
    return Mark(figure.start, figure.end, figure.text, "figure", state, sources, expected, False, figure)
