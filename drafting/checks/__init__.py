"""The review rules: one rule a file, each a total function over a report; nothing here changes a report.

``run`` puts every rule to a report (and last year's) and sorts what they say. Rule ids are those of domain §4;
``docs/checks.md`` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from drafting.form import CHAPTERS
from drafting.report import Report

from . import rules
from .context import Context
from .office import SHIPPED, OfficeRules
from .policy import Policy, applied
from .rule import SEVERITIES, Finding, NotAssessed, Rule, Severity

MODULES: tuple[Any, ...] = tuple(
    import_module(f"{rules.__name__}.{found.name}")
    for found in sorted(iter_modules(rules.__path__), key=lambda it: it.name)
)
"""The rules in the order they run, by id; each module has a ``RULE`` and a ``check(context)``."""

RULES: dict[str, Rule] = {module.RULE.id: module.RULE for module in MODULES}
"""The rules by id."""


@dataclass(frozen=True)
class Result:
    """What the rules said about a report: ``findings`` errors first, then as printed; ``not_assessed`` by rule.

    ``waived``: findings that a person lets pass with a reason (``Report.waivers``).
    """

    findings: tuple[Finding, ...]
    not_assessed: tuple[NotAssessed, ...]
    waived: tuple[Finding, ...] = ()

    @property
    def worst(self) -> Severity | None:
        """The gravest severity found, None when nothing was."""
        return self.findings[0].severity if self.findings else None

    def to_data(self) -> dict[str, Any]:
        """The result as ``check --json`` prints it."""
        return {
            "findings": [finding.to_data() for finding in self.findings],
            "not_assessed": [entry.to_data() for entry in self.not_assessed],
            **({"waived": [finding.to_data() for finding in self.waived]} if self.waived else {}),
        }


def run(report: Report, last_year: Report | None = None, office: OfficeRules = SHIPPED) -> Result:
    """Put every rule to ``report``; ``last_year`` is the same organ's report on the year before, where there is one.

    ``office``: the severities an office gives the rules, and its words. The program asks an ``Assessment``, which keeps
    what it has worked out.
    """
    return judged(Context(report, last_year, office))


def judged(context: Context) -> Result:
    """Put every rule to the report of ``context``."""
    report = context.report
    said = applied((outcome for module in MODULES for outcome in module.check(context)), RULES, context.office.policy)
    place = _places(report)
    findings = [outcome for outcome in said if isinstance(outcome, Finding)]
    findings.sort(
        key=lambda finding: (
            list(SEVERITIES).index(finding.severity),
            place[finding.cells[0] if finding.cells else finding.section],
            finding.span or (0, 0),
        )
    )
    passes = [finding.waivable and finding.waiver(report.waivers) is not None for finding in findings]
    return Result(
        tuple(finding for finding, passed in zip(findings, passes) if not passed),
        tuple(outcome for outcome in said if isinstance(outcome, NotAssessed)),
        tuple(finding for finding, passed in zip(findings, passes) if passed),
    )


def _places(report: Report) -> dict[str | None, tuple[int, int]]:
    """Cell keys, section ids and chapter ids -> where each is printed: number of the part, place within it."""
    places: dict[str | None, tuple[int, int]] = {None: (0, 0)}
    places |= {id: (chapter.number, 0) for id, chapter in CHAPTERS.items()}
    for at, section in enumerate(report.outline):
        places[section.id] = CHAPTERS[section.chapter].number, at
    for at, key in enumerate(report.form.cells):
        places[key] = report.form.table(key.split(".")[0]).section, at
    return places


__all__ = [
    "MODULES",
    "RULES",
    "SEVERITIES",
    "SHIPPED",
    "Context",
    "Finding",
    "NotAssessed",
    "OfficeRules",
    "Policy",
    "Result",
    "Rule",
    "Severity",
    "judged",
    "run",
]
