"""What a figure's own words say it must be: a fact named exactly, so that another value contradicts it (domain §4.3).

Any of the facts that the words allow will do; a figure is contradicted only when all of them are known and none fits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drafting.facts import Fact
from drafting.report import Organ

from . import scope
from .cues import FALL, LAST_YEAR, RISE
from .figures import MONEY, Figure
from .marks import Mark
from .naming import HANDLED, NEW, WHOLES, closest, named, of_applicants
from .place import Place
from .values import matches_value as states

_COUNTED = frozenset(("件", "件次", "宗", "起", "例"))
"""Units in which a figure can contradict a count; others may count something else (项目, 部门, 份)."""
_MORE_UNITS = {
    "disclosure.normative_documents": frozenset("份个部"),
    "disclosure.rules": frozenset("份个部"),
    "requests": frozenset("份"),
}
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_PART = re.compile("其中[，：:、]?$")
_DECISIONS = frozenset(("licences", "penalties", "coercive_measures"))
_DECIDED = re.compile("作出|做出|下达|实施|决定")
_CARED = re.compile("办理|受理|审理|代理|承办|应对|查处|立案|申请行政许可")
_CHANGES = ("fact:change.", "fact:ratio.", "fact:before.")
_DOCUMENT = re.compile("规范性文件|规章(?!制度)")
_REVISED = re.compile("清理|修改|审[核查]|报备|起草|评估|备案")
_GROUP = re.compile("不予公开|不予处理|无法提供|其他处理")
_RESULTS = frozenset(
    (
        "requests.granted.total",
        "requests.partially_granted.total",
        "formula.refused",
        "formula.unavailable",
        "formula.unprocessed",
        "formula.other",
        "requests.carried_in.total",
        "requests.carried_out.total",
    )
)
_GOES_ON = re.compile(r"\s*(?:$|并|且|均|已|全部|和|及|与|或|次)|\s*[\"”」]")
"""How a clause may go on after a figure that is stated for itself (not 申请8件延期答复)."""
_OF_PEOPLE = re.compile("人(?:大|民代表)|政协|信件|来信|留言|建议|提案|来访|热线|诉求")


@dataclass(frozen=True)
class Claim:
    """The facts that the words allow, the likeliest first; ``narrow``: words of a narrower scope stand by, or the
    figure is another that its verb alone would allow."""

    ids: tuple[str, ...]
    narrow: bool


def claim(
    figure: Figure,
    place: Place,
    line: str,
    before: Sequence[Mark],
    facts: Mapping[str, Fact],
    organ: Organ,
    year: int,
) -> Claim | None:
    """The facts that the words of ``place`` name exactly; None when they may mean anything else.

    ``line``: its line up to the figure; ``before``: the marks of the figures that stand before it in its sentence.
    """
    if not (hits := named(place.left, place.topic)):
        return None
    hit = hits[0]
    ids = closest(hit, place)
    if not all(id in facts for id in ids) or not _unit_fits(figure, ids[0], facts):
        return None
    lead, gap = place.left[: hit.start], place.left[hit.end :]
    if RISE.search(place.left) or FALL.search(place.left) or LAST_YEAR.search(lead) or not _this_year(place, year):
        return None
    if place.right and not _GOES_ON.match(place.right):
        return None
    if not place.alone or _OF_PEOPLE.search(place.left):
        return None
    if scope.set_aside(place.lead_in, organ) and not _PART.search(place.lead_in):
        return None
    if not _about(ids[0], line, lead, gap, place) or not _agrees_with_what_stands_before(ids, lead, place, before):
        return None
    here = scope.narrowed(place.before[: len(place.before) - len(gap)], organ) or "备案" in place.sentence
    here = here or any(states(figure, facts[id]) for id in hit.ids if id in facts)
    if scope.exactly(lead, gap, organ):
        return Claim(ids, here)
    return Claim(ids, True) if scope.narrowed(lead, organ) and scope.exactly("", gap, organ) else None


def _unit_fits(figure: Figure, id: str, facts: Mapping[str, Fact]) -> bool:
    if facts[id].unit == "万元":
        return figure.unit in MONEY
    more = next((units for root, units in _MORE_UNITS.items() if id.startswith(root)), frozenset())
    return figure.unit in _COUNTED or figure.unit in more


def _this_year(place: Place, year: int) -> bool:
    """Whether no other year stands in the sentence before the figure, nearest to it."""
    years = _YEAR.findall(place.before)
    return not years or int(years[-1]) == year


def _about(id: str, line: str, lead: str, gap: str, place: Place) -> bool:
    """Whether the words around speak of the table of ``id``, not of applications, cases or documents of other kinds."""
    if id.startswith("disclosure."):
        if scope.shown(place.before) or "事项" in gap:
            return False
        if id.partition(".")[2] in _DECISIONS:
            return bool(_DECIDED.search(place.before)) and not _CARED.search(lead)
        return "收费" in place.left or (bool(_DOCUMENT.search(place.before)) and not _REVISED.search(place.before))
    if id.startswith(("proceedings.", "formula.litigation")):
        return scope.about_information(place.before) and not _CARED.search(lead)
    return scope.about_information(line + place.left)


def _agrees_with_what_stands_before(ids: tuple[str, ...], lead: str, place: Place, before: Sequence[Mark]) -> bool:
    """Whether ``ids`` can belong to what the sentence has counted so far.

    A part of something unknown (网上申请5件，其中予以公开3件) is no figure of the tables, nor is a part called 其中 a
    whole.
    """
    part = "其中" in lead or bool(_PART.search(place.lead_in))
    counted = [
        mark
        for mark in before
        if mark.figure
        and mark.figure.unit in _COUNTED
        and not any(source.startswith(_CHANGES) for source in mark.sources)
    ]
    if any(mark.state not in ("fact", "contradicted", "person") for mark in counted):
        return False
    if WHOLES.issuperset(ids):
        return not part
    last = counted[-1].sources[0].removeprefix("fact:") if counted else ""
    if ids[0].startswith("disclosure."):
        return True
    if ids[0].startswith(("proceedings.", "formula.litigation")):
        return not part or last.startswith(("proceedings.", "formula.litigation"))
    if of_applicants(ids[0]):
        return last in (NEW, HANDLED) or of_applicants(last) or (not last and "申请" in place.lead_in + place.left)
    if of_applicants(last) and not place.lead_in.startswith("；"):
        return False
    return ids[0] in _RESULTS or last.startswith(("requests.", "formula.")) or bool(_GROUP.search(place.left))
