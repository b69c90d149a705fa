"""Whether a unit's report may be added up: the rules on tables, and what its file left to ask."""

from __future__ import annotations

from dataclasses import replace

from drafting.checks import MODULES, RULES, SHIPPED, Context, Finding, OfficeRules
from drafting.checks.policy import applied
from drafting.report import Report

from .questions import open_questions
from .rollup import Contribution, Counted, counted

TABLE_RULES = tuple(module for module in MODULES if module.RULE.id.startswith("T-"))
"""The rules that look at the tables alone, and at last year's."""


def table_errors(report: Report, last_year: Report | None = None, office: OfficeRules = SHIPPED) -> tuple[Finding, ...]:
    """The errors in the tables of ``report``."""
    context = Context(report, last_year, office)
    said = applied((outcome for module in TABLE_RULES for outcome in module.check(context)), RULES, office.policy)
    return tuple(
        found
        for found in said
        if isinstance(found, Finding)
        and found.severity == "error"
        and not (found.waivable and found.waiver(report.waivers))
    )


def judged(
    report: Report,
    label: str,
    file: str = "",
    *,
    last_year: Report | None = None,
    office: OfficeRules = SHIPPED,
    errors: bool = False,
) -> Counted:
    """``report`` of the unit called ``label``, to be added up or refused. ``errors``: taken in spite of errors and open
    questions, which are named all the same.
    """
    findings = table_errors(report, last_year, office)
    questions = len(open_questions(report))
    said = [f"有 {len(findings)} 处错误"] if findings else []
    said += [f"有 {questions} 个问题没有回答"] if questions else []
    unit = Contribution(label, "summed", file, "", findings, questions)
    if said:
        unit = replace(unit, why="，".join(said) + ("，仍然汇总。" if errors else "，没有汇总。"))
        if not errors:
            unit = replace(unit, status="refused")
    return counted(report, unit)
