"""Checking and exporting a report that is in the store."""

from __future__ import annotations

from drafting import checks, publishing
from drafting.errors import InputError
from drafting.report import Report, Waiver
from drafting.store import Store
from drafting.store.database import now

WHOLE = ("T-10", "N-01")
"""Rules that block a final copy whatever their severity: a published table prints each figure, and each figure in the
prose rests on something."""
FIGURES = ("N-03", "N-04", "N-05", "N-06", "N-07", "N-09", "N-10", "Y-02", "Y-04")
"""Rules about figures and names in the prose whose warnings block it too; N-02 is about scope, which may differ."""


def blocking(result: checks.Result) -> list[checks.Finding]:
    """What stands in the way of a final copy: errors, blank cells, and figures that rest on nothing or are contradicted.

    What a person lets pass with a reason is not among ``result.findings`` any more.
    """
    return [finding for finding in result.findings if finding.severity == "error" or finding.rule in WHOLE
            or finding.severity == "warning" and finding.rule in FIGURES]


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

    def export(self, report: Report, format: str, *, copy: str = "draft", last_year: Report | None = None) -> tuple[str, bytes]:
        """File name and bytes.

        Raises InputError for a format the program does not write, and for a final copy that something stands in the way
        of.
        """
        if copy == "final" and (found := blocking(checks.run(report, last_year))):
            raise InputError(f"还有 {len(found)} 处要改，不能导出正式稿：{found[0].message}")
        return publishing.filename(report, format), publishing.export(report, format, copy=copy)

    def waive(self, id: str, finding: checks.Finding, reason: str) -> int:
        """Let ``finding`` pass with a typed reason, until what it is about changes; the version number of the waivers.

        Raises InputError without a reason, and for a finding that can only be mended.
        """
        if not finding.waivable:
            raise InputError("这一处是错误，只能改正，不能说明理由放行。")
        if not reason.strip():
            raise InputError("请写明理由再放行，例如：数字来自上级通报。")
        kept = [waiver for waiver in self._store.load(id).report.waivers if waiver.fingerprint != finding.fingerprint]
        new = Waiver(rule=finding.rule, fingerprint=finding.fingerprint, reason=reason.strip()[:500],
                     at=now().isoformat(timespec="seconds"))
        return self._keep(id, [*kept, new])

    def withdraw(self, id: str, fingerprint: str) -> int:
        """Take a waiver back; the version number of the waivers."""
        return self._keep(id, [waiver for waiver in self._store.load(id).report.waivers if waiver.fingerprint != fingerprint])

    def _keep(self, id: str, waivers: list[Waiver]) -> int:
        return self._store.save(id, "waivers", [waiver.model_dump(mode="json") for waiver in waivers])
