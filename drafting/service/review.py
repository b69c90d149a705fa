"""The way of a report from a draft to its publication, the remarks on it, and the trail of who did what.

See docs/decisions/0008-review.md. A report that was approved as a whole stays so as long as it says what it said then.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from drafting import times
from drafting.assessment import unapproved
from drafting.errors import InputError
from drafting.publishing.document import clean, written_day
from drafting.publishing.review_remarks import place
from drafting.report import Remark, Report, new_id
from drafting.store import SETTLED, Act, Store, Stored
from drafting.store.audit_log import Entry
from drafting.store.calls import Call
from drafting.store.database import now

from .documents import approving
from .library import Library, Opened
from .states import MOVES, STATES, STEPS, VERBS, Step, as_seen, called, differing, digests, listed, named, typed, who
from .web_address import web_address

NAMES = 6
"""How many names are offered to who signs."""


@dataclass(frozen=True)
class Withdrawn:
    """A report that came back to 草稿 from the settled state ``was``: by a person (``reopen``) or because it changed
    (``change``), by whom and when (UTC); ``differing``: what is not as it was approved, as staff call it.
    """

    was: str
    by: str
    person: str
    at: datetime
    differing: list[str]


class Review:
    """The verbs of reviewing. Each names the person who does it and goes on the trail.

    Where a step takes what was ``seen`` and something reads otherwise by now, it is not taken: InputError says what.
    All raise InputError without a name, for a step that the report's state does not allow, and as they say; NotFound.
    """

    def __init__(self, store: Store, library: Library):
        self._store = store
        self._library = library

    # The way of a report

    def seen(self, opened: Opened) -> dict[str, str]:
        """What a page shows of a report, to be given with the step that is taken there: part -> digest."""
        return self._digests(opened)

    def submit(self, id: str, person: str, *, seen: Mapping[str, str] | None = None) -> None:
        """送审. Raises InputError while a remark has no answer."""
        opened = self._ready(id, "submit", person, seen=seen)
        _all_answered(opened.report, "submit")
        self._step(opened, "submit", person)

    def return_with(self, id: str, person: str) -> None:
        """退回 with the remarks that stand open. Raises InputError when there is none."""
        opened = self._ready(id, "return", person)
        count = len(unanswered(opened.report))
        if not count:
            raise InputError("退回前请先写明至少一条意见，让起草人知道要改什么。")
        self._step(opened, "return", person, f"意见 {count} 条")

    def approve(
        self,
        id: str,
        person: str,
        shown: Mapping[str, str] | None = None,
        *,
        seen: Mapping[str, str] | None = None,
    ) -> None:
        """审定 the whole as it stands, with an approval of the parts ``shown`` (part -> digest of what was shown) that
        have none yet.

        Raises InputError while anything else stands in the way of a final copy, a remark has no answer, or a part has
        changed since it was shown.
        """
        opened = self._ready(id, "approve", person, seen=seen)
        _all_answered(opened.report, "approve")
        new = approving(opened.report, named(person, "审定"), shown or {})
        self._nothing_in_the_way(opened, "approve", new.parts)
        said = f"同时批准{listed(new.parts, opened.report)}" if new.parts else ""
        self._step(opened, "approve", person, said, {"approvals": new.content}, digests=self._digests(opened))

    def finalise(self, id: str, person: str, *, seen: Mapping[str, str] | None = None) -> None:
        """定稿. Raises InputError when something stands in the way of a final copy again."""
        opened = self._ready(id, "finalise", person, seen=seen)
        self._nothing_in_the_way(opened, "finalise")
        self._step(opened, "finalise", person)

    def publish(self, id: str, person: str, day: date, address: str, *, seen: Mapping[str, str] | None = None) -> str:
        """Note that it was published on ``day`` at ``address``; the address, completed with https:// where that was
        left out. Raises InputError for a day or an address that cannot be.
        """
        opened = self._ready(id, "publish", person, seen=seen)
        if not date(opened.report.year, 12, 31) < day <= times.today():
            raise InputError(f"公布日期应在 {opened.report.year} 年度结束之后、不晚于今天，请核对。")
        where = web_address(address)
        self._step(
            opened,
            "publish",
            person,
            f"{written_day(day)}，{where}",
            {"published": day.isoformat()},
            day=day.isoformat(),
            address=where,
        )
        return where

    def reopen(self, id: str, person: str) -> None:
        """Back to 草稿, to change it."""
        opened = self._ready(id, "reopen", person)
        was = opened.stored.row.state
        self._step(opened, "reopen", person, f"原为“{STATES[was]}”", {"published": None}, was=was)

    # Changes after the approval, and back

    def changed(self, opened: Opened) -> list[str]:
        """What reads otherwise than when the whole was approved, as staff call it; nothing in a state that may."""
        row = opened.stored.row
        return differing(self._approved(row.id), self._digests(opened), opened.report) if row.state in SETTLED else []

    def settled_by(self, opened: Opened) -> Entry | None:
        """Who brought the report into the settled state it is in, and when."""
        verb = next((verb for verb, step in STEPS.items() if step.after == opened.stored.row.state), "")
        return self._store.audit_log.last(opened.stored.row.id, verb)

    def refresh_state(self, opened: Opened) -> str:
        """Put a report that changed since its approval (by another program: ours refuses) back to 草稿, and one that
        this had put back and that says again what was approved into the state it had; the sentence that says so, else
        ``""``.
        """
        row = opened.stored.row
        if changed := self.changed(opened):
            said = f"{STATES[row.state]}后{'、'.join(f'“{each}”' for each in changed)}有改动，报告已回到草稿，需要重新送审。"
            act = Act("change", said, {"published": None}, "draft", {"was": row.state})
            return said if self._store.act(row.id, "", lambda stored: act if _same(stored, opened) else None) else ""
        found = self.withdrawn(opened)
        return self._restore(opened, found) if found and found.by == "change" and not found.differing else ""

    def withdrawn(self, opened: Opened) -> Withdrawn | None:
        """How the report came back from a settled state to 草稿, and what keeps it from it; None where it did not."""
        row = opened.stored.row
        last = self._store.audit_log.last(row.id, *MOVES) if row.state == "draft" else None
        was = last.about.get("was", "") if last and last.verb in ("reopen", "change") else ""
        if last is None or was not in SETTLED:
            return None
        kept = differing(self._approved(row.id), self._digests(opened), opened.report)
        return Withdrawn(
            was,
            last.verb,
            who(last),
            last.at,
            kept or [called(part, opened.report) for part in unapproved(opened.report)],
        )

    def restore(self, id: str) -> str:
        """Put a report that says again what was approved into the state it was taken back from; the sentence that says
        so.

        Raises InputError when it was not taken back, or says something else.
        """
        opened = self._library.open(id)
        found = self.withdrawn(opened)
        if not found or found.differing:
            about = f"与审定时不同：{'、'.join(found.differing)}" if found else "没有可以恢复的审定"
            raise InputError(f"{about}，报告没有改动；改好后请重新送审。")
        return self._restore(opened, found)

    def _restore(self, opened: Opened, found: Withdrawn) -> str:
        id = opened.stored.row.id
        said = f"内容与审定时完全一致，已恢复为“{STATES[found.was]}”。"
        published = self._store.audit_log.last(id, "publish") if found.was == "published" else None
        parts = {"published": published.about["day"]} if published else {}
        act = Act("restore", said, parts, found.was)
        return said if self._store.act(id, "", lambda stored: act if _same(stored, opened) else None) else ""

    def _digests(self, opened: Opened) -> dict[str, str]:
        """The digests of a report as it stands, and as its charts show other years."""
        return digests(opened.report, self._library.charted(opened) if opened.report.charts else ())

    def _approved(self, id: str) -> dict[str, str]:
        """The digests of what was approved last."""
        entry = self._store.audit_log.last(id, "approve")
        return entry.about["digests"] if entry else {}

    # Remarks

    def remark(
        self,
        id: str,
        person: str,
        text: str,
        *,
        section: str = "",
        quote: str = "",
        cell: str = "",
        paragraph: str = "",
        start: int = 0,
    ) -> str:
        """Note what is to be mended in a section, a passage of it, a cell or the whole of a report in review; its id.

        ``paragraph``, ``start``: where the passage was seen, to tell it from the same words elsewhere.

        Raises InputError for an empty text and a place that is not there.
        """
        opened = self._ready(id, "return", person, "提意见")
        words, passage = typed(text), typed(quote)
        if not 0 < len(words) <= 1_000:
            raise InputError("请写明意见，一条最多 1,000 字。")
        if (
            (section and not opened.report.has(section))
            or (cell and cell not in opened.report.form.cells)
            or (section and cell)
        ):
            raise InputError("这条意见所指的位置不存在，没有保存，请重新选择章节或单元格。")
        new = Remark(
            id=new_id(),
            section=section,
            quote=passage[:500],
            cell=cell,
            text=words,
            at=_moment(),
            person=named(person, "提意见"),
            paragraph=paragraph[:64],
            start=max(start, 0),
        )

        def decide(stored: Stored) -> Act:
            if passage and (len(passage) > 500 or not stored.report.passage(new)):
                raise InputError("引用的原文在这一节里找不到，没有保存，请从正文中原样复制（最多 500 字）。")
            return Act("remark", f"{place(new, stored.report)}：{words}", _remarks([*stored.report.remarks, new]))

        self._in(opened, "return", "提意见", person, decide)
        return new.id

    def take_back(self, id: str, person: str, remark_id: str) -> None:
        """Take back an open remark before the report is returned. Raises InputError when it is not there (any more)."""

        def decide(stored: Stored) -> Act:
            found = _open_one(stored.report, remark_id)
            left = [each for each in stored.report.remarks if each.id != remark_id]
            return Act("take_back", f"{place(found, stored.report)}：{found.text}", _remarks(left))

        self._in(self._ready(id, "return", person, "撤回意见"), "return", "撤回意见", person, decide)

    def answer(self, id: str, person: str, remark_id: str, text: str) -> None:
        """Answer a remark, which closes it. Raises InputError for an empty answer and a remark that has one."""
        opened = self._ready(id, "submit", person, "答复意见")
        words = typed(text)
        if not 0 < len(words) <= 1_000:
            raise InputError("请写明怎样改的或为什么不改，最多 1,000 字。")
        given = {"answer": words, "answered_by": named(person, "答复意见"), "answered_at": _moment()}

        def decide(stored: Stored) -> Act:
            found = _open_one(stored.report, remark_id)
            return Act(
                "answer",
                f"{place(found, stored.report)}：{words}",
                _remarks(
                    [each.model_copy(update=given) if each.id == remark_id else each for each in stored.report.remarks]
                ),
            )

        self._in(opened, "submit", "答复意见", person, decide)

    # The trail

    def trail(self, id: str) -> list[Entry]:
        """Who did what and when, oldest first."""
        return self._store.audit_log.of(id)

    def names(self, id: str) -> list[str]:
        """Who signed anything on the report, the last first."""
        return list(dict.fromkeys(entry.person for entry in reversed(self.trail(id)) if entry.person))[:NAMES]

    def sent(self, id: str) -> list[Call]:
        """What was sent to models for the report, the newest first."""
        return self._store.calls.of(id)

    def trail_csv(self, id: str) -> bytes:
        """The trail as CSV for Excel: UTF-8 with its mark, no cell that Excel would take for a formula."""
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(("时间", "姓名", "事项", "内容"))
        for entry in self.trail(id):
            cells = (f"{times.beijing(entry.at):%Y-%m-%d %H:%M:%S}", who(entry), VERBS[entry.verb], entry.said)
            rows.writerow(map(_harmless, cells))
        return out.getvalue().encode("utf-8-sig")

    def _ready(self, id: str, verb: str, person: str, doing: str = "", seen: Mapping[str, str] | None = None) -> Opened:
        """The report as it stands, when ``person`` may do ``verb`` (called ``doing``) with it now, and it is as ``seen``."""
        step = STEPS[verb]
        named(person, doing or step.label)
        opened = self._library.open(id)
        if said := self.refresh_state(opened):
            raise InputError(said)
        if opened.stored.row.state not in step.before:
            raise _wrong(opened.stored.row.state, step, doing or step.label)
        if seen is not None:
            as_seen(opened.report, seen, self._digests(opened), doing or step.label)
        return opened

    def _step(
        self,
        opened: Opened,
        verb: str,
        person: str,
        said: str = "",
        parts: Mapping[str, Any] | None = None,
        **kept: Any,
    ) -> None:
        """Take a step with a report as it was ``opened``: in one transaction, or not at all."""
        step = STEPS[verb]

        def decide(stored: Stored) -> Act:
            if stored.row.state not in step.before:
                raise _wrong(stored.row.state, step, step.label)
            if not _same(stored, opened):
                raise InputError(f"报告刚刚有改动，没有{step.label}，请看过现在的内容再办理。")
            return Act(verb, said, parts or {}, step.after, kept)

        self._store.act(opened.stored.row.id, person, decide)

    def _in(self, opened: Opened, verb: str, doing: str, person: str, decide: Callable[[Stored], Act]) -> None:
        """Do what ``decide`` says while the report is in a state from which ``verb`` leads."""
        step = STEPS[verb]

        def checked(stored: Stored) -> Act:
            if stored.row.state not in step.before:
                raise _wrong(stored.row.state, step, doing)
            return decide(stored)

        self._store.act(opened.stored.row.id, person, checked)

    def _nothing_in_the_way(self, opened: Opened, verb: str, approving: Collection[str] = ()) -> None:
        """Raises InputError while anything but an approval of the parts ``approving`` is missing for a final copy."""
        if found := [each for each in opened.assessment.obstacles if each.part not in approving]:
            raise InputError(f"还有 {len(found)} 处没有完成，不能{STEPS[verb].label}：{found[0].message}")


def unanswered(report: Report) -> list[Remark]:
    """The remarks that wait for an answer."""
    return [remark for remark in report.remarks if remark.open]


def _all_answered(report: Report, verb: str) -> None:
    if waiting := unanswered(report):
        raise InputError(f"还有 {len(waiting)} 条意见没有答复，不能{STEPS[verb].label}，请先逐条处理。")


def _same(stored: Stored, opened: Opened) -> bool:
    """Whether a report stands as it was opened."""
    return (stored.row.state, stored.numbers) == (opened.stored.row.state, opened.stored.numbers)


def _remarks(remarks: Iterable[Remark]) -> dict[str, Any]:
    return {"remarks": [each.model_dump(mode="json") for each in remarks]}


def _open_one(report: Report, remark_id: str) -> Remark:
    found = next((remark for remark in unanswered(report) if remark.id == remark_id), None)
    if found is None:
        raise InputError("这条意见已经答复或撤回，请刷新页面。")
    return found


def _moment() -> str:
    return now().isoformat(timespec="seconds")


def _wrong(state: str, step: Step, doing: str) -> InputError:
    allowed = "、".join(f"“{STATES[before]}”" for before in step.before)
    return InputError(f"报告现在是“{STATES[state]}”，只有在{allowed}时才能{doing}，没有改动，请按顺序办理。")


def _harmless(cell: str) -> str:
    text = clean(cell)
    return f"'{text}" if text.startswith(tuple("=+-@＝＋－＠")) else text
