"""Checking and exporting a report that is in the store."""

from __future__ import annotations

from drafting import checks, publishing
from drafting.report import Report
from drafting.store import Store


def blocking(result: checks.Result) -> list[checks.Finding]:
    """What stands in the way of a final copy: every error, and blank cells (a published table prints each figure)."""
    return [finding for finding in result.findings if finding.severity == "error" or finding.rule == "T-10"]


class Documents:
    """The finished document and what stands in its way."""

    def __init__(self, store: Store):
        self._store = store
        self._checked: dict[str, tuple[object, checks.Result]] = {}

    def check(self, id: str, report: Report, last_year: Report | None) -> checks.Result:
        """All rules over the report as it stands; computed again only when something changed."""
        state = (report, last_year)
        if id not in self._checked or self._checked[id][0] != state:
            self._checked[id] = (state, checks.run(report, last_year))
        return self._checked[id][1]

    def export(self, report: Report, format: str, *, copy: str = "draft") -> tuple[str, bytes]:
        """File name and bytes. Raises InputError for a format the program does not write."""
        return publishing.filename(report, format), publishing.export(report, format, copy=copy)
