"""What a code comes to in a report."""

from __future__ import annotations

from decimal import Decimal

from drafting.report import Report

from .codes import CELLS, LEFT_ALONE, parts, readings


def value(code: str, report: Report | None) -> Decimal | None:
    """What a code without comparison comes to in ``report``: the first of its readings; a share unrounded."""
    if report is None or code in LEFT_ALONE or ":" in code:
        return None
    one = readings(code)[0]
    part, _, whole = one.removeprefix("%").partition("/")
    number = _added(part, report)
    if not one.startswith("%"):
        return number
    base = _added(whole or "T", report)
    return Decimal(100) * number / base if base and number is not None else None


def values(report: Report) -> dict[str, Decimal]:
    """The values of the plain codes of a report."""
    return {code: number for code in CELLS if (number := value(code, report)) is not None}


def _added(code: str, report: Report) -> Decimal | None:
    given = _cells(report)
    numbers = [given[key] for part in parts(code) for key in CELLS[part]]
    return None if None in numbers else Decimal(sum(map(Decimal, numbers)))


_KNOWN: dict[int, tuple[Report, dict]] = {}


def _cells(report: Report) -> dict:
    """The cells of a report, which nobody changes here, worked out once."""
    if id(report) not in _KNOWN:
        _KNOWN[id(report)] = report, report.cells()
    return _KNOWN[id(report)][1]
