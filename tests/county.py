"""A made-up county for tests: a roster, and reports of its units with tables that agree."""

from __future__ import annotations

from drafting.collection.roster import Roster, Unit, roster
from drafting.organs import named
from drafting.report import Report, Section

COUNTY = "云溪县人民政府"
NAMES = (
    "云溪县人民政府办公室",
    "云溪县自然资源局",
    "云溪县教育局",
    "云溪县市场监督管理局",
    "青石镇人民政府",
    "白沙乡人民政府",
    "城关街道办事处",
)


def unit(name: str, order: int, parent: str = COUNTY, **more) -> Unit:
    told = named(name)
    return Unit(name=name, order=order, kind=told.kind, level=told.level, parent=parent, **more)


def county(*names: str, government: bool = True) -> Roster:
    """The county's government and units of these names (all of ``NAMES`` where none is named)."""
    units = [unit(name, order) for order, name in enumerate(names or NAMES, 2)]
    return roster([unit(COUNTY, 1, parent=""), *units] if government else units)


def reported(name: str, new: int = 3, *, year: int = 2024, text: str = "", organ=None, **cells) -> Report:
    """The report of the unit ``name``, which received ``new`` requests of natural persons and granted all; ``cells`` by
    key with ``__`` for dots.
    """
    report = Report(organ=organ or unit(name, 1).organ, year=year)
    report.values = {key: 0 for key in report.form.inputs} | {
        "requests.new_received.natural_person": new,
        "requests.granted.natural_person": new,
        "disclosure.licences": 10 * new,
    }
    report.values |= {key.replace("__", "."): value for key, value in cells.items()}
    if text:
        report.sections = {"overview.proactive": Section.of(text)}
    return report
