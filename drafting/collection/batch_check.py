"""Every rule over every unit: what each report shows alone, and what several show together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from drafting import report_file
from drafting.assessment import Assessment
from drafting.checks import RULES, SHIPPED, Finding, NotAssessed, OfficeRules
from drafting.checks.policy import applied
from drafting.form import editions
from drafting.report import Report

from .between import Told, between, told
from .last_year import together
from .pool import Spread, in_order
from .questions import open_questions

BATCH_RULE = "R-10"


@dataclass(frozen=True)
class Task:
    """A report file to check. ``key``: by which it is known; ``label``: what people call its unit, the organ's name where
    none is given.
    """

    path: Path
    key: str
    label: str = ""

    def __str__(self) -> str:
        return self.label or self.path.name


@dataclass(frozen=True)
class Checked:
    """One unit's findings, errors first. ``error``: why its file could not be used."""

    key: str
    label: str
    path: Path
    findings: tuple[Finding, ...] = ()
    not_assessed: tuple[NotAssessed, ...] = ()
    questions: tuple[str, ...] = ()
    report: Report | None = None
    error: str = ""

    def count(self, severity: str) -> int:
        """How many findings are of this ``severity``."""
        return sum(finding.severity == severity for finding in self.findings)


def check_all(
    tasks: Sequence[Task],
    *,
    office: OfficeRules = SHIPPED,
    last_year: Mapping[str, tuple[Path, ...]] | None = None,
    workers: int = 1,
    spread: Spread = in_order,
    on_unit: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Checked, ...]:
    """The findings of all ``tasks``, in their order; a file that cannot be used stops no other.

    ``last_year``: name of an organ -> the file of its report on the year before; several where others were merged into it.
    """
    work = partial(check_one, office=office, last_year=last_year or {})
    found: list[Checked] = []
    compared: dict[str, Told] = {}
    for done, outcome in enumerate(spread(work, tasks, workers), 1):
        on_unit(done, len(tasks))
        task = outcome.item
        if outcome.result is None:
            found.append(Checked(task.key, str(task), task.path, error=outcome.error))
            continue
        checked, compared[task.key] = outcome.result
        found.append(checked)
    return tuple(_together(found, compared, office))


def check_one(task: Task, *, office: OfficeRules, last_year: Mapping[str, tuple[Path, ...]]) -> tuple[Checked, Told]:
    """The findings of one unit alone, and what it is compared by. Raises FileError."""
    report = report_file.read(task.path)
    before = [report_file.read(path) for path in last_year.get(report.organ.name, ())]
    given = together(report.organ, before) if len(before) > 1 else next(iter(before), None)
    result = Assessment(report, given, office).result
    questions = tuple(question.text for question in open_questions(report))
    label = task.label or report.organ.name
    findings = result.findings
    if not any(report.written(spec.id) for spec in report.outline):  # a form came back, whose words are not asked for
        findings = tuple(finding for finding in findings if not RULES[finding.rule].of_text)
    checked = Checked(task.key, label, task.path, findings, result.not_assessed, questions, report)
    return checked, told(report)


def _together(found: Sequence[Checked], compared: Mapping[str, Told], office: OfficeRules) -> Iterator[Checked]:
    """``found`` with what several units show together, where there are several and the office wants it."""
    if len(compared) < 2 or office.policy.get(BATCH_RULE, "hint") is None:
        yield from found
        return
    labels = {each.key: each.label for each in found}
    more = between(compared, labels, next((each.report.form for each in found if each.report), editions()[-1]))
    order = ("error", "warning", "hint")
    for each in found:
        known = [
            (finding.section, finding.span) for finding in each.findings if finding.rule == "Y-04" and finding.span
        ]
        said = applied(more.get(each.key, ()), RULES, office.policy)
        new = [finding for finding in said if isinstance(finding, Finding) and not _within(finding, known)]
        yield replace(
            each,
            findings=tuple(sorted((*each.findings, *new), key=lambda finding: order.index(finding.severity))),
            not_assessed=tuple(entry for entry in each.not_assessed if entry.rule != BATCH_RULE),
        )


def _within(finding: Finding, known: list) -> bool:
    """Whether the place of ``finding`` is named already."""
    return finding.span is not None and any(
        section == finding.section and span[0] < finding.span[1] and finding.span[0] < span[1]
        for section, span in known
    )
