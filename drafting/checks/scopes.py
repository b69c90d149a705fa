"""Figures that a government's report gives of a part of its area, read against what that part reported (domain §4.3, N-02).

A sentence that names the part is read as that part's own would be, so that it may say 收到, 新收 or 办理 as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from drafting.binding import EvidenceIndex, Mark
from drafting.language.late_pattern import late_pattern
from drafting.report import Report

from .marks import Marked
from .units import Scope, Units

_SENTENCE = late_pattern(r"[。；！？\n]")
_WHOLE = r"[全本我][省市州盟县区旗]"
_HANDED = late_pattern(r"[向由对和与及、转给至经送被予]$")
"""What stands before a name that is not whose figure follows."""
_JOINED = late_pattern(r"\s*(?:[、和及与等]|以及)")
"""What stands behind one of several names."""


class Known(NamedTuple):
    """What the part called ``label`` reported in place of a figure: just that (``right``), or ``expected``."""

    label: str
    right: bool
    expected: str


Key = tuple[str, int, int, int]
"""Section, paragraph, start and end of a figure."""


def scoped(units: Units | None, marks: Mapping[str, list[Marked]], whole: Report) -> dict[Key, Known]:
    """Of the figures among ``marks``, by section, in the report ``whole``: those that are said of a part of the ``units``."""
    if units is None or not units.scopes:
        return {}
    named = {name: scope for scope in units.scopes for name in scope.names}
    names = sorted((*named, whole.organ.name), key=len, reverse=True)
    pattern = re.compile("|".join([*map(re.escape, names), _WHOLE]))
    found: dict[Key, Known] = {}
    for id, figures in marks.items():
        read: dict[tuple[int, str], list[dict[tuple[int, int], Mark]]] = {}
        for each in figures:
            if each.mark is None or each.mark.kind != "figure" or each.state == "person" or each.reckoned:
                continue
            name = _named(each.within.text, each.start, pattern)
            if name not in named:
                continue
            key = each.paragraph, name
            if key not in read:
                read[key] = _read(each.within.text, named[name], name)
            if known := _known(named[name], [at.get((each.start, each.end)) for at in read[key]]):
                found[id, each.paragraph, each.start, each.end] = known
    return found


def _named(text: str, at: int, pattern: re.Pattern[str]) -> str:
    """The name that the figure at ``at`` is said of, the last before it in its sentence; ``""`` for one of several."""
    since = max((stop.end() for stop in _SENTENCE.finditer(text, 0, at)), default=0)
    last = next(reversed([*pattern.finditer(text, since, at)]), None)
    if last is None or _HANDED.search(text, since, last.start()) or _JOINED.match(text, last.end()):
        return ""
    return last[0]


def _read(text: str, scope: Scope, name: str) -> list[dict[tuple[int, int], Mark]]:
    found = []
    for report in scope.reports:
        own = report.model_copy(update={"organ": report.organ.model_copy(update={"short_name": name})})
        found.append({(mark.start, mark.end): mark for mark in EvidenceIndex(own).marks(text)})
    return found


def _known(scope: Scope, marks: list[Mark | None]) -> Known | None:
    """What the part reported, where the figure is read of one of its cells in every way that the name may be meant."""
    if any(mark is not None and mark.state == "fact" for mark in marks):
        return Known(scope.label, True, "")
    sure = [mark for mark in marks if mark is not None and mark.state == "contradicted" and not mark.asked]
    if not sure or len(sure) < len(marks):
        return None
    return Known(scope.label, False, "或".join(dict.fromkeys(mark.expected for mark in sure)))
