"""Checking and exporting a report that is in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from drafting import checks, publishing
from drafting.errors import Conflict, InputError
from drafting.form import SECTIONS
from drafting.report import TABLES, Approval, Remark, Report, Waiver
from drafting.store import Store
from drafting.store.database import now

from .final import obstacles, refusal, unconfirmed
from .letterheads import Letterheads
from .tables import Tables

_FIRST_LOOK = ""
"""Stands among the fingerprints for the first look at a report's findings."""


class Documents:
    """The finished document and what stands in its way."""

    def __init__(self, store: Store, letterheads: Letterheads, tables: Tables):
        self._store = store
        self._tables = tables
        self.letterheads = letterheads
        self._checked: dict[str, tuple[object, checks.Result]] = {}

    def check(self, id: str, report: Report, last_year: Report | None) -> checks.Result:
        """All rules over the report as it stands; computed again only when something changed."""
        given = self._tables.policy()
        state = (report, last_year, given)
        if id not in self._checked or self._checked[id][0] != state:
            self._checked[id] = (state, checks.run(report, last_year, given))
        return self._checked[id][1]

    def appeared(self, id: str, result: checks.Result) -> dict[str, datetime]:
        """Fingerprint -> the UTC moment a finding was first looked at, for those that came after the first look.

        Called where the findings are looked at, not where something is typed: it may write.
        """
        found = {finding.fingerprint for finding in (*result.findings, *result.waived)}
        seen = self._store.sightings.keep(id, found | {_FIRST_LOOK})
        first = seen.pop(_FIRST_LOOK)
        return {fingerprint: at for fingerprint, at in seen.items() if at > first}

    def export(
        self, report: Report, format: str, *, preset: str = "plain", copy: str = "draft", last_year: Report | None = None,
        letterhead: bool = False, earlier: Sequence[Report] = (), id: str = "", person: str = "",
        confirmed: bool = False,
    ) -> tuple[str, bytes]:
        """File name and bytes; ``letterhead``: on the organ's own, where it has one.

        That ``person`` made a final copy of the report ``id`` goes on its trail.
        Raises InputError for a format the program does not write, for a final copy that something stands in the way of,
        and for a 红头 one without 文号 or 成文日期, unless that is ``confirmed``.
        """
        if copy == "final" and (found := obstacles(report, checks.run(report, last_year, self._tables.policy()))):
            raise InputError(f"还有 {len(found)} 处没有完成，不能导出正式稿：{found[0].message}")
        if not confirmed and (lacking := unconfirmed(report, [format], preset, copy)):
            raise InputError(refusal(lacking))
        own = self.letterheads.of(report.organ.name) if letterhead else None
        name, content = publishing.filename(report, format, copy), publishing.export(
            report, format, preset=preset, copy=copy, last_year=last_year, letterhead=own,
            earlier=earlier)
        if copy == "final" and id:
            self._store.trail.add(id, person, "export", name)
        return name, content

    def approve(self, id: str, part: str, person: str, *, digest: str) -> int:
        """Record that ``person`` approves ``part`` as it was shown, ``digest`` of it; the version number of the approvals.

        Raises InputError without a name, and when the part has changed since it was shown.
        """
        if not person.strip():
            raise InputError("请先填写批准人姓名，再勾选批准。")
        new = Approval(part=part, person=person.strip()[:50], digest=digest, at=now().isoformat(timespec="seconds"))

        def approved(report: Report) -> list[Approval]:
            if report.digest(part) != digest:
                raise InputError(f"“{report.parts[part]}”刚刚有改动，没有批准，请看过现在的内容再批准。")
            return [*(given for given in report.approvals if given.part != part), new]

        number = self.amend(id, "approvals", approved)
        self._store.trail.add(id, person, "sign", _called(part))
        return number

    def disapprove(self, id: str, part: str, person: str = "") -> int:
        """Take the approval of ``part`` back; the version number of the approvals."""
        number = self.amend(id, "approvals", lambda report: [given for given in report.approvals if given.part != part])
        self._store.trail.add(id, person, "unsign", _called(part))
        return number

    def waive(self, id: str, finding: checks.Finding, reason: str, person: str = "") -> int:
        """Let ``finding`` pass with a typed reason, until what it is about changes; the version number of the waivers.

        Raises InputError without a reason, and for a finding that can only be mended.
        """
        if not finding.waivable:
            raise InputError("这一处是错误，只能改正，不能说明理由放行。")
        if not reason.strip():
            raise InputError("请写明理由再放行，例如：数字来自上级通报。")
        new = Waiver(rule=finding.rule, fingerprint=finding.fingerprint, reason=reason.strip()[:500],
                     at=now().isoformat(timespec="seconds"))
        number = self.amend(id, "waivers", lambda report: [*_without(report.waivers, finding.fingerprint), new])
        self._store.trail.add(id, person, "waive", f"{new.rule}：{finding.said}理由：{new.reason}")
        return number

    def withdraw(self, id: str, fingerprint: str, person: str = "") -> int:
        """Take a waiver back; the version number of the waivers."""
        gone = [each for each in self._store.load(id).report.waivers if each.fingerprint == fingerprint]
        number = self.amend(id, "waivers", lambda report: _without(report.waivers, fingerprint))
        self._store.trail.add(id, person, "withdraw", "；".join(f"{each.rule}，理由：{each.reason}" for each in gone))
        return number

    def amend(self, id: str, part: str, change: Callable[[Report], Sequence[Approval | Remark | Waiver]]) -> int:
        """Save what ``change`` makes of the report as its ``part`` (approvals, remarks, waivers); the version number.

        Made anew when somebody saved the same part meanwhile.
        """
        while True:
            stored = self._store.load(id)
            content = [each.model_dump(mode="json") for each in change(stored.report)]
            try:
                return self._store.save(id, part, content, expected=stored.number(part))
            except Conflict:
                continue


def _called(part: str) -> str:
    return "三张表" if part == TABLES else SECTIONS[part].label if part in SECTIONS else part


def _without(waivers: list[Waiver], fingerprint: str) -> list[Waiver]:
    return [waiver for waiver in waivers if waiver.fingerprint != fingerprint]
