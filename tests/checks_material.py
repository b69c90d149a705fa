"""What the tests of the rules share: a finished report, random balanced tables, and what the rules say about a report."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import strategies as st

from drafting import checks
from drafting.form import edition
from drafting.report import Report, Section
from drafting.samples import sample

FORM = edition("2021")
COLUMNS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other")
RESULTS = [part.rsplit(".", 1)[0] for part in next(r for r in FORM.relations if r.id == "A1:total").parts]


def finished() -> Report:
    """A town's finished report on 2023 that a person answers for, to which no rule has anything to say."""
    report = sample("town").load()[1]
    report.sections = {id: Section.of(section.text, "person") for id, section in report.sections.items()}
    return report


@st.composite
def balanced(draw, least: int = 0) -> dict[str, int]:
    """All inputs of the three tables, table three balanced in each column."""
    values = {key: draw(st.integers(least, 10**6)) for key in FORM.inputs if not key.startswith("requests.")}
    small = st.integers(least, 500)
    for column in COLUMNS:
        done = draw(st.lists(small, min_size=len(RESULTS), max_size=len(RESULTS)))
        values |= {f"{row}.{column}": number for row, number in zip(RESULTS, done)}
        out = values[f"requests.carried_out.{column}"] = draw(small)
        carried_in = values[f"requests.carried_in.{column}"] = draw(st.integers(0, sum(done) + out))
        values[f"requests.new_received.{column}"] = sum(done) + out - carried_in
    return values


def alone(report: Report, rule: str, last_year: Report | None = None) -> checks.Result:
    """What the program says of the report where ``rule`` is the only one it has."""
    only = tuple(module for module in checks.MODULES if module.RULE.id == rule)
    with patch.object(checks, "MODULES", only):
        return checks.run(report, last_year)


def found(report: Report, rule: str, last_year: Report | None = None) -> list[checks.Finding]:
    """What ``rule`` finds."""
    return list(alone(report, rule, last_year).findings)


def why(report: Report, rule: str, last_year: Report | None = None) -> list[str]:
    """Why ``rule`` could not look."""
    return [entry.why for entry in alone(report, rule, last_year).not_assessed]


def marked(report: Report, rule: str) -> list[str]:
    """The words that ``rule`` points at, section by section; ``""`` where it points at no words."""
    return [
        report.text(finding.section)[slice(*finding.span)] if finding.span else "" for finding in found(report, rule)
    ]


def errors(report: Report, last_year: Report | None = None) -> set[str]:
    """The rules that find an error."""
    return {finding.rule for finding in checks.run(report, last_year).findings if finding.severity == "error"}
