"""Checking and exporting a report that is in the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drafting import checks, publishing
from drafting.assessment import Assessment
from drafting.errors import InputError
from drafting.report import Approval, Report, Waiver
from drafting.store import Act, Store, Stored
from drafting.store.database import now

from .final import refusal, unconfirmed
from .letterheads import Letterheads
from .states import as_seen, called, digests, listed, named

_FIRST_LOOK = ""
"""Stands among the fingerprints for the first look at a report's findings."""


class Documents:
    """The finished document and what stands in its way."""

    def __init__(self, store: Store, letterheads: Letterheads):
        self._store = store
        self.letterheads = letterheads

    def appeared(self, id: str, result: checks.Result) -> dict[str, datetime]:
        """Fingerprint -> the UTC moment a finding was first looked at, for those that came after the first look.

        Called where the findings are looked at, not where something is typed: it may write.
        """
        found = {each.fingerprint: each.former_fingerprint for each in (*result.findings, *result.waived)}
        seen = self._store.first_seen.keep(id, {*found, *found.values(), _FIRST_LOOK})
        first = seen.pop(_FIRST_LOOK)
        since = {each: min(seen[each], seen[former]) for each, former in found.items()}
        return {fingerprint: at for fingerprint, at in since.items() if at > first}

    def export(
        self,
        assessment: Assessment,
        format: str,
        *,
        preset: str = "plain",
        copy: str = "draft",
        letterhead: bool = False,
        earlier: Sequence[Report] = (),
        id: str = "",
        person: str = "",
        confirmed: bool = False,
        seen: Mapping[str, str] | None = None,
    ) -> tuple[str, bytes]:
        """File name and bytes of the report that was assessed; ``letterhead``: on the organ's own, where it has one.

        That ``person`` made a final copy of the report ``id`` goes on its trail.
        Raises InputError for a format the program does not write, for a final copy that something stands in the way of,
        for a report that is not as it was ``seen`` (``Review.seen``), and for a 红头 one without 文号 or 成文日期, unless
        that is ``confirmed``.
        """
        report = assessment.report
        if seen is not None:
            as_seen(report, seen, digests(report, earlier if report.charts else ()), "导出正式稿")
        if copy == "final" and (found := assessment.obstacles):
            raise InputError(f"还有 {len(found)} 处没有完成，不能导出正式稿：{found[0].message}")
        if not confirmed and (lacking := unconfirmed(report, format, preset, copy)):
            raise InputError(refusal(lacking))
        own = self.letterheads.of(report.organ.name) if letterhead else None
        name, content = (
            publishing.filename(report, format, copy),
            publishing.export(
                report, format, preset=preset, copy=copy, assessment=assessment, letterhead=own, earlier=earlier
            ),
        )
        if copy == "final" and id:
            self._store.audit_log.add(id, person, "export", name)
        return name, content

    def approve(self, id: str, part: str, person: str, *, digest: str) -> bool:
        """Record that ``person`` approves ``part`` as it was shown, ``digest`` of it; see ``approve_all``."""
        return self.approve_all(id, person, {part: digest})

    def approve_all(self, id: str, person: str, shown: Mapping[str, str]) -> bool:
        """Record that ``person`` approves the parts ``shown`` (part -> digest of what was shown), all or none.

        Whether anything changed: a part that has its approval keeps it. Raises InputError without a name, and when a
        part has changed since it was shown.
        """
        name = named(person, "批准")

        def decide(stored: Stored) -> Act | None:
            new = approving(stored.report, name, shown)
            return Act("sign", listed(new.parts, stored.report), {"approvals": new.content}) if new.parts else None

        return self._store.act(id, name, decide)

    def disapprove(self, id: str, part: str, person: str) -> bool:
        """Take the approval of ``part`` back; see ``disapprove_all``."""
        return self.disapprove_all(id, [part], person)

    def disapprove_all(self, id: str, parts: Collection[str], person: str) -> bool:
        """Take the approvals of ``parts`` back, as one act; whether there were any that hold. Raises InputError without
        a name.
        """
        name = named(person, "撤回批准")

        def decide(stored: Stored) -> Act | None:
            given = [part for part in parts if stored.report.approval(part)]
            left = [each for each in stored.report.approvals if each.part not in given]
            return Act("unsign", listed(given, stored.report), {"approvals": _data(left)}) if given else None

        return self._store.act(id, name, decide)

    def waive(self, id: str, finding: checks.Finding, reason: str, person: str) -> bool:
        """Let ``finding`` pass with a typed reason, until what it is about changes; whether that is new.

        Raises InputError without a reason or a name, and for a finding that can only be mended.
        """
        if not finding.waivable:
            raise InputError("这一处是错误，只能改正，不能说明理由放行。")
        if not reason.strip():
            raise InputError("请写明理由再放行，例如：数字来自上级通报。")
        name = named(person, "说明理由")
        new = Waiver(
            rule=finding.rule,
            fingerprint=finding.fingerprint,
            reason=reason.strip()[:500],
            at=now().isoformat(timespec="seconds"),
        )

        def decide(stored: Stored) -> Act | None:
            waivers = stored.report.waivers
            if any((each.fingerprint, each.reason) == (new.fingerprint, new.reason) for each in waivers):
                return None
            others = _without(waivers, finding.fingerprint, finding.former_fingerprint)
            return Act("waive", f"{new.rule}：{finding.said}理由：{new.reason}", {"waivers": _data([*others, new])})

        return self._store.act(id, name, decide)

    def withdraw(self, id: str, fingerprint: str, person: str) -> bool:
        """Take a waiver back; whether there was one. Raises InputError without a name."""
        name = named(person, "撤回保留")

        def decide(stored: Stored) -> Act | None:
            gone = [each for each in stored.report.waivers if each.fingerprint == fingerprint]
            said = "；".join(f"{each.rule}，理由：{each.reason}" for each in gone)
            return (
                Act("withdraw", said, {"waivers": _data(_without(stored.report.waivers, fingerprint))})
                if gone
                else None
            )

        return self._store.act(id, name, decide)


@dataclass(frozen=True)
class Approving:
    """What an approval of several parts comes to: those that had none yet, and the approvals that stand then."""

    parts: list[str]
    content: list[dict[str, Any]]


def approving(report: Report, person: str, shown: Mapping[str, str]) -> Approving:
    """What it comes to when ``person`` approves what was ``shown`` (part -> digest). Raises InputError when it changed."""
    for part, digest in shown.items():
        if part not in report.parts or report.digest(part) != digest:
            raise InputError(f"“{called(part, report)}”刚刚有改动，没有批准，请看过现在的内容再批准。")
    new = [part for part in shown if report.approval(part) is None]
    at = now().isoformat(timespec="seconds")
    stands = [given for given in report.approvals if given.part not in new]
    return Approving(
        new, _data([*stands, *(Approval(part=part, person=person, digest=shown[part], at=at) for part in new)])
    )


def _data(entries: Sequence[Approval | Waiver]) -> list[dict[str, Any]]:
    return [each.model_dump(mode="json") for each in entries]


def _without(waivers: list[Waiver], *fingerprints: str) -> list[Waiver]:
    return [waiver for waiver in waivers if waiver.fingerprint not in fingerprints]
